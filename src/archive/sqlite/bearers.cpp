#include "archive/sqlite/record_query.hpp"
#include "archive/sqlite/sqlite_archive.hpp"
#include "archive/sqlite/stored_time.hpp"

#include <set>

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

std::vector<std::string> SqliteArchive::sources_with_texts(std::span<const TextKey> keys) {
    // One look-up by the primary key of text_keys for each source.
    Statement statement(*db_,
                        "SELECT s.name FROM sources s WHERE EXISTS "
                        "(SELECT 1 FROM text_keys t WHERE t.source = s.id AND t.key = ?)");
    std::set<std::string, std::less<>> names;
    for (const TextKey key : keys) {
        Statement::Run run(statement, key);
        while (run.next()) names.emplace(run.text(0));
    }
    return {names.begin(), names.end()};
}

std::vector<SourceText> SqliteArchive::text_bearers(std::string_view source, TextKey key,
                                                    std::size_t most) {
    if (!text_bearers_) {
        text_bearers_.emplace(
            *db_,
            "SELECT c.title, c.url, c.guid, c.category, c.published, c.published_precision, "
            "c.excerpt, c.id, r.id, r.first_seen, EXISTS (SELECT 1 FROM evidence e "
            "WHERE e.source = s.id AND e.kind = ?4 AND e.key = c.fingerprint "
            "AND e.record IS NULL) FROM sources s "
            "CROSS JOIN text_keys t ON t.source = s.id AND t.key = ?2 "
            "CROSS JOIN contents c ON c.id = t.content "
            "CROSS JOIN revisions v ON v.source = s.id AND v.content = c.id "
            "CROSS JOIN records r ON r.id = v.record WHERE s.name = ?1 LIMIT ?3");
    }
    Statement::Run run(*text_bearers_, source, key, most + 1,
                       static_cast<std::int64_t>(EvidenceKind::fingerprint));
    std::vector<SourceText> texts;
    while (run.next()) {
        texts.push_back({run.integer(7), run.integer(8), time_of(run.integer(9)),
                         read_entry(run, 0), run.integer(10) != 0});
    }
    return texts;
}

}  // namespace feedarc::sqlite
