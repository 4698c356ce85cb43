#include "archive/sqlite/record_format.hpp"

#include <array>

namespace feedarc::sqlite {
namespace {

constexpr std::size_t kMostColumns = 64;  // more than any table of an archive has

std::uint8_t byte_at(std::string_view bytes, std::size_t at) noexcept {
    return static_cast<std::uint8_t>(bytes[at]);
}

}  // namespace

std::optional<std::uint64_t> take_varint(std::string_view& bytes) noexcept {
    constexpr std::size_t kLongest = 9;  // the last byte has eight bits of the number
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < bytes.size() && i < kLongest; ++i) {
        const std::uint8_t byte = byte_at(bytes, i);
        if (i == kLongest - 1) {
            bytes.remove_prefix(kLongest);
            return number << 8U | byte;
        }
        number = number << 7U | (byte & 0x7fU);
        if ((byte & 0x80U) == 0) {
            bytes.remove_prefix(i + 1);
            return number;
        }
    }
    return std::nullopt;
}

std::uint64_t big_endian(std::string_view bytes) noexcept {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) number = number << 8U | byte_at(bytes, i);
    return number;
}

std::optional<SerialType> serial_type(std::uint64_t code) noexcept {
    constexpr std::array<std::uint8_t, 7> kIntegerBytes{0, 1, 2, 3, 4, 6, 8};
    constexpr std::uint64_t kFirstBlob = 12;
    if (code == 0) return SerialType{};
    if (code < kIntegerBytes.size()) {
        return SerialType{ValueType::integer, 0, kIntegerBytes[static_cast<std::size_t>(code)]};
    }
    if (code == 7) return SerialType{ValueType::real, 0, 8};
    if (code == 8 || code == 9) {
        return SerialType{ValueType::integer, static_cast<std::uint8_t>(code - 8), 0};
    }
    if (code < kFirstBlob) return std::nullopt;
    return SerialType{code % 2 == 0 ? ValueType::blob : ValueType::text, 0,
                      (code - kFirstBlob) / 2};
}

std::optional<std::uint64_t> read_record_header(std::string_view bytes, std::size_t most,
                                                std::vector<SerialType>& types) {
    types.clear();
    std::string_view rest = bytes;
    const auto header = take_varint(rest);
    if (!header || *header > bytes.size() || *header < bytes.size() - rest.size()) {
        return std::nullopt;
    }
    rest = bytes.substr(bytes.size() - rest.size(),
                        static_cast<std::size_t>(*header) - (bytes.size() - rest.size()));
    std::uint64_t size = *header;
    while (!rest.empty()) {
        const auto code = take_varint(rest);
        const auto type = code ? serial_type(*code) : std::nullopt;
        if (!type || types.size() == most) return std::nullopt;
        types.push_back(*type);
        size += type->size;
        if (size < type->size) return std::nullopt;
    }
    return size;
}

std::optional<StoredRow> StoredRow::parse(std::string_view bytes) {
    StoredRow record;
    const auto size = read_record_header(bytes, kMostColumns, record.types_);
    if (!size || *size != bytes.size()) return std::nullopt;
    std::uint64_t values = 0;
    for (const SerialType& type : record.types_) values += type.size;
    std::string_view rest = bytes.substr(bytes.size() - static_cast<std::size_t>(values));
    record.values_.reserve(record.types_.size());
    for (const SerialType& type : record.types_) {
        record.values_.push_back(rest.substr(0, static_cast<std::size_t>(type.size)));
        rest.remove_prefix(static_cast<std::size_t>(type.size));
    }
    return record;
}

ValueType StoredRow::type(std::size_t column) const noexcept {
    return column < types_.size() ? types_[column].type : ValueType::null;
}

std::int64_t StoredRow::integer(std::size_t column) const noexcept {
    if (type(column) != ValueType::integer) return 0;
    const SerialType& type = types_[column];
    if (type.size == 0) return type.constant;
    std::uint64_t number = big_endian(values_[column]);
    const auto bits = static_cast<unsigned>(8 * type.size);
    constexpr unsigned kAllBits = 64;
    // The sign fills the bits above.
    if (bits < kAllBits && (number >> (bits - 1) & 1U) != 0) number |= ~std::uint64_t{0} << bits;
    return static_cast<std::int64_t>(number);
}

std::optional<std::int64_t> StoredRow::optional_integer(std::size_t column) const noexcept {
    if (type(column) != ValueType::integer) return std::nullopt;
    return integer(column);
}

std::string_view StoredRow::bytes(std::size_t column) const noexcept {
    const ValueType type = this->type(column);
    if (type != ValueType::text && type != ValueType::blob) return {};
    return values_[column];
}

}  // namespace feedarc::sqlite
