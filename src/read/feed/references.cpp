#include "read/feed/mend.hpp"
#include "read/html/dom.hpp"
#include "text/unicode.hpp"

#include <algorithm>
#include <array>

namespace feedarc::read {
namespace {

constexpr std::size_t kLongestName = 31;  // of an entity of HTML: CounterClockwiseContourIntegral
constexpr std::size_t kMostEntities = 1024;  // that one feed may make us look up

// HTML, 13.2.5.80: what references to C1 controls mean; 0 stands for the control itself.
constexpr std::array<char32_t, 32> kWindows1252{
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

bool is_letter_or_digit(char c) noexcept {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

unsigned digit_value(char c) noexcept {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    const auto lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? static_cast<unsigned>(lower - 'a' + 10) : 16;
}

// XML 1.0, 2.2.
char32_t allowed(char32_t character) noexcept {
    if (character >= 0x80 && character < 0xa0 && kWindows1252[character - 0x80] != 0) {
        return kWindows1252[character - 0x80];
    }
    const bool control =
        character < 0x20 && character != '\t' && character != '\n' && character != '\r';
    const bool surrogate = character >= 0xd800 && character < 0xe000;
    return control || surrogate || character > 0x10ffff ? U'\uFFFD' : character;
}

void append_escaped(std::string& out, std::string_view text) {
    for (const char c : text) {
        switch (c) {
            case '<': out += "&lt;"; break;
            case '&': out += "&amp;"; break;
            case '"': out += "&quot;"; break;
            default: out += c;
        }
    }
}

// `&#8217;` and `&#x2019;` at a position, with or without the semicolon; the position behind, or
// `at` where there is none.
std::size_t numeric(std::string_view xml, std::size_t at, char32_t& character) noexcept {
    std::size_t end = at + 2;
    const bool hexadecimal = end < xml.size() && (xml[end] == 'x' || xml[end] == 'X');
    if (hexadecimal) ++end;
    const std::size_t begin = end;
    const unsigned base = hexadecimal ? 16 : 10;
    character = 0;
    for (; end < xml.size() && digit_value(xml[end]) < base; ++end) {
        character = std::min<char32_t>(character * base + digit_value(xml[end]), 0x110000);
    }
    if (end == begin) return at;
    return end < xml.size() && xml[end] == ';' ? end + 1 : end;
}

}  // namespace

const std::string& ReferenceMender::html_entity(std::string_view name) {
    static const std::string kNone;
    if (const auto known = entities_.find(name); known != entities_.end()) return known->second;
    if (entities_.size() >= kMostEntities) return kNone;
    const std::string reference = "<p>&" + std::string(name) + ";";
    const Dom dom(reference, {});
    std::string value;
    for (NodeId node = 0; node < dom.size(); ++node) value += dom[node].text();
    if (value.starts_with('&') && value.size() > 1) value.clear();
    return entities_.emplace(name, std::move(value)).first->second;
}

// Writes what stands for the reference at a position, with what is before it; returns the position
// behind it.
std::size_t ReferenceMender::reference(std::string_view xml, std::size_t at, std::string& mended) {
    const auto replace = [&](std::size_t end, std::string_view by) {
        mended.append(xml, copied_, at - copied_);
        mended += by;
        return copied_ = end;
    };
    if (at + 1 < xml.size() && xml[at + 1] == '#') {
        char32_t character = 0;
        const std::size_t end = numeric(xml, at, character);
        if (end == at) return replace(at + 1, "&amp;");
        std::string text;
        text::append_utf8(text, allowed(character));
        std::string escaped;
        append_escaped(escaped, text);
        return replace(end, escaped);
    }
    std::size_t end = at + 1;
    while (end < xml.size() && end - at <= kLongestName && is_letter_or_digit(xml[end])) ++end;
    const std::string_view name = xml.substr(at + 1, end - at - 1);
    if (name.empty() || end >= xml.size() || xml[end] != ';') return replace(at + 1, "&amp;");
    for (const std::string_view own : {"amp", "lt", "gt", "quot", "apos"}) {
        if (name == own) return end + 1;
    }
    const std::string& value = html_entity(name);
    if (value.empty()) return replace(at + 1, "&amp;");
    std::string escaped;
    append_escaped(escaped, value);
    return replace(end + 1, escaped);
}

std::optional<std::string> ReferenceMender::mend(std::string_view xml) {
    std::string mended;
    copied_ = 0;
    const auto behind = [xml](std::string_view end, std::size_t at) {
        const std::size_t found = xml.find(end, at);
        return found == std::string_view::npos ? xml.size() : found + end.size();
    };
    for (std::size_t at = 0; (at = xml.find_first_of("<&", at)) != std::string_view::npos;) {
        if (xml[at] == '&') {
            at = reference(xml, at, mended);
        } else if (xml.substr(at, 9) == "<![CDATA[") {
            at = behind("]]>", at);
        } else if (xml.substr(at, 4) == "<!--") {
            at = behind("-->", at);
        } else {
            ++at;
        }
    }
    if (copied_ == 0) return std::nullopt;
    mended.append(xml.substr(copied_));
    return mended;
}

}  // namespace feedarc::read
