#include "archive/library_version.hpp"

#include "archive/sqlite/wal_reset_bug.hpp"

#include <sqlite3.h>

namespace feedarc::archive {

std::vector<std::pair<std::string, std::string>> library_versions() {
    return {{"SQLite", sqlite3_libversion()}};
}

std::string library_notice() {
    if (!sqlite::has_wal_reset_bug(sqlite3_libversion_number())) return {};
    return "before SQLite 3.51.3, connections that commit and checkpoint at once can damage a "
           "database (sqlite.org/wal.html#walresetbug); feedarc's lock keeps that away, which "
           "other "
           "programs do not take: open an archive with sqlite3 -readonly alone";
}

}  // namespace feedarc::archive
