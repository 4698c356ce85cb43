#pragma once

#include "read/html/entry_title.hpp"

#include <string>
#include <string_view>

namespace feedarc::read {

/// The category that one entry shows beside its title, gathered node by node: a link or label whose
/// relation, class or target says so; else `itemprop=articleSection`; else what stands behind
/// "Category:".
class EntryCategory {
public:
    EntryCategory(const Outline& outline, const Block& block, const EntryTitle& title)
        : outline_(outline), dom_(outline.dom()), block_(block), title_(title) {}

    /// Remembers an element of the block outside of the title if it names the category.
    void mark(NodeId element, Role role, std::string_view property);
    /// The same for a text that may be "Category:".
    void mark_words(NodeId text);

    /// `age` shows the entry's age, and no category.
    [[nodiscard]] std::string shown(NodeId age) const;
    /// Whether an element is the link or label, or the line with "Category:".
    [[nodiscard]] bool is_part(NodeId element) const;

private:
    void mark_link(NodeId link, Role role);
    [[nodiscard]] bool is_label(NodeId node) const;
    [[nodiscard]] std::string behind_words() const;

    const Outline& outline_;
    const Dom& dom_;
    const Block& block_;
    const EntryTitle& title_;
    NodeId link_ = 0;
    NodeId label_ = 0;
    NodeId words_ = 0;    // "Category:"
    NodeId section_ = 0;  // itemprop=articleSection
};

}  // namespace feedarc::read
