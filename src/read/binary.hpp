#pragma once

#include <optional>
#include <string_view>

namespace feedarc::read {

/// What bytes that are no text look like, with its article ("a PNG image"); nothing for text, in
/// whatever encoding that keeps ASCII. Known by magic numbers, else by the share of control
/// characters in the first 4 KiB.
[[nodiscard]] std::optional<std::string_view> binary_kind(std::string_view bytes) noexcept;

}  // namespace feedarc::read
