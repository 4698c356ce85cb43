-- Old bodies may stand together in a block: one zstd frame over the bytes of many like ones, which
-- takes half of what each takes with the one before as prefix.
CREATE TABLE blocks (
    id   INTEGER PRIMARY KEY,
    size INTEGER NOT NULL,  -- bytes that it unpacks to
    data BLOB NOT NULL
) STRICT;
ALTER TABLE bodies ADD COLUMN block INTEGER REFERENCES blocks (id);  -- then it has no data and no base
ALTER TABLE bodies ADD COLUMN block_offset INTEGER;  -- where its bytes begin in what that unpacks to

-- What no hash vouched for and what cannot be derived again has a hash of its row now: hash_of() of
-- its values but for an id that only numbers it. Of records it is of id and uuid; all else of them can
-- be derived.
ALTER TABLE sources ADD COLUMN row_hash BLOB;
ALTER TABLE fetches ADD COLUMN row_hash BLOB;
ALTER TABLE corrections ADD COLUMN row_hash BLOB;
ALTER TABLE correction_contents ADD COLUMN row_hash BLOB;
ALTER TABLE watches ADD COLUMN row_hash BLOB;
ALTER TABLE hosts ADD COLUMN row_hash BLOB;
ALTER TABLE robots ADD COLUMN row_hash BLOB;
ALTER TABLE records ADD COLUMN row_hash BLOB;
ALTER TABLE record_aliases ADD COLUMN row_hash BLOB;

UPDATE sources SET row_hash = hash_of(uuid, name, url, rules, category, category_key);
UPDATE fetches SET row_hash = hash_of(source, url, at, outcome, reason, status, detail);
UPDATE corrections SET row_hash = hash_of(uuid, made_at, sequence, kind, source, page_url,
    captured_at, body, new_source, new_captured_at, undoes);
UPDATE correction_contents SET row_hash = hash_of(correction, side, content, body, position);
UPDATE watches SET row_hash = hash_of(source, tried_at, failures, not_before);
UPDATE hosts SET row_hash = hash_of(host, not_before);
UPDATE robots SET row_hash = hash_of(origin, fetched_at, status, text);
UPDATE records SET row_hash = hash_of(id, uuid);
UPDATE record_aliases SET row_hash = hash_of(id, source, record, uuid, content);
