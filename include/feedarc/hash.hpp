#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace feedarc {

/// An XXH3 hash of 128 bits, in the canonical (big-endian) byte order of xxHash 0.8, so that it
/// sorts and prints alike on every machine. Values of this type are stored in archives.
///
/// The hash is not cryptographic: someone who writes the input can make two inputs collide.
struct Hash128 {
    std::array<std::uint8_t, 16> bytes{};

    /// The 32 lower-case hexadecimal digits that commands print.
    [[nodiscard]] std::string hex() const;

    /// Reads what `hex()` wrote, in either case; nothing for any other text.
    [[nodiscard]] static std::optional<Hash128> from_hex(std::string_view text);

    auto operator<=>(const Hash128&) const = default;
};

/// XXH3_128bits (seed 0) of `data`.
[[nodiscard]] Hash128 hash_of(std::string_view data) noexcept;

/// Hashes a sequence of fields such that no two different sequences give the same message: each
/// field is preceded by its length as 8 bytes, little-endian.
class FieldHash {
public:
    FieldHash() { message_.reserve(512); }

    FieldHash& add(std::string_view field);
    FieldHash& add(std::int64_t value);
    FieldHash& add(const Hash128& value);
    [[nodiscard]] Hash128 finish() const noexcept { return hash_of(message_); }

private:
    std::string message_;
};

}  // namespace feedarc

template <>
struct std::hash<feedarc::Hash128> {
    std::size_t operator()(const feedarc::Hash128& value) const noexcept {
        std::size_t first = 0;
        std::memcpy(&first, value.bytes.data(), sizeof first);
        return first;
    }
};
