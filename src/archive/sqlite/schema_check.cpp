#include "archive/sqlite/schema_check.hpp"

#include "archive/sqlite/connection.hpp"
#include "archive/sqlite/migrations.hpp"
#include "archive/sqlite/statement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <utility>

namespace feedarc::sqlite {
namespace {

using Name = std::pair<std::string, std::string>;  // kind, name

std::map<Name, std::string> schema_of(sqlite3& db) {
    std::map<Name, std::string> schema;
    Statement list(db,
                   "SELECT type, name, tbl_name, sql FROM sqlite_schema "
                   "WHERE name NOT LIKE 'sqlite\\_stat_' ESCAPE '\\'");
    Statement::Run row(list);
    while (row.next()) {
        std::string text = fmt::format("{} {}", row.text(2), row.text(3));
        const auto [at, is_new] = schema.emplace(Name{row.text(0), row.text(1)}, std::move(text));
        if (!is_new) at->second += " twice";
    }
    return schema;
}

std::map<Name, std::string> schema_of_version(std::int64_t version) {
    const Connection fresh = open_in_memory();
    const auto steps = migrations();
    const auto count =
        std::clamp<std::int64_t>(version, 0, static_cast<std::int64_t>(steps.size()));
    for (const Migration& step : steps.first(static_cast<std::size_t>(count))) {
        execute(*fresh, step.sql);
    }
    return schema_of(*fresh);
}

}  // namespace

std::vector<std::string> schema_problems(sqlite3& db) {
    const auto expected = schema_of_version(integer_of(db, "PRAGMA user_version"));
    const auto found = schema_of(db);
    std::vector<std::string> problems;
    for (const auto& [name, text] : expected) {
        const auto at = found.find(name);
        if (at == found.end()) {
            problems.push_back(fmt::format("the {} {} is missing", name.first, name.second));
        } else if (at->second != text) {
            problems.push_back(
                fmt::format("the {} {} is not that of the schema", name.first, name.second));
        }
    }
    for (const auto& [name, text] : found) {
        if (expected.contains(name)) continue;
        problems.push_back(fmt::format("the {} {} is none of the schema", name.first, name.second));
    }
    return problems;
}

}  // namespace feedarc::sqlite
