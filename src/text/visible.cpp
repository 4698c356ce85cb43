#include "text/visible.hpp"

#include "text/unicode.hpp"

#include <fmt/format.h>

#include <iterator>

namespace feedarc::text {

namespace {

// Of these most texts are made: printable ASCII, and U+3000 to U+CFFF (three bytes), among which
// are kana and Han. None of them is unsafe.
std::size_t end_of_plain(std::string_view text, std::size_t at) noexcept {
    while (at < text.size()) {
        const auto first = static_cast<unsigned char>(text[at]);
        if (first >= 0x20 && first < 0x7f) {
            ++at;
        } else if (first >= 0xe3 && first <= 0xec && text.size() - at > 2 &&
                   is_continuation(text[at + 1]) && is_continuation(text[at + 2])) {
            at += 3;
        } else {
            break;
        }
    }
    return at;
}

}  // namespace

bool is_unsafe(char32_t character) noexcept {
    if (character < 0x20 || (character >= 0x7f && character <= 0x9f)) return true;
    if (character < 0x061c) return false;
    return character == 0x061c || character == 0x200e || character == 0x200f ||
           (character >= 0x2028 && character <= 0x202e) ||
           (character >= 0x2066 && character <= 0x2069) || character == 0xfeff ||
           (character >= 0xe0000 && character <= 0xe007f);
}

std::string visible(std::string_view text) {
    std::string shown;
    shown.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t start = at;
        at = end_of_plain(text, start);
        shown.append(text, start, at - start);
        if (at == text.size()) break;
        const std::size_t place = at;
        const char32_t character = next_character(text, at);
        const bool ill_formed = character == 0xfffd && at - place != 3;
        if (is_unsafe(character)) {
            fmt::format_to(std::back_inserter(shown), "\\u{{{:x}}}",
                           static_cast<std::uint32_t>(character));
        } else if (ill_formed || character == 0xfffd) {
            append_utf8(shown, 0xfffd);
        } else {
            shown.append(text, place, at - place);
        }
    }
    return shown;
}

}  // namespace feedarc::text
