#include "read/html/odd_entries.hpp"

#include "read/html/attribute.hpp"
#include "read/html/blocks.hpp"
#include "read/html/candidate.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace feedarc::read {
namespace {

bool is_page_itself(std::string_view page_url, std::string_view href) {
    return !page_url.empty() && page_url.ends_with(href);
}

// Whether the page says that the link is the address of what it stands in: `u-url`,
// `itemprop=url`, `rel=bookmark`.
bool is_permalink(const Dom& dom, NodeId link) {
    return dom.value(link, "itemprop") == "url" ||
           dom.value(link, "class").find("u-url") != std::string_view::npos ||
           has_token(dom.value(link, "rel"), "bookmark");
}

// The link in a heading, or the one marked as the address, or the one with the longest text; 0
// where there is none.
NodeId best_link(const Outline& outline, NodeId block) {
    const Dom& dom = outline.dom();
    NodeId longest = 0;
    NodeId marked = 0;
    for (const Outline::Link& link : outline.links(block, dom[block].end)) {
        if (link.heading >= block && link.heading != 0) return link.node;
        if (marked == 0 && is_permalink(dom, link.node)) marked = link.node;
        if (longest == 0 || outline.width(link.node) > outline.width(longest)) longest = link.node;
    }
    return marked != 0 ? marked : longest;
}

class Siblings {
public:
    Siblings(const Outline& outline, std::vector<Block>& blocks)
        : outline_(outline), dom_(outline.dom()), blocks_(blocks), known_(blocks.size()) {
        for (const Block& block : blocks) {
            kinds_.push_back(outline.own_kind(block.begin));
            if (kinds_.back() == 0) shapes_.push_back(children_of(block.begin));
        }
        std::sort(kinds_.begin(), kinds_.end());
        std::sort(shapes_.begin(), shapes_.end());
    }

    void add() {
        const Tag tag = dom_.tag(blocks_.front().begin);
        if (tag == Tag::a || tag == Tag::text || is_heading(tag)) return;
        NodeId container = 0;
        for (std::size_t i = 0; i < known_; ++i) {
            const NodeId parent = dom_[blocks_[i].begin].parent;
            if (std::exchange(container, parent) == parent) continue;
            for (const NodeId child : dom_.children(parent)) {
                if (dom_.tag(child) == tag && is_entry(child)) {
                    blocks_.push_back({child, dom_[child].end, best_link(outline_, child)});
                }
            }
        }
    }

private:
    [[nodiscard]] std::ptrdiff_t children_of(NodeId node) const {
        std::ptrdiff_t count = 0;
        for (const NodeId child : dom_.children(node)) count += dom_.is_element(child) ? 1 : 0;
        return count;
    }

    // Whether a child of a container is an entry too, by the kind of those that are known.
    [[nodiscard]] bool is_entry(NodeId node) const {
        if (outline_.is_frame(node) || outline_.is_hidden(node) || outline_.width(node) < 20) {
            return false;
        }
        const std::span<const Block> known(blocks_.data(), known_);
        if (overlaps(known, node, dom_[node].end)) return false;
        const std::uint32_t kind = outline_.own_kind(node);
        if (!std::binary_search(kinds_.begin(), kinds_.end(), kind)) return false;
        // Without a class the cells must tell: rows of buttons and pagers stand in the same table.
        if (kind == 0 && !std::binary_search(shapes_.begin(), shapes_.end(), children_of(node))) {
            return false;
        }
        return !is_menu(node) && best_link(outline_, node) != 0;
    }

    [[nodiscard]] bool is_menu(NodeId node) const {
        const Outline::Sums sums = outline_.sums(node);
        return sums.links >= 4 && sums.link_width * 3 >= sums.width * 2;
    }

    const Outline& outline_;
    const Dom& dom_;
    std::vector<Block>& blocks_;
    std::size_t known_;
    std::vector<std::uint32_t> kinds_;
    std::vector<std::ptrdiff_t> shapes_;  // how many children those without a class have
};

// Whether the link lies over all of the article: it shows nothing, and names what it leads to.
bool is_overlay(const Outline& outline, NodeId article, NodeId anchor) {
    const Outline::Sums sums = outline.sums(article);
    return outline.width(anchor) == 0 && !outline.link_label(anchor).empty() && sums.links == 1 &&
           sums.headings == 1;
}

bool stands_for_itself(const Outline& outline, std::string_view page_url, NodeId article,
                       NodeId anchor) {
    const Dom& dom = outline.dom();
    NodeId heading = anchor;
    while (heading > article && !is_heading(dom.tag(heading))) heading = dom[heading].parent;
    const bool in_heading = heading > article && dom.tag(heading) != Tag::h1;
    const bool is_marked = heading <= article && is_permalink(dom, anchor);
    if (!in_heading && !is_marked && !is_overlay(outline, article, anchor)) return false;
    const std::string_view href = dom.value(anchor, "href");
    return !is_page_itself(page_url, href) && !leads_to_list(href) &&
           outline.sums(article).headings <= 2;
}

// What is marked as an article elsewhere on a page whose entries are so marked.
void add_other_articles(const Outline& outline, std::string_view page_url,
                        std::vector<Block>& blocks) {
    const auto& articles = outline.articles();
    const auto is_marked = [&](const Block& block) {
        return std::binary_search(articles.begin(), articles.end(), block.begin);
    };
    const auto marked = std::count_if(blocks.begin(), blocks.end(), is_marked);
    if (static_cast<std::size_t>(marked) * 5 < blocks.size() * 4) return;
    const Dom& dom = outline.dom();
    std::vector<std::string_view> targets;
    targets.reserve(blocks.size());
    for (const Block& block : blocks) targets.push_back(dom.value(block.anchor, "href"));
    std::sort(targets.begin(), targets.end());
    std::vector<Block> others;
    for (const NodeId article : articles) {
        if (overlaps(blocks, article, dom[article].end)) continue;
        const NodeId anchor = best_link(outline, article);
        if (anchor == 0 || !stands_for_itself(outline, page_url, article, anchor)) continue;
        const std::string_view target = dom.value(anchor, "href");
        if (std::binary_search(targets.begin(), targets.end(), target)) continue;
        others.push_back({article, dom[article].end, anchor});
    }
    // More than there are entries would be another list.
    if (others.size() * 2 <= blocks.size())
        blocks.insert(blocks.end(), others.begin(), others.end());
}

}  // namespace

