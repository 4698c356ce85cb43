#include "archive/library_version.hpp"

#include "archive/sqlite/wal_reset_bug.hpp"

#include <sqlite3.h>

namespace feedarc::archive {

std::vector<std::pair<std::string, std::string>> library_versions() {
    return {{"SQLite", sqlite3_libversion()}};
}

std::string library_notice() {
    if (!sqlite::has_wal_reset_bug(sqlite3_libversion_number())) return {};
    return "SQLite before 3.51.3 can damage a database that several connections write to "
           "(sqlite.org/wal.html#walresetbug); feedarc's lock prevents that, but other programs do "
           "not take it: open archives with sqlite3 -readonly";
}

}  // namespace feedarc::archive
