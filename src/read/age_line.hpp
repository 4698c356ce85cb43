#pragma once

#include <feedarc/entry.hpp>

#include <optional>
#include <span>
#include <string_view>

namespace feedarc::read {

/// The age that a short text shows as a whole or in a piece of it: `Ada · 3 hours ago`.
[[nodiscard]] std::optional<Age> age_in_pieces(std::string_view text);

/// Whether a text tells of a last reply or visit, whose age is not that of the entry.
[[nodiscard]] bool tells_of_replies(std::string_view text);

[[nodiscard]] bool holds_one_of(std::string_view text, std::span<const std::string_view> words);

}  // namespace feedarc::read
