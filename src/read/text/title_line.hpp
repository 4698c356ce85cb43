#pragma once

#include <feedarc/entry.hpp>

#include <string>
#include <string_view>

namespace feedarc::read {

/// What precedes the link of a title belongs to the title, unless it is a date (`July 17` without a
/// year says nothing). Returns whether it does not; a date goes to the entry.
[[nodiscard]] bool read_lead(std::string_view lead, Entry& entry);

/// What follows the link of a title goes to the entry: a date, an excerpt; a host in parentheses
/// does not, for the URL has it.
void read_rest(std::string_view rest, Entry& entry);

/// Without the dashes, colons and bars that set parts of a line off.
[[nodiscard]] std::string_view without_dashes(std::string_view text) noexcept;

/// `08:30 Title`: the text behind a time of day, without dashes; all of it where there is none.
[[nodiscard]] std::string_view without_clock(std::string_view text) noexcept;

/// Folds the white space of a text of several lines; a line break between wide characters leaves
/// none.
[[nodiscard]] std::string join_lines(std::string_view text);

}  // namespace feedarc::read
