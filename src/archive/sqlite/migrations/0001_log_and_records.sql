-- The observation log: what was captured and what it showed. It is the truth; all else is derived.

-- What readers were told of the pages of sources, each distinct text once.
CREATE TABLE rules (
    hash BLOB PRIMARY KEY CHECK (length(hash) = 16),  -- XXH3-128 of the text
    text TEXT NOT NULL                                -- a line NAME=TEXT for each rule
) STRICT, WITHOUT ROWID;

CREATE TABLE sources (
    id    INTEGER PRIMARY KEY,
    uuid  BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
    name  TEXT NOT NULL UNIQUE,
    url   TEXT,
    rules BLOB REFERENCES rules (hash)  -- those it has now; NULL for none
) STRICT;

-- The raw bytes of snapshots, each distinct one once.
CREATE TABLE bodies (
    id       INTEGER PRIMARY KEY,
    hash     BLOB NOT NULL UNIQUE CHECK (length(hash) = 16),  -- XXH3-128 of the bytes as captured
    size     INTEGER NOT NULL,                                -- of the bytes as captured
    encoding TEXT NOT NULL CHECK (encoding IN ('zstd')),
    base     INTEGER REFERENCES bodies (id),                  -- whose bytes are the zstd prefix
    chain    INTEGER NOT NULL,                                -- bodies to unpack before this one
    data     BLOB                                             -- NULL once it was pruned
) STRICT;

-- Parsed entries, each distinct one once.
CREATE TABLE contents (
    id                  INTEGER PRIMARY KEY,
    hash                BLOB NOT NULL UNIQUE CHECK (length(hash) = 16),  -- of all fields
    fingerprint         BLOB NOT NULL CHECK (length(fingerprint) = 16),
    fingerprint_version INTEGER NOT NULL,
    title               TEXT,
    url                 TEXT,
    guid                TEXT,
    category            TEXT,
    published           TEXT,
    published_precision TEXT,
    excerpt             TEXT
) STRICT;

-- The ordered list of contents that a parsed body shows; equal lists share one page. The list is
-- one value, since a row for each position and its index cost more than all else of a snapshot.
CREATE TABLE pages (
    id       INTEGER PRIMARY KEY,
    hash     BLOB NOT NULL UNIQUE CHECK (length(hash) = 16),
    entries  INTEGER NOT NULL,
    contents TEXT NOT NULL,  -- a JSON array of contents.id
    ages     TEXT            -- how old it says each is: a JSON array ('3 hour', null); or NULL
) STRICT;

CREATE TABLE snapshots (
    id             INTEGER PRIMARY KEY,
    source         INTEGER NOT NULL REFERENCES sources (id),
    page_url       TEXT NOT NULL,     -- canonical; '' for a page without URL
    captured_at    INTEGER NOT NULL,  -- seconds since 1970-01-01 UTC
    body           INTEGER NOT NULL REFERENCES bodies (id),
    url            TEXT,              -- as given, else as the page gives it
    url_given      INTEGER NOT NULL,
    media_type     TEXT,
    form           TEXT NOT NULL,     -- how it was read
    rules          BLOB REFERENCES rules (hash),  -- by which it was read; NULL for none
    reader_version INTEGER NOT NULL,
    page           INTEGER REFERENCES pages (id),  -- NULL when reading was refused
    refusal        TEXT,                           -- then the limit
    row_hash       BLOB NOT NULL CHECK (length(row_hash) = 16),
    UNIQUE (source, page_url, captured_at, body),
    CHECK ((page IS NULL) <> (refusal IS NULL))
) STRICT;
CREATE INDEX snapshots_by_time ON snapshots (source, captured_at);
CREATE INDEX snapshots_by_body ON snapshots (body);
CREATE INDEX snapshots_by_page ON snapshots (page, source);

-- Derived from the log: it can be dropped and derived again, and comes out the same.

CREATE TABLE records (
    id                  INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used twice
    uuid                BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
    source              INTEGER NOT NULL REFERENCES sources (id),
    title               TEXT,
    url                 TEXT,
    category            TEXT,
    category_key        TEXT,  -- the category, case folded
    published           TEXT,
    published_precision TEXT,
    excerpt_content     INTEGER NOT NULL REFERENCES contents (id),  -- which has the longest excerpt
    fingerprint         BLOB NOT NULL CHECK (length(fingerprint) = 16),  -- of that content
    first_seen          INTEGER NOT NULL,
    last_seen           INTEGER NOT NULL CHECK (last_seen >= first_seen),
    last_position       INTEGER NOT NULL,  -- where it stood when it was last seen
    list_key            BLOB NOT NULL CHECK (length(list_key) = 16),  -- of what a list shows of it
    sightings           INTEGER NOT NULL,
    revisions           INTEGER NOT NULL
) STRICT;
CREATE INDEX records_by_last_seen ON records (last_seen DESC, last_position, list_key);
CREATE INDEX records_by_first_seen ON records (first_seen DESC, list_key);
CREATE INDEX records_by_category ON records (category_key, last_seen DESC, last_position, list_key);
CREATE INDEX records_by_source ON records (source, last_seen DESC, last_position, list_key);

