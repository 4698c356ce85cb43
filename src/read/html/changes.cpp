#include "read/html/changes.hpp"

#include "read/age_line.hpp"
#include "read/html/entry_dates.hpp"
#include "read/html/page_text.hpp"
#include "text/date_labels.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace feedarc::read {
namespace {

using namespace std::string_view_literals;

// Of a line of small print.
constexpr std::uint32_t kMostLineWidth = 2 * kMostLabelWidth;
constexpr int kMostLevels = 4;

bool holds_date_before(const Outline& outline, NodeId node) {
    return outline.dom().tag(node) == Tag::time ||
           (outline.dom().tag(node) == Tag::text && outline.sums(node).years > 0);
}

// The words between the last date before a node of a line, or the line's beginning, and the node.
bool tells_of_change_before(const Outline& outline, NodeId line, NodeId node) {
    const Dom& dom = outline.dom();
    NodeId begin = line + 1;
    for (NodeId before = begin; before < node; ++before) {
        if (holds_date_before(outline, before) && dom[before].end <= node) begin = dom[before].end;
    }
    TextCollector collector(dom);
    collector.add(begin, node, [](NodeId) { return false; });
    return text::ends_with_update_label(std::move(collector).folded());
}

bool is_class_of_publication(std::string_view words) {
    static constexpr std::array kWords{"publish"sv, "posted"sv, "creat"sv, "pubdate"sv};
    return holds_one_of(words, kWords);
}

bool is_class_of_change(std::string_view words) {
    static constexpr std::array kWords{"update"sv, "modified"sv, "lastmod"sv, "edited"sv};
    return holds_one_of(words, kWords);
}

}  // namespace

Change change_of(const Outline& outline, const Block& block, NodeId node, NodeId title_begin) {
    const Dom& dom = outline.dom();
    Change change = Change::none;
    NodeId line = node;
    for (int level = 0; level < kMostLevels && line > block.begin; ++level) {
        if (dom.is_element(line)) {
            if (dom.contains(line, title_begin) || outline.width(line) > kMostLineWidth) break;
            const std::string_view property = dom.value(line, "itemprop");
            const bool is_all = outline.width(line) == outline.width(node);
            if (property == "dateModified" ||
                (is_all && !dom.value(line, "data-updated").empty())) {
                return Change::surely;
            }
            const std::string_view words = dom.value(line, "class");
            if (property == "datePublished" || is_class_of_publication(words)) return change;
            const Outline::Sums sums = outline.sums(line);
            const bool is_only = std::max(sums.times, sums.years) <= 1;
            if ((is_only && is_class_of_change(words)) ||
                tells_of_change_before(outline, line, node)) {
                change = Change::perhaps;
            }
        }
        line = dom[line].parent;
    }
    return change;
}

}  // namespace feedarc::read
