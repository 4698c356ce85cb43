#pragma once

#include "read/html/listing.hpp"

#include <string_view>
#include <vector>

namespace feedarc::read {

/// Adds the entries that stand beside the found ones in another shape: siblings of the same kind
/// (one without a picture), and, where the found ones are marked as articles, those that are so
/// marked elsewhere (the featured one). Keeps the order of the page.
void add_odd_entries(const Outline& outline, std::string_view page_url, std::vector<Block>& blocks);

/// Takes out what stands in containers of bare links where all the entries of the largest container
/// bear a date: the menus that a layout of tables puts beside its list. And containers of several
/// links a block where most of the blocks are in one and have one link each: what sorts the list.
void drop_bare_containers(const Outline& outline, std::vector<Block>& blocks);

/// Takes out the last blocks of containers that are but a link, where nearly all have a heading:
/// "View all 112". Not a link that leads as deep as those of the entries: a card that is a picture.
void drop_bare_ends(const Outline& outline, std::vector<Block>& blocks);

/// One or two entries: no pattern shows, so they must be marked as articles with a link of their
/// own. None where any of the page's articles has none.
[[nodiscard]] std::vector<Block> find_marked_articles(const Outline& outline,
                                                      std::string_view page_url);

}  // namespace feedarc::read
