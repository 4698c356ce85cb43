#pragma once

#include "archive/sqlite/statement.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace feedarc::sqlite {

/// Sources whose records have a category where their page shows none.
struct AssignedCategory {
    std::int64_t source = 0;
    std::string name;
    std::string key;  ///< case folded
};

/// Mostly none, so that queries which need not ask for them stay those of an index.
[[nodiscard]] inline std::vector<AssignedCategory> read_assigned_categories(sqlite3& db) {
    Statement statement(
        db, "SELECT id, category, category_key FROM sources WHERE category IS NOT NULL");
    std::vector<AssignedCategory> assigned;
    Statement::Run run(statement);
    while (run.next()) {
        assigned.push_back({run.integer(0), std::string(run.text(1)), std::string(run.text(2))});
    }
    return assigned;
}

}  // namespace feedarc::sqlite
