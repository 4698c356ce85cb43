#pragma once

#include "archive/sqlite/statement.hpp"

namespace feedarc::sqlite {

/// Lets what several statements read be of one state of the archive. Does nothing within another
/// transaction, which sees to that.
class ReadTransaction {
public:
    explicit ReadTransaction(sqlite3& db) : db_(db), mine_(sqlite3_get_autocommit(&db) != 0) {
        if (mine_) execute(db_, "BEGIN");
    }
    ReadTransaction(const ReadTransaction&) = delete;
    ReadTransaction& operator=(const ReadTransaction&) = delete;
    ~ReadTransaction() {
        if (mine_) sqlite3_exec(&db_, "COMMIT", nullptr, nullptr, nullptr);
    }

private:
    sqlite3& db_;
    bool mine_;
};

}  // namespace feedarc::sqlite
