#include "archive/sqlite/sqlite_archive.hpp"
#include "archive/sqlite/stored_time.hpp"

namespace feedarc::sqlite {

std::vector<KeyBearer> SqliteArchive::bearers(std::span<const EvidenceKey> keys) {
    // One look-up by the primary key of evidence for each source.
    Statement statement(*db_,
                        "SELECT s.name, r.id, r.first_seen FROM sources s "
                        "CROSS JOIN evidence e ON e.source = s.id AND e.kind = ?1 AND e.key = ?2 "
                        "CROSS JOIN records r ON r.id = e.record ORDER BY s.name");
    std::vector<KeyBearer> bearers;
    for (const EvidenceKey& key : keys) {
        Statement::Run run(statement, static_cast<std::int64_t>(key.kind), key.key);
        while (run.next()) {
            bearers.push_back(
                {key, std::string(run.text(0)), run.integer(1), time_of(run.integer(2))});
        }
    }
    return bearers;
}

}  // namespace feedarc::sqlite
