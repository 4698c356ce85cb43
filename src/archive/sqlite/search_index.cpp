#include "archive/sqlite/search_index.hpp"

#include "text/search_words.hpp"

#include <string>

namespace feedarc::sqlite {
namespace {

// Called from C, so nothing may be thrown.
void search_words_function(sqlite3_context* context, int, sqlite3_value** values) noexcept {
    sqlite3_value* value = values[0];
    if (sqlite3_value_type(value) == SQLITE_NULL) return;
    try {
        const auto* const text = reinterpret_cast<const char*>(sqlite3_value_text(value));
        // The length is asked for last: SQLite may change the form of the value before.
        const auto size = static_cast<std::size_t>(sqlite3_value_bytes(value));
        const std::string words = text::search_words({text, size});
        sqlite3_result_text(context, words.data(), static_cast<int>(words.size()),
                            SQLITE_TRANSIENT);
    } catch (...) {
        sqlite3_result_error_nomem(context);
    }
}

}  // namespace

void add_search_function(sqlite3& db) {
    if (sqlite3_create_function_v2(&db, "search_words", 1,
                                   SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, nullptr,
                                   search_words_function, nullptr, nullptr, nullptr) != SQLITE_OK) {
        fail(db, "search_words");
    }
}

void fill_search_index(sqlite3& db) {
    execute(db,
            "INSERT INTO search (search) VALUES ('delete-all'); "
            "INSERT INTO search (rowid, title, text) "
            "SELECT id, search_words(title), search_words(excerpt) FROM contents ORDER BY id");
}

}  // namespace feedarc::sqlite
