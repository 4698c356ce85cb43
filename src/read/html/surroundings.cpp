#include "read/html/surroundings.hpp"

#include "read/html/blocks.hpp"
#include "read/html/candidate.hpp"
#include "read/html/labels.hpp"
#include "read/html/page_text.hpp"
#include "text/date.hpp"
#include "text/number_date.hpp"
#include "text/unicode.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace feedarc::read {
namespace {

// What a short list lacks for its shortness: three dated titles have 11 to 14 points.
constexpr double kDatedListPoints = 3;
// More than a few related posts gain by being cards with headings and dates.
constexpr double kBelowArticlePoints = -16;
// Neither is said of longer lists.
constexpr std::size_t kMostOfShortList = 10;

}  // namespace

Surroundings::Surroundings(const Outline& outline, std::string_view page_title)
    : outline_(outline), dom_(outline.dom()) {
    for (NodeId node = 0; node < dom_.size();) {
        if (!outline.is_frame(node)) {
            ++node;
            continue;
        }
        const NodeId end = dom_.is_element(node) ? dom_[node].end : node + 1;
        frame_prose_ += outline.sums(node, end).prose_width;
        node = end;
    }
    for (const Outline::Link& link : outline.links()) {
        if (leads_to_list(link.href)) list_links_ += outline.link_width(link.node);
    }
    constexpr std::uint32_t kLeastWidth = 6;
    for (const NodeId heading : outline.headings()) {
        if (dom_.tag(heading) != Tag::h1 || outline.width(heading) < kLeastWidth) continue;
        if (page_title.find(plain_text(dom_, heading)) == std::string_view::npos) continue;
        heading_ = heading;
        break;
    }
    const auto& links = outline.links();
    const auto title_link = std::find_if(links.begin(), links.end(), [&](const auto& link) {
        return link.node >= heading_ && link.heading != 0;
    });
    if (title_link != links.end()) first_linked_title_ = title_link->node;
    if (heading_ != 0) first_date_ = date_in(dom_[heading_].parent, dom_.size());
}

NodeId Surroundings::date_in(NodeId begin, NodeId end) const {
    constexpr std::uint32_t kMostDateWidth = 24;
    for (NodeId node = begin; node < end; ++node) {
        if (dom_.tag(node) == Tag::time) return node;
        if (dom_.tag(node) != Tag::text || outline_.width(node) == 0 ||
            outline_.width(node) > kMostDateWidth) {
            continue;
        }
        const std::string text = text::fold_space(dom_[node].text());
        if (text::parse_date_line(text) || text::parse_month_day(text)) return node;
    }
    return 0;
}

// Whether the first text of a group around a block is a year or month.
bool Surroundings::is_below_year(const Block& block) const {
    constexpr int kLevels = 3;
    NodeId group = block.begin;
    for (int level = 0; level < kLevels && group != 0; ++level) {
        group = dom_[group].parent;
        NodeId text = group;
        while (text < block.begin && (dom_.tag(text) != Tag::text || outline_.width(text) == 0)) {
            ++text;
        }
        if (text < block.begin) return is_period_label(text::fold_space(dom_[text].text()));
    }
    return false;
}

double Surroundings::dated_list_points(std::span<const Block> blocks) const {
    if (blocks.size() > kMostOfShortList) return 0;
    std::uint32_t width = 0;
    std::uint32_t prose = 0;
    for (const Block& block : blocks) {
        const Outline::Sums sums = outline_.sums(block.begin, block.end);
        width += sums.width;
        prose += sums.prose_width;
    }
    // Without the links to tags and categories, which themes show beside each of their lists.
    const std::uint32_t aside = outline_.frame_width() + list_links_;
    const std::uint32_t page = outline_.width(0) - std::min(outline_.width(0), aside);
    const std::uint32_t all_prose = outline_.sums(0).prose_width;
    const std::uint32_t beside = all_prose - std::min(all_prose, frame_prose_ + prose);
    if (width * 2 < page || beside * 4 > width) return 0;
    const auto& articles = outline_.articles();
    const bool is_beside_article =
        std::any_of(articles.begin(), articles.end(),
                    [&](NodeId article) { return !overlaps(blocks, article, dom_[article].end); });
    if (is_beside_article) return 0;
    const bool all_dated = std::all_of(blocks.begin(), blocks.end(), [&](const Block& block) {
        return date_in(block.begin, block.end) != 0 || is_below_year(block);
    });
    return all_dated ? kDatedListPoints : 0;
}

double Surroundings::below_article_points(std::span<const Block> blocks) const {
    constexpr std::uint32_t kLeastProse = 60;
    const NodeId first = blocks.front().begin;
    if (blocks.size() > kMostOfShortList || heading_ == 0 || dom_[heading_].end > first) return 0;
    const Outline::Sums above = outline_.sums(dom_[heading_].end, first);
    if (above.prose_width < kLeastProse || first_date_ == 0 || first_date_ >= first) return 0;
    return first_linked_title_ != 0 && first_linked_title_ < first ? 0 : kBelowArticlePoints;
}

}  // namespace feedarc::read
