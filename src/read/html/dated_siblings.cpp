#include "read/html/dated_siblings.hpp"

#include "read/html/candidate.hpp"
#include "read/html/labels.hpp"
#include "text/date.hpp"
#include "text/unicode.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
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
        return is_most_of_page() ? std::move(best_) : std::vector<Block>{};
    }

private:
    // Half of the text outside of the frame; a third where little of the rest is prose.
    [[nodiscard]] bool is_most_of_page() const {
        if (best_.empty()) return false;
        const std::uint32_t page = outline_.width(0) - outline_.frame_width();
        if (best_width_ * 2 >= page) return true;
        const std::uint32_t prose =
            outline_.sums(0).prose_width -
            outline_.sums(best_.front().begin, best_.back().end).prose_width;
        return best_width_ * 3 >= page && prose <= best_width_;
    }

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
        const std::uint32_t before = best_width_;
        for (const Tag border : {Tag::h2, Tag::h3, Tag::h4, Tag::dt}) {
            try_run(between(parent, border));
        }
        if (best_width_ == before) try_run(between(parent, Tag::hr));
    }

    // The stretches of children that begin with an element of one kind, or behind a rule: records
    // without an element of their own.
    [[nodiscard]] std::vector<Block> between(NodeId parent, Tag border) const {
        std::vector<Block> blocks;
        const bool is_rule = border == Tag::hr;
        if (is_rule) blocks.push_back({parent + 1, parent + 1, 0});
        for (const NodeId child : dom_.children(parent)) {
            if (dom_.tag(child) == border) {
                const NodeId begin = is_rule ? dom_[child].end : child;
                blocks.push_back({begin, begin, 0});
            }
            if (!blocks.empty()) blocks.back().end = std::max(blocks.back().end, dom_[child].end);
        }
        const auto is_empty = [&](const Block& block) {
            return block.begin == block.end || outline_.sums(block.begin, block.end).width == 0;
        };
        blocks.erase(std::remove_if(blocks.begin(), blocks.end(), is_empty), blocks.end());
        if (blocks.size() <= kLeastBlocks) blocks.clear();
        return blocks;
    }

    [[nodiscard]] bool is_same_kind(NodeId one, NodeId other) const {
        return dom_.tag(one) == dom_.tag(other) &&
               outline_.own_kind(one) == outline_.own_kind(other);
    }

    void try_run(std::vector<Block> blocks) {
        if (blocks.size() < kLeastBlocks || is_reply(blocks.front().begin)) return;
        std::size_t dated = 0;
        std::size_t linked = 0;
        for (const Block& block : blocks) {
            const Outline::Sums sums = outline_.sums(block.begin, block.end);
            dated += sums.times > 0 || sums.years > 0 ? 1U : 0U;
            linked += sums.links > 0 ? 1U : 0U;
        }
        const std::size_t size = blocks.size();
        const std::uint32_t width = outline_.sums(blocks.front().begin, blocks.back().end).width;
        if (width <= best_width_ || width < kLeastWidth * size) return;
        if (size == 2) {
            if (dated < 2 || linked < 2 || are_groups(blocks) || !give_anchors(blocks)) return;
        } else if (dated * 5 < size * 4 || !have_days(blocks)) {
            return;
        } else if (linked * 5 > size) {
            // Links of any kind, none of which is a title.
            for (Block& block : blocks) block.anchor = link_of_date(block);
        }
        best_width_ = width;
        best_ = std::move(blocks);
    }

    // Whether one of them begins with the label of a year or month and holds several links of one
    // path, as the groups of an archive do.
    [[nodiscard]] bool are_groups(const std::vector<Block>& blocks) const {
        return std::any_of(blocks.begin(), blocks.end(), [&](const Block& block) {
            NodeId text = block.begin;
            while (text < block.end && (dom_.tag(text) != Tag::text || outline_.width(text) == 0)) {
                ++text;
            }
            return text < block.end && is_period_label(text::fold_space(dom_[text].text())) &&
                   has_links_alike(block);
        });
    }

    [[nodiscard]] bool has_links_alike(const Block& block) const {
        std::vector<std::uint32_t> paths;
        for (const Outline::Link& link : outline_.links(block.begin, block.end)) {
            paths.push_back(outline_.path(link.node));
        }
        std::sort(paths.begin(), paths.end());
        return std::adjacent_find(paths.begin(), paths.end()) != paths.end();
    }

    // What readers say of the page's own thing.
    [[nodiscard]] bool is_reply(NodeId node) const {
        const std::string_view property = dom_.value(node, "itemprop");
        return property == "review" || property == "comment";
    }

    // Whether a day stands in a short element of nearly all.
    [[nodiscard]] bool have_days(const std::vector<Block>& blocks) const {
        const auto count = std::count_if(blocks.begin(), blocks.end(),
                                         [&](const Block& block) { return day_in(block) != 0; });
        return static_cast<std::size_t>(count) * 5 >= blocks.size() * 4;
    }

    // The text or `<time>` with the first day of a block; 0 for none.
    [[nodiscard]] NodeId day_in(const Block& block) const {
        constexpr std::uint32_t kMostDateWidth = 48;
        for (NodeId node = block.begin; node < block.end; ++node) {
            if (outline_.is_hidden(node)) continue;
            if (dom_.tag(node) == Tag::time && is_day(node)) return node;
            if (dom_.tag(node) != Tag::text || outline_.sums(node).years == 0 ||
                outline_.width(dom_[node].parent) > kMostDateWidth) {
                continue;
            }
            const auto date = text::find_date(dom_[node].text());
            if (date && date->published.precision >= DatePrecision::day) return node;
        }
        return 0;
    }

    // A `<time>` of a month or a year is one end of a period.
    [[nodiscard]] bool is_day(NodeId time) const {
        const std::string_view value = dom_.value(time, "datetime");
        const auto date = value.empty() ? std::nullopt : text::parse_local_date(value);
        return !date || date->precision >= DatePrecision::day;
    }

    // The link around the day, as the address of a note; 0 for none.
    [[nodiscard]] NodeId link_of_date(const Block& block) const {
        NodeId node = day_in(block);
        while (node > block.begin && dom_.tag(node) != Tag::a) node = dom_[node].parent;
        return dom_.tag(node) == Tag::a && node >= block.begin ? node : 0;
    }

    // Each block's first link, where they lead to different pages.
    [[nodiscard]] bool give_anchors(std::vector<Block>& pair) const {
        for (Block& block : pair) {
            const auto links = outline_.links(block.begin, block.end);
            if (links.empty()) return false;
            block.anchor = links.front().node;
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
