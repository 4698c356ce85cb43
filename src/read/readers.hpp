#pragma once

#include <feedarc/explain.hpp>
#include <feedarc/read.hpp>

namespace feedarc::read {

// One reader per form; `read_page` chooses. A new form is a folder here, a function below, a value
// of Form and a row of the table in read.cpp.

[[nodiscard]] Page read_text(const Snapshot& snapshot, const ReadLimits& limits);
[[nodiscard]] Page read_html(const Snapshot& snapshot, const ReadLimits& limits,
                             const Rules& rules);
[[nodiscard]] Page read_feed(const Snapshot& snapshot, const ReadLimits& limits);

[[nodiscard]] Explanation explain_html(const Snapshot& snapshot, const ReadLimits& limits,
                                       const Rules& rules);

}  // namespace feedarc::read
