#pragma once

#include "read/html/entry_category.hpp"
#include "read/html/entry_dates.hpp"
#include "read/html/entry_title.hpp"

#include <string>
#include <string_view>

namespace feedarc::read {

/// The excerpt of one entry: what is marked as its summary or content; else its paragraphs; else
/// what text is long. Without all that the other fields show, buttons and "read more".
class EntryExcerpt {
public:
    EntryExcerpt(const Outline& outline, const Block& block, const EntryTitle& title,
                 const EntryDates& dates, const EntryCategory& category)
        : outline_(outline),
          dom_(outline.dom()),
          block_(block),
          title_(title),
          dates_(dates),
          category_(category) {}

    /// Remembers an element of the block outside of the title if it is marked as a summary or as
    /// content; `property` is its `itemprop`.
    void mark(NodeId element, Role role, std::string_view property);

    /// `age` shows how old the entry is; 0 where nothing does.
    [[nodiscard]] std::string shown(NodeId age);

private:
    [[nodiscard]] std::string collect_text(bool paragraphs) const;
    [[nodiscard]] bool is_label_above(NodeId node) const;
    [[nodiscard]] bool is_paragraph(NodeId node) const;
    [[nodiscard]] bool is_small_print(NodeId paragraph) const;
    [[nodiscard]] bool is_text_line(NodeId node) const;
    [[nodiscard]] bool is_date_line(NodeId node) const;
    [[nodiscard]] bool is_reply_line(NodeId node) const;
    [[nodiscard]] bool is_age_line(NodeId node) const;
    [[nodiscard]] bool is_aside(NodeId node) const;
    [[nodiscard]] bool repeats_title(NodeId link) const;
    [[nodiscard]] bool leads_on(NodeId link) const;

    const Outline& outline_;
    const Dom& dom_;
    const Block& block_;
    const EntryTitle& title_;
    const EntryDates& dates_;
    const EntryCategory& category_;
    NodeId summary_ = 0;
    NodeId content_ = 0;
    NodeId age_ = 0;
};

}  // namespace feedarc::read
