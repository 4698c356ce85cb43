#pragma once

#include <feedarc/error.hpp>

#include "archive/check.hpp"
#include "archive/sqlite/statement.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace feedarc::sqlite {

inline constexpr const char* kRestore =
    "restore it from a backup; `feedarc salvage NEW` copies what is intact";
inline constexpr const char* kDeriveAgain = "`feedarc rebuild` derives it again";

/// Whether an error says that something stored cannot be read, and not that the disk or another
/// process keeps us from it.
[[nodiscard]] inline bool is_damage(const Error& error) {
    return error.code() == ErrorCode::archive || error.code() == ErrorCode::internal;
}

/// Visits the rows of a query and says which of them cannot be read, and that it ends early where
/// it does. The first column names the row. Returns how many there were.
template <typename Visit>
std::int64_t each_row(sqlite3& db, std::string_view sql, std::string_view table,
                      const archive::CheckSink& sink, Visit visit) {
    std::int64_t rows = 0;
    try {
        Statement statement(db, sql);
        Statement::Run row(statement);
        while (row.next()) {
            ++rows;
            try {
                visit(row);
            } catch (const Error& error) {
                if (!is_damage(error)) throw;
                sink.damage({std::string(table), std::string(row.text(0)), error.what(), kRestore});
            }
        }
    } catch (const Error& error) {
        if (!is_damage(error)) throw;
        sink.damage(
            {std::string(table), "", fmt::format("cannot be read on: {}", error.what()), kRestore});
    }
    return rows;
}

/// The snapshot where a row was seen, as far as `sql` finds one for an id: its id, source, page and
/// time. A damaged archive may not say.
class SnapshotOf {
public:
    SnapshotOf(sqlite3& db, std::string_view sql) : find_(db, sql) {}

    void name(Damage& damage, std::int64_t id);

private:
    Statement find_;
};

/// The tables of one kind after the other; each says what is wrong with its rows and returns how
/// many it has looked at.
std::int64_t check_hashed_rows(sqlite3& db, const archive::CheckSink& sink);
std::int64_t check_rules(sqlite3& db, const archive::CheckSink& sink);
std::int64_t check_sources(sqlite3& db, const archive::CheckSink& sink);
std::int64_t check_contents(sqlite3& db, const archive::LogRules& rules,
                            const archive::CheckSink& sink);
std::int64_t check_pages(sqlite3& db, const archive::LogRules& rules,
                         const archive::CheckSink& sink);
std::int64_t check_snapshots(sqlite3& db, const archive::LogRules& rules,
                             const archive::CheckSink& sink);
std::int64_t check_corrections(sqlite3& db, const archive::CheckSink& sink);
std::int64_t check_body_places(sqlite3& db, const archive::CheckSink& sink);
/// Of the contents, which are right.
void check_search(sqlite3& db, const archive::CheckSink& sink);

}  // namespace feedarc::sqlite
