#pragma once

#include <feedarc/entry.hpp>

#include "read/html/listing.hpp"
#include "text/number_date.hpp"

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace feedarc::read {

/// What the page around an entry says of its date.
struct DateContext {
    text::DateOrder order = text::DateOrder::unknown;    ///< of dates of numbers alone
    text::DateOrder setting = text::DateOrder::unknown;  ///< the order that the source's rules say
    std::optional<Published> group;                      ///< of the heading that it stands under
    std::optional<int> group_year;                       ///< the year of that heading
    bool dated_titles = false;  ///< the links of nearly all entries begin with their dates
};

/// Gives each block its context. The order of numbers is what the page's unambiguous dates show,
/// where they agree; where there are none, what its language has (the tag of `<html lang>`), else
/// `setting`. A heading counts where it parts the blocks, so that today's date at the top of a page
/// is nobody's; a year also where it is a heading above all of them. What the text of links begins
/// with is a date of theirs only where at most one in ten has none.
[[nodiscard]] std::vector<DateContext> date_contexts(const Outline& outline,
                                                     std::span<const Block> blocks,
                                                     std::string_view language,
                                                     text::DateOrder setting);

}  // namespace feedarc::read
