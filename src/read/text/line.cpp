#include "read/text/line.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>

namespace feedarc::read {
namespace {

using base::is_digit;

using namespace std::literals;

constexpr std::array kWideSpaces{"\u3000"sv, "\u00A0"sv, "\u200B"sv, "\uFEFF"sv, "\u2003"sv};

constexpr std::array kBullets{"•"sv, "‣"sv,  "◦"sv, "●"sv, "○"sv, "▪"sv, "■"sv, "□"sv,
                              "·"sv, "・"sv, "►"sv, "▶"sv, "–"sv, "—"sv, "※"sv, "★"sv};

// The length of the white space character at the start (or end) of a text; 0 when there is none.
template <bool kAtEnd>
std::size_t space_length(std::string_view text) noexcept {
    if (text.empty()) return 0;
    const char byte = kAtEnd ? text.back() : text.front();
    if (is_blank(byte)) return 1;
    if (static_cast<unsigned char>(byte) < 0x80) return 0;
    for (const auto space : kWideSpaces) {
        if (text.size() < space.size()) continue;
        if ((kAtEnd ? text.substr(text.size() - space.size()) : text.substr(0, space.size())) ==
            space) {
            return space.size();
        }
    }
    return 0;
}

// The columns of the character that a byte begins; none where it begins none.
constexpr auto kColumnsOf = [] {
    std::array<std::uint8_t, 256> columns{};
    for (std::size_t byte = 0; byte < columns.size(); ++byte) {
        columns[byte] = byte >= 0xE3 ? 2 : (byte & 0xC0U) != 0x80U ? 1 : 0;
    }
    return columns;
}();

struct Found {
    std::size_t length = 0;  // of the marker with the space behind it; 0: there is none
    Marker marker = Marker::none;
    char bullet = 0;
    std::uint32_t number = 0;
};

std::size_t blanks(std::string_view text, std::size_t at) noexcept {
    std::size_t count = 0;
    while (at + count < text.size() && is_blank(text[at + count])) ++count;
    return count;
}

// `## Title`
Found heading_marker(std::string_view text) noexcept {
    const auto level = std::min(text.find_first_not_of('#'), text.size());
    const auto space = blanks(text, level);
    if (level > 6 || space == 0 || level + space >= text.size()) return {};
    return {level + space, Marker::heading, '#', static_cast<std::uint32_t>(level)};
}

// `① Title`
Found circled_marker(std::string_view text) noexcept {
    constexpr auto kCircled = "\xE2\x91"sv;  // U+2460 to U+2473
    if (!text.starts_with(kCircled) || text.size() < 4) return {};
    const auto last = static_cast<unsigned char>(text[2]);
    if (last < 0xA0 || last > 0xB3) return {};
    return {3 + blanks(text, 3), Marker::number, text[1], last - 0x9FU};
}

// `1. Title`, `12) Title`, `(3) Title`, `[3] Title`, `4、Title`, `07  Title`. A number needs white
// space behind its dot, or `1.5 million` would be an item.
Found number_marker(std::string_view text) noexcept {
    const bool enclosed = text.front() == '(' || text.front() == '[';
    std::size_t at = enclosed ? 1 : 0;
    std::uint32_t number = 0;
    const std::size_t first = at;
    for (; at < text.size() && is_digit(text[at]) && at - first < 6; ++at) {
        number = number * 10 + static_cast<std::uint32_t>(text[at] - '0');
    }
    if (at == first || at >= text.size()) return {};
    if (text.substr(at, 3) == "、"sv) return {at + 3, Marker::number, 0, number};
    if (!enclosed && at <= 3 && is_blank(text[at])) {
        const auto wide = blanks(text, at);
        const bool column = wide >= 2 || text[at] == '\t';
        return column ? Found{at + wide, Marker::number, ' ', number} : Found{};
    }
    const char closing = text.front() == '[' ? ']' : ')';
    const bool closes = text[at] == closing || (first == 0 && text[at] == '.');
    const auto space = closes ? blanks(text, at + 1) : 0;
    if (space == 0 || at + 1 + space >= text.size()) return {};
    return {at + 1 + space, Marker::number, text[at], number};
}

Found bullet_marker(std::string_view text) noexcept {
    std::size_t length = "-*+>"sv.find(text.front()) != std::string_view::npos ? 1 : 0;
    if (length == 0 && static_cast<unsigned char>(text.front()) >= 0x80) {
        for (const auto bullet : kBullets) {
            if (text.substr(0, bullet.size()) == bullet) length = bullet.size();
        }
    }
    if (length == 0) return {};
    const auto space = blanks(text, length);
    // Typefaces that hold the space in the glyph: `・Title`, `■Title`.
    const bool tight = text.substr(0, 3) == "・"sv || text.substr(0, 3) == "■"sv ||
                       text.substr(0, 3) == "●"sv || text.substr(0, 3) == "※"sv;
    if ((space == 0 && !tight) || length + space >= text.size()) return {};
    return {length + space, Marker::bullet, text[length - 1], 0};
}

// The bytes of an emoji or dingbat at the start (U+1F000 to U+1FFFF, U+2580 to U+27BF, U+2B00 to
// U+2BFF, a variation selector included); 0 when there is none.
std::size_t emoji_length(std::string_view text) noexcept {
    const auto byte = [&](std::size_t at) {
        return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
    };
    std::size_t length = 0;
    if (byte(0) == 0xF0 && byte(1) == 0x9F) length = 4;
    if (byte(0) == 0xE2 &&
        ((byte(1) >= 0x96 && byte(1) <= 0x9E) || byte(1) == 0xAC || byte(1) == 0xAD)) {
        length = 3;
    }
    constexpr auto kSelector = "\uFE0F"sv;
    if (length > 0 && text.substr(length, kSelector.size()) == kSelector) {
        length += kSelector.size();
    }
    return length;
}

// `📌 Title`
Found emoji_marker(std::string_view text) noexcept {
    const auto length = emoji_length(text);
    const auto space = length > 0 ? blanks(text, length) : 0;
    if (space == 0 || length + space >= text.size()) return {};
    // Behind three bytes of a variation selector, all emoji would be alike.
    const bool selected = text[length - 1] == '\x8F' && length > 4;
    return {length + space, Marker::emoji, text[selected ? length - 4 : length - 1], 0};
}

Found find_marker(std::string_view text) noexcept {
    const auto first = static_cast<unsigned char>(text.front());
    if (first == '#') return heading_marker(text);
    if (is_digit(text.front()) || first == '(' || first == '[') return number_marker(text);
    if (const Found bullet = bullet_marker(text); bullet.length > 0 || first < 0x80) return bullet;
    if (const Found number = circled_marker(text); number.length > 0) return number;
    return emoji_marker(text);
}

std::size_t indent_of(std::string_view line) noexcept {
    std::size_t columns = 0;
    for (std::size_t at = 0; at < line.size();) {
        const auto length = space_length<false>(line.substr(at));
        if (length == 0) break;
        columns += line[at] == '\t' ? 8 - columns % 8 : (length == 3 ? 2 : 1);
        at += length;
    }
    return std::min<std::size_t>(columns, 1000);
}

Line make_line(std::string_view dump, std::string_view text, std::string_view whole) noexcept {
    Line line;
    line.begin = static_cast<std::uint32_t>(text.data() - dump.data());
    line.end = static_cast<std::uint32_t>(line.begin + text.size());
    line.indent = static_cast<std::uint16_t>(indent_of(whole));
    const Found found = find_marker(text);
    line.content = static_cast<std::uint32_t>(line.begin + found.length);
    line.marker = found.marker;
    line.bullet = found.bullet;
    line.number = found.number;
    line.columns = static_cast<std::uint16_t>(about_columns(text.substr(found.length)));
    return line;
}

constexpr std::size_t kMinWrapWidth = 40;
constexpr std::size_t kMaxWrapWidth = 140;

// The columns of what would have had to fit on the line before: a word, or one wide character.
std::size_t first_word_columns(std::string_view text) noexcept {
    if (static_cast<unsigned char>(text.front()) >= 0xE3) return 2;
    return about_columns(text.substr(0, text.find(' ')));
}

// Pairs of lines of which the second may be the rest of a paragraph. A last word such as `first` or
// `more` is no pager there.
bool may_continue(const Line& line, const Line& next) noexcept {
    const bool own_line = next.kind == Kind::date || next.kind == Kind::meta ||
                          next.kind == Kind::category || next.kind == Kind::url ||
                          next.kind == Kind::rule;
    return !next.gap && !own_line && next.marker == Marker::none && line.kind == Kind::text &&
           line.marker != Marker::heading;
}

std::size_t full_columns(const Line& line) noexcept {
    return std::size_t{line.indent} + line.columns + (line.content - line.begin);
}

bool was_full(std::string_view dump, const Line& line, const Line& next,
              std::size_t width) noexcept {
    return full_columns(line) + 1 + first_word_columns(content_of(dump, next)) > width &&
           full_columns(line) <= width;
}

// Begins with a capital letter or a digit.
bool begins_anew(std::string_view text) noexcept {
    return is_digit(text.front()) || (text.front() >= 'A' && text.front() <= 'Z');
}

// The width at which the dump was wrapped; 0 when it was not.
std::size_t wrap_width(std::string_view dump, const std::vector<Line>& lines) noexcept {
    std::size_t width = 0;
    std::size_t beyond = 0;
    for (const Line& line : lines) {
        if (full_columns(line) > kMaxWrapWidth) {
            ++beyond;
        } else if (content_of(dump, line).find(' ') != std::string_view::npos ||
                   static_cast<unsigned char>(dump[line.content]) >= 0xE3) {
            width = std::max(width, full_columns(line));
        }
    }
    if (width < kMinWrapWidth || beyond * 20 > lines.size()) return 0;
    std::size_t full = 0;
    std::size_t capital = 0;
    std::size_t pairs = 0;
    for (std::size_t index = 1; index < lines.size(); ++index) {
        const Line& line = lines[index - 1];
        if (!may_continue(line, lines[index]) || full_columns(line) * 2 < width) continue;
        ++pairs;
        if (!was_full(dump, line, lines[index], width)) continue;
        ++full;
        if (begins_anew(content_of(dump, lines[index]))) ++capital;
    }
    // Titles of about one length look like wrapped lines, but for their capitals.
    return full >= 2 && full * 5 >= pairs * 2 && capital * 5 <= full * 3 ? width : 0;
}

}  // namespace

std::size_t about_columns(std::string_view utf8) noexcept {
    // Of a long text a part tells enough.
    constexpr std::size_t kExact = 384;
    constexpr std::size_t kPart = 96;
    const auto counted = utf8.size() > kExact ? utf8.substr(0, kPart) : utf8;
    std::size_t columns = 0;
    for (const char byte : counted) columns += kColumnsOf[static_cast<unsigned char>(byte)];
    if (utf8.size() > kExact) columns = columns * utf8.size() / kPart;
    return std::min(columns, kMaxColumns);
}

std::string_view trimmed(std::string_view utf8) noexcept {
    while (const auto length = space_length<false>(utf8)) utf8.remove_prefix(length);
    while (const auto length = space_length<true>(utf8)) utf8.remove_suffix(length);
    return utf8;
}

std::vector<Line> split_lines(std::string_view dump) {
    std::vector<Line> lines;
    bool gap = false;
    // A dump with line feeds has no lone CR as line end; looking for both at every line would make
    // a file without either quadratic.
    const char end_of_line = dump.find('\n') != std::string_view::npos ? '\n' : '\r';
    for (std::size_t begin = 0; begin < dump.size();) {
        const auto end = std::min(dump.find(end_of_line, begin), dump.size());
        const auto whole = dump.substr(begin, end - begin);
        const auto text = trimmed(whole);
        if (text.empty()) {
            gap = true;
        } else {
            lines.push_back(make_line(dump, text, whole));
            lines.back().gap = gap;
            gap = false;
        }
        begin = end + 1;
    }
    return lines;
}

void unwrap(std::string_view dump, std::vector<Line>& lines) {
    const std::size_t width = wrap_width(dump, lines);
    if (width == 0) return;
    std::size_t kept = 0;
    Line last = lines.front();  // the last of the lines that are joined in lines[kept]
    for (std::size_t index = 1; index < lines.size(); ++index) {
        const Line next = lines[index];
        if (may_continue(last, next) && was_full(dump, last, next, width)) {
            Line& joined = lines[kept];
            joined.end = next.end;
            joined.wrapped = true;
            joined.columns = static_cast<std::uint16_t>(
                std::min<std::size_t>(joined.columns + 1U + next.columns, kMaxColumns));
        } else {
            lines[++kept] = next;
        }
        const bool continued = lines[kept].end == next.end && lines[kept].begin != next.begin;
        last = next;
        if (continued) last.kind = Kind::text;
    }
    lines.resize(kept + 1);
}

}  // namespace feedarc::read
