#include "text/visible.hpp"

#include "text/unicode.hpp"

#include <fmt/format.h>

#include <iterator>

namespace feedarc::text {

namespace {

// Of printable ASCII, kana and Han most texts are made, and none of them is unsafe.
std::size_t end_of_plain(std::string_view text, std::size_t at) noexcept {
    while (at < text.size()) {
        const auto first = static_cast<unsigned char>(text[at]);
        if (first >= 0x20 && first < 0x7f) {
            ++at;
        } else if (is_common_triple(text, at)) {
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
        if (is_unsafe(character)) {
            fmt::format_to(std::back_inserter(shown), "\\u{{{:x}}}",
                           static_cast<std::uint32_t>(character));
        } else if (character == 0xfffd) {
            append_utf8(shown, 0xfffd);
        } else {
            shown.append(text, place, at - place);
        }
    }
    return shown;
}

}  // namespace feedarc::text
