#include "archive/sqlite/row_hash.hpp"

#include "archive/sqlite/statement.hpp"

#include <span>

namespace feedarc::sqlite {
namespace {

void append_number(std::string& message, std::uint64_t number) {
    for (unsigned shift = 0; shift < 64; shift += 8) {
        message += static_cast<char>(number >> shift & 0xffU);
    }
}

void append(std::string& message, char type, std::string_view bytes) {
    message += type;
    append_number(message, bytes.size());
    message += bytes;
}

std::string_view bytes_of(sqlite3_value* value, const void* data) {
    return {static_cast<const char*>(data), static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

void add_value(RowHash& hash, sqlite3_value* value) {
    switch (sqlite3_value_type(value)) {
        case SQLITE_INTEGER: hash.add(std::int64_t{sqlite3_value_int64(value)}); break;
        case SQLITE_NULL: hash.add_null(); break;
        // The length is asked for last: SQLite may change the form of the value before.
        case SQLITE_BLOB: {
            const void* data = sqlite3_value_blob(value);
            hash.add_blob(bytes_of(value, data));
            break;
        }
        default: {
            const void* data = sqlite3_value_text(value);
            hash.add_text(bytes_of(value, data));
            break;
        }
    }
}

// Called from C, so nothing may be thrown.
void hash_function(sqlite3_context* context, int count, sqlite3_value** values) noexcept {
    try {
        RowHash hash;
        for (sqlite3_value* value : std::span(values, static_cast<std::size_t>(count))) {
            add_value(hash, value);
        }
        const Hash128 result = hash.finish();
        sqlite3_result_blob(context, result.bytes.data(), static_cast<int>(result.bytes.size()),
                            SQLITE_TRANSIENT);
    } catch (...) {
        sqlite3_result_error_nomem(context);
    }
}

}  // namespace

RowHash& RowHash::add(std::int64_t value) {
    message_ += 'i';
    append_number(message_, static_cast<std::uint64_t>(value));
    return *this;
}

RowHash& RowHash::add_text(std::string_view text) {
    append(message_, 't', text);
    return *this;
}

RowHash& RowHash::add_blob(std::string_view bytes) {
    append(message_, 'b', bytes);
    return *this;
}

RowHash& RowHash::add(const Hash128& value) {
    return add_blob({reinterpret_cast<const char*>(value.bytes.data()), value.bytes.size()});
}

RowHash& RowHash::add_null() {
    message_ += 'n';
    return *this;
}

void add_hash_function(sqlite3& db) {
    constexpr int kAnyNumber = -1;
    if (sqlite3_create_function_v2(&db, "hash_of", kAnyNumber,
                                   SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, nullptr,
                                   hash_function, nullptr, nullptr, nullptr) != SQLITE_OK) {
        fail(db, "hash_of");
    }
}

}  // namespace feedarc::sqlite
