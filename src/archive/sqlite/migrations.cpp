#include "archive/sqlite/migrations.hpp"

#include <feedarc/error.hpp>

#include "archive/sqlite/statement.hpp"

#include <fmt/format.h>

namespace feedarc::sqlite {

int check_version(sqlite3& db, const std::string& path) {
    const std::int64_t application = integer_of(db, "PRAGMA application_id");
    const std::int64_t version = integer_of(db, "PRAGMA user_version");
    const bool empty = integer_of(db, "SELECT count(*) FROM sqlite_schema") == 0;
    if (application != kApplicationId && !(application == 0 && version == 0 && empty)) {
        throw Error(ErrorCode::archive,
                    fmt::format("{}: an SQLite file, but no feedarc archive; name another one with "
                                "--archive",
                                path));
    }
    const auto newest = static_cast<std::int64_t>(migrations().size());
    if (version < 0 || version > newest) {
        throw Error(
            ErrorCode::archive,
            fmt::format("{}: the archive has schema version {}, this program knows up to {}; "
                        "use a newer feedarc",
                        path, version, newest));
    }
    return static_cast<int>(version);
}

void migrate(sqlite3& db, int from) {
    const auto steps = migrations();
    if (static_cast<std::size_t>(from) == steps.size()) return;
    execute(db, "BEGIN IMMEDIATE");
    try {
        for (auto step = static_cast<std::size_t>(from); step < steps.size(); ++step) {
            execute(db, steps[step].sql);
        }
        execute(db, fmt::format("PRAGMA application_id = {}", kApplicationId).c_str());
        execute(db, fmt::format("PRAGMA user_version = {}", steps.size()).c_str());
        execute(db, "COMMIT");
    } catch (...) {
        sqlite3_exec(&db, "ROLLBACK", nullptr, nullptr, nullptr);
        throw;
    }
}

}  // namespace feedarc::sqlite
