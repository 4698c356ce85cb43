#include "read/html/listing.hpp"

#include "read/html/anchors.hpp"
#include "read/html/candidate.hpp"
#include "read/html/dated_siblings.hpp"
#include "read/html/listed_blocks.hpp"
#include "read/html/neighbours.hpp"
#include "read/html/odd_entries.hpp"
#include "read/html/page_text.hpp"
#include "read/html/surroundings.hpp"
#include "text/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
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
    Finder(const Outline& outline, const ListedLinks& listed, const PageNames& page)
        : outline_(outline),
          dom_(outline.dom()),
          listed_(listed),
          page_url_(page.url),
          surroundings_(outline, page.title) {}

    std::vector<Block> run() {
        for_each_group([&](std::span<const Key> group) { try_levels(group); });
        if (!listed_.links().empty()) try_listed();
        if (best_.score >= kEnough && !is_article_page()) {
            drop_bare_containers(outline_, best_.blocks);
            add_odd_entries(outline_, page_url_, best_.blocks);
            drop_bare_ends(outline_, best_.blocks);
            choose_anchors(outline_, best_.blocks);
            add_listed_entries(outline_, listed_, best_.blocks);
            return std::move(best_.blocks);
        }
        std::vector<Block> marked = find_marked_articles(outline_, page_url_);
        const bool may_be_notes =
            marked.empty() && best_.score < kEnough && !listed_.is_of_article() && !has_related_;
        return may_be_notes ? find_dated_siblings(outline_) : marked;
    }

    Explanation explain() {
        Explanation explanation;
        explanation.form = Form::html;
        candidates_ = &explanation.candidates;
        const std::size_t entries = run().size();
        std::stable_sort(explanation.candidates.begin(), explanation.candidates.end(),
                         [](const auto& a, const auto& b) { return a.score > b.score; });
        explanation.verdict = verdict(entries);
        candidates_ = nullptr;
        return explanation;
    }

