#include "archive/sqlite/archive_names.hpp"

#include "archive/sqlite/connection.hpp"
#include "archive/sqlite/migrations.hpp"
#include "archive/sqlite/schema_check.hpp"
#include "archive/sqlite/statement.hpp"

namespace feedarc::sqlite {
namespace {

std::vector<std::string> texts(sqlite3& db, std::string_view sql) {
    std::vector<std::string> result;
    Statement statement(db, sql);
    Statement::Run run(statement);
    while (run.next()) result.emplace_back(run.text(0));
    return result;
}

// Goes from one key to the next in the index, and takes the name as the latest record writes it.
constexpr std::string_view kCategories =
    "WITH RECURSIVE keys (key) AS ("
    "SELECT min(category_key) FROM records UNION ALL "
    "SELECT (SELECT min(r.category_key) FROM records r WHERE r.category_key > k.key) "
    "FROM keys k WHERE k.key IS NOT NULL), "
    "named (key, name) AS ("
    "SELECT key, (SELECT r.category FROM records r WHERE r.category_key = key "
    "ORDER BY last_seen DESC, last_position, list_key LIMIT 1) FROM keys WHERE key IS NOT NULL "
    "UNION ALL SELECT s.category_key, s.category FROM sources s "
    "WHERE s.category_key IS NOT NULL) "
    "SELECT name FROM named GROUP BY key ORDER BY key";

}  // namespace

ArchiveNames archive_names(const std::string& location) {
    const Connection db = open_for_reading(location);
    // An older archive has other tables.
    if (static_cast<std::size_t>(check_version(*db, location)) != migrations().size()) return {};
    check_schema(*db, location);
    return {texts(*db, "SELECT name FROM sources ORDER BY name"), texts(*db, kCategories)};
}

}  // namespace feedarc::sqlite
