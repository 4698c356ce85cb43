#include "read/html/neighbours.hpp"

#include "read/html/listing.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace feedarc::read {
namespace {

// What a label above a title may take; more is a text, and belongs to the entry before it.
constexpr std::uint32_t kMostLeadWidth = 40;
constexpr std::size_t kMostLead = 4;

// One child of the container of some blocks.
struct Sibling {
    NodeId node = 0;
    std::uint32_t kind = 0;
};

// Some blocks of one container, and what stands around them.
class Row {
public:
    Row(const Outline& outline, std::span<Block> blocks)
        : outline_(outline), dom_(outline.dom()), blocks_(blocks) {
        std::size_t next = 0;
        const NodeId parent = dom_[blocks.front().begin].parent;
        for (const NodeId child : dom_.children(parent)) {
            if (next < blocks.size() && child == blocks[next].begin) {
                places_.push_back(siblings_.size());
                ++next;
            }
            const bool shown = dom_.is_element(child) || outline.width(child) > 0;
            if (shown) siblings_.push_back({child, kind_of(child)});
        }
    }

    // How many siblings before each block belong to it.
    [[nodiscard]] std::size_t lead() const {
        const std::size_t gap = usual_gap();
        if (gap == 0) return 0;
        std::size_t sample = 0;  // a block with such a gap behind it
        while (places_[sample + 1] - places_[sample] - 1 != gap) ++sample;
        const std::size_t begin = places_[sample] + 1;
        std::size_t behind = 0;
        while (behind < gap && places_.back() + 1 + behind < siblings_.size() &&
               is_alike(begin + behind, places_.back() + 1 + behind)) {
            ++behind;
        }
        std::size_t before = 0;
        while (before < gap && before < places_.front() &&
               is_alike(begin + gap - 1 - before, places_.front() - 1 - before)) {
            ++before;
        }
        const std::size_t lead = std::min({before, gap - behind, kMostLead});
        return is_label(lead) ? lead : 0;
    }

    // Lets each block begin `lead` siblings earlier, where they are there, and reach to the next;
    // the last one takes as many as any took so far. Returns that number.
    std::size_t widen(std::size_t lead, std::size_t most) {
        for (std::size_t i = 0; i < places_.size(); ++i) {
            const std::size_t floor = i > 0 ? places_[i - 1] + 1 : 0;
            const std::size_t first = places_[i] - std::min(lead, places_[i] - floor);
            blocks_[i].begin = siblings_[first].node;
            if (i > 0) blocks_[i - 1].end = blocks_[i].begin;
            if (i > 0) most = std::max(most, first - floor);
        }
        const std::size_t last = std::min(places_.back() + most, siblings_.size() - 1);
        blocks_.back().end = dom_[siblings_[last].node].end;
        return most;
    }

    [[nodiscard]] std::size_t size() const noexcept { return places_.size(); }

private:
    [[nodiscard]] std::uint32_t kind_of(NodeId node) const {
        const auto tag = static_cast<std::uint32_t>(dom_.tag(node));
        return dom_.is_element(node) ? outline_.own_kind(node) * 31 + tag : tag;
    }

    [[nodiscard]] bool is_alike(std::size_t one, std::size_t other) const {
        return siblings_[one].kind == siblings_[other].kind;
    }

    // The most frequent number of siblings between two blocks; of several the least.
    [[nodiscard]] std::size_t usual_gap() const {
        std::vector<std::size_t> gaps;
        for (std::size_t i = 0; i + 1 < places_.size(); ++i) {
            gaps.push_back(places_[i + 1] - places_[i] - 1);
        }
        std::sort(gaps.begin(), gaps.end());
        std::size_t usual = 0;
        std::size_t most = 0;
        for (std::size_t begin = 0, end = 0; begin < gaps.size(); begin = end) {
            while (end < gaps.size() && gaps[end] == gaps[begin]) ++end;
            if (end - begin > most) {
                most = end - begin;
                usual = gaps[begin];
            }
        }
        return usual;
    }

    // Whether what would begin the first entry is shown and short.
    [[nodiscard]] bool is_label(std::size_t lead) const {
        if (lead == 0) return false;
        const NodeId begin = siblings_[places_.front() - lead].node;
        const std::uint32_t width = outline_.sums(begin, siblings_[places_.front()].node).width;
        return width > 0 && width <= kMostLeadWidth;
    }

    const Outline& outline_;
    const Dom& dom_;
    std::span<Block> blocks_;
    std::vector<Sibling> siblings_;
    std::vector<std::size_t> places_;  // of the blocks among the siblings
};

bool are_siblings(const Dom& dom, const Block& one, const Block& other) {
    return dom[one.begin].parent == dom[other.begin].parent;
}

// Whether something stands between at least four of five neighbours.
bool have_rows_between(const Outline& outline, std::span<const Block> blocks) {
    std::size_t gaps = 0;
    std::size_t neighbours = 0;
    for (std::size_t i = 0; i + 1 < blocks.size(); ++i) {
        if (!are_siblings(outline.dom(), blocks[i], blocks[i + 1])) continue;
        ++neighbours;
        gaps += outline.sums(blocks[i].end, blocks[i + 1].begin).width > 0 ? 1U : 0U;
    }
    return gaps > 0 && gaps * 5 >= neighbours * 4;
}

}  // namespace

void take_in_neighbours(const Outline& outline, std::vector<Block>& blocks) {
    if (!have_rows_between(outline, blocks)) return;
    std::vector<Row> rows;
    for (std::span<Block> left(blocks); !left.empty();) {
        std::size_t size = 1;
        while (size < left.size() && are_siblings(outline.dom(), left[0], left[size])) ++size;
        rows.emplace_back(outline, left.first(size));
        left = left.subspan(size);
    }
    const auto longest = std::max_element(
        rows.begin(), rows.end(),
        [](const Row& one, const Row& other) { return one.size() < other.size(); });
    const std::size_t lead = longest->lead();
    std::size_t most = 0;
    for (Row& row : rows) most = row.widen(lead, most);
}

}  // namespace feedarc::read
