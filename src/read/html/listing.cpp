#include "read/html/listing.hpp"

#include "read/html/candidate.hpp"
#include "read/html/dated_siblings.hpp"
#include "read/html/page_text.hpp"
#include "text/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_set>
#include <utility>

namespace feedarc::read {
namespace {

// An entry's title link is at most this deep within it. Also bounds the work on deep pages.
constexpr std::size_t kMostLevels = 16;
// Fewer are a listing only where the page marks them as articles.
constexpr std::size_t kLeastBlocks = 3;

struct Found {
    std::vector<Block> blocks;
    double score = 0;
};

class Finder {
public:
    Finder(const Outline& outline, std::string_view page_url)
        : outline_(outline), dom_(outline.dom()), page_url_(page_url) {}

    std::vector<Block> run() {
        for_each_group([&](std::span<const Key> group) { try_levels(group); });
        if (best_.score >= kEnough && !is_article_page()) {
            add_odd_siblings();
            return std::move(best_.blocks);
        }
        std::vector<Block> marked = marked_articles();
        return marked.empty() && best_.score < kEnough ? find_dated_siblings(outline_) : marked;
    }

    Explanation explain() {
        Explanation explanation;
        explanation.form = Form::html;
        candidates_ = &explanation.candidates;
        const std::size_t entries = run().size();
        std::stable_sort(explanation.candidates.begin(), explanation.candidates.end(),
                         [](const auto& a, const auto& b) { return a.score > b.score; });
        explanation.verdict = verdict(entries);
        return explanation;
    }

private:
    // A link as it is sorted: by the names of the elements above it, then by the classes of what it
    // stands in.
    struct Key {
        std::uint32_t path = 0;
        std::uint32_t kind = 0;
        std::uint32_t index = 0;

        bool operator<(const Key& other) const {
            return std::tie(path, kind, index) < std::tie(other.path, other.kind, other.index);
        }
    };

    // Visits the links of equal path; and, where classes split them, those of equal class.
    template <class Visit>
    void for_each_group(Visit visit) {
        const auto& links = outline_.links();
        std::vector<Key> keys;
        keys.reserve(links.size());
        for (std::uint32_t i = 0; i < links.size(); ++i) {
            if (is_own_target(links[i].href)) continue;
            const NodeId node = links[i].node;
            keys.push_back({outline_.path(node), outline_.kind(dom_[node].parent), i});
        }
        std::sort(keys.begin(), keys.end());
        const auto same_path = [](const Key& one, const Key& other) {
            return one.path == other.path;
        };
        const auto same_kind = [](const Key& one, const Key& other) {
            return one.path == other.path && one.kind == other.kind;
        };
        for_each_run(keys, same_path, [&](std::span<Key> run) {
            const bool one_kind = same_kind(run.front(), run.back());
            if (!one_kind) for_each_run(run, same_kind, visit);
            std::sort(run.begin(), run.end(),
                      [](const Key& one, const Key& other) { return one.index < other.index; });
            visit(run);
        });
    }

    template <class Same, class Visit>
    static void for_each_run(std::span<Key> keys, Same same, Visit visit) {
        while (!keys.empty()) {
            std::size_t end = 1;
            while (end < keys.size() && same(keys.front(), keys[end])) ++end;
            if (end >= kLeastBlocks) visit(keys.first(end));
            keys = keys.subspan(end);
        }
    }

    // Within the page itself, as the links to comments are.
    [[nodiscard]] bool is_own_target(std::string_view href) const {
        const std::size_t fragment = href.find('#');
        return fragment != std::string_view::npos && !page_url_.empty() &&
               href.substr(0, fragment) == page_url_.substr(0, page_url_.find('#'));
    }

    // The links climb together. Where two of them meet, the level below may be that of the blocks.
    void try_levels(std::span<const Key> group) {
        std::vector<Block> level;  // the distinct ancestors, each with its first link
        level.reserve(group.size());
        for (const Key& key : group) {
            const NodeId node = outline_.links()[key.index].node;
            level.push_back({node, dom_[node].end, node});
        }
        std::vector<Block> above;
        for (std::size_t climbed = 0; climbed < kMostLevels; ++climbed) {
            above.clear();
            for (const Block& block : level) {
                const NodeId parent = dom_[block.begin].parent;
                if (above.empty() || above.back().begin != parent) {
                    above.push_back({parent, dom_[parent].end, block.anchor});
                }
            }
            if (above.size() < level.size()) {
                links_a_block_ =
                    static_cast<double>(group.size()) / static_cast<double>(level.size());
                try_blocks(level);
            }
            if (above.size() < kLeastBlocks) break;
            level.swap(above);
        }
    }

    // Splits the blocks of a level by the kind of container they stand in: by all that stands above
    // them, and, where that parts them, by the container alone (the sections of a page may differ).
    void try_blocks(std::span<const Block> level) {
        const std::size_t kinds = try_blocks_by(
            level, [this](const Block& block) { return outline_.kind(dom_[block.begin].parent); });
        // A box that repeats some of the entries is no section.
        if (kinds < 2 || repeats_a_target(level)) return;
        try_blocks_by(level, [this](const Block& block) {
            return outline_.own_kind(block.begin) * 31 +
                   outline_.own_kind(dom_[block.begin].parent);
        });
    }

