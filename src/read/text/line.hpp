#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace feedarc::read {

/// What a line of a dump can be, judged by itself.
enum class Kind : std::uint8_t {
    text,        ///< title, category, excerpt: told apart by the layout
    date,        ///< a date, with a weekday or label at most
    meta,        ///< a date with a few words: `NLP · 2026-01-11`
    category,    ///< labelled: `Category: NLP`
    statistics,  ///< counters, relative times and by-lines: `12 points by ada 3 hours ago`
    url,         ///< a URL alone
    more,        ///< `Read more`
    pager,       ///< `1 2 3 … Next`
    heading,     ///< words that head a list on any site: `LATEST UPDATES`
    chrome,      ///< copyright, `Skip to content`, lone symbols
    rule,        ///< `-----`
};

/// How a line begins.
enum class Marker : std::uint8_t { none, bullet, number, heading, link, emoji };

/// A line, or several that were one before they were wrapped. Offsets count bytes of the dump.
struct Line {
    std::uint32_t begin = 0, end = 0;  ///< without white space around
    std::uint32_t content = 0;         ///< behind the marker
    std::uint32_t number = 0;          ///< of a numbered item; the level of a heading
    std::uint16_t columns = 0;         ///< of the content, about; at most kMaxColumns
    std::uint16_t indent = 0;          ///< columns before the line
    Kind kind = Kind::text;
    Marker marker = Marker::none;
    char bullet = 0;       ///< the last byte of the bullet; tells one from another
    bool gap = false;      ///< a blank line or a line left out stands before it
    bool rule = false;     ///< a rule stands before it
    bool wrapped = false;  ///< made of several lines
    bool cut = false;      ///< ends in `…`: an excerpt, however short
};

/// Lengths are compared below this alone.
inline constexpr std::size_t kMaxColumns = 400;

/// The columns that a text takes, about: three bytes and more of UTF-8 are taken for a wide
/// character. Enough to tell a title from an excerpt, at a twentieth of the cost of
/// text::display_width().
[[nodiscard]] std::size_t about_columns(std::string_view utf8) noexcept;

/// Cuts a dump into lines (LF, CRLF, CR) with their markers; blank ones become `gap`.
[[nodiscard]] std::vector<Line> split_lines(std::string_view dump);

/// Joins the lines of hard-wrapped paragraphs. Lines are wrapped where most of them are so long
/// that the first word of the next would not have fitted.
void unwrap(std::string_view dump, std::vector<Line>& lines);

/// A character of white space of one byte.
[[nodiscard]] constexpr bool is_blank(char byte) noexcept {
    return byte == ' ' || byte == '\t' || byte == '\v' || byte == '\f' || byte == '\r' ||
           byte == '\n';
}

/// Without white space around, ideographic spaces, NBSP and zero-width spaces included.
[[nodiscard]] std::string_view trimmed(std::string_view utf8) noexcept;

[[nodiscard]] inline std::string_view content_of(std::string_view dump, const Line& line) noexcept {
    return dump.substr(line.content, line.end - line.content);
}

}  // namespace feedarc::read
