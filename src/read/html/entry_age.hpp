#pragma once

#include <feedarc/entry.hpp>

#include "read/html/listing.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace feedarc::read {

/// The age that an entry shows, and the element or text that shows it. Where that is only the age
/// of a reply, which changes as well, there is no age.
struct ShownAge {
    std::optional<Age> age;
    NodeId node = 0;
};

/// Finds the age of an entry. In this order: `times`, its `<time>` elements; `marked`, what is
/// marked as a date (in both, `3h` is an age); a text outside of the title (from `title_begin` to
/// `title_end`) that is but an age, or of which a piece between `·` and the like is. Never an age
/// from within a sentence, nor that of a last reply, which is not the entry's.
[[nodiscard]] ShownAge find_entry_age(const Outline& outline, const Block& block,
                                      std::span<const NodeId> times, std::span<const NodeId> marked,
                                      NodeId title_begin, NodeId title_end);

/// Whether a text ends as a sentence does.
[[nodiscard]] bool is_sentence(std::string_view text) noexcept;

}  // namespace feedarc::read