    [[nodiscard]] bool repeats_a_target(std::span<const Block> blocks) const {
        std::unordered_set<std::string_view> targets;
        return std::any_of(blocks.begin(), blocks.end(), [&](const Block& block) {
            const std::string_view href = dom_.value(block.anchor, "href");
            return !targets.insert(href.substr(0, href.find('#'))).second;
        });
    }

    // Returns how many kinds there are.
    template <class KindOf>
    std::size_t try_blocks_by(std::span<const Block> level, KindOf kind_of) {
        std::vector<std::pair<std::uint32_t, std::size_t>> kinds;
        kinds.reserve(level.size());
        for (std::size_t i = 0; i < level.size(); ++i) kinds.emplace_back(kind_of(level[i]), i);
        std::sort(kinds.begin(), kinds.end());
        std::size_t count = 0;
        std::vector<Block> blocks;
        for (std::size_t begin = 0; begin < kinds.size();) {
            blocks.clear();
            std::size_t i = begin;
            for (; i < kinds.size() && kinds[i].first == kinds[begin].first; ++i) {
                blocks.push_back(level[kinds[i].second]);
            }
            begin = i;
            ++count;
            if (blocks.size() >= kLeastBlocks) try_candidate(blocks);
        }
        return count;
    }

    void try_candidate(std::vector<Block>& blocks) {
        take_in_rows_between(blocks);
        const double nested = nested_points(blocks);
        if (candidates_ != nullptr) report(blocks, nested);
        if (best_possible_score(outline_, blocks) + nested <= best_.score) return;
        const double score = listing_score(outline_, blocks) + nested;
        if (score <= best_.score) return;
        best_.score = score;
        best_.blocks.swap(blocks);
    }

    // Blocks that each hold many links of the path that their titles have are groups of entries, as
    // the years of an archive are; all the more where each link has a date beside it.
    [[nodiscard]] double nested_points(std::span<const Block> blocks) const {
        if (links_a_block_ <= 1.5) return 0;
        std::uint32_t years = 0;
        for (const Block& block : blocks) years += outline_.sums(block.begin, block.end).years;
        const double dates = static_cast<double>(years) / static_cast<double>(blocks.size());
        return -std::clamp(links_a_block_ - 2, 0.0, 8.0) - 2 * std::clamp(dates - 1.5, 0.0, 3.0);
    }

    void report(std::span<const Block> blocks, double nested) {
        ListingCandidate candidate;
        candidate.where = place_of(blocks.front().begin);
        candidate.blocks = blocks.size();
        const NodeId anchor = blocks.front().anchor;
        candidate.first_title = plain_text(dom_, anchor);
        if (candidate.first_title.empty()) candidate.first_title = outline_.link_label(anchor);
        for (ScoreTerm& term : listing_terms(outline_, blocks)) {
            candidate.score += term.points;
            if (term.points != 0) candidate.terms.push_back(std::move(term));
        }
        candidate.score += nested;
        if (nested != 0) candidate.terms.push_back({"groups of entries", nested});
        candidates_->push_back(std::move(candidate));
    }

    // As a selector would have it, from at most four levels above.
    [[nodiscard]] std::string place_of(NodeId node) const {
        constexpr int kLevels = 5;
        std::string place;
        for (int level = 0; node != 0 && level < kLevels; ++level, node = dom_[node].parent) {
            std::string step(dom_.name(node));
            const std::string classes = text::fold_space(dom_.value(node, "class"));
            if (!classes.empty()) step += '.' + classes.substr(0, classes.find(' '));
            place = place.empty() ? step : fmt::format("{} > {}", step, place);
        }
        return place;
    }

    [[nodiscard]] std::string verdict(std::size_t entries) const {
        if (candidates_->empty() && entries == 0) return "no three links are alike: no listing";
        if (candidates_->empty() || best_.score < kEnough) {
            return entries > 0 ? "no links are a listing, but articles marked as such or dated "
                                 "texts are"
                               : fmt::format("no candidate has {} points: no listing", kEnough);
        }
        if (entries == 0) return "the text beside the best candidate is an article: no listing";
        return fmt::format("the candidate with the most points is the listing: {} entries",
                           entries);
    }

    // Entries without an element of their own: a title row and a summary row, <dt> and <dd>, a
    // heading and paragraphs. Each block then reaches to the next.
    void take_in_rows_between(std::vector<Block>& blocks) const {
        std::size_t gaps = 0;
        std::size_t neighbours = 0;
        for (std::size_t i = 0; i + 1 < blocks.size(); ++i) {
            if (!are_siblings(blocks[i], blocks[i + 1])) continue;
            ++neighbours;
            gaps += outline_.sums(blocks[i].end, blocks[i + 1].begin).width > 0 ? 1U : 0U;
        }
        if (gaps == 0 || gaps * 5 < neighbours * 4) return;
        std::size_t most = 0;  // siblings taken in behind a block
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            const NodeId parent_end = dom_[dom_[blocks[i].begin].parent].end;
            const bool has_next = i + 1 < blocks.size() && are_siblings(blocks[i], blocks[i + 1]);
            const NodeId limit = has_next ? blocks[i + 1].begin : parent_end;
            std::size_t taken = 0;
            while (blocks[i].end < limit && (has_next || taken < most)) {
                blocks[i].end = dom_[blocks[i].end].end;
                ++taken;
            }
            most = std::max(most, taken);
        }
    }

