#include "read/html/date_context.hpp"

#include "read/html/page_text.hpp"
#include "text/date.hpp"
#include "text/dated_title.hpp"
#include "text/unicode.hpp"

#include <algorithm>
#include <cstdint>

namespace feedarc::read {
namespace {

// What a group's heading may take of the page; more is a text.
constexpr std::uint32_t kMostHeadingWidth = 40;

class Contexts {
public:
    Contexts(const Outline& outline, std::span<const Block> blocks)
        : outline_(outline), dom_(outline.dom()), blocks_(blocks) {}

    std::vector<DateContext> run(std::string_view language, text::DateOrder setting) {
        std::vector<DateContext> contexts(blocks_.size());
        text::DateOrder order = order_on_page(language);
        // Dates with the year last are never year first.
        if (order == text::DateOrder::unknown && setting != text::DateOrder::year_first) {
            order = setting;
        }
        Heading above;
        bool dates_part = false;
        bool years_part = false;
        for (std::size_t i = 0; i < blocks_.size(); ++i) {
            const Heading here = heading_before(i);
            dates_part = dates_part || (i > 0 && here.date);
            years_part = years_part || (here.year && (i > 0 || here.marked));
            if (here.date || here.year) above = here;
            contexts[i] = {order, setting, above.date, above.year};
        }
        for (DateContext& context : contexts) {
            if (!dates_part) context.group.reset();
            if (!years_part) context.group_year.reset();
        }
        if (have_dated_titles(contexts)) {
            for (DateContext& context : contexts) context.dated_titles = true;
        }
        return contexts;
    }

private:
    struct Heading {
        std::optional<Published> date;
        std::optional<int> year;
        bool marked = false;  // stands in a heading element
    };

    // Years are counted in short texts alone.
    [[nodiscard]] bool has_no_year(NodeId text) const {
        constexpr std::uint32_t kShort = 100;
        return outline_.width(text) <= kShort && outline_.sums(text).years == 0;
    }

    [[nodiscard]] text::DateOrder order_on_page(std::string_view language) const {
        bool day_first = false;
        bool month_first = false;
        for (const Block& block : blocks_) {
            if (outline_.sums(block.begin, block.end).years == 0) continue;
            for (NodeId node = block.begin; node < block.end; ++node) {
                if (dom_.tag(node) != Tag::text || has_no_year(node)) continue;
                const auto date = text::find_number_date(dom_[node].text());
                if (!date || date->separator == '.') continue;
                day_first = day_first || date->order() == text::DateOrder::day_first;
                month_first = month_first || date->order() == text::DateOrder::month_first;
            }
        }
        if (day_first && month_first) return text::DateOrder::unknown;
        if (day_first) return text::DateOrder::day_first;
        return month_first ? text::DateOrder::month_first : text::order_of_language(language);
    }

    // The last date or year between a block and the one before it; before the first, since the
    // element that holds all of them began, or a short one right before that.
    [[nodiscard]] Heading heading_before(std::size_t index) const {
        const NodeId end = blocks_[index].begin;
        const NodeId begin = index > 0 ? blocks_[index - 1].end : label_before(common_ancestor());
        Heading found;
        if (begin >= end || outline_.sums(begin, end).years == 0) return found;
        for (NodeId node = begin; node < end; ++node) {
            if (dom_.tag(node) != Tag::text || outline_.width(node) == 0 ||
                outline_.width(node) > kMostHeadingWidth) {
                continue;
            }
            const std::string text = text::fold_space(dom_[node].text());
            Heading here;
            here.date = text::parse_date_line(text);
            if (!here.date) here.year = text::parse_year_heading(text);
            if (!here.date && !here.year) continue;
            here.marked = stands_in_heading(node) || stands_beside(node, index) ||
                          (index == 0 && is_year_alone(node));
            found = here;
        }
        return found;
    }

    [[nodiscard]] bool have_dated_titles(std::span<const DateContext> contexts) const {
        const std::size_t most_without = blocks_.size() / 10;
        std::size_t without = 0;
        for (std::size_t i = 0; i < blocks_.size(); ++i) {
            const NodeId anchor = blocks_[i].anchor;
            const auto dated = anchor == 0 || outline_.width(anchor) == 0
                                   ? std::nullopt
                                   : text::find_dated_title(plain_text(dom_, anchor));
            if (dated && (dated->date || contexts[i].group_year)) continue;
            if (++without > most_without) return false;
        }
        return !blocks_.empty();
    }

    [[nodiscard]] NodeId common_ancestor() const {
        NodeId node = blocks_.front().begin;
        while (node != 0 && dom_[node].end < blocks_.back().end) node = dom_[node].parent;
        return node;
    }

    // The last short element before another that shows something, else that other.
    [[nodiscard]] NodeId label_before(NodeId element) const {
        if (element == 0) return element;
        NodeId label = element;
        for (const NodeId child : dom_.children(dom_[element].parent)) {
            if (child >= element) break;
            if (outline_.width(child) > 0) label = child;
        }
        const bool is_short = outline_.width(label) <= kMostHeadingWidth;
        return label != element && is_short && dom_.is_element(label) ? label : element;
    }

    // Whether an element shows a year and little else: "2026", "2026年", "2026 (12)".
    [[nodiscard]] bool is_year_alone(NodeId text) const {
        constexpr std::uint32_t kMostWidth = 8;
        return outline_.width(dom_[text].parent) <= kMostWidth;
    }

    [[nodiscard]] bool stands_in_heading(NodeId node) const {
        for (int steps = 0; node != 0 && steps < 4; ++steps, node = dom_[node].parent) {
            if (is_heading(dom_.tag(node))) return true;
        }
        return false;
    }

    // Whether a text is all of an element among the blocks' own.
    [[nodiscard]] bool stands_beside(NodeId text, std::size_t index) const {
        const NodeId parent = dom_[blocks_[index].begin].parent;
        NodeId element = dom_[text].parent;
        while (element != 0 && dom_[element].parent != parent) element = dom_[element].parent;
        return element != 0 && outline_.width(element) == outline_.width(text);
    }

    const Outline& outline_;
    const Dom& dom_;
    std::span<const Block> blocks_;
};

}  // namespace

std::vector<DateContext> date_contexts(const Outline& outline, std::span<const Block> blocks,
                                       std::string_view language, text::DateOrder setting) {
    return Contexts(outline, blocks).run(language, setting);
}

}  // namespace feedarc::read
