#pragma once

#include "read/html/entry_dates.hpp"
#include "read/html/listing.hpp"

#include <string>
#include <string_view>

namespace feedarc::read {

/// Where the title of one entry stands, and where it leads: the heading; else what is marked as the
/// title; else the link, of a card that is one link its first line. A note has none.
class EntryTitle {
public:
    EntryTitle(const Outline& outline, const Block& block, const EntryDates& dates);

    /// The nodes of the title; none where both are 0.
    [[nodiscard]] NodeId begin() const noexcept { return begin_; }
    [[nodiscard]] NodeId end() const noexcept { return end_; }
    /// The `href` of the entry, as the page has it.
    [[nodiscard]] std::string_view target() const noexcept { return target_; }

    /// Whether it is this element, or stands within it.
    [[nodiscard]] bool is(NodeId node) const noexcept { return node == begin_; }
    [[nodiscard]] bool is_in(NodeId node) const noexcept { return dom_.contains(node, begin_); }

    /// Whether it is (a part of) the text of the link, and no heading.
    [[nodiscard]] bool is_in_link() const noexcept;

    /// Whether an element within it is the label that shows the day of the entry: in the link (and
    /// no heading), before the text of the title or behind it.
    [[nodiscard]] bool is_date_label(NodeId node) const;

    /// Without the labels within it: a date, the category, and `age`, which shows the entry's age.
    [[nodiscard]] std::string shown(NodeId age) const;

private:
    void find();
    void set(NodeId node);
    void set_unlinked(NodeId found);
    void set_within_anchor();
    [[nodiscard]] bool is_repeated_by(NodeId title, NodeId link) const;
    [[nodiscard]] NodeId heading_around_anchor() const;
    [[nodiscard]] bool is_anchor_marked() const;
    [[nodiscard]] NodeId first_in_block() const;
    [[nodiscard]] bool is_marked(NodeId node) const;
    [[nodiscard]] bool is_group_label(NodeId node) const;
    [[nodiscard]] NodeId link() const;
    [[nodiscard]] bool is_link(NodeId node) const;
    [[nodiscard]] bool is_label(NodeId node, NodeId age) const;
    [[nodiscard]] Role roles(NodeId node) const { return outline_.roles(node); }

    const Outline& outline_;
    const Dom& dom_;
    const Block& block_;
    const EntryDates& dates_;
    NodeId begin_ = 0;
    NodeId end_ = 0;
    std::string_view target_;
    bool is_anchor_title_ = true;
};

}  // namespace feedarc::read
