#pragma once

#include <string>
#include <string_view>

namespace feedarc::text {

/// Whether a character must not reach a terminal or a document as it is: C0 and C1 controls, DEL,
/// bidirectional controls and marks (U+061C, U+200E, U+200F, U+202A-202E, U+2066-2069), line and
/// paragraph separators (U+2028, U+2029), U+FEFF and the tags of plane 14.
[[nodiscard]] bool is_unsafe(char32_t character) noexcept;

/// The text with unsafe characters written as `\u{1b}` and bytes that are not UTF-8 as U+FFFD. All
/// text from outside goes through this before it is printed. A text without any is returned as it
/// is.
[[nodiscard]] std::string visible(std::string_view text);

}  // namespace feedarc::text
