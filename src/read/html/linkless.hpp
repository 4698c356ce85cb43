#pragma once

#include "read/html/listing.hpp"

#include <vector>

namespace feedarc::read {

/// Finds a listing whose entries lead nowhere: at least three siblings of one kind that nearly all
/// bear a date, hardly any a link, and hold most of the page's text. None where there is no such.
/// Their blocks have no anchor (0).
[[nodiscard]] std::vector<Block> find_linkless(const Outline& outline);

}  // namespace feedarc::read
