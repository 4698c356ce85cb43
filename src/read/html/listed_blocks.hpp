#pragma once

#include "read/html/listing.hpp"

#include <vector>

namespace feedarc::read {

/// A block for each item that the page's data list and that a link leads to: the first link with a
/// text, and as much around it as holds no other of them.
[[nodiscard]] std::vector<Block> blocks_of_listed(const Outline& outline,
                                                  const ListedLinks& listed);

/// Adds those of them that a found listing leaves out, where the data list half of what it holds.
void add_listed_entries(const Outline& outline, const ListedLinks& listed,
                        std::vector<Block>& blocks);

}  // namespace feedarc::read
