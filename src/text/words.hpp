#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace feedarc::text {

/// Cuts a text into the pieces that a reader compares: words, numbers, runs of white space and
/// single signs (Unicode Standard Annex 29, "Word Boundaries", with ICU's dictionaries for scripts
/// without spaces); of Han and kana, single characters with their marks. Returns where each piece
/// ends: the last one at the end of the text. Takes any bytes; time is proportional to them.
///
/// Han and kana are not cut by dictionary, since one character more or less can move the boundaries
/// around it: 研究|生命|起源 becomes 研究生|起源 when one character goes.
[[nodiscard]] std::vector<std::size_t> word_ends(std::string_view text);

/// Unicode's Alphabetic property, and decimal digits (Nd) of any script.
[[nodiscard]] bool is_letter(char32_t character) noexcept;
[[nodiscard]] bool is_digit(char32_t character) noexcept;

/// Whether words of this character's script stand without spaces between them, as Chinese and
/// Japanese do.
[[nodiscard]] bool is_han_or_kana(char32_t character) noexcept;

}  // namespace feedarc::text
