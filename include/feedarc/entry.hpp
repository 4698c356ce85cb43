#pragma once

#include <compare>
#include <string>
#include <vector>

namespace feedarc {

/// How much of a date a page showed. A later value is more precise.
enum class DatePrecision { none, year, month, day, minute, second };

/// The name that JSON and the schema use: `year`, `month`, `day`, `minute`, `second`; empty for
/// none.
[[nodiscard]] const char* to_string(DatePrecision precision) noexcept;

/// When an entry says it was published; never invented.
struct Published {
    /// RFC 3339 as far as `precision` goes: `2026`, `2026-01`, `2026-01-11`,
    /// `2026-01-11T08:30:00Z`. A time of day with an offset is converted to UTC; one without is
    /// kept and taken for UTC. Empty when there is no date. Values compare as text.
    std::string value;
    DatePrecision precision = DatePrecision::none;

    auto operator<=>(const Published&) const = default;
};

/// One item as one page shows it. All texts are valid UTF-8 without NUL, on one line, with runs of
/// white space folded to one space; an empty text means that the page shows none.
struct Entry {
    std::string title;
    std::string url;  ///< as the page gives it, resolved to an absolute one where a base is known
    std::string guid;
    std::string category;
    Published published;
    std::string excerpt;

    auto operator<=>(const Entry&) const = default;
};

/// What was found on one snapshot.
struct Page {
    std::string title;           ///< of the page itself
    std::string canonical_url;   ///< `<link rel=canonical>`, `og:url`, a feed's site; absolute
    std::vector<Entry> entries;  ///< in the order of the page
    std::vector<std::string> pager_links;  ///< absolute URLs of the pages that continue this one
    std::vector<std::string> warnings;     ///< what was odd, in words for a person
};

}  // namespace feedarc
