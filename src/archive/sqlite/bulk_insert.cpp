#include "archive/sqlite/bulk_insert.hpp"

#include <fmt/format.h>

#include <string>

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
    : columns_(columns),
      one_(db, insert_of(into, columns, 1)),
      many_(db, insert_of(into, columns, kRows)) {}

template <typename Value>
void BulkInsert::write_rows(std::span<const Value> values) {
    while (!values.empty()) {
        const bool many = values.size() >= kRows * columns_;
        const std::size_t taken = (many ? kRows : 1) * columns_;
        Statement::Run(many ? many_ : one_, values.first(taken)).next();
        values = values.subspan(taken);
    }
}

void BulkInsert::write(std::span<const std::optional<std::int64_t>> values) {
    write_rows(values);
}

void BulkInsert::write(std::span<const Cell> cells) {
    write_rows(cells);
}

}  // namespace feedarc::sqlite
