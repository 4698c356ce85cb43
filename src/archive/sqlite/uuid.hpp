#pragma once

#include <feedarc/hash.hpp>

#include <cstdint>

namespace feedarc::sqlite {

/// A hash marked as a UUID of version 8 (RFC 9562, 5.8): made of what it names, so that machines
/// with the same history agree.
[[nodiscard]] inline Hash128 as_uuid(Hash128 hash) noexcept {
    hash.bytes[6] = static_cast<std::uint8_t>((hash.bytes[6] & 0x0fU) | 0x80U);
    hash.bytes[8] = static_cast<std::uint8_t>((hash.bytes[8] & 0x3fU) | 0x80U);
    return hash;
}

}  // namespace feedarc::sqlite
