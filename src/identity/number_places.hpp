#pragma once

#include <feedarc/variation.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc {

/// A number or an age in a text.
struct PlacedNumber {
    Place place = 0;
    std::size_t begin = 0, end = 0;  ///< bytes of the text that it takes
    /// The end of the word behind a number, which may depend on it (`1 reply`, `2 replies`).
    std::size_t tail = 0, tail_end = 0;
};

/// The numbers of a text, in order, each with the place where it stands: the word behind it by its
/// first letters, or else the word before it, or else the signs around it. `field` tells the texts
/// of an entry apart.
[[nodiscard]] std::vector<PlacedNumber> placed_numbers(std::string_view text,
                                                       std::string_view field);

}  // namespace feedarc
