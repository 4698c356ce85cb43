#pragma once

#include "read/html/listing.hpp"

#include <vector>

namespace feedarc::read {

/// Gives blocks the link of their title where the link that made them a pattern is another of
/// theirs: in the same heading a label before the title (`[Solved] How to …`), which leads
/// elsewhere than the links of the others; or the text behind a title that both lead to the entry.
void choose_anchors(const Outline& outline, std::vector<Block>& blocks);

}  // namespace feedarc::read
