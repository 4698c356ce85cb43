-- Old bodies may share a block: what many like ones show, each stretch once. It is the zstd prefix of
-- each of them, which together take half of what each takes with the one before as prefix. Nothing
-- ever wrote the blocks of version 2, out of which a body could not be dropped by itself.
DROP TABLE blocks;
ALTER TABLE bodies DROP COLUMN block_offset;
CREATE TABLE blocks (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used twice: who reads may hold one unpacked
    size   INTEGER NOT NULL,  -- bytes that it unpacks to
    bodies INTEGER NOT NULL,  -- how many it was made of; some may have been pruned since
    bytes  INTEGER NOT NULL,  -- of all these, as captured
    places INTEGER NOT NULL,  -- of the bits of data that are set, by exclusive or: to mend one that flipped
    data   BLOB NOT NULL      -- one zstd frame
) STRICT;
CREATE INDEX bodies_by_prefix ON bodies (block, base) WHERE data IS NOT NULL;
