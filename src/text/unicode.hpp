#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace feedarc::text {

/// Unicode's toNFKC_Casefold: NFKC, case folded, default-ignorable characters (zero-width ones,
/// variation selectors, soft hyphens, ...) removed. `utf8` must be valid UTF-8. Text that is
/// plainly normal (Han, kana, ASCII, full-width forms, common punctuation) never reaches ICU.
[[nodiscard]] std::string fold(std::string_view utf8);

/// fold() with all white space (White_Space) removed, of any bytes: what is not UTF-8 becomes
/// U+FFFD and NULs go, as in repair_utf8(). Doing it again changes nothing.
[[nodiscard]] std::string fold_without_space(std::string_view bytes);

/// Unicode's White_Space property.
[[nodiscard]] bool is_space(char32_t character) noexcept;

/// Runs of white space (Unicode's, NBSP and line breaks included) become one space, ends trimmed;
/// zero width spaces and BOMs at the ends go too. `utf8` must be valid UTF-8.
[[nodiscard]] std::string fold_space(std::string_view utf8);

/// Valid UTF-8 without NUL: ill-formed sequences become U+FFFD (one per maximal subpart, as in the
/// WHATWG standard), NULs are dropped. The counts are added to.
struct Repairs {
    std::size_t replaced = 0;
    std::size_t dropped = 0;
};
[[nodiscard]] std::string repair_utf8(std::string bytes, Repairs& repairs);
[[nodiscard]] bool is_valid_utf8(std::string_view bytes) noexcept;
/// The length of what comes before the first ill-formed sequence, or before the first byte that is
/// not ASCII.
[[nodiscard]] std::size_t valid_utf8_prefix(std::string_view bytes) noexcept;
[[nodiscard]] std::size_t ascii_prefix(std::string_view bytes) noexcept;

/// How far bytes are UTF-8. A sequence that the end cuts off counts as nothing.
struct Utf8Census {
    std::size_t pairs = 0;   ///< characters of two bytes
    std::size_t longer = 0;  ///< characters of three and four bytes
    std::size_t broken = 0;  ///< ill-formed sequences
};
[[nodiscard]] Utf8Census utf8_census(std::string_view bytes) noexcept;

/// Number of code points. `utf8` must be valid UTF-8.
[[nodiscard]] std::size_t count_characters(std::string_view utf8) noexcept;

/// Whether a byte goes on with a character of UTF-8 that an earlier one began.
[[nodiscard]] constexpr bool is_continuation(char byte) noexcept {
    return (static_cast<unsigned char>(byte) & 0xc0U) == 0x80U;
}

/// Whether three bytes at `at` are a character from U+3000 to U+CFFF, as kana and Han are.
[[nodiscard]] constexpr bool is_common_triple(std::string_view bytes, std::size_t at) noexcept {
    const auto first = static_cast<unsigned char>(bytes[at]);
    return first >= 0xe3 && first <= 0xec && bytes.size() - at > 2 &&
           is_continuation(bytes[at + 1]) && is_continuation(bytes[at + 2]);
}

/// next_character() of any.
[[nodiscard]] char32_t decode_character(std::string_view bytes, std::size_t& at) noexcept;

/// The code point that starts at `at`, which is below the size and moves behind it. U+FFFD for an
/// ill-formed sequence, of which `at` passes the maximal subpart (WHATWG): one to three bytes.
[[nodiscard]] inline char32_t next_character(std::string_view bytes, std::size_t& at) noexcept {
    // ASCII, kana and Han in place: a call takes as long as all of this.
    const auto byte = [&](std::size_t index) {
        return static_cast<char32_t>(static_cast<unsigned char>(bytes[at + index]));
    };
    char32_t character = byte(0);
    if (character < 0x80) {
        ++at;
        return character;
    }
    if (!is_common_triple(bytes, at)) return decode_character(bytes, at);
    character = (character & 0xfU) << 12U | (byte(1) & 0x3fU) << 6U | (byte(2) & 0x3fU);
    at += 3;
    return character;
}

void append_utf8(std::string& out, char32_t character);

}  // namespace feedarc::text
