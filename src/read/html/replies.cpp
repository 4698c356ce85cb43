#include "read/html/replies.hpp"

#include "base/ascii.hpp"
#include "read/age_line.hpp"
#include "read/html/entry_dates.hpp"
#include "read/html/page_text.hpp"
#include "read/html/roles.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace feedarc::read {
namespace {

using namespace std::string_view_literals;

// A line of small print; what is longer tells of something else.
constexpr std::uint32_t kMostLineWidth = 2 * kMostLabelWidth;
constexpr int kMostLevels = 4;

bool is_class_of_replies(std::string_view words) {
    static constexpr std::array kWords{"lastpost"sv,  "last-post"sv,  "last_post"sv,
                                       "lastreply"sv, "last-reply"sv, "last_reply"sv,
                                       "lastactiv"sv, "activity"sv,   "lastcomment"sv};
    return holds_one_of(words, kWords);
}

// The head of a column says less than a line.
bool is_head_of_replies(std::string_view text) {
    static constexpr std::array kHeads{
        "activity"sv, "active"sv,         "aktivität"sv,  "activité"sv, "actividad"sv,
        "attività"sv, "atividade"sv,      "активность"sv, "活动"sv,     "活跃"sv,
        "活動"sv,     "アクティビティ"sv, "활동"sv};
    const std::string lower = base::lowered(text);
    return tells_of_replies(text) || std::find(kHeads.begin(), kHeads.end(), lower) != kHeads.end();
}

bool holds_other_dates(const Outline& outline, NodeId line, NodeId node) {
    const Outline::Sums all = outline.sums(line);
    const Outline::Sums own = outline.sums(node);
    return std::max(all.times, all.years) > std::max({own.times, own.years, 1U});
}

// Whether the words of a line tell of replies: those behind the last date before the node, where
// the line has more dates.
bool tells_line_of_replies(const Outline& outline, NodeId line, NodeId node) {
    const Dom& dom = outline.dom();
    if (!holds_other_dates(outline, line, node)) return tells_of_replies(plain_text(dom, line));
    NodeId begin = line + 1;
    for (NodeId before = begin; before < node; ++before) {
        const bool dated = dom.tag(before) == Tag::time ||
                           (dom.tag(before) == Tag::text && outline.sums(before).years > 0);
        if (dated && dom[before].end <= node) begin = dom[before].end;
    }
    TextCollector collector(dom);
    collector.add(begin, node, [](NodeId) { return false; });
    return tells_of_replies(std::move(collector).folded());
}

bool is_cell(Tag tag) noexcept {
    return tag == Tag::td || tag == Tag::th;
}

std::size_t columns_of(const Dom& dom, NodeId cell) {
    const std::string_view span = dom.value(cell, "colspan");
    return span.size() == 1 && span[0] >= '2' && span[0] <= '9'
               ? static_cast<std::size_t>(span[0] - '0')
               : 1;
}

NodeId ancestor(const Dom& dom, NodeId node, Tag tag) {
    while (node > 0 && dom.tag(node) != tag) node = dom[node].parent;
    return node;
}

// The cell of the table's first row above a node; 0 where the node stands in that row itself.
NodeId head_above(const Dom& dom, NodeId row, NodeId node) {
    const NodeId table = ancestor(dom, row, Tag::table);
    if (table == 0) return 0;
    NodeId head = table;
    while (head < row && (head == table || dom.tag(head) != Tag::tr)) ++head;
    if (head == row) return 0;
    std::size_t column = 0;
    for (const NodeId cell : dom.children(row)) {
        if (dom.contains(cell, node)) break;
        if (is_cell(dom.tag(cell))) column += columns_of(dom, cell);
    }
    for (const NodeId cell : dom.children(head)) {
        if (!is_cell(dom.tag(cell))) continue;
        const std::size_t columns = columns_of(dom, cell);
        if (column < columns) return cell;
        column -= columns;
    }
    return 0;
}

}  // namespace

bool is_of_reply(const Outline& outline, const Block& block, NodeId node, NodeId title_begin) {
    const Dom& dom = outline.dom();
    NodeId line = node;
    for (int level = 0; level < kMostLevels && line >= block.begin && line != 0; ++level) {
        if (dom.is_element(line)) {
            const bool is_part = line > block.begin;
            if (is_part && has_any(outline.roles(line), Role::comments)) return true;
            if (is_part && is_class_of_replies(dom.value(line, "class"))) return true;
            if (dom.contains(line, title_begin)) break;
            if (outline.width(line) <= kMostLineWidth &&
                tells_line_of_replies(outline, line, node)) {
                return true;
            }
        }
        line = dom[line].parent;
    }
    return false;
}

bool is_in_column_of_replies(const Outline& outline, const Block& block, NodeId node) {
    const Dom& dom = outline.dom();
    const NodeId row = ancestor(dom, node, Tag::tr);
    if (row == 0 || row < block.begin) return false;
    const NodeId head = head_above(dom, row, node);
    if (head == 0 || outline.width(head) > kMostLabelWidth) return false;
    // With digits in it, it may be an entry itself.
    const std::string text = plain_text(dom, head);
    return std::none_of(text.begin(), text.end(), base::is_digit) && is_head_of_replies(text);
}

}  // namespace feedarc::read
