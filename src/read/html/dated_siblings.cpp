#include "read/html/dated_siblings.hpp"

#include "read/html/candidate.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace feedarc::read {
namespace {

constexpr std::size_t kLeastBlocks = 2;
constexpr std::uint32_t kLeastWidth = 20;  // of an entry, on average

class Finder {
public:
    explicit Finder(const Outline& outline) : outline_(outline), dom_(outline.dom()) {}

    std::vector<Block> run() {
        for (NodeId node = 0; node < dom_.size(); ++node) {
            if (dom_.tag(node) == Tag::text || outline_.is_hidden(node) ||
                outline_.is_frame(node)) {
                continue;
            }
            // Less than what is known, so nothing in it can be more.
            if (outline_.width(node) <= best_width_) continue;
            try_children(node);
        }
        return best_width_ * 2 >= outline_.width(0) ? std::move(best_) : std::vector<Block>{};
    }

private:
    // The runs of children of one tag and class.
    void try_children(NodeId parent) {
        std::vector<Block> run;
        for (const NodeId child : dom_.children(parent)) {
            if (!dom_.is_element(child) || outline_.width(child) == 0) continue;
            if (!run.empty() && !is_same_kind(run.front().begin, child)) {
                try_run(run);
                run.clear();
            }
            run.push_back({child, dom_[child].end, 0});
        }
        try_run(run);
    }

    [[nodiscard]] bool is_same_kind(NodeId one, NodeId other) const {
        return dom_.tag(one) == dom_.tag(other) &&
               outline_.own_kind(one) == outline_.own_kind(other);
    }

    void try_run(const std::vector<Block>& run) {
        if (run.size() < kLeastBlocks) return;
        std::size_t dated = 0;
        std::size_t linked = 0;
        for (const Block& block : run) {
            const Outline::Sums sums = outline_.sums(block.begin, block.end);
            dated += sums.times > 0 || sums.years > 0 ? 1U : 0U;
            linked += sums.links > 0 ? 1U : 0U;
        }
        const std::uint32_t width = outline_.sums(run.front().begin, run.back().end).width;
        const bool pair = run.size() == 2;
        const bool fits = pair ? dated == 2 && linked == 2
                               : dated * 5 >= run.size() * 4 && linked * 5 <= run.size();
        if (!fits || width <= best_width_ || width < kLeastWidth * run.size()) return;
        std::vector<Block> blocks = run;
        if (pair && !give_anchors(blocks)) return;
        best_width_ = width;
        best_ = std::move(blocks);
    }

    // Each block's first link, where they lead to different pages.
    [[nodiscard]] bool give_anchors(std::vector<Block>& pair) const {
        for (Block& block : pair) {
            const auto& links = outline_.links();
            const auto link = std::lower_bound(
                links.begin(), links.end(), block.begin,
                [](const Outline::Link& one, NodeId node) { return one.node < node; });
            if (link == links.end() || link->node >= block.end) return false;
            block.anchor = link->node;
        }
        const std::string_view target = dom_.value(pair[0].anchor, "href");
        return target != dom_.value(pair[1].anchor, "href") && !leads_to_list(target);
    }

    const Outline& outline_;
    const Dom& dom_;
    std::vector<Block> best_;
    std::uint32_t best_width_ = 0;
};

}  // namespace

std::vector<Block> find_dated_siblings(const Outline& outline) {
    return Finder(outline).run();
}

}  // namespace feedarc::read
