#pragma once

namespace feedarc::sqlite {

/// Sets the totals of an archive to what a walk over all rows counts.
inline constexpr const char* kCountTotals = R"(
DELETE FROM totals;
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
)";

}  // namespace feedarc::sqlite
