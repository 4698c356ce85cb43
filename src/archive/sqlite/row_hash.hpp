#pragma once

#include <feedarc/hash.hpp>

#include <sqlite3.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace feedarc::sqlite {

/// A hash of the values of a row, by which `check` knows that they are as they were written: each
/// with its type and length, so that no two different rows give the same message. It is stored.
class RowHash {
public:
    RowHash& add(std::int64_t value);
    RowHash& add_text(std::string_view text);
    RowHash& add_blob(std::string_view bytes);
    RowHash& add(const Hash128& value);
    RowHash& add_null();
    [[nodiscard]] Hash128 finish() const noexcept { return hash_of(message_); }

private:
    std::string message_;
};

/// Gives a connection the SQL function `hash_of(VALUE, ...)`, which is the same of its values.
void add_hash_function(sqlite3& db);

}  // namespace feedarc::sqlite
