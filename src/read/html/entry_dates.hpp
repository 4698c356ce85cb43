#pragma once

#include <feedarc/entry.hpp>

#include "read/html/date_context.hpp"
#include "read/html/entry_age.hpp"
#include "read/html/listing.hpp"

#include <string_view>
#include <vector>

namespace feedarc::read {

/// Widths above which a text is no label of an entry.
inline constexpr std::uint32_t kMostLabelWidth = 40;

/// What may be the date of one entry, gathered node by node, and the date that comes of it.
class EntryDates {
public:
    EntryDates(const Outline& outline, const Block& block, const DateContext& context)
        : outline_(outline), dom_(outline.dom()), block_(block), context_(context) {}

    /// Remembers an element of the block if it is marked as a date; `property` is its `itemprop`.
    void mark(NodeId element, Role role, std::string_view property);

    /// Whether what is marked stands within an element.
    [[nodiscard]] bool any_in(NodeId element) const;

    /// Whether a date is all that a short element shows.
    [[nodiscard]] bool is_alone(NodeId element) const;

    /// Whether a short element of the link shows the day of the entry, and is no part of its title:
    /// what is marked as a date and is one, or a date (a day of the group's year) that is all in
    /// it.
    [[nodiscard]] bool is_label(NodeId element) const;

    /// In this order: `<time>`; what is marked as a date; a date in the text outside of the title
    /// (from `title_begin` to `title_end`), alone in its line first; a date of numbers alone in the
    /// order of the page; a day of the year that the group's heading names; that heading's date.
    /// That of a change only where there is no other, and never what the markup says to be one.
    [[nodiscard]] Published published(NodeId title_begin, NodeId title_end) const;

    /// The date of what a rule names: an element, by its attributes, else by its text; or a text.
    [[nodiscard]] std::optional<Published> of_chosen(NodeId element) const;
    [[nodiscard]] std::optional<Published> of_text(std::string_view text) const;
    /// The age of an entry that shows no date.
    [[nodiscard]] ShownAge age(NodeId title_begin, NodeId title_end) const {
        return find_entry_age(outline_, block_, times_, marked_, title_begin, title_end);
    }

private:
    // What was passed over on the way.
    struct Passed {
        bool pass_columns = true;  // over dates by the head of their column
        bool in_column = false;    // there was one
        std::optional<Published> changed;
    };
    // Without the group's date.
    [[nodiscard]] std::optional<Published> find(NodeId title_begin, NodeId title_end,
                                                Passed& passed) const;
    [[nodiscard]] bool bears_date(NodeId element) const;
    [[nodiscard]] bool is_time_alone(NodeId element) const;
    [[nodiscard]] std::optional<Published> of_attributes(NodeId element) const;
    [[nodiscard]] std::optional<Published> of_time(NodeId time) const;
    [[nodiscard]] std::optional<Published> of_marked(NodeId element) const;
    [[nodiscard]] std::optional<Published> of_pair(NodeId one, NodeId next) const;
    [[nodiscard]] std::optional<Published> of_numbers_in(std::string_view text) const;
    [[nodiscard]] std::optional<Published> of_year(std::string_view text) const;

    const Outline& outline_;
    const Dom& dom_;
    const Block& block_;
    const DateContext& context_;
    std::vector<NodeId> times_;
    std::vector<NodeId> marked_;
};

}  // namespace feedarc::read
