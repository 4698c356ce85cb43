#include <feedarc/hash.hpp>

#include <xxhash.h>

namespace feedarc {
namespace {

constexpr std::string_view kDigits = "0123456789abcdef";

std::optional<std::uint8_t> digit_value(char digit) {
    if (digit >= '0' && digit <= '9') return static_cast<std::uint8_t>(digit - '0');
    if (digit >= 'a' && digit <= 'f') return static_cast<std::uint8_t>(digit - 'a' + 10);
    if (digit >= 'A' && digit <= 'F') return static_cast<std::uint8_t>(digit - 'A' + 10);
    return std::nullopt;
}

std::array<char, 8> little_endian(std::uint64_t value) {
    std::array<char, 8> bytes{};
    for (unsigned i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(value >> (8 * i));
    return bytes;
}

}  // namespace

std::string Hash128::hex() const {
    std::string text;
    text.reserve(2 * bytes.size());
    for (const std::uint8_t byte : bytes) {
        text += kDigits[byte >> 4U];
        text += kDigits[byte & 0xfU];
    }
    return text;
}

std::optional<Hash128> Hash128::from_hex(std::string_view text) {
    Hash128 value;
    if (text.size() != 2 * value.bytes.size()) return std::nullopt;
    for (std::size_t i = 0; i < value.bytes.size(); ++i) {
        const auto high = digit_value(text[2 * i]);
        const auto low = digit_value(text[2 * i + 1]);
        if (!high || !low) return std::nullopt;
        value.bytes[i] = static_cast<std::uint8_t>(*high << 4U | *low);
    }
    return value;
}

Hash128 hash_of(std::string_view data) noexcept {
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(data.data(), data.size()));
    Hash128 value;
    std::memcpy(value.bytes.data(), canonical.digest, value.bytes.size());
    return value;
}

FieldHash& FieldHash::add(std::string_view field) {
    const auto size = little_endian(field.size());
    message_.append(size.data(), size.size());
    message_ += field;
    return *this;
}

FieldHash& FieldHash::add(std::int64_t value) {
    const auto bytes = little_endian(static_cast<std::uint64_t>(value));
    return add(std::string_view(bytes.data(), bytes.size()));
}

FieldHash& FieldHash::add(const Hash128& value) {
    return add(
        std::string_view(reinterpret_cast<const char*>(value.bytes.data()), value.bytes.size()));
}

}  // namespace feedarc
