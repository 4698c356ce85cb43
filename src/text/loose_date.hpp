#pragma once

#include <feedarc/entry.hpp>

#include <optional>
#include <string_view>

namespace feedarc::text {

/// Reads the date of a feed: parse_machine_date(), and else what programs write in its place.
/// RFC 822 without commas, with unknown, double or no zones (taken for UTC), with times such as
/// `8:5:3` and `0830`, with a weekday at the end or a wrong one; `Sun Jan 11 08:30:00 PST 2026`
/// (asctime); `2026/1/11 8:30`, `2026-1-11T8:30:00.5+0100`; `Jan 11, 2026`; `2026年1月11日`. A time
/// of day that cannot be read is left out, and the date keeps the precision of a day. The whole
/// text must be the date with its weekday, time and zone.
[[nodiscard]] std::optional<Published> parse_loose_date(std::string_view text);

}  // namespace feedarc::text
