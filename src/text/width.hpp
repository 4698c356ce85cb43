#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace feedarc::text {

/// The columns that a text takes on a terminal: wide characters and emoji count two, combining
/// marks and zero-width characters none (Unicode's East Asian Width; ambiguous ones count one). The
/// text is walked by grapheme cluster, so an emoji sequence counts as its one picture.
[[nodiscard]] std::size_t display_width(std::string_view utf8);

/// The longest start of a text that fits into `columns`, cut between grapheme clusters; when
/// something was cut, it ends in "…" (which is counted).
[[nodiscard]] std::string truncate_to_width(std::string_view utf8, std::size_t columns);

}  // namespace feedarc::text
