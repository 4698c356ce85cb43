#pragma once

#include "read/html/entry_title.hpp"

#include <string>
#include <string_view>

namespace feedarc::read {

/// The category that one entry shows, gathered node by node. In this order: a link or label whose
/// relation, class or target says so, or a link in brackets before the title; one within the title;
/// `itemprop=articleSection`; what stands behind "Category:"; a link to a folder that the entry is
/// in (`/culture/` beside `/culture/a-play.html`). Tags and authors are no categories.
class EntryCategory {
public:
    EntryCategory(const Outline& outline, const Block& block, const EntryTitle& title,
                  std::string_view page_url)
        : outline_(outline),
          dom_(outline.dom()),
          block_(block),
          title_(title),
          page_url_(page_url) {}

    /// Remembers an element of the block outside of the title if it names the category.
    void mark(NodeId element, Role role, std::string_view property);
    /// The same within the title.
    void mark_in_title(NodeId element, Role role);
    /// The same for a text that may be "Category:".
    void mark_words(NodeId text);

    /// `age` shows the entry's age, and no category.
    [[nodiscard]] std::string shown(NodeId age) const;
    /// Whether an element is the link or label, or the line with "Category:".
    [[nodiscard]] bool is_part(NodeId element) const;

private:
    void mark_link(NodeId link, Role role);
    [[nodiscard]] Role roles_above(NodeId node) const;
    [[nodiscard]] bool is_in_brackets(NodeId link) const;
    [[nodiscard]] bool is_folder(std::string_view href) const;
    [[nodiscard]] bool leads_there_once(std::string_view href) const;
    [[nodiscard]] NodeId first_line(NodeId node) const;
    [[nodiscard]] bool is_label(NodeId node) const;
    [[nodiscard]] std::string behind_words() const;

    const Outline& outline_;
    const Dom& dom_;
    const Block& block_;
    const EntryTitle& title_;
    std::string_view page_url_;
    NodeId link_ = 0;
    NodeId label_ = 0;
    NodeId in_title_ = 0;
    NodeId folder_ = 0;
    NodeId words_ = 0;    // "Category:"
    NodeId section_ = 0;  // itemprop=articleSection
};

}  // namespace feedarc::read
