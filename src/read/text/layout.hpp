#pragma once

#include "read/text/line.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace feedarc::read {

/// Where the records of a dump begin. "After" cuts suit dumps whose records end in a telling line.
enum class Cut : std::uint8_t {
    at_marker,   ///< at each item of one list, heading of one level, link
    at_rule,     ///< behind each rule
    at_gap,      ///< behind each blank line
    after_long,  ///< behind each excerpt: metadata stand above it
    after_more,  ///< behind each `Read more`
    after_date,
    after_statistics,
    after_text,  ///< every line is an entry: metadata stand above it
    at_long,     ///< at each excerpt: metadata stand below it
    at_short,    ///< at each title
    at_date,
    at_text,  ///< every line is an entry: metadata stand below it
};

/// Lines [begin, end) make one entry.
struct Record {
    std::uint32_t begin = 0, end = 0;
};

/// The template of a dump and its records.
struct Layout {
    Cut cut = Cut::after_text;
    std::size_t long_columns =
        0;       ///< a text of so many columns is an excerpt, a shorter one a title
    Line start;  ///< for at_marker: a line that begins a record
    std::vector<Record> records;
};

/// Whether a line of text is an excerpt rather than a title.
[[nodiscard]] constexpr bool is_long(const Line& line, std::size_t long_columns) noexcept {
    return line.columns >= long_columns || line.cut;
}

/// Whether two lines are items of one list, headings of one level, or both links.
[[nodiscard]] bool same_marker(const Line& one, const Line& other) noexcept;

/// Finds the template by minimum description length. Each line is a symbol (short text, long text,
/// date, …, with its marker and whether a blank line stands before it); each cut turns the symbols
/// into records, and the one whose records need the fewest bits is taken: a record of a shape that
/// was seen before costs as much as that shape is rare, a new shape is spelt out. Titles and
/// excerpts are told apart by the length that makes both groups most alike within themselves. What
/// precedes the first record (a banner) and follows the last is left out where the rest is a known
/// shape.
///
/// `lines` hold neither chrome nor pagers nor rules. Takes linear time.
[[nodiscard]] Layout find_layout(std::span<const Line> lines);

}  // namespace feedarc::read
