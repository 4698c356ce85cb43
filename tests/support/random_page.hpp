#pragma once

#include "support/dice.hpp"
#include "support/listing_sequence.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace feedarc::test {

inline constexpr Time kFirstCapture{std::chrono::seconds{1'768'117'200}};  // 2026-01-11T07:40:00Z

/// A day in January 2026.
[[nodiscard]] std::string january(std::size_t number);
/// `3 hours ago`.
[[nodiscard]] std::string random_age(Dice& dice);

/// Pages of entries thrown together: few keys for many entries, so that links, titles, texts and
/// dates meet in every combination. In no order of time.
[[nodiscard]] std::vector<Capture> random_pages(Dice& dice, std::size_t count);

}  // namespace feedarc::test
