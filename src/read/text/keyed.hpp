#pragma once

#include <feedarc/entry.hpp>

#include "read/text/fields.hpp"

#include <optional>
#include <vector>

namespace feedarc::read {

/// Reads a dump whose entries are blocks of labelled lines (`Title: …`, `Date: …`, `链接：…`).
/// Nothing where it is none: two titles and as many values of one other label make one.
/// `dump.lines` are those of the text before any was joined or left out.
[[nodiscard]] std::optional<std::vector<Entry>> read_keyed(const Dump& dump);

/// A date as the value of a field: whatever a person or program writes.
[[nodiscard]] Published read_date_value(std::string_view value);

}  // namespace feedarc::read
