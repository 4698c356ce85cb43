#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace feedarc::sqlite {

/// SQLite's formats of numbers and rows, read without SQLite and without trust
/// (sqlite.org/fileformat2.html, 1.6 and 2.1).

/// Takes a variable-length integer from the front of `bytes`; nothing where they end before it.
[[nodiscard]] std::optional<std::uint64_t> take_varint(std::string_view& bytes) noexcept;

/// The unsigned big-endian number that all of `bytes`, at most 8, are.
[[nodiscard]] std::uint64_t big_endian(std::string_view bytes) noexcept;

enum class ValueType : std::uint8_t { null, integer, real, text, blob };

/// What the header of a record says of a column.
struct SerialType {
    ValueType type = ValueType::null;
    std::uint8_t constant = 0;  ///< of an integer without bytes: its value
    std::uint64_t size = 0;     ///< bytes of its value
};

/// Nothing for the codes that no record has.
[[nodiscard]] std::optional<SerialType> serial_type(std::uint64_t code) noexcept;

/// The columns that a record's header names, into `types`. Returns the bytes of the whole record,
/// nothing where the header, of which all must be in `bytes`, is none or has more than `most`
/// columns.
[[nodiscard]] std::optional<std::uint64_t> read_record_header(std::string_view bytes,
                                                              std::size_t most,
                                                              std::vector<SerialType>& types);

/// A row as it is stored. Views live as long as the bytes.
class StoredRow {
public:
    /// Nothing unless the bytes are one record.
    [[nodiscard]] static std::optional<StoredRow> parse(std::string_view bytes);

    /// Columns behind the last one, which are younger than the row, are NULL.
    [[nodiscard]] ValueType type(std::size_t column) const noexcept;
    [[nodiscard]] bool is_null(std::size_t column) const noexcept {
        return type(column) == ValueType::null;
    }
    /// 0 for what is no integer.
    [[nodiscard]] std::int64_t integer(std::size_t column) const noexcept;
    [[nodiscard]] std::optional<std::int64_t> optional_integer(std::size_t column) const noexcept;
    /// Of a text or a blob; else empty.
    [[nodiscard]] std::string_view bytes(std::size_t column) const noexcept;

private:
    std::vector<SerialType> types_;
    std::vector<std::string_view> values_;
};

}  // namespace feedarc::sqlite
