#include "archive/sqlite/bulk_insert.hpp"

#include <fmt/format.h>

namespace feedarc::sqlite {
namespace {

constexpr std::size_t kRows = 32;  // of one statement; more gain little

std::string insert_of(std::string_view into, std::size_t columns, std::size_t rows) {
    std::string row = "(?";
    for (std::size_t i = 1; i < columns; ++i) row += ", ?";
    row += ')';
    std::string sql = fmt::format("INSERT {} VALUES {}", into, row);
    for (std::size_t i = 1; i < rows; ++i) sql.append(", ").append(row);
    return sql;
}

}  // namespace

BulkInsert::BulkInsert(sqlite3& db, std::string_view into, std::size_t columns)
    : db_(db), into_(into), columns_(columns) {}

Statement& BulkInsert::statement_of(std::optional<Statement>& prepared, std::size_t rows) {
    if (!prepared) prepared.emplace(db_, insert_of(into_, columns_, rows));
    return *prepared;
}

void BulkInsert::write(std::span<const Cell> cells) {
    while (!cells.empty()) {
        const bool many = cells.size() >= kRows * columns_;
        Statement& statement = many ? statement_of(many_, kRows) : statement_of(one_, 1);
        const std::size_t taken = (many ? kRows : 1) * columns_;
        Statement::Run(statement, cells.first(taken)).next();
        cells = cells.subspan(taken);
    }
}

}  // namespace feedarc::sqlite
