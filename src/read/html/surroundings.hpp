#pragma once

#include "read/html/listing.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace feedarc::read {

/// What stands beside a run of blocks says of its being the listing of the page.
class Surroundings {
public:
    Surroundings(const Outline& outline, std::string_view page_title);

    /// Points for a short list whose every entry has a date of its own, or stands below a year or
    /// month, where it is most of the page outside of the frame and no paragraphs are beside it.
    /// Lists of a category are such; the related posts of an article are not.
    [[nodiscard]] double dated_list_points(std::span<const Block> blocks) const;

    /// Points against a few blocks that stand below an article: a heading of the first level that
    /// the page's title repeats, with a date and paragraphs, and no titles that link before the
    /// first block.
    [[nodiscard]] double below_article_points(std::span<const Block> blocks) const;

private:
    // The first `<time>`, or text that is but a day; 0 for none.
    [[nodiscard]] NodeId date_in(NodeId begin, NodeId end) const;
    [[nodiscard]] bool is_below_year(const Block& block) const;

    const Outline& outline_;
    const Dom& dom_;
    std::uint32_t frame_prose_ = 0;
    std::uint32_t list_links_ = 0;   // the width of links to tags and the like
    NodeId heading_ = 0;             // the first one that the page's title repeats; 0 for none
    NodeId first_date_ = 0;          // beside that heading, or from there on
    NodeId first_linked_title_ = 0;  // in a heading from there on
};

}  // namespace feedarc::read