    [[nodiscard]] bool are_siblings(const Block& one, const Block& other) const {
        return dom_[one.begin].parent == dom_[other.begin].parent;
    }

    // Whether one long text outside of the blocks is what the page is about.
    [[nodiscard]] bool is_article_page() const {
        std::uint32_t prose_inside = 0;
        std::uint32_t width = 0;
        for (const Block& block : best_.blocks) {
            const Outline::Sums sums = outline_.sums(block.begin, block.end);
            prose_inside += sums.prose_width;
            width += sums.width;
        }
        const std::uint32_t prose = outline_.sums(0, dom_.size()).prose_width - prose_inside;
        return prose > 1000 && prose > width;
    }

    // Entries of another shape among the others: the featured one, one without a picture.
    void add_odd_siblings() {
        auto& blocks = best_.blocks;
        const Tag tag = dom_.tag(blocks.front().begin);
        if (tag == Tag::a || is_heading(tag)) return;
        const std::size_t known = blocks.size();
        std::vector<std::uint32_t> kinds;
        kinds.reserve(known);
        for (const Block& block : blocks) kinds.push_back(outline_.own_kind(block.begin));
        std::sort(kinds.begin(), kinds.end());
        NodeId container = 0;
        for (std::size_t i = 0; i < known; ++i) {
            const NodeId parent = dom_[blocks[i].begin].parent;
            if (std::exchange(container, parent) == parent) continue;
            for (const NodeId child : dom_.children(parent)) {
                if (is_odd_entry(child, tag, known, kinds)) {
                    blocks.push_back({child, dom_[child].end, best_link(child)});
                }
            }
        }
        std::sort(blocks.begin(), blocks.end(),
                  [](const Block& one, const Block& other) { return one.begin < other.begin; });
    }

    // Whether a child of a container is an entry too, by the kind of those that are known.
    [[nodiscard]] bool is_odd_entry(NodeId node, Tag tag, std::size_t known,
                                    const std::vector<std::uint32_t>& kinds) const {
        if (dom_.tag(node) != tag || outline_.is_frame(node) || outline_.is_hidden(node)) {
            return false;
        }
        const auto begin = best_.blocks.begin();
        const auto end = begin + static_cast<std::ptrdiff_t>(known);
        const auto behind = std::upper_bound(
            begin, end, node, [](NodeId at, const Block& block) { return at < block.begin; });
        if (behind != begin && node < std::prev(behind)->end) return false;
        return std::binary_search(kinds.begin(), kinds.end(), outline_.own_kind(node)) &&
               outline_.width(node) >= 20 && best_link(node) != 0;
    }

    // The link in a heading, or the one with the longest text; 0 where there is none.
    [[nodiscard]] NodeId best_link(NodeId block) const {
        const auto& links = outline_.links();
        auto link =
            std::lower_bound(links.begin(), links.end(), block,
                             [](const Outline::Link& one, NodeId node) { return one.node < node; });
        NodeId best = 0;
        for (; link != links.end() && link->node < dom_[block].end; ++link) {
            if (link->heading >= block && link->heading != 0) return link->node;
            if (best == 0 || outline_.width(link->node) > outline_.width(best)) best = link->node;
        }
        return best;
    }

    // One or two entries: no pattern shows, so they must be marked as articles with a link of their
    // own.
    [[nodiscard]] std::vector<Block> marked_articles() const {
        std::vector<Block> blocks;
        for (const NodeId article : outline_.articles()) {
            const NodeId anchor = best_link(article);
            if (anchor == 0 || !stands_for_itself(article, anchor)) return {};
            blocks.push_back({article, dom_[article].end, anchor});
        }
        return blocks;
    }

    [[nodiscard]] bool stands_for_itself(NodeId article, NodeId anchor) const {
        NodeId heading = anchor;
        while (heading > article && !is_heading(dom_.tag(heading))) heading = dom_[heading].parent;
        if (heading <= article || dom_.tag(heading) == Tag::h1) return false;
        const std::string_view href = dom_.value(anchor, "href");
        return (page_url_.empty() || !page_url_.ends_with(href)) && !leads_to_list(href) &&
               outline_.sums(article).headings <= 2;
    }

    const Outline& outline_;
    const Dom& dom_;
    std::string_view page_url_;
    std::vector<ListingCandidate>* candidates_ = nullptr;  // where to report, if anywhere
    double links_a_block_ = 1;                             // of the group in hand, at its level
    Found best_;
};

}  // namespace

std::vector<Block> find_listing(const Outline& outline, std::string_view page_url) {
    return Finder(outline, page_url).run();
}

Explanation explain_listing(const Outline& outline, std::string_view page_url) {
    return Finder(outline, page_url).explain();
}

}  // namespace feedarc::read
