#include "read/html/listed_blocks.hpp"

#include "read/html/blocks.hpp"

#include <algorithm>
#include <cstddef>

namespace feedarc::read {
namespace {

// Widens each block to the highest element that begins behind the block before it, ends before the
// one behind it, and is no frame of the whole page.
void climb(const Dom& dom, std::vector<Block>& blocks) {
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const NodeId floor = i > 0 ? blocks[i - 1].anchor : 0;
        const NodeId ceiling = i + 1 < blocks.size() ? blocks[i + 1].anchor : dom.size();
        for (NodeId node = dom[blocks[i].anchor].parent; node > floor; node = dom[node].parent) {
            const Tag tag = dom.tag(node);
            if (dom[node].end > ceiling || tag == Tag::body || tag == Tag::main) break;
            blocks[i].begin = node;
            blocks[i].end = dom[node].end;
        }
    }
}

}  // namespace

std::vector<Block> blocks_of_listed(const Outline& outline, const ListedLinks& listed) {
    const Dom& dom = outline.dom();
    // By item, so that each gives one link, and that with the longest text.
    std::vector<ListedLinks::Link> links = listed.links();
    std::stable_sort(links.begin(), links.end(), [&](const auto& one, const auto& other) {
        return one.item != other.item
                   ? one.item < other.item
                   : outline.link_width(one.node) > outline.link_width(other.node);
    });
    std::vector<Block> blocks;
    for (std::size_t i = 0; i < links.size(); ++i) {
        if (i > 0 && links[i].item == links[i - 1].item) continue;
        blocks.push_back({links[i].node, dom[links[i].node].end, links[i].node});
    }
    sort_by_place(blocks);
    climb(dom, blocks);
    return blocks;
}

void add_listed_entries(const Outline& outline, const ListedLinks& listed,
                        std::vector<Block>& blocks) {
    if (listed.links().empty()) return;
    std::vector<std::size_t> known;
    for (const Block& block : blocks) {
        if (const auto* link = listed.find(block.anchor)) known.push_back(link->item);
    }
    if (known.size() * 2 < blocks.size()) return;
    std::sort(known.begin(), known.end());
    const std::size_t found = blocks.size();
    for (const Block& block : blocks_of_listed(outline, listed)) {
        const std::size_t item = listed.find(block.anchor)->item;
        if (std::binary_search(known.begin(), known.end(), item)) continue;
        if (!overlaps({blocks.data(), found}, block.begin, block.end)) blocks.push_back(block);
    }
    sort_by_place(blocks);
}

}  // namespace feedarc::read