private:
    // Of a score: what it is for, and the points.
    using Term = std::pair<const char*, double>;

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
        is_below_inline_ = false;
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
                count_links(group, level);
                try_blocks(level);
                is_below_inline_ = dom_.tag(level.front().begin) == Tag::a;
            }
            if (above.size() < kLeastBlocks) break;
            level.swap(above);
        }
    }

    // How many links of the group each block of a level holds.
    void count_links(std::span<const Key> group, std::span<const Block> level) {
        links_a_block_ = static_cast<double>(group.size()) / static_cast<double>(level.size());
        sizes_differ_ = false;
        if (links_a_block_ <= 1 || is_below_inline_) return;
        constexpr std::size_t kMostCounted = 8;
        std::array<std::size_t, kMostCounted + 1> with{};  // blocks with so many links
        std::size_t first = 0;                             // of the group, in the block
        for (const Block& block : level) {
            std::size_t end = first;
            while (end < group.size() && outline_.links()[group[end].index].node < block.end) ++end;
            ++with[std::min(end - first, kMostCounted)];
            first = end;
        }
        const bool several = with[1] * 2 <= level.size();
        sizes_differ_ =
            several && *std::max_element(with.begin(), with.end()) * 3 <= level.size() * 2;
    }

    // What the data list has no pattern of its own: each link climbs by itself.
    void try_listed() {
        std::size_t found = 0;
        for (const Block& block : best_.blocks) found += listed_.contains(block.anchor) ? 1U : 0U;
        if (best_.score >= kEnough && found * 2 >= listed_.items()) return;
        std::vector<Block> blocks = blocks_of_listed(outline_, listed_);
        links_a_block_ = 1;
        sizes_differ_ = false;
        if (blocks.size() >= kLeastBlocks) try_candidate(blocks);
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
        take_in_neighbours(outline_, blocks);
        const bool are_groups = links_a_block_ > 1;
        const double below = surroundings_.below_article_points(blocks);
        const std::array<Term, 3> others{
            Term{"groups of entries", nested_points(blocks)},
            Term{"dated list without prose beside it",
                 are_groups ? 0 : surroundings_.dated_list_points(blocks)},
            Term{"below an article", below}};
        double points = 0;
        for (const Term& term : others) points += term.second;
        if (candidates_ != nullptr) report(blocks, others);
        const double most = best_possible_score(outline_, listed_, blocks) + points;
        if (most <= best_.score && (below == 0 || has_related_)) return;
        const double score = listing_score(outline_, listed_, blocks) + points;
        has_related_ = has_related_ || (below != 0 && score - below >= kEnough);
        if (score <= best_.score) return;
        best_.score = score;
        best_.blocks.swap(blocks);
    }

    // Blocks that each hold many links of the path that their titles have are groups of entries, as
    // the years of an archive are; all the more where each link has a date beside it, or where
    // there are more of them in one block than in another.
    [[nodiscard]] double nested_points(std::span<const Block> blocks) const {
        constexpr double kUnequalPoints = -3;
        if (links_a_block_ <= 1.5) return sizes_differ_ ? kUnequalPoints : 0;
        std::uint32_t years = 0;
        for (const Block& block : blocks) years += outline_.sums(block.begin, block.end).years;
        const double dates = static_cast<double>(years) / static_cast<double>(blocks.size());
        return (sizes_differ_ ? kUnequalPoints : 0) - std::clamp(links_a_block_ - 2, 0.0, 8.0) -
               2 * std::clamp(dates - 1.5, 0.0, 3.0);
    }

    void report(std::span<const Block> blocks, std::span<const Term> others) {
        ListingCandidate candidate;
        candidate.where = place_of(blocks.front().begin);
        candidate.blocks = blocks.size();
        const NodeId anchor = blocks.front().anchor;
        candidate.first_title = plain_text(dom_, anchor);
        if (candidate.first_title.empty()) candidate.first_title = outline_.link_label(anchor);
        std::vector<ScoreTerm> terms = listing_terms(outline_, listed_, blocks);
        for (const auto& [name, points] : others) terms.push_back({name, points});
        for (ScoreTerm& term : terms) {
            candidate.score += term.points;
            if (term.points != 0) candidate.terms.push_back(std::move(term));
        }
        candidates_->push_back(std::move(candidate));
    }

    // As a selector would have it, from at most four levels above.
    [[nodiscard]] std::string place_of(NodeId node) const {
        constexpr int kLevels = 5;
        std::string place;
        if (dom_.tag(node) == Tag::text) node = dom_[node].parent;
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

    // Whether the blocks are the notes of an article: an element around them says so.
    [[nodiscard]] bool are_notes() const {
        constexpr int kLevels = 3;
        constexpr std::array<std::string_view, 3> kWords{"references", "reflist", "footnotes"};
        NodeId node = best_.blocks.front().begin;
        for (int level = 0; level < kLevels && node != 0; ++level, node = dom_[node].parent) {
            const std::string_view words = dom_.value(node, "class");
            const auto says = [words](std::string_view word) {
                return words.find(word) != std::string_view::npos;
            };
            if (std::any_of(kWords.begin(), kWords.end(), says)) return true;
        }
        return false;
    }

    // Whether one long text outside of the blocks is what the page is about.
    [[nodiscard]] bool is_article_page() const {
        if (are_notes()) return true;
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

    const Outline& outline_;
    const Dom& dom_;
    const ListedLinks& listed_;
    std::string_view page_url_;
    Surroundings surroundings_;
    std::vector<ListingCandidate>* candidates_ = nullptr;  // where to report, if anywhere
    // Of the group in hand, at its level:
    double links_a_block_ = 1;
    bool sizes_differ_ = false;     // no number of links is usual for the blocks
    bool is_below_inline_ = false;  // the blocks tried before were the links themselves
    bool has_related_ = false;      // blocks are a listing but for the article above them
    Found best_;
};

}  // namespace

std::vector<Block> find_listing(const Outline& outline, const ListedLinks& listed,
                                const PageNames& page) {
    return Finder(outline, listed, page).run();
}

Explanation explain_listing(const Outline& outline, const ListedLinks& listed,
                            const PageNames& page) {
    return Finder(outline, listed, page).explain();
}

}  // namespace feedarc::read
