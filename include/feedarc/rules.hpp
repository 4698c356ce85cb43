#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc {

/// Where on the pages of one source the records and their fields stand, as its reader knows better
/// than the listing finder. For HTML alone; every text may be empty, which leaves the field to the
/// finder.
///
/// A text is a CSS selector, or XPath 1.0 where it begins with `/`, `./`, `(` or `xpath:`.
/// docs/reading.md, "Rules", says which selectors there are and what each field takes of a match.
struct Rules {
    std::string record;      ///< the elements that are entries
    std::string title;       ///< the others: looked for within each record
    std::string link;        ///< the link that a match is, has in it or stands in
    std::string date;        ///< `datetime`, `content` or `title` of the match, else its text
    std::string category;    ///< text
    std::string excerpt;     ///< text, of all matches
    std::string next;        ///< on the page: links to the pages that continue it
    std::string date_order;  ///< `dmy`, `mdy` or `ymd`: of dates of numbers that say no order
    std::string time_zone;   ///< IANA's name, `Europe/Berlin`: of times of day that say no zone

    [[nodiscard]] bool empty() const { return *this == Rules{}; }
    bool operator==(const Rules&) const = default;
};

/// The names of the rules: `record`, `title`, ..., `next`, `date-order`, `time-zone`.
[[nodiscard]] std::vector<std::string> rule_names();

/// Sets a rule by its name. Throws Error(usage) for another name, and for a text that is no
/// selector; the message says what is wrong and at which character.
void set_rule(Rules& rules, std::string_view name, std::string_view text);

/// What is wrong with a text for a rule, in words for a person; nothing for a good one.
[[nodiscard]] std::optional<std::string> rule_problem(std::string_view name, std::string_view text);

/// The rules as one text, a line `NAME=TEXT` for each that is set; empty for none. Equal rules have
/// equal texts, and the text is what archives keep.
[[nodiscard]] std::string to_text(const Rules& rules);

/// Reads what to_text() wrote; unknown lines are passed over.
[[nodiscard]] Rules rules_from_text(std::string_view text);

}  // namespace feedarc
