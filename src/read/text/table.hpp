#pragma once

#include <feedarc/entry.hpp>

#include "read/text/fields.hpp"

#include <optional>
#include <vector>

namespace feedarc::read {

/// Reads a dump whose entries are the rows of a table: cells between bars, as Markdown and database
/// clients write them, or between tabs. What a column holds is told by its head where there is one,
/// else by its cells: dates, addresses, values that repeat, the longest texts. Nothing where there
/// is no such table, or no column of titles with something beside it.
/// `dump.lines` are those of the text before any was joined or left out.
[[nodiscard]] std::optional<std::vector<Entry>> read_table(const Dump& dump);

}  // namespace feedarc::read
