#include "read/html/anchors.hpp"

#include "read/html/page_text.hpp"
#include "read/html/roles.hpp"
#include "text/date.hpp"
#include "text/find_age.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string_view>

namespace feedarc::read {
namespace {

// The heading or what is marked as the title around a block's link; 0 for none.
NodeId title_around(const Outline& outline, const Block& block) {
    const Dom& dom = outline.dom();
    for (NodeId node = block.anchor; node > block.begin; node = dom[node].parent) {
        if (is_heading(dom.tag(node))) return node;
        if (node != block.anchor && has_any(outline.roles(node), Role::title)) return node;
    }
    return 0;
}

// The first folder or page of an address: `threads` of `/threads/a-title.12/`.
std::string_view first_segment(std::string_view href) {
    const std::size_t slashes = href.find("//");
    if (slashes != std::string_view::npos) {
        href.remove_prefix(std::min(href.find('/', slashes + 2), href.size()));
    }
    href.remove_prefix(std::min(href.find_first_not_of("./"), href.size()));
    return href.substr(0, href.find_first_of("/?#"));
}

// Where most of the blocks' links lead; empty where they lead to many places.
std::string_view usual_segment(const Outline& outline, std::span<const Block> blocks) {
    std::map<std::string_view, std::size_t> counts;
    for (const Block& block : blocks) {
        const auto segment = first_segment(outline.dom().value(block.anchor, "href"));
        if (++counts[segment] * 2 > blocks.size()) return segment;
    }
    return {};
}

// The link of a block's title that leads where the other blocks' do, which its own does not; 0 for
// none.
NodeId usual_of_title(const Outline& outline, const Block& block, std::string_view usual) {
    const Dom& dom = outline.dom();
    if (first_segment(dom.value(block.anchor, "href")) == usual) return 0;
    const NodeId title = title_around(outline, block);
    if (title == 0) return 0;
    for (const auto& link : outline.links(title, dom[title].end)) {
        if (first_segment(link.href) == usual) return link.node;
    }
    return 0;
}

bool tells_time(std::string_view text) {
    return text::parse_date_line(text) || text::parse_age_line(text);
}

// A shorter link to the same target before the block's own, in a block without a heading.
NodeId shorter_before(const Outline& outline, const Block& block) {
    constexpr std::uint32_t kLeastTitle = 8;
    if (outline.sums(block.begin, block.end).headings > 0) return 0;
    const std::string_view target = outline.dom().value(block.anchor, "href");
    for (const auto& link : outline.links(block.begin, block.anchor)) {
        const std::uint32_t width = outline.width(link.node);
        if (link.href != target || width < kLeastTitle || width >= outline.width(block.anchor)) {
            continue;
        }
        if (!tells_time(plain_text(outline.dom(), link.node))) return link.node;
    }
    return 0;
}

}  // namespace

void choose_anchors(const Outline& outline, std::vector<Block>& blocks) {
    std::vector<NodeId> shorter;
    std::size_t found = 0;
    const std::string_view usual = usual_segment(outline, blocks);
    for (Block& block : blocks) {
        const NodeId better = usual.empty() ? 0 : usual_of_title(outline, block, usual);
        if (better != 0) block.anchor = better;
        shorter.push_back(shorter_before(outline, block));
        found += shorter.back() != 0 ? 1U : 0U;
    }
    if (found * 5 < blocks.size() * 4) return;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        if (shorter[i] != 0) blocks[i].anchor = shorter[i];
    }
}

}  // namespace feedarc::read
