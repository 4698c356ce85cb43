#pragma once

#include "read/html/listing.hpp"

#include <vector>

namespace feedarc::read {

/// Finds a listing in which no pattern of links shows, by its dates: siblings of one kind, or
/// stretches of siblings from heading to heading or rule to rule, that hold half of the page's text
/// outside of its frame. Three or more nearly all bear a date, and hardly any a link, or a day; the
/// anchor of their blocks is the link around it or 0. Two bear a date and a link each. None where
/// there is no such.
[[nodiscard]] std::vector<Block> find_dated_siblings(const Outline& outline);

}  // namespace feedarc::read
