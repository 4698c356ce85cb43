#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc::text {

/// The form in which texts are searched: fold(), traditional Han characters as their simplified
/// forms, Latin letters without their marks. `utf8` must be valid UTF-8. Doing it again changes
/// nothing.
[[nodiscard]] std::string search_fold(std::string_view utf8);

/// What a text is indexed by.
struct SearchWord {
    /// `word`: letters, digits and their marks. `pair`, `last`: of a run of a script that is
    /// written without spaces (Han, kana, Thai, ...), two neighbours, and its last character; a run
    /// of one character has a `last` alone.
    enum class Kind { word, pair, last };
    Kind kind = Kind::word;
    std::size_t begin = 0;  ///< where it stands, in bytes
    std::size_t end = 0;
};

/// The words of a folded text, in order: as many for a run as it has characters. So a part of a
/// run, of two characters or more, is found as its pairs, one after the other; a single character
/// as what begins a pair or a `last`. (Trigrams cannot find words of two characters; see
/// docs/search.md.)
[[nodiscard]] std::vector<SearchWord> words_of(std::string_view folded);

/// The words of any text with a space between them, as the index has them; what is not UTF-8 as
/// repair_utf8() has it.
[[nodiscard]] std::string search_words(std::string_view bytes);

/// Whether a character belongs to the one before it (general category M).
[[nodiscard]] bool is_mark(char32_t character) noexcept;

}  // namespace feedarc::text
