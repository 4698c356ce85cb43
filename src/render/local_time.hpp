#pragma once

#include <feedarc/time.hpp>

#include <string>

namespace feedarc::render {

/// `2026-01-11 08:30`, as tables show a time: in UTC, or in the time zone of the process.
[[nodiscard]] std::string short_time(Time time, bool local);

/// `2026-01-11`, in UTC.
[[nodiscard]] std::string short_day(Time time);

}  // namespace feedarc::render
