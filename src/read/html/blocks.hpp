#pragma once

#include "read/html/listing.hpp"

#include <algorithm>
#include <iterator>
#include <span>
#include <vector>

namespace feedarc::read {

inline void sort_by_place(std::vector<Block>& blocks) {
    std::sort(blocks.begin(), blocks.end(),
              [](const Block& one, const Block& other) { return one.begin < other.begin; });
}

/// Whether one of the blocks shares nodes with the range. They are in order, and none is within
/// another.
[[nodiscard]] inline bool overlaps(std::span<const Block> blocks, NodeId begin, NodeId end) {
    const auto behind =
        std::lower_bound(blocks.begin(), blocks.end(), end,
                         [](const Block& block, NodeId at) { return block.begin < at; });
    return behind != blocks.begin() && std::prev(behind)->end > begin;
}

}  // namespace feedarc::read
