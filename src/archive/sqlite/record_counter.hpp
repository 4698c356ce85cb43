#pragma once

#include "archive/sqlite/statement.hpp"

#include <cstdint>
#include <string_view>
#include <utility>

namespace feedarc::sqlite {

/// Keeps the number of records: to count them walks over all of an index, 50 ms for a million.
/// Whatever a connection inserts and deletes is noted as it happens.
class RecordCounter {
public:
    explicit RecordCounter(sqlite3& db)
        : db_(db), add_(db, "UPDATE counters SET value = value + ? WHERE name = 'records'") {
        sqlite3_update_hook(&db_, &note, this);
    }
    RecordCounter(const RecordCounter&) = delete;
    RecordCounter& operator=(const RecordCounter&) = delete;
    ~RecordCounter() { sqlite3_update_hook(&db_, nullptr, nullptr); }

    /// Writes what came since the last transaction. Before each commit.
    void store() {
        const std::int64_t added = std::exchange(added_, 0);
        if (added != 0) Statement::Run(add_, added).next();
    }
    /// What came is taken back.
    void forget() noexcept { added_ = 0; }

private:
    static void note(void* self, int operation, const char*, const char* table,
                     sqlite3_int64) noexcept {
        if (std::string_view(table) != "records") return;
        auto& added = static_cast<RecordCounter*>(self)->added_;
        if (operation == SQLITE_INSERT) ++added;
        if (operation == SQLITE_DELETE) --added;
    }

    sqlite3& db_;
    Statement add_;
    std::int64_t added_ = 0;
};

}  // namespace feedarc::sqlite
