#include "render/markup.hpp"

#include "text/unicode.hpp"
#include "text/visible.hpp"

namespace feedarc::render {
namespace {

// The Unicode Standard, 23.7. HTML calls one in a document a parse error.
bool is_noncharacter(char32_t character) noexcept {
    return (character >= 0xfdd0 && character <= 0xfdef) || (character & 0xfffeU) == 0xfffeU;
}

void append_escaped(std::string& html, char byte) {
    switch (byte) {
        case '&': html += "&amp;"; break;
        case '<': html += "&lt;"; break;
        case '>': html += "&gt;"; break;
        default: html += byte;
    }
}

}  // namespace

std::string xml_text(std::string_view text) {
    constexpr std::string_view kLast = "\xef\xbf";  // U+FFC0 to U+FFFF begin so
    std::string shown = text::visible(text);
    for (std::size_t at = 0; (at = shown.find(kLast, at)) != std::string::npos; at += 3) {
        char& end = shown[at + 2];
        if (end == '\xbe' || end == '\xbf') end = '\xbd';
    }
    return shown;
}

std::string html_text(std::string_view text) {
    std::string html;
    html.reserve(text.size());
    for (const char byte : text) append_escaped(html, byte);
    return html;
}

std::string html_visible(std::string_view text) {
    const std::string shown = text::visible(text);
    std::string html;
    html.reserve(shown.size());
    for (std::size_t at = 0; at < shown.size();) {
        if (static_cast<unsigned char>(shown[at]) < 0x80) {
            if (shown[at] == '"') {
                html += "&quot;";
            } else {
                append_escaped(html, shown[at]);
            }
            ++at;
            continue;
        }
        const std::size_t begin = at;
        if (is_noncharacter(text::next_character(shown, at))) {
            text::append_utf8(html, 0xfffd);
        } else {
            html.append(shown, begin, at - begin);
        }
    }
    return html;
}

}  // namespace feedarc::render
