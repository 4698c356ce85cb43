#pragma once

#include <feedarc/hash.hpp>

#include <sqlite3.h>

#include <string>
#include <string_view>
#include <vector>

namespace feedarc::sqlite {

/// What of an archive's schema is not as the migrations up to its version make it: a line for each
/// table, index, view or trigger that is missing, other, or one more. What SQLite keeps for itself
/// (statistics of `ANALYZE`) does not count. The version is one that this program knows.
///
/// A schema is code that SQLite runs: that of a stranger's file can do what no command asks for.
[[nodiscard]] std::vector<std::string> schema_problems(sqlite3& db);

/// A hash of the whole schema, and that of the one which all migrations make: what opening
/// compares, since making the schema anew takes many times that. A test holds it true.
[[nodiscard]] Hash128 schema_hash(sqlite3& db);
inline constexpr std::string_view kNewestSchema = "e79198db1fb1423d66006cc70551058a";

/// Before anything is read or written: throws Error(archive) where what our statements name, or
/// what runs with them, is not as the migrations up to the archive's version make it. Tables and
/// views that somebody put beside ours are left alone.
void check_schema(sqlite3& db, const std::string& path);

}  // namespace feedarc::sqlite
