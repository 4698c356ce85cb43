#pragma once

#include "read/html/listing.hpp"

#include <cstdint>

namespace feedarc::read {

/// What the page says of a date: nothing of changes; by a class (hAtom's `updated`, `update-time`)
/// or the words before it ("Updated on", `更新于`) that it is of the last change, as may be the
/// only date of an entry; or in its markup (`dateModified`, `data-updated`) that it surely is.
enum class Change : std::uint8_t { none, perhaps, surely };

/// Of the date in a node of the block; `title_begin` is where the entry's title begins.
[[nodiscard]] Change change_of(const Outline& outline, const Block& block, NodeId node,
                               NodeId title_begin);

}  // namespace feedarc::read