void add_odd_entries(const Outline& outline, std::string_view page_url,
                     std::vector<Block>& blocks) {
    Siblings(outline, blocks).add();
    sort_by_place(blocks);
    add_other_articles(outline, page_url, blocks);
    sort_by_place(blocks);
}

namespace {

// What the blocks of one container are like.
struct Container {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t dated = 0;
    std::size_t links = 0;
    bool bare = true;  // nothing but links

    [[nodiscard]] std::size_t size() const noexcept { return end - begin; }
};

std::vector<Container> containers_of(const Outline& outline, std::span<const Block> blocks) {
    const Dom& dom = outline.dom();
    std::vector<Container> containers;
    for (std::size_t begin = 0; begin < blocks.size(); begin = containers.back().end) {
        Container container{begin, begin};
        const NodeId parent = dom[blocks[begin].begin].parent;
        while (container.end < blocks.size() && dom[blocks[container.end].begin].parent == parent) {
            const Block& block = blocks[container.end++];
            const Outline::Sums sums = outline.sums(block.begin, block.end);
            container.dated += sums.times > 0 || sums.years > 0 ? 1U : 0U;
            container.links += sums.links;
            container.bare = container.bare && sums.link_width * 10 >= sums.width * 9;
        }
        containers.push_back(container);
    }
    return containers;
}

}  // namespace

void drop_bare_containers(const Outline& outline, std::vector<Block>& blocks) {
    const std::vector<Container> containers = containers_of(outline, blocks);
    if (containers.size() < 2) return;
    const Container& largest = *std::max_element(
        containers.begin(), containers.end(),
        [](const Container& one, const Container& other) { return one.size() < other.size(); });
    const bool all_dated = largest.size() >= 3 && largest.size() * 2 >= blocks.size() &&
                           largest.dated == largest.size();
    // "Sorted by: thread, subject, author" above and below a list of one link each.
    const bool one_link_each = largest.size() >= 5 && largest.size() * 4 >= blocks.size() * 3 &&
                               largest.links * 5 <= largest.size() * 6;
    const auto is_menu = [&](const Container& one) {
        if (one.dated > 0 || &one == &largest) return false;
        return (all_dated && one.bare) || (one_link_each && one.links >= 3 * one.size());
    };
    if (!all_dated && !one_link_each) return;
    std::vector<Block> kept;
    for (const Container& one : containers) {
        if (is_menu(one)) continue;
        kept.insert(kept.end(), blocks.begin() + static_cast<std::ptrdiff_t>(one.begin),
                    blocks.begin() + static_cast<std::ptrdiff_t>(one.end));
    }
    blocks.swap(kept);
}

namespace {

// How many names the path of a link has, below its host.
std::ptrdiff_t depth_of(std::string_view href) {
    href = href.substr(0, href.find_first_of("?#"));
    if (const auto scheme = href.find("://"); scheme != std::string_view::npos) {
        href.remove_prefix(std::min(href.size(), href.find('/', scheme + 3)));
    }
    while (href.ends_with('/')) href.remove_suffix(1);
    return std::count(href.begin(), href.end(), '/');
}

// Whether a link leads as deep as the one of another entry, below a folder: "View all" does not.
bool leads_as_deep(const Dom& dom, NodeId one, NodeId other) {
    const std::ptrdiff_t depth = depth_of(dom.value(one, "href"));
    return depth >= 2 && depth == depth_of(dom.value(other, "href"));
}

}  // namespace

void drop_bare_ends(const Outline& outline, std::vector<Block>& blocks) {
    const auto has_heading = [&](const Block& block) {
        return outline.sums(block.begin, block.end).headings > 0;
    };
    const auto headed = std::count_if(blocks.begin(), blocks.end(), has_heading);
    if (blocks.size() < 4 || static_cast<std::size_t>(headed) * 5 < blocks.size() * 4) return;
    const Dom& dom = outline.dom();
    const auto is_bare_end = [&](const Block& block) {
        const Outline::Sums sums = outline.sums(block.begin, block.end);
        return sums.headings == 0 && sums.times == 0 && sums.years == 0 &&
               sums.link_width == sums.width &&
               !leads_as_deep(dom, block.anchor, blocks.front().anchor) &&
               outline.sums(block.end, dom[dom[block.begin].parent].end).width == 0;
    };
    std::erase_if(blocks, is_bare_end);
}

std::vector<Block> find_marked_articles(const Outline& outline, std::string_view page_url) {
    std::vector<Block> blocks;
    for (const NodeId article : outline.articles()) {
        const NodeId anchor = best_link(outline, article);
        if (anchor == 0 || !stands_for_itself(outline, page_url, article, anchor)) return {};
        blocks.push_back({article, outline.dom()[article].end, anchor});
    }
    return blocks;
}

}  // namespace feedarc::read
