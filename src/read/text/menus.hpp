#pragma once

#include "read/text/line.hpp"

#include <vector>

namespace feedarc::read {

/// Leaves out the long runs of short texts (menus, tag clouds, lists of archives) of a dump whose
/// entries have more than that: dates, counters or excerpts at short distances. The last lines of a
/// run stay, as many as an entry usually has above its date or excerpt. Nothing is left out where
/// the runs are the larger part of the text: then they may be what the page is about.
void drop_menus(std::vector<Line>& lines);

}  // namespace feedarc::read
