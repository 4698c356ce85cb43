#pragma once

#include <cstdint>
#include <string_view>

namespace feedarc::base {

/// The exclusive or of the places of all bits that are set, the first of which is 1. Where one bit
/// was flipped since, that of then and that of now differ by its place.
[[nodiscard]] constexpr std::uint64_t bit_places(std::string_view data) noexcept {
    std::uint64_t places = 0;
    std::uint64_t place = 0;
    for (const char byte : data) {
        for (unsigned bits = static_cast<unsigned char>(byte), bit = 0; bit < 8; ++bit) {
            ++place;
            if ((bits >> bit & 1U) != 0) places ^= place;
        }
    }
    return places;
}

}  // namespace feedarc::base
