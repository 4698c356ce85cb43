#include "read/html/entry_title.hpp"

#include "read/html/labels.hpp"
#include "read/html/marks.hpp"
#include "read/html/more_label.hpp"
#include "read/html/page_text.hpp"
#include "read/html/roles.hpp"
#include "text/dated_title.hpp"

#include <utility>

namespace feedarc::read {
namespace {

// Columns of `Title:` within a title.
constexpr std::uint32_t kMostLabelInside = 12;

}  // namespace

EntryTitle::EntryTitle(const Outline& outline, const Block& block, const EntryDates& dates)
    : outline_(outline), dom_(outline.dom()), block_(block), dates_(dates) {
    find();
}

void EntryTitle::find() {
    if (block_.title != 0) {
        set(block_.title);
        target_ = dom_.value(link(), "href");
        return;
    }
    if (block_.anchor == 0) {
        if (const NodeId found = first_in_block()) set_unlinked(found);
        return;
    }
    const NodeId heading = heading_around_anchor();
    if (heading == 0 && dates_.is_alone(block_.anchor)) {
        // The address of a note, which may have no title.
        if (const NodeId found = first_in_block()) set(found);
        target_ = dom_.value(block_.anchor, "href");
        is_anchor_title_ = false;
        return;
    }
    if (heading != 0 && outline_.sums(heading).links <= 1) {
        set(heading);
    } else if (heading != 0) {
        set(block_.anchor);  // other links in the heading are no part of the title
    } else if (const NodeId found = is_anchor_marked() ? 0 : first_in_block()) {
        set_unlinked(found);
        if (!target_.empty()) return;
    } else {
        set_within_anchor();
    }
    target_ = dom_.value(link(), "href");
}

void EntryTitle::set(NodeId node) {
    begin_ = node;
    end_ = dom_[node].end;
}

// A title that the block's link is not in: a link of the same text is the entry's, as the one that
// a heading for screen readers repeats.
void EntryTitle::set_unlinked(NodeId found) {
    set(found);
    if (block_.anchor != 0 && is_repeated_by(found, block_.anchor)) return set(block_.anchor);
    for (const Outline::Link& link : outline_.links(block_.begin, block_.end)) {
        if (!is_repeated_by(found, link.node)) continue;
        set(link.node);
        target_ = link.href;
        return;
    }
}

bool EntryTitle::is_repeated_by(NodeId title, NodeId link) const {
    return outline_.width(link) == outline_.width(title) && outline_.width(link) > 0 &&
           plain_text(dom_, link) == plain_text(dom_, title);
}

NodeId EntryTitle::heading_around_anchor() const {
    for (NodeId node = block_.anchor; node > block_.begin; node = dom_[node].parent) {
        if (is_heading(dom_.tag(node))) return node;
    }
    return is_heading(dom_.tag(block_.begin)) ? block_.begin : 0;
}

// Whether the link stands in what is marked as the title.
bool EntryTitle::is_anchor_marked() const {
    for (NodeId node = block_.anchor; node > block_.begin; node = dom_[node].parent) {
        if (has_any(roles(node), Role::title)) return true;
    }
    return false;
}

// The first heading; else what is marked as the title, where the link is not; else nothing.
NodeId EntryTitle::first_in_block() const {
    NodeId marked = 0;
    for (NodeId node = block_.begin; node < block_.end; ++node) {
        if (!dom_.is_element(node) || outline_.width(node) == 0) continue;
        if (is_group_label(node)) {
            node = dom_[node].end - 1;
            continue;
        }
        if (is_heading(dom_.tag(node))) return node;
        if (marked == 0 && is_marked(node)) marked = node;
    }
    return marked;
}

// The month or year of an archive's group, which the entry alone stands in: it has a link of its
// own, and that is elsewhere. The issue of a month has one that says "read more".
bool EntryTitle::is_group_label(NodeId node) const {
    constexpr std::uint32_t kMostWidth = 24;
    return block_.anchor != 0 && is_heading(dom_.tag(node)) && outline_.width(node) <= kMostWidth &&
           !dom_.contains(node, block_.anchor) && !dom_.contains(block_.anchor, node) &&
           is_period_label(plain_text(dom_, node)) && !says_more(plain_text(dom_, block_.anchor));
}

bool EntryTitle::is_marked(NodeId node) const {
    if (dom_.value(node, "itemprop") == "headline") return true;
    if (has_any(roles(node), Role::title)) return node > block_.begin;
    const std::string_view words = dom_.value(node, "class");
    return words.find("p-name") != std::string_view::npos &&
           words.find("e-content") == std::string_view::npos;
}

// Of a card that is one link as a whole, the first line.
void EntryTitle::set_within_anchor() {
    set(block_.anchor);
    std::uint32_t width = 0;
    for (NodeId node = block_.anchor + 1; node < dom_[block_.anchor].end; ++node) {
        if (node >= end_) set(block_.anchor);  // nothing was in that block but labels
        if (width == 0 && dates_.is_label(node)) {
            node = dom_[node].end - 1;
        } else if (dom_.tag(node) == Tag::text) {
            width += outline_.width(node);
        } else if (is_block(dom_.tag(node)) && width > 0) {
            end_ = node;
            return;
        } else if (is_block(dom_.tag(node)) && outline_.width(node) > 0) {
            begin_ = node;  // and what is in it: the innermost first block
            end_ = dom_[node].end;
        }
        if (node + 1 == end_ && width > 0) return;
    }
}

NodeId EntryTitle::link() const {
    if (dom_.contains(begin_, block_.anchor)) return block_.anchor;
    for (NodeId node = begin_; node < end_; ++node) {
        if (is_link(node)) return node;
    }
    // The link around it, where the block's first link is another: that of the author.
    for (NodeId node = begin_; node > block_.begin; node = dom_[node].parent) {
        if (is_link(node)) return node;
    }
    return block_.anchor;
}

// A link into the page itself is one where the entry has no other.
bool EntryTitle::is_link(NodeId node) const {
    if (dom_.tag(node) != Tag::a) return false;
    const std::string_view href = dom_.value(node, "href");
    return block_.anchor == 0 ? !href.empty() : has_target(href);
}

bool EntryTitle::is_in_link() const noexcept {
    return block_.anchor != 0 && dom_.contains(block_.anchor, begin_) &&
           !is_heading(dom_.tag(begin_));
}

bool EntryTitle::is_date_label(NodeId node) const {
    if (!is_in_link() || !dates_.is_label(node)) return false;
    const std::uint32_t before = outline_.sums(begin_, node).width;
    const std::uint32_t behind = outline_.sums(dom_[node].end, end_).width;
    if (before == 0) return behind > 0;
    // Stressed, it may be the last word of the title.
    const Tag tag = dom_.tag(node);
    return behind == 0 && (tag == Tag::span || tag == Tag::small || is_block(tag));
}

bool EntryTitle::is_label(NodeId node, NodeId age) const {
    if (dom_.tag(node) == Tag::time || dom_.tag(node) == Tag::button) return true;
    if (node == age || is_date_label(node)) return true;
    if (outline_.width(node) <= kMostLabelInside) {
        const std::string text = plain_text(dom_, node);
        if (is_title_label(text) || is_file_size(text)) return true;
    }
    return outline_.is_hidden(node) ||
           (!dom_.contains(node, block_.anchor) &&
            has_any(roles(node), Role::date | Role::category | Role::comments | Role::tags |
                                     Role::meta | Role::invisible));
}

std::string EntryTitle::shown(NodeId age) const {
    TextCollector collector(dom_);
    bool was_dated = false;
    collector.add(begin_, end_, [&](NodeId node) {
        if (is(node) || !is_label(node, age)) return false;
        was_dated =
            was_dated || (is_in_link() && (dom_.tag(node) == Tag::time || is_date_label(node)));
        return true;
    });
    std::string title = std::move(collector).folded();
    if (was_dated) title.erase(0, text::leading_separator(title));
    if (block_.anchor == 0 || !is_anchor_title_) return title;
    if (title.empty()) title = plain_text(dom_, begin_);
    return title.empty() ? text::fold_space(outline_.link_label(block_.anchor)) : title;
}

}  // namespace feedarc::read
