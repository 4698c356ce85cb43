#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace feedarc::read {

/// The page with every numeric character reference of so many digits that it names no character
/// (`&#11111111111;`) replaced by `&#xFFFD;`, as HTML, 13.2.5.80 reads it; nothing where there is
/// none. Gumbo 0.10.1 counts in an int that overflows, and writes what is no UTF-8.
[[nodiscard]] std::optional<std::string> with_bounded_references(std::string_view html);

}  // namespace feedarc::read
