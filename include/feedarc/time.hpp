#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace feedarc {

/// An instant in UTC, to the second. Everything is stored and compared in UTC.
using Time = std::chrono::sys_seconds;

/// RFC 3339 in UTC, such as `2026-01-11T08:30:00Z`. Years outside 0..9999 are written as they are.
[[nodiscard]] std::string format_time(Time time);

/// Reads the TIME of the command line: `2026-01-11`, `2026-01-11T08:30:00Z` (also with an offset, a
/// space for the `T`, without seconds or without `Z`, which then is UTC), `@UNIXSECONDS`, `now`,
/// `today`, `yesterday`, or a distance back from `now`: `90s`, `30m`, `12h`, `7d`, `2w`.
/// Nothing for any other text, dates that do not exist included.
[[nodiscard]] std::optional<Time> parse_time(std::string_view text, Time now);

}  // namespace feedarc