-- Ids that were joined into another record still find it.
CREATE TABLE record_aliases (
    id     INTEGER PRIMARY KEY,
    record INTEGER NOT NULL REFERENCES records (id)
) STRICT;

CREATE INDEX record_aliases_by_record ON record_aliases (record);

CREATE TABLE revisions (
    source     INTEGER NOT NULL REFERENCES sources (id),
    content    INTEGER NOT NULL REFERENCES contents (id),
    record     INTEGER NOT NULL REFERENCES records (id),
    first_seen INTEGER NOT NULL,
    last_seen  INTEGER NOT NULL,
    sightings  INTEGER NOT NULL,
    age        TEXT,     -- that tells most of its date, of all that it was seen with
    age_seen   INTEGER,  -- and when that was
    PRIMARY KEY (source, content)
) STRICT, WITHOUT ROWID;
CREATE INDEX revisions_by_record ON revisions (record);

CREATE TABLE evidence (
    source       INTEGER NOT NULL REFERENCES sources (id),
    kind         INTEGER NOT NULL,  -- 1 permalink, 2 guid, 3 fingerprint, 4 title and day, 5 title and slug
    key          BLOB NOT NULL CHECK (length(key) = 16),
    record       INTEGER REFERENCES records (id),  -- NULL: two articles bear it
    content      INTEGER NOT NULL REFERENCES contents (id),  -- the first that bore it
    rule_version INTEGER NOT NULL,
    PRIMARY KEY (source, kind, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX evidence_by_record ON evidence (record);

-- What changes in the texts of a source without being a revision: scores, counts, ranks, ages.
CREATE TABLE variations (
    source   INTEGER NOT NULL REFERENCES sources (id),
    record   INTEGER NOT NULL REFERENCES records (id),
    variants INTEGER NOT NULL,  -- contents of the record that are no revision of their own
    places   TEXT NOT NULL,     -- a JSON array of the places at which its numbers changed
    PRIMARY KEY (source, record)
) STRICT, WITHOUT ROWID;

CREATE TABLE volatile_places (
    source      INTEGER NOT NULL REFERENCES sources (id),
    place       INTEGER NOT NULL,  -- of a number: a hash of what stands beside it
    records     INTEGER NOT NULL,  -- that changed there
    is_volatile INTEGER NOT NULL,  -- whether they are enough
    PRIMARY KEY (source, place)
) STRICT, WITHOUT ROWID;

-- Plain views for sqlite3, Datasette or pandas.

CREATE VIEW page_entries AS
SELECT p.id AS page, e.key AS position, e.value AS content,
       json_extract(p.ages, '$[' || e.key || ']') AS age
FROM pages p, json_each(p.contents) e;

CREATE VIEW entries AS
SELECT r.id, s.name AS source, r.title, r.url, r.category, r.published, r.published_precision,
       c.excerpt, datetime(r.first_seen, 'unixepoch') AS first_seen,
       datetime(r.last_seen, 'unixepoch') AS last_seen, r.sightings,
       r.revisions - coalesce(v.variants, 0) AS revisions
FROM records r
JOIN sources s ON s.id = r.source
JOIN contents c ON c.id = r.excerpt_content
LEFT JOIN variations v ON v.source = r.source AND v.record = r.id;

CREATE VIEW sightings AS
SELECT v.record, n.id AS snapshot, e.key AS position,
       datetime(n.captured_at, 'unixepoch') AS captured_at, n.page_url
FROM snapshots n
JOIN pages p ON p.id = n.page
JOIN json_each(p.contents) e
JOIN revisions v ON v.source = n.source AND v.content = e.value;

CREATE VIEW timeline AS
SELECT n.id AS snapshot, s.name AS source, n.page_url,
       datetime(n.captured_at, 'unixepoch') AS captured_at, p.entries, n.refusal
FROM snapshots n
JOIN sources s ON s.id = n.source
LEFT JOIN pages p ON p.id = n.page
ORDER BY n.captured_at;
