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
    rules BLOB REFERENCES rules (hash),  -- those it has now; NULL for none
    category     TEXT,  -- of its records whose page shows none
    category_key TEXT   -- that, case folded
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
    ages     TEXT,           -- how old it says each is: a JSON array ('3 hour', null); or NULL
    obstacle TEXT            -- what stands in the place of the listing; NULL for nothing
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
    refusal        TEXT,                           -- then the limit; or 'forgotten'
    forgotten_page INTEGER REFERENCES pages (id),  -- of a forgotten one: what it shows
    told_source    INTEGER REFERENCES sources (id),  -- of an amended one: as it was ingested
    told_captured_at INTEGER,
    status         INTEGER,  -- of HTTP: 200, or 304 for a page that did not change; NULL: ingested
    headers        TEXT,     -- of the response, those that matter: a line 'name: value' for each
    end_known      INTEGER NOT NULL DEFAULT 1,  -- 0: it may be cut, and proves no absence
    row_hash       BLOB NOT NULL CHECK (length(row_hash) = 16),
    UNIQUE (source, page_url, captured_at, body),
    CHECK ((page IS NULL) <> (refusal IS NULL))
) STRICT;
CREATE INDEX snapshots_by_time ON snapshots (source, captured_at);
CREATE INDEX snapshots_by_body ON snapshots (body);
CREATE INDEX snapshots_by_page ON snapshots (page, source);
CREATE INDEX snapshots_amended ON snapshots (body) WHERE told_source IS NOT NULL;
CREATE INDEX snapshots_fetched ON snapshots (source, page_url, captured_at) WHERE status = 200;

-- Fetches that brought no snapshot.
CREATE TABLE fetches (
    id      INTEGER PRIMARY KEY,
    source  INTEGER NOT NULL REFERENCES sources (id),
    url     TEXT NOT NULL,
    at      INTEGER NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('failed', 'refused', 'deferred')),
    reason  TEXT NOT NULL,  -- a stable word
    status  INTEGER,        -- of HTTP; NULL: no answer
    detail  TEXT
) STRICT;
CREATE INDEX fetches_by_time ON fetches (source, at);

-- What people put right. The later one wins; `undo` takes one back. None is ever deleted.
CREATE TABLE corrections (
    id              INTEGER PRIMARY KEY,
    uuid            BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),  -- of all that it says
    made_at         INTEGER NOT NULL,
    sequence        INTEGER NOT NULL,  -- how many were known when it was made
    kind            TEXT NOT NULL CHECK (kind IN ('join', 'split', 'forget', 'amend', 'undo')),
    source          TEXT,              -- its name; of a snapshot as it was ingested
    page_url        TEXT,              -- forget, amend: of the snapshot
    captured_at     INTEGER,           -- likewise, as it was ingested
    body            BLOB CHECK (length(body) = 16),  -- likewise: the hash of its bytes
    new_source      TEXT,              -- amend
    new_captured_at INTEGER,           -- amend
    undoes          BLOB CHECK (length(undoes) = 16)  -- undo: the uuid of another one
) STRICT;
CREATE INDEX corrections_by_source ON corrections (source);

-- The contents that a join or a split speaks of. They need not be in this archive.
CREATE TABLE correction_contents (
    correction INTEGER NOT NULL REFERENCES corrections (id),
    side       INTEGER NOT NULL CHECK (side IN (0, 1)),  -- join: the one record, the other; split: what goes, the rest
    content    BLOB NOT NULL CHECK (length(content) = 16),  -- contents.hash
    body       BLOB NOT NULL CHECK (length(body) = 16),     -- a body that shows it
    position   INTEGER NOT NULL,                            -- and where
    PRIMARY KEY (correction, side, content)
) STRICT, WITHOUT ROWID;

-- What a rebuild under way has read. Empty otherwise.
CREATE TABLE rebuilding (
    snapshot INTEGER PRIMARY KEY REFERENCES snapshots (id),
    page     INTEGER NOT NULL REFERENCES pages (id)
) STRICT;

-- What capturing goes on from. Neither log nor derived: without it there are more requests, no more.

