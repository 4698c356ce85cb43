#pragma once

#include <feedarc/entry.hpp>

#include <cstddef>
#include <optional>
#include <string_view>

namespace feedarc::text {

/// A date found in a text.
struct FoundDate {
    Published published;
    std::size_t begin = 0;  ///< bytes of the text that it takes
    std::size_t end = 0;
};

/// Reads a machine-readable date, as in `<time datetime>`: ISO 8601 / RFC 3339 (date, date and
/// time, with or without offset, year-month, basic form), RFC 822/2822. The whole text must be the
/// date.
[[nodiscard]] std::optional<Published> parse_machine_date(std::string_view text);

/// parse_machine_date() of a date for people: midnight at an offset stands for that day, as
/// programs write a date that has no time.
[[nodiscard]] std::optional<Published> parse_local_date(std::string_view text);

/// Whether the days of two dates are the same or next to each other, as the day of one instant is
/// in two places.
[[nodiscard]] bool are_neighbours(const Published& one, const Published& other);

/// The first date written for people: `2026-01-11`, `2026/1/11`, `2026.01.11`, `2026年1月11日`
/// (also with spaces, full-width digits, a time of day behind), `Jan 11, 2026`, `11 January 2026`,
/// RFC 822 dates. A date that does not exist is none; day-first and month-first forms of numbers
/// alone
/// (`11/05/2020`) are not guessed.
[[nodiscard]] std::optional<FoundDate> find_date(std::string_view text);

/// find_date() where the date (with a weekday, a label such as "Posted on" or "发布于" of at most
/// 12 columns, and punctuation) is all there is in the text.
[[nodiscard]] std::optional<Published> parse_date_line(std::string_view text);

/// Whether what stands before or behind a date belongs to it, as parse_date_line() has it.
[[nodiscard]] bool is_beside_date(std::string_view text, bool before);

}  // namespace feedarc::text
