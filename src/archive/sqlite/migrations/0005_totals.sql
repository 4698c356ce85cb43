-- What would take a walk over all rows to count, in one row. Triggers keep it, so that whoever writes
-- keeps it.
DROP TABLE counters;

CREATE TABLE totals (
    id             INTEGER PRIMARY KEY CHECK (id = 0),
    records        INTEGER NOT NULL,
    sightings      INTEGER NOT NULL,
    contents       INTEGER NOT NULL,  -- of records: those of several count several times
    variants       INTEGER NOT NULL,  -- of these, what is no revision of its own
    snapshots      INTEGER NOT NULL,
    captured_bytes INTEGER NOT NULL,  -- of all snapshots, as captured
    pruned         INTEGER NOT NULL,  -- snapshots without their bytes
    bodies         INTEGER NOT NULL,
    body_bytes     INTEGER NOT NULL,  -- of bodies and of blocks, as stored
    block_bytes    INTEGER NOT NULL
) STRICT;
INSERT INTO totals
SELECT 0,
       (SELECT count(*) FROM records),
       (SELECT coalesce(sum(sightings), 0) FROM records),
       (SELECT coalesce(sum(revisions), 0) FROM records),
       (SELECT coalesce(sum(variants), 0) FROM variations),
       (SELECT count(*) FROM snapshots),
       (SELECT coalesce(sum(b.size), 0) FROM snapshots n JOIN bodies b ON b.id = n.body),
       (SELECT count(*) FROM snapshots n JOIN bodies b ON b.id = n.body WHERE b.data IS NULL),
       (SELECT count(*) FROM bodies),
       (SELECT coalesce(sum(length(data)), 0) FROM bodies),
       (SELECT coalesce(sum(length(data)), 0) FROM blocks);

CREATE TRIGGER total_of_new_record AFTER INSERT ON records BEGIN
    UPDATE totals SET records = records + 1, sightings = sightings + new.sightings, contents = contents + new.revisions;
END;
CREATE TRIGGER total_of_seen_record AFTER UPDATE OF sightings, revisions ON records BEGIN
    UPDATE totals SET sightings = sightings + new.sightings - old.sightings,
                      contents = contents + new.revisions - old.revisions;
END;
CREATE TRIGGER total_without_record AFTER DELETE ON records BEGIN
    UPDATE totals SET records = records - 1, sightings = sightings - old.sightings, contents = contents - old.revisions;
END;

CREATE TRIGGER total_of_new_variants AFTER INSERT ON variations BEGIN
    UPDATE totals SET variants = variants + new.variants;
END;
CREATE TRIGGER total_of_changed_variants AFTER UPDATE OF variants ON variations BEGIN
    UPDATE totals SET variants = variants + new.variants - old.variants;
END;
CREATE TRIGGER total_without_variants AFTER DELETE ON variations BEGIN
    UPDATE totals SET variants = variants - old.variants;
END;

CREATE TRIGGER total_of_new_snapshot AFTER INSERT ON snapshots BEGIN
    UPDATE totals SET snapshots = snapshots + 1,
                      captured_bytes = captured_bytes + coalesce((SELECT size FROM bodies WHERE id = new.body), 0),
                      pruned = pruned + coalesce((SELECT data IS NULL FROM bodies WHERE id = new.body), 0);
END;

CREATE TRIGGER total_of_new_body AFTER INSERT ON bodies BEGIN
    UPDATE totals SET bodies = bodies + 1, body_bytes = body_bytes + coalesce(length(new.data), 0);
END;
CREATE TRIGGER total_of_changed_body AFTER UPDATE OF data ON bodies BEGIN
    UPDATE totals SET body_bytes = body_bytes + coalesce(length(new.data), 0) - coalesce(length(old.data), 0),
                      pruned = pruned + CASE (new.data IS NULL) - (old.data IS NULL)
                               WHEN 0 THEN 0
                               ELSE ((new.data IS NULL) - (old.data IS NULL)) *
                                    (SELECT count(*) FROM snapshots WHERE body = new.id)
                               END;
END;

CREATE TRIGGER total_without_body AFTER DELETE ON bodies BEGIN
    UPDATE totals SET bodies = bodies - 1, body_bytes = body_bytes - coalesce(length(old.data), 0);
END;

CREATE TRIGGER total_of_new_block AFTER INSERT ON blocks BEGIN
    UPDATE totals SET block_bytes = block_bytes + length(new.data);
END;
CREATE TRIGGER total_without_block AFTER DELETE ON blocks BEGIN
    UPDATE totals SET block_bytes = block_bytes - length(old.data);
END;
