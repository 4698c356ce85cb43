#pragma once

#include <feedarc/entry.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace feedarc::text {

/// A point in time as someone wrote it: a date as far as it went, a time of day, an offset.
struct CivilTime {
    int year = 0;
    unsigned month = 1;
    unsigned day = 1;
    std::chrono::seconds time_of_day{0};
    std::chrono::minutes offset{0};  ///< of local time ahead of UTC; 0 when none was written
    bool zoned = false;              ///< whether an offset or the name of a zone was written
    DatePrecision precision = DatePrecision::year;

    /// Whether the date exists and the time of day lies within it (24:00 and 23:59:60 are its end).
    [[nodiscard]] bool ok() const noexcept;
    /// The instant in UTC; the value must be ok().
    [[nodiscard]] std::chrono::sys_seconds utc() const noexcept;
    /// As entries keep it; nothing where it is not ok() or UTC lies outside of the years 0 to 9999.
    [[nodiscard]] std::optional<Published> published() const;
};

/// An instant in UTC, to be published as precise as `precision`.
[[nodiscard]] CivilTime civil_time_of(std::chrono::sys_seconds time,
                                      DatePrecision precision) noexcept;

/// Reads ISO 8601 / RFC 3339 in whole: `2026`, `2026-01`, `2026-01-11`, `20260111`, each date with
/// `T08:30`, ` 08:30:15.25`, `T0830`, and an offset (`Z`, `+08`, `+0800`, `+08:00`, ` UTC`, `
/// GMT`).
[[nodiscard]] std::optional<CivilTime> read_iso_time(std::string_view text);

/// Reads an offset in whole: `Z`, `UTC`, `GMT`, `+08`, `+0800`, `-08:00`, at most 18 hours.
[[nodiscard]] std::optional<std::chrono::minutes> read_offset(std::string_view text);

/// An instant as `2026-01-11T08:30:00Z`.
[[nodiscard]] std::string rfc3339(std::chrono::sys_seconds time);

}  // namespace feedarc::text
