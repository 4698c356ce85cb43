#pragma once

#include <sqlite3.h>

#include <string>
#include <vector>

namespace feedarc::sqlite {

/// What of an archive's schema is not as the migrations up to its version make it: a line for each
/// table, index, view or trigger that is missing, other, or one more. What SQLite keeps for itself
/// (statistics of `ANALYZE`) does not count. The version is one that this program knows.
///
/// A schema is code that SQLite runs: that of a stranger's file can do what no command asks for.
[[nodiscard]] std::vector<std::string> schema_problems(sqlite3& db);

}  // namespace feedarc::sqlite
