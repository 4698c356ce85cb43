#include "support/archive_sql.hpp"

#include "archive/sqlite/row_hash.hpp"
#include "archive/sqlite/search_index.hpp"

#include <sqlite3.h>

#include <stdexcept>

namespace feedarc::test {

void run_sql(const std::string& path, const std::string& sql) {
    sqlite3* db = nullptr;
    const bool opened =
        sqlite3_open_v2(path.c_str(), &db, SQLITE_OPEN_READWRITE, nullptr) == SQLITE_OK;
    if (opened) {
        sqlite::add_hash_function(*db);
        sqlite::add_search_function(*db);
    }
    const bool done =
        opened && sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
    const std::string problem = sqlite3_errmsg(db);
    sqlite3_close(db);
    if (!done) throw std::runtime_error(sql + ": " + problem);
}

}  // namespace feedarc::test
