#pragma once

#include "read/html/outline.hpp"

#include <vector>

namespace feedarc::read {

struct Block;

/// Widens blocks whose entries have no element of their own to the siblings that belong to them: a
/// title row and a summary row, `<dt>` and `<dd>`, a heading and paragraphs, what stands between
/// rules. Nothing changes unless something stands between nearly all neighbours.
///
/// What stands between two belongs to the one before it, but for labels that begin a record, such
/// as a date above each title: they stand before the first block as they do before each other,
/// while the last one lacks as many behind it.
void take_in_neighbours(const Outline& outline, std::vector<Block>& blocks);

}  // namespace feedarc::read
