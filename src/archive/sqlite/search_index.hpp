#pragma once

#include <feedarc/ids.hpp>

#include "archive/sqlite/statement.hpp"

#include <sqlite3.h>

namespace feedarc::sqlite {

/// Gives a connection the SQL function `search_words(TEXT)`: what a text is indexed by
/// (text/search_words.hpp), NULL for NULL.
void add_search_function(sqlite3& db);

/// Adds contents to the index, in the transaction that stores them.
class SearchIndex {
public:
    explicit SearchIndex(sqlite3& db)
        : insert_(db,
                  "INSERT INTO search (rowid, title, text) "
                  "SELECT id, search_words(title), search_words(excerpt) FROM contents "
                  "WHERE id BETWEEN ? AND ? ORDER BY id") {}

    void add(ContentId first, ContentId last) { Statement::Run(insert_, first, last).next(); }

private:
    Statement insert_;
};

/// Makes the index anew of all contents. Takes about 50 us a content.
void fill_search_index(sqlite3& db);

}  // namespace feedarc::sqlite
