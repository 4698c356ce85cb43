#pragma once

#include <feedarc/hash.hpp>

#include <cstdint>
#include <string>

namespace feedarc::base {

/// A hash marked as a UUID of version 8 (RFC 9562, 5.8): made of what it names, so that machines
/// with the same history agree.
[[nodiscard]] inline Hash128 as_uuid(Hash128 hash) noexcept {
    hash.bytes[6] = static_cast<std::uint8_t>((hash.bytes[6] & 0x0fU) | 0x80U);
    hash.bytes[8] = static_cast<std::uint8_t>((hash.bytes[8] & 0x3fU) | 0x80U);
    return hash;
}

/// A UUID as a URI (RFC 9562, 4): `urn:uuid:f81d4fae-7dec-81d0-a765-00a0c91e6bf6`.
[[nodiscard]] inline std::string uuid_urn(const Hash128& uuid) {
    std::string text = uuid.hex();
    for (const std::size_t at : {20U, 16U, 12U, 8U}) text.insert(at, "-");
    return "urn:uuid:" + text;
}

}  // namespace feedarc::base
