#pragma once

#include <feedarc/fetch.hpp>
#include <feedarc/source.hpp>
#include <feedarc/time.hpp>

#include <chrono>
#include <optional>
#include <string_view>

namespace feedarc::capture {

/// When a source may be captured again.
///
/// `every` after the last try, or with `adaptive` what is `recommended` by the rate at which
/// entries come, but no more often than `every` and no less than once a day. After failures in a
/// row the interval doubles with each beyond the first, up to a day, and then a part of up to a
/// tenth is added that depends on the name, so that sources which failed together do not come back
/// together. Not before a server allows it.
[[nodiscard]] Time due_at(std::string_view name, const CaptureSettings& settings,
                          const Watch& watch, std::optional<std::chrono::seconds> recommended);

/// Whether it may be captured now. A part of the interval (a sixtieth, at most a minute) is given
/// away, since cron starts a run some seconds earlier or later than the one before.
[[nodiscard]] bool is_due(std::string_view name, const CaptureSettings& settings,
                          const Watch& watch, std::optional<std::chrono::seconds> recommended,
                          Time now);

/// Whether a server still asks to wait until `not_before`. It never does for more than a day, or
/// than `every`: what is further away was noted by a clock that was wrong.
[[nodiscard]] bool must_wait(std::optional<Time> not_before, const CaptureSettings& settings,
                             Time now);

}  // namespace feedarc::capture
