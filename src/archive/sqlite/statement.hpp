#pragma once

#include <feedarc/hash.hpp>

#include "base/c_handle.hpp"

#include <sqlite3.h>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

namespace feedarc::sqlite {

using Connection = CHandle<sqlite3, sqlite3_close_v2>;

/// Throws the Error that the connection's last failure stands for; `doing` says what failed.
[[noreturn]] void fail(sqlite3& db, std::string_view doing);

/// Runs SQL text that takes no values and gives no rows.
void execute(sqlite3& db, const char* sql);

/// The bytes of a hash, to be bound as a blob.
[[nodiscard]] inline std::span<const std::uint8_t> blob_of(const Hash128& hash) {
    return hash.bytes;
}

/// The same of other bytes.
[[nodiscard]] inline std::span<const std::uint8_t> blob_of(std::string_view bytes) {
    return {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
}

/// Empty text is stored as NULL: the page showed none.
struct TextOrNull {
    std::string_view text;
};

/// A value of a query whose conditions are put together at run time.
using Value = std::variant<std::int64_t, std::string, Hash128>;

/// A value of a row that is written with others.
using Cell = std::variant<std::optional<std::int64_t>, TextOrNull, Hash128>;

/// A statement, which is prepared when it is run first: a writer has some eighty, of which a single
/// snapshot runs half. Values bound as views must live until the run ends.
class Statement {
public:
    Statement(sqlite3& db, std::string_view sql) : db_(&db), sql_(sql) {}

    /// One execution: binds the values in order, and resets the statement when it goes.
    class Run {
    public:
        template <typename... Values>
        explicit Run(Statement& owner, Values&&... values) : statement_(owner.prepared()) {
            static_assert((... && !std::is_same_v<Values, std::string>),
                          "a temporary would dangle");
            int index = 0;
            (bind(++index, values), ...);
        }
        Run(Statement& owner, std::span<const Value> values) : statement_(owner.prepared()) {
            bind_all(values);
        }
        Run(Statement& owner, std::span<const Cell> cells) : statement_(owner.prepared()) {
            bind_all(cells);
        }
        Run(const Run&) = delete;
        Run& operator=(const Run&) = delete;
        ~Run() { sqlite3_reset(&statement_); }

        /// Steps to the next row; false once there are no more. Throws Error.
        bool next();
        /// Runs an INSERT of one row and gives its rowid. (RETURNING makes a table for it: slow.)
        std::int64_t insert();
        /// Runs an INSERT that does nothing on a conflict; nothing where the row is there.
        std::optional<std::int64_t> insert_unless_there();

        /// Columns count from 0; a view lives until the next step.
        [[nodiscard]] std::string_view text(int column) const;
        [[nodiscard]] std::int64_t integer(int column) const;
        [[nodiscard]] std::span<const std::uint8_t> blob(int column) const;
        /// Throws Error(archive) unless the column is a blob of 16 bytes.
        [[nodiscard]] Hash128 hash(int column) const;
        [[nodiscard]] bool is_null(int column) const;

    private:
        void bind(int index, std::string_view value);
        void bind(int index, std::int64_t value);
        void bind(int index, std::span<const std::uint8_t> value);
        void bind(int index, std::nullptr_t);
        void bind(int index, const Hash128& value);  // copied: hashes are often temporaries
        void bind(int index, TextOrNull value);
        template <std::integral Integer>
        void bind(int index, Integer value) {
            bind(index, static_cast<std::int64_t>(value));
        }
        template <typename Value>
        void bind(int index, const std::optional<Value>& value) {
            if (value) {
                bind(index, *value);
            } else {
                bind(index, nullptr);
            }
        }

        template <typename Variant>
        void bind_all(std::span<const Variant> values) {
            int index = 0;
            for (const Variant& value : values) {
                std::visit([&](const auto& held) { bind(++index, held); }, value);
            }
        }

        sqlite3_stmt& statement_;
    };

private:
    sqlite3_stmt& prepared();

    sqlite3* db_;
    std::string sql_;
    CHandle<sqlite3_stmt, sqlite3_finalize> handle_;
};

/// Runs SQL text without values and gives the first column of its first row.
[[nodiscard]] std::int64_t integer_of(sqlite3& db, std::string_view sql);

}  // namespace feedarc::sqlite
