#include "archive/sqlite/schema_check.hpp"

#include <feedarc/error.hpp>

#include "archive/sqlite/connection.hpp"
#include "archive/sqlite/migrations.hpp"
#include "archive/sqlite/statement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <string_view>
#include <utility>

namespace feedarc::sqlite {
namespace {

using Name = std::pair<std::string, std::string>;  // kind, name

constexpr std::string_view kOwn = "WHERE name NOT LIKE 'sqlite\\_stat_' ESCAPE '\\'";

std::map<Name, std::string> schema_of(sqlite3& db) {
    std::map<Name, std::string> schema;
    Statement list(db, fmt::format("SELECT type, name, tbl_name, sql FROM sqlite_schema {}", kOwn));
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

struct Difference {
    std::string problem;
    bool beside = false;  ///< a table or view of somebody else, which no statement of ours names
};

std::vector<Difference> differences(sqlite3& db) {
    const auto expected = schema_of_version(integer_of(db, "PRAGMA user_version"));
    const auto found = schema_of(db);
    std::vector<Difference> differences;
    for (const auto& [name, text] : expected) {
        const auto at = found.find(name);
        if (at == found.end()) {
            differences.push_back({fmt::format("the {} {} is missing", name.first, name.second)});
        } else if (at->second != text) {
            differences.push_back(
                {fmt::format("the {} {} is not that of the schema", name.first, name.second)});
        }
    }
    const auto is_ours = [&](const std::string& table) {
        return expected.contains({"table", table});
    };
    for (const auto& [name, text] : found) {
        if (expected.contains(name)) continue;
        const bool runs = name.first == "trigger" || name.first == "index";
        const bool beside =
            !runs || (name.first == "index" && !is_ours(text.substr(0, text.find(' '))));
        differences.push_back(
            {fmt::format("the {} {} is none of the schema", name.first, name.second), beside});
    }
    return differences;
}

}  // namespace

std::vector<std::string> schema_problems(sqlite3& db) {
    std::vector<std::string> problems;
    for (Difference& difference : differences(db)) {
        problems.push_back(std::move(difference.problem));
    }
    return problems;
}

Hash128 schema_hash(sqlite3& db) {
    Statement list(db, fmt::format("SELECT type, name, tbl_name, sql FROM sqlite_schema {} "
                                   "ORDER BY type, name",
                                   kOwn));
    FieldHash hash;
    Statement::Run row(list);
    while (row.next()) {
        for (int column = 0; column < 4; ++column) hash.add(row.text(column));
    }
    return hash.finish();
}

void check_schema(sqlite3& db, const std::string& path) {
    if (schema_hash(db).hex() == kNewestSchema) return;
    for (const Difference& difference : differences(db)) {
        if (difference.beside) continue;
        throw Error(ErrorCode::archive,
                    fmt::format("{}: {}, so it is not used: a schema is code that runs; restore "
                                "the archive from a backup",
                                path, difference.problem));
    }
}

}  // namespace feedarc::sqlite
