#include "read/feed/plain.hpp"

#include "read/feed/xml.hpp"
#include "read/html/dom.hpp"
#include "read/html/page_text.hpp"
#include "read/html/parse_work.hpp"
#include "read/html/tag_scanner.hpp"
#include "text/unicode.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <utility>

namespace feedarc::read {
namespace {

using namespace std::literals;

// What writers of feeds mark their titles and texts up with.
constexpr std::array kTags{
    "a"sv,       "abbr"sv,       "acronym"sv, "article"sv, "audio"sv,  "b"sv,      "big"sv,
    "blink"sv,   "blockquote"sv, "br"sv,      "center"sv,  "cite"sv,   "code"sv,   "dd"sv,
    "del"sv,     "div"sv,        "dl"sv,      "dt"sv,      "em"sv,     "figure"sv, "font"sv,
    "h1"sv,      "h2"sv,         "h3"sv,      "h4"sv,      "h5"sv,     "h6"sv,     "hr"sv,
    "i"sv,       "iframe"sv,     "img"sv,     "ins"sv,     "kbd"sv,    "li"sv,     "mark"sv,
    "ol"sv,      "p"sv,          "picture"sv, "pre"sv,     "q"sv,      "s"sv,      "samp"sv,
    "section"sv, "small"sv,      "span"sv,    "strike"sv,  "strong"sv, "sub"sv,    "sup"sv,
    "svg"sv,     "table"sv,      "tbody"sv,   "td"sv,      "time"sv,   "tr"sv,     "tt"sv,
    "u"sv,       "ul"sv,         "var"sv,     "video"sv};

bool needs_parsing(std::string_view html) noexcept {
    return html.find_first_of("<&") != std::string_view::npos;
}

unsigned base64_value(char c) noexcept {
    if (c >= 'A' && c <= 'Z') return static_cast<unsigned>(c - 'A');
    if (c >= 'a' && c <= 'z') return static_cast<unsigned>(c - 'a' + 26);
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0' + 52);
    return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : 64;
}

// The XML may have hidden what is no character.
std::string clean(std::string text) {
    text::Repairs repairs;
    return text::fold_space(text::repair_utf8(std::move(text), repairs));
}

}  // namespace

bool has_html_markup(std::string_view text) noexcept {
    // Elements that need no end tag, HTML, 13.1.2.4 and 13.1.2.
    constexpr std::array kAlone{"br"sv, "hr"sv, "img"sv, "p"sv,  "li"sv,
                                "dt"sv, "dd"sv, "td"sv,  "tr"sv, "tbody"sv};
    const auto index_in = [](const auto& names, std::string_view name) {
        return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) -
                                        names.begin());
    };
    std::array<bool, kTags.size()> begun{};
    TagScanner scanner(text);
    while (scanner.next()) {
        const auto& tag = scanner.tag();
        const auto known = index_in(kTags, tag.name());
        if (known == kTags.size()) continue;
        if (tag.is_end ? begun[known] : tag.attributes > 0) return true;
        if (!tag.is_end && index_in(kAlone, tag.name()) < kAlone.size()) return true;
        begun[known] = begun[known] || !tag.is_end;
    }
    return false;
}

std::string PlainText::from_html(std::string_view html) {
    if (!needs_parsing(html)) return clean(std::string(html));
    left_.parse_time = std::max(time_.left(), std::chrono::milliseconds(1));
    const Dom dom(html, left_);
    left_.parse_work -= std::min(left_.parse_work, parse_work(html, left_.parse_work));
    return clean(plain_text(dom, 0));
}

std::string PlainText::from_either(std::string_view text) {
    if (!needs_parsing(text) || has_html_markup(text)) return from_html(text);
    std::string escaped;
    for (const char c : text) c == '<' ? escaped += "&lt;" : escaped += c;
    std::string plain = from_html(escaped);
    // Escaped once more than the format asks for.
    if (plain.find("</") != std::string::npos && has_html_markup(plain)) return from_html(plain);
    return plain;
}

std::string from_base64(std::string_view text) {
    std::string bytes;
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const char c : text) {
        if (c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '=') continue;
        const unsigned value = base64_value(c);
        if (value > 63) return {};
        bits = (bits << 6U | value) & 0xffffffU;
        if ((count += 6) >= 8) {
            count -= 8;
            bytes += static_cast<char>(bits >> count & 0xffU);
        }
    }
    text::Repairs repairs;
    return text::repair_utf8(std::move(bytes), repairs);
}

}  // namespace feedarc::read
