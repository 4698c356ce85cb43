#include "support/hostile_archive.hpp"

#include "support/hostile_text.hpp"

#include <sqlite3.h>

#include <array>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

namespace feedarc::test {
namespace {

using Database = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;
using Statement = std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)>;

// Columns that the program takes apart: other text in them is damage.
constexpr std::array<std::string_view, 5> kStructured{
    "pages.contents", "pages.ages", "watched_pages.tail", "variations.places", "revisions.age"};

// hostile(TEXT): the same for the same text. A formula is hostile as it is, so that a source which
// the configuration names can keep its name.
void hostile(sqlite3_context* context, int, sqlite3_value** values) noexcept {
    const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(values[0]));
    const std::string_view given = text == nullptr ? "" : text;
    const std::size_t hash = std::hash<std::string_view>{}(given);
    const auto& all = hostile_texts();
    const std::string result =
        given.starts_with('=') ? std::string(given)
                               : all[hash % all.size()].text + " " + std::to_string(hash) + "\x1b";
    sqlite3_result_text(context, result.data(), static_cast<int>(result.size()), SQLITE_TRANSIENT);
}

void run(sqlite3& db, const std::string& sql) {
    if (sqlite3_exec(&db, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        throw std::runtime_error(sql + ": " + sqlite3_errmsg(&db));
    }
}

std::vector<std::pair<std::string, std::string>> text_columns(sqlite3& db) {
    sqlite3_stmt* raw = nullptr;
    sqlite3_prepare_v2(
        &db,
        "SELECT t.name, c.name FROM pragma_table_list t, pragma_table_info(t.name) c "
        "WHERE t.schema = 'main' AND t.type = 'table' AND "
        "t.name NOT LIKE 'sqlite_%' AND c.type = 'TEXT'",
        -1, &raw, nullptr);
    const Statement statement(raw, sqlite3_finalize);
    const auto text = [&](int column) {
        return std::string(reinterpret_cast<const char*>(sqlite3_column_text(raw, column)));
    };
    std::vector<std::pair<std::string, std::string>> columns;
    while (sqlite3_step(raw) == SQLITE_ROW) columns.emplace_back(text(0), text(1));
    return columns;
}

}  // namespace

void make_hostile(const std::string& archive) {
    sqlite3* raw = nullptr;
    const int status = sqlite3_open_v2(archive.c_str(), &raw, SQLITE_OPEN_READWRITE, nullptr);
    const Database db(raw, sqlite3_close);
    if (status != SQLITE_OK) throw std::runtime_error(archive + " cannot be opened");
    sqlite3_create_function(raw, "hostile", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr, hostile,
                            nullptr, nullptr);
    for (const auto& [table, column] : text_columns(*raw)) {
        bool structured = false;
        for (const std::string_view one : kStructured) structured |= one == table + "." + column;
        if (structured) continue;
        // A check that allows a few names alone keeps them.
        run(*raw, "UPDATE OR IGNORE " + table + " SET " + column + " = hostile(" + column + ")");
    }
    run(*raw, "PRAGMA wal_checkpoint(TRUNCATE)");
}

}  // namespace feedarc::test