CREATE TABLE watches (
    source     INTEGER PRIMARY KEY REFERENCES sources (id),
    tried_at   INTEGER NOT NULL,
    failures   INTEGER NOT NULL,  -- in a row
    not_before INTEGER            -- the server asked to wait until then
) STRICT;

CREATE TABLE hosts (
    host       TEXT PRIMARY KEY,
    not_before INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE robots (
    origin     TEXT PRIMARY KEY,
    fetched_at INTEGER NOT NULL,
    status     INTEGER NOT NULL,  -- of HTTP
    text       TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Derived from the log: it can be dropped and derived again, and comes out the same.

-- Without checks of the lengths of hashes: a function in a check has SQLite copy every page that an
-- insert of several rows changes. Whoever reads them checks.
CREATE TABLE records (
    id                  INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used twice
    uuid                BLOB NOT NULL UNIQUE,
    source              INTEGER NOT NULL REFERENCES sources (id),
    title               TEXT,
    url                 TEXT,
    category            TEXT,
    category_key        TEXT,  -- the category, case folded
    published           TEXT,
    published_precision TEXT,
    excerpt_content     INTEGER NOT NULL REFERENCES contents (id),  -- which has the longest excerpt
    fingerprint         BLOB NOT NULL,  -- of that content
    first_seen          INTEGER NOT NULL,
    last_seen           INTEGER NOT NULL CHECK (last_seen >= first_seen),
    last_position       INTEGER NOT NULL,  -- where it stood when it was last seen
    list_key            BLOB NOT NULL,  -- of what a list shows of it
    sightings           INTEGER NOT NULL,
    revisions           INTEGER NOT NULL
) STRICT;
CREATE INDEX records_by_last_seen ON records (last_seen DESC, last_position, list_key);
CREATE INDEX records_by_first_seen ON records (first_seen DESC, list_key);
CREATE INDEX records_by_category ON records (category_key, last_seen DESC, last_position, list_key);
CREATE INDEX records_by_source ON records (source, last_seen DESC, last_position, list_key);

-- Ids that were joined into another record still find it. One that nothing shows any more has none;
-- a record that is derived again takes its id back.
CREATE TABLE record_aliases (
    id      INTEGER PRIMARY KEY,
    source  INTEGER NOT NULL REFERENCES sources (id),
    record  INTEGER REFERENCES records (id),
    uuid    BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
    content BLOB NOT NULL CHECK (length(content) = 16)  -- contents.hash of its oldest content
) STRICT;
CREATE INDEX record_aliases_by_content ON record_aliases (source, content);

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
    joined_by    INTEGER,  -- the kind of evidence; NULL: the record began with it
    joined_with  INTEGER REFERENCES contents (id),  -- the content that bore the key before
    connected_by INTEGER,  -- the kind by which it joined another record to its own
    PRIMARY KEY (source, content)
) STRICT, WITHOUT ROWID;
CREATE INDEX revisions_by_record ON revisions (record);

CREATE TABLE evidence (
    source       INTEGER NOT NULL REFERENCES sources (id),
    kind         INTEGER NOT NULL,  -- 0 correction (its uuid), 1 permalink, 2 guid, 3 fingerprint, 4 title and day, 5 title and slug, 6 truncation, 7 near-duplicate
    key          BLOB NOT NULL CHECK (length(key) = 16),
    record       INTEGER REFERENCES records (id),  -- NULL: two articles bear it
    content      INTEGER NOT NULL REFERENCES contents (id),  -- the first that bore it
    rule_version INTEGER NOT NULL,
    PRIMARY KEY (source, kind, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX evidence_by_record ON evidence (record);

-- Which records stood on which page, and when.

-- A page of a source; snapshots without a URL are one page.
CREATE TABLE watched_pages (
    id       INTEGER PRIMARY KEY,
    source   INTEGER NOT NULL REFERENCES sources (id),
    page_url TEXT NOT NULL,
    tail     TEXT NOT NULL DEFAULT '[]',  -- where judging goes on: a JSON array, see docs/schema.md
    UNIQUE (source, page_url)
) STRICT;

-- A run of snapshots of a page that show a record.
CREATE TABLE presence (
    page           INTEGER NOT NULL REFERENCES watched_pages (id),
    first_snapshot INTEGER NOT NULL REFERENCES snapshots (id),
    record         INTEGER NOT NULL REFERENCES records (id),
    last_snapshot  INTEGER REFERENCES snapshots (id),  -- NULL: the record is still there
    ended          INTEGER NOT NULL,  -- 0 present, 1 removed, 2 scrolled off, 3 unknown
    ended_by       INTEGER REFERENCES snapshots (id),  -- the first healthy one without it
    PRIMARY KEY (page, first_snapshot, record)
) STRICT, WITHOUT ROWID;
CREATE INDEX presence_by_end ON presence (page, ended_by);
CREATE INDEX presence_by_record ON presence (record);

-- The verdicts on snapshots; one that is not here is healthy, or could not be read.
CREATE TABLE health (
    snapshot INTEGER PRIMARY KEY REFERENCES snapshots (id),
    verdict  TEXT NOT NULL CHECK (verdict IN ('partial', 'empty', 'blocked', 'redesign'))
) STRICT;

-- What befell records that stayed on a page.
CREATE TABLE shifts (
    snapshot INTEGER NOT NULL REFERENCES snapshots (id),
    record   INTEGER NOT NULL REFERENCES records (id),
    kind     TEXT NOT NULL CHECK (kind IN ('bumped', 'moved', 'pinned')),
    PRIMARY KEY (snapshot, record, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX shifts_by_record ON shifts (record);

-- Healthy snapshots that share no entry with the one before: some may have been missed.
CREATE TABLE gaps (
    snapshot INTEGER PRIMARY KEY REFERENCES snapshots (id)
) STRICT;

-- Under which excerpts are found that may be cut or edited versions of one another. A key may lead
-- to many: their texts are compared.
CREATE TABLE text_keys (
    source  INTEGER NOT NULL REFERENCES sources (id),
    key     INTEGER NOT NULL,  -- 48 bits of a hash: of an opening, or of a run of 12 characters
    content INTEGER NOT NULL REFERENCES contents (id),
    PRIMARY KEY (source, key, content)
) STRICT, WITHOUT ROWID;

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

-- What would take a walk over all rows to count.
CREATE TABLE counters (
    name  TEXT PRIMARY KEY,  -- 'records'
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO counters VALUES ('records', 0);

-- Plain views for sqlite3, Datasette or pandas.

CREATE VIEW page_entries AS
SELECT p.id AS page, e.key AS position, e.value AS content,
       json_extract(p.ages, '$[' || e.key || ']') AS age
FROM pages p, json_each(p.contents) e;

CREATE VIEW entries AS
SELECT r.id, s.name AS source, r.title, r.url, coalesce(r.category, s.category) AS category,
       r.published, r.published_precision, c.excerpt, datetime(r.first_seen, 'unixepoch') AS first_seen,
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

CREATE VIEW runs AS
SELECT p.record, w.page_url, datetime(f.captured_at, 'unixepoch') AS first_seen,
       datetime(l.captured_at, 'unixepoch') AS last_seen,
       CASE p.ended WHEN 0 THEN 'present' WHEN 1 THEN 'removed' WHEN 2 THEN 'scrolled-off'
       ELSE 'unknown' END AS ended, datetime(e.captured_at, 'unixepoch') AS ended_at
FROM presence p
JOIN watched_pages w ON w.id = p.page
JOIN snapshots f ON f.id = p.first_snapshot
LEFT JOIN snapshots l ON l.id = p.last_snapshot
LEFT JOIN snapshots e ON e.id = p.ended_by;

CREATE VIEW timeline AS
SELECT n.id AS snapshot, s.name AS source, n.page_url,
       datetime(n.captured_at, 'unixepoch') AS captured_at, p.entries, n.refusal,
       CASE WHEN p.id IS NOT NULL THEN coalesce(h.verdict, 'healthy') END AS health
FROM snapshots n
JOIN sources s ON s.id = n.source
LEFT JOIN pages p ON p.id = n.page
LEFT JOIN health h ON h.snapshot = n.id
ORDER BY n.captured_at;
