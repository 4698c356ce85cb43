#include "read/html/candidate.hpp"

#include "read/html/page_text.hpp"
#include "text/date.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <vector>

namespace feedarc::read {
namespace {

// The most that an entry's title in a heading, its date, and its being marked as an article give.
constexpr double kHeadingPoints = 5;
constexpr double kDatePoints = 3;
constexpr double kArticlePoints = 4;
// Its being listed in the page's data, and the page's being an article by them.
constexpr double kListedPoints = 8;
constexpr double kArticlePagePoints = -8;

// Counts over the blocks of a candidate.
struct Totals {
    double blocks = 0;
    double width = 0;
    double link_width = 0;
    double anchor_width = 0;
    double in_heading = 0;  // blocks whose anchor stands in a heading
    double dated = 0;       // blocks with a date
    double to_lists = 0;    // anchors that lead to lists
    double dates_only = 0;  // anchors that are but a date
    double in_prose = 0;    // anchors in the midst of a text
    double distinct_targets = 0;
    double distinct_texts = 0;
    double links = 0;
    double headings = 0;
    double times = 0;
    double articles = 0;
    double listed = 0;  // anchors that the page's data list
    double short_blocks = 0;
};

std::uint64_t hash_of(std::string_view text) {
    return std::hash<std::string_view>{}(text);
}

// A hash of the text of a node without its white space.
std::uint64_t text_hash(const Dom& dom, NodeId node) {
    std::uint64_t hash = 14695981039346656037U;  // FNV-1a
    for (NodeId inside = node; inside < dom[node].end; ++inside) {
        for (const char c : dom[inside].text()) {
            if (static_cast<unsigned char>(c) <= ' ') continue;
            hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
        }
    }
    return hash;
}

double distinct(std::vector<std::uint64_t>& hashes) {
    std::sort(hashes.begin(), hashes.end());
    return static_cast<double>(std::unique(hashes.begin(), hashes.end()) - hashes.begin());
}

// The heading around the link, or, with a card that is one link, inside of it; 0 for none.
NodeId heading_of(const Outline& outline, const Block& block) {
    const Dom& dom = outline.dom();
    for (NodeId node = block.anchor; node >= block.begin && node != 0; node = dom[node].parent) {
        if (is_heading(dom.tag(node))) return node;
    }
    const auto& headings = outline.headings();
    const auto inside = std::upper_bound(headings.begin(), headings.end(), block.anchor);
    return inside != headings.end() && *inside < dom[block.anchor].end ? *inside : 0;
}

// The heading that is the title of a block though its link is another, shorter one; 0 for none. The
// block bears the date of one entry: the heading of a year has the dates of several under it.
NodeId unlinked_heading(const Outline& outline, const Block& block, const Outline::Sums& sums) {
    if (sums.headings == 0 || sums.times > 2 || sums.years > 2) return 0;
    if (sums.times == 0 && sums.years == 0) return 0;
    const auto& headings = outline.headings();
    const NodeId first = *std::lower_bound(headings.begin(), headings.end(), block.begin);
    // Behind the link, in siblings that a block was widened to, it is the next one's.
    if (first > block.anchor && block.end != outline.dom()[block.begin].end) return 0;
    const Outline::Sums heading = outline.sums(first);
    const bool is_title = heading.links == 0 && heading.years == 0 && heading.width > 0 &&
                          heading.width >= outline.link_width(block.anchor);
    return is_title ? first : 0;
}

// Whether the link is but the end of a heading: "Engineer at <a>Somewhere</a>".
bool ends_heading(const Outline& outline, NodeId heading, NodeId anchor) {
    const Outline::Sums before = outline.sums(heading, anchor);
    const std::uint32_t width = outline.width(heading);
    return (before.width - before.link_width) * 10 > width * 3 &&
           outline.link_width(anchor) * 10 < width * 6;
}

bool is_date(const Dom& dom, NodeId node) {
    return text::parse_date_line(plain_text(dom, node)).has_value();
}

// Whether text runs up to the link, as in a paragraph. A title stands at the start of its line.
bool stands_in_prose(const Outline& outline, const Block& block) {
    constexpr std::uint32_t kMostLabelWidth = 16;
    const Dom& dom = outline.dom();
    const auto line_of = [&](NodeId node) {
        NodeId around = dom[node].parent;
        while (around > 0 && !is_block(dom.tag(around))) around = dom[around].parent;
        return around;
    };
    const NodeId line = line_of(block.anchor);
    // Back to where the line starts, though the block may start in the midst of it.
    std::uint32_t width = 0;
    for (NodeId node = block.anchor; node > line; --node) {
        const NodeId before = node - 1;
        if (is_block(dom.tag(before)) && before != line) break;
        if (dom.tag(before) == Tag::text && outline.width(before) > 0) {
            if (line_of(before) != line) break;  // of a card beside it
            width += outline.width(before);
        }
        if (width > kMostLabelWidth) return outline.sums(line).prose_width > 0;
    }
    return false;
}

void add_widths(const Outline& outline, const Block& block, Totals& totals) {
    const Outline::Sums sums = outline.sums(block.begin, block.end);
    totals.blocks += 1;
    totals.width += sums.width;
    totals.link_width += sums.link_width;
    totals.anchor_width += outline.link_width(block.anchor);
    totals.links += sums.links;
    totals.headings += sums.headings;
    totals.times += sums.times;
    totals.short_blocks += sums.width < 12 ? 1 : 0;
}

// Whether the link is but a date, and not the address of a note either, which has a text.
bool is_date_alone(const Outline& outline, const Block& block, NodeId heading,
                   const Outline::Sums& sums) {
    constexpr std::uint32_t kLeastNoteWidth = 40;
    const bool is_note = heading == 0 && sums.width >= sums.link_width + kLeastNoteWidth;
    return !is_note && is_date(outline.dom(), block.anchor);
}

// What the title of a block says.
void add_title(const Outline& outline, const Block& block, const Outline::Sums& sums,
               std::vector<std::uint64_t>& texts, Totals& totals) {
    const Dom& dom = outline.dom();
    const NodeId heading = heading_of(outline, block);
    const bool mentioned = heading != 0 && ends_heading(outline, heading, block.anchor);
    const NodeId unlinked = heading == 0 ? unlinked_heading(outline, block, sums) : 0;
    const bool anchor_dated = outline.sums(block.anchor).years > 0;
    totals.dates_only += anchor_dated && is_date_alone(outline, block, heading, sums) ? 1 : 0;
    totals.in_heading += (heading != 0 && !mentioned) || unlinked != 0 ? 1 : 0;
    totals.in_prose += mentioned || stands_in_prose(outline, block) ? 1 : 0;
    if (unlinked != 0) {
        totals.anchor_width += outline.width(unlinked) - outline.link_width(block.anchor);
        texts.push_back(text_hash(dom, unlinked));
        return;
    }
    const std::string_view label = outline.link_label(block.anchor);
    texts.push_back(label.empty() ? text_hash(dom, block.anchor) : hash_of(label));
}

Totals totals_of(const Outline& outline, const ListedLinks& listed, std::span<const Block> blocks) {
    const Dom& dom = outline.dom();
    const auto& articles = outline.articles();
    Totals totals;
    std::vector<std::uint64_t> targets;
    std::vector<std::uint64_t> texts;
    targets.reserve(blocks.size());
    texts.reserve(blocks.size());
    for (const Block& block : blocks) {
        const Outline::Sums sums = outline.sums(block.begin, block.end);
        const Outline::Sums anchor = outline.sums(block.anchor);
        const std::string_view href = dom.value(block.anchor, "href");
        const bool dated = sums.times > 0 || sums.years > anchor.years;
        add_widths(outline, block, totals);
        add_title(outline, block, sums, texts, totals);
        totals.dated += dated ? 1 : 0;
        totals.to_lists += leads_to_list(href) ? 1 : 0;
        totals.articles += dom.tag(block.begin) == Tag::article ||
                                   std::binary_search(articles.begin(), articles.end(), block.begin)
                               ? 1
                               : 0;
        totals.listed += listed.contains(block.anchor) ? 1 : 0;
        targets.push_back(hash_of(href.substr(0, href.find('#'))));
    }
    totals.distinct_targets = distinct(targets);
    totals.distinct_texts = distinct(texts);
    return totals;
}

// How many of the blocks stand in a marked posting that another one before them stands in, as its
// link and its category do.
double parts_of_postings(const Outline& outline, std::span<const Block> blocks) {
    const auto& postings = outline.postings();
    if (postings.size() < 2) return 0;
    double parts = 0;
    NodeId before = 0;
    for (const Block& block : blocks) {
        const auto behind = std::upper_bound(postings.begin(), postings.end(), block.begin);
        if (behind == postings.begin()) continue;
        const NodeId posting = *std::prev(behind);
        if (posting == block.begin || !outline.dom().contains(posting, block.begin)) continue;
        if (posting == before) parts += 1;
        before = posting;
    }
    return parts;
}

double anchor_points(double width) {
    if (width < 6) return -8;
    if (width < 10) return -4;
    if (width < 16) return 0;
    return width < 24 ? 2 : 4;
}

double text_points(double width) {
    if (width < 20) return -4;
    if (width < 60) return 0;
    if (width < 150) return 2;
    return width < 6000 ? 4 : 1;
}

// Passes each term of the score to `add(name, points)`: what a look at the sums alone tells.
template <class Add>
void add_terms_of_widths(const Outline& outline, const Totals& totals, Add add) {
    const double count = totals.blocks;
    const double page_width = std::max(1.0, static_cast<double>(outline.width(0)));
    const double share = std::min(1.0, totals.width / page_width);
    const bool beside = totals.width - totals.link_width > 0.3 * totals.width;
    add("how many", 1.5 * std::log2(std::min(count, 32.0)));
    add("share of the page", 12 * share);
    add("length of the titles", anchor_points(totals.anchor_width / count));
    add("length of the texts", text_points(totals.width / count));
    add("text beside the links", beside ? 2.0 : 0.0);
    // Posts vacant are but a name and a place, and all that the page is about.
    add("short texts are the page", beside && share > 0.6 && totals.width < 20 * count ? 3.0 : 0.0);
    add("very short blocks", -4 * totals.short_blocks / count);
    // Blocks that hold several entries each.
    add("many links a block", -std::clamp(0.5 * (totals.links / count - 8), 0.0, 6.0));
    add("many headings a block", -2 * std::clamp(totals.headings / count - 1.5, 0.0, 3.0));
    add("many times a block", -2 * std::clamp(totals.times / count - 2.0, 0.0, 3.0));
}

// And what takes a look at each block.
template <class Add>
void add_terms(const Outline& outline, const ListedLinks& listed, std::span<const Block> blocks,
               Add add) {
    const Totals totals = totals_of(outline, listed, blocks);
    const double count = totals.blocks;
    add_terms_of_widths(outline, totals, add);
    add("different targets", 4 * totals.distinct_targets / count - 4);
    add("different titles", 3 * totals.distinct_texts / count - 3);
    add("repeated targets", totals.distinct_targets < 0.7 * count ? -8.0 : 0.0);
    add("repeated titles", totals.distinct_texts < 0.5 * count ? -8.0 : 0.0);
    add("titles in headings", kHeadingPoints * totals.in_heading / count);
    add("dates", kDatePoints * totals.dated / count);
    add("articles", kArticlePoints * totals.articles / count);
    add("links to lists", -10 * totals.to_lists / count);
    add("titles that are dates", -10 * totals.dates_only / count);
    add("links in sentences", -12 * totals.in_prose / count);
    add("listed in the page's data",
        kListedPoints * totals.listed / std::max(count, static_cast<double>(listed.items())));
    add("parts of marked articles", -24 * parts_of_postings(outline, blocks) / count);
    add("an article by the page's data", listed.is_of_article() ? kArticlePagePoints : 0.0);
}

bool is_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

bool leads_to_list(std::string_view href) noexcept {
    constexpr std::array<std::string_view, 18> kLists{
        "author",  "authors", "cat",   "categories", "category", "categorie",
        "label",   "labels",  "login", "page",       "rubrik",   "search",
        "section", "tag",     "tags",  "taxonomy",   "user",     "users"};
    href = href.substr(0, href.find_first_of("?#"));
    while (href.ends_with('/')) href.remove_suffix(1);
    // The last two segments: `/category/nlp`, but not `/category/nlp/a-post`.
    const std::size_t last = href.rfind('/');
    if (last == std::string_view::npos || last == 0) return false;
    const std::size_t second = href.rfind('/', last - 1);
    const std::string_view segment =
        href.substr(second == std::string_view::npos ? 0 : second + 1,
                    last - (second == std::string_view::npos ? 0 : second + 1));
    if (std::find(kLists.begin(), kLists.end(), segment) != kLists.end()) {
        // The page of a release, as forges name it: `/releases/tag/v1.2`.
        return segment != "tag" || !href.substr(0, second).ends_with("/releases");
    }
    // `/archive/2024/05`, `/2024/05`
    const std::string_view name = href.substr(last + 1);
    return is_digits(name) && name.size() <= 4 && is_digits(segment) && segment.size() == 4;
}

double best_possible_score(const Outline& outline, const ListedLinks& listed,
                           std::span<const Block> blocks) {
    Totals totals;
    for (const Block& block : blocks) add_widths(outline, block, totals);
    double score = kHeadingPoints + kDatePoints + kArticlePoints;
    if (!listed.links().empty()) score += kListedPoints;
    // A heading without a link may be the title, and is likely to be longer.
    constexpr double kLongTitle = 24;
    if (totals.headings * 2 >= totals.blocks) {
        totals.anchor_width = std::max(totals.anchor_width, kLongTitle * totals.blocks);
    }
    add_terms_of_widths(outline, totals, [&](const char*, double points) { score += points; });
    return score;
}

double listing_score(const Outline& outline, const ListedLinks& listed,
                     std::span<const Block> blocks) {
    double score = 0;
    add_terms(outline, listed, blocks, [&](const char*, double points) { score += points; });
    return score;
}

std::vector<ScoreTerm> listing_terms(const Outline& outline, const ListedLinks& listed,
                                     std::span<const Block> blocks) {
    std::vector<ScoreTerm> terms;
    add_terms(outline, listed, blocks, [&](const char* name, double points) {
        terms.push_back({name, points});
    });
    return terms;
}

}  // namespace feedarc::read
