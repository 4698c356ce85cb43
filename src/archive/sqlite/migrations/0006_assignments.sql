-- Categories that rules or a suggestion gave records whose pages show none. Part of the log: the
-- latest of those that speak of a record's contents counts, and none is ever deleted.
CREATE TABLE assignments (
    id          INTEGER PRIMARY KEY,
    source      TEXT NOT NULL,  -- its name
    content     BLOB NOT NULL CHECK (length(content) = 16),  -- contents.hash of one of the record
    category    TEXT,           -- NULL: what was assigned before is taken back
    origin      TEXT NOT NULL CHECK (origin IN ('rule', 'suggested')),
    assigned_at INTEGER NOT NULL,
    sequence    INTEGER NOT NULL,  -- how many were known when it was made
    row_hash    BLOB NOT NULL CHECK (length(row_hash) = 16)  -- of all but the id: what tells one from another
) STRICT;
CREATE INDEX assignments_by_content ON assignments (content, source);

-- With `category` of a record: NULL where its pages show it, or where it has none.
ALTER TABLE records ADD COLUMN category_from TEXT;
CREATE INDEX records_assigned ON records (category_key, category_from) WHERE category_from IS NOT NULL;

DROP VIEW entries;
CREATE VIEW entries AS
SELECT r.id, s.name AS source, r.title, r.url, coalesce(r.category, s.category) AS category,
       r.published, r.published_precision, c.excerpt, datetime(r.first_seen, 'unixepoch') AS first_seen,
       datetime(r.last_seen, 'unixepoch') AS last_seen, r.sightings,
       r.revisions - coalesce(v.variants, 0) AS revisions,
       CASE WHEN r.category_from IS NOT NULL THEN r.category_from
            WHEN r.category IS NOT NULL THEN 'page'
            WHEN s.category IS NOT NULL THEN 'source' END AS category_from
FROM records r
JOIN sources s ON s.id = r.source
JOIN contents c ON c.id = r.excerpt_content
LEFT JOIN variations v ON v.source = r.source AND v.record = r.id;
