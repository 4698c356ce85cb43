#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace feedarc::base {

/// The least number of bytes to insert, delete, replace or swap with a neighbour to make one text
/// of the other; no byte is edited twice (restricted Damerau-Levenshtein, "optimal string
/// alignment"). Takes memory and time as the product of the lengths: meant for names, not for
/// documents.
[[nodiscard]] std::size_t edit_distance(std::string_view left, std::string_view right);

/// The choice that a person may have meant by `word`: ASCII case ignored, at most one edit for
/// every three bytes of the longer one (and at least one). Of equally near ones the first.
[[nodiscard]] std::optional<std::string> nearest(std::string_view word,
                                                 std::span<const std::string> choices);

}  // namespace feedarc::base
