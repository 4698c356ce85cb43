#pragma once

#include "read/html/listing.hpp"

namespace feedarc::read {

/// Whether a date or age within a block is that of a last reply, visit or change to what the entry
/// links to, and not that of the entry: by the classes of what it stands in, or by the words of the
/// short line it stands in (before it, where other dates stand there too). What holds the title
/// from `title_begin` on tells nothing.
[[nodiscard]] bool is_of_reply(const Outline& outline, const Block& block, NodeId node,
                               NodeId title_begin);

/// The same by the head of its column, which says less: where there is no other date, it may be
/// meant for the entry.
[[nodiscard]] bool is_in_column_of_replies(const Outline& outline, const Block& block, NodeId node);

}  // namespace feedarc::read
