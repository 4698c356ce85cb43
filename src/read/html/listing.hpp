#pragma once

#include <feedarc/explain.hpp>

#include "read/html/outline.hpp"
#include "read/html/page_data.hpp"

#include <string_view>
#include <vector>

namespace feedarc::read {

/// Where one entry stands on the page.
struct Block {
    NodeId begin = 0;
    NodeId end = 0;     ///< one behind its last node
    NodeId anchor = 0;  ///< the link that is its title, or is in it; 0 for none
    NodeId title = 0;   ///< its title, where a rule says so
};

/// What a page is called.
struct PageNames {
    std::string_view url;    ///< its own; links to it are no entries
    std::string_view title;  ///< of its head
};

/// Finds the entries of a listing: the repeated blocks of one template that carry most of the page.
/// In order; none where the page is no listing or it cannot be told (an article, a landing page).
///
/// The links of equal path (names of the elements from the root down) are grouped; the blocks are
/// the levels of the tree at which a group's links part; blocks in containers of one kind make a
/// candidate, and the candidates are scored. What the page's data list speaks for the blocks with
/// these links, makes a candidate of its own where they have no pattern, and adds what a found
/// pattern leaves out.
[[nodiscard]] std::vector<Block> find_listing(const Outline& outline, const ListedLinks& listed,
                                              const PageNames& page);

/// The candidates that find_listing() weighs, best first, and what came of them.
[[nodiscard]] Explanation explain_listing(const Outline& outline, const ListedLinks& listed,
                                          const PageNames& page);

}  // namespace feedarc::read
