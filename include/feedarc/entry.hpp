#pragma once

#include <feedarc/time.hpp>

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc {

/// How much of a date a page showed. A later value is more precise.
enum class DatePrecision { none, year, month, week, day, hour, minute, second };

/// The name that JSON and the schema use: `year`, `month`, `week`, `day`, `hour`, `minute`,
/// `second`; empty for none.
[[nodiscard]] const char* to_string(DatePrecision precision) noexcept;

/// When an entry says it was published; never invented.
struct Published {
    /// RFC 3339 as far as `precision` goes: `2026`, `2026-01`, `2026-01-11` (also for a week: a day
    /// of it), `2026-01-11T08:30:00Z` (for an hour `2026-01-11T08:00:00Z`). A time of day with an
    /// offset is converted to UTC; one without is kept and taken for UTC, on an HTML page for that
    /// of Rules::time_zone where it is set. Empty when there is no date. Values compare as text.
    std::string value;
    DatePrecision precision = DatePrecision::none;
    /// Its time of day was written without a zone. Only while a page is read; no part of the value.
    bool floating = false;

    friend bool operator==(const Published& one, const Published& other) noexcept {
        return one.precision == other.precision && one.value == other.value;
    }
    friend std::strong_ordering operator<=>(const Published& one, const Published& other) noexcept {
        if (const auto by_value = one.value <=> other.value; by_value != 0) return by_value;
        return one.precision <=> other.precision;
    }
};

/// The units in which pages count the age of an entry. The names are stored.
enum class AgeUnit { second, minute, hour, day, week, month, year };

/// How long before its capture a page says that an entry was published: `3 hours ago`, `yesterday
/// at 14:05`. What it means is said by the time of the capture, which reading does not know.
struct Age {
    AgeUnit unit = AgeUnit::second;
    std::int32_t count = 0;  ///< of units, 0 to kMostAge; 0: just now, today
    /// Of days alone: the time of day that stands beside, in minutes from midnight in UTC.
    std::optional<std::int32_t> minute_of_day;

    auto operator<=>(const Age&) const = default;
};

inline constexpr std::int32_t kMostAge = 99'999;

/// The date that an age means on a page captured at `captured_at`, as precise as its unit: minutes
/// and seconds give a minute, hours an hour, and so on; days are those of UTC. A time of day in the
/// future is left out, since the page has another time zone. Nothing (an empty date) before 1970.
[[nodiscard]] Published published_at(const Age& age, Time captured_at);

/// An age as archives keep it: `3 hour`, `1 day 14:05`.
[[nodiscard]] std::string to_string(const Age& age);
/// Reads what to_string() wrote; nothing for any other text.
[[nodiscard]] std::optional<Age> age_from(std::string_view text);

/// One item as one page shows it. All texts are valid UTF-8 without NUL, on one line, with runs of
/// white space folded to one space; an empty text means that the page shows none.
struct Entry {
    std::string title;
    std::string url;  ///< as the page gives it, resolved to an absolute one where a base is known
    std::string guid;
    std::string category;
    Published published;
    std::string excerpt;
    /// Where the page shows an age and no date. Two sightings of one entry differ in it, so it is
    /// no part of the entry's content.
    std::optional<Age> age;

    auto operator<=>(const Entry&) const = default;
};

/// What was found on one snapshot.
struct Page {
    std::string title;           ///< of the page itself
    std::string canonical_url;   ///< `<link rel=canonical>`, `og:url`, a feed's site; absolute
    std::vector<Entry> entries;  ///< in the order of the page
    std::vector<std::string> pager_links;  ///< absolute URLs of the pages that continue this one
    std::vector<std::string> warnings;     ///< what was odd, in words for a person
    /// What stands in the place of the listing, when the page says so itself: `captcha`, `denied`,
    /// `error`, `login`, `maintenance`; else empty.
    std::string obstacle;
};

}  // namespace feedarc
