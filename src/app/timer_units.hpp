#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>

/// The units of systemd that capture from time to time. scripts/systemd has those for the whole
/// system, and the ones for a user are made of them.
namespace feedarc::app {

/// The texts of scripts/systemd.
[[nodiscard]] std::string_view system_service() noexcept;
[[nodiscard]] std::string_view system_timer() noexcept;

/// An argument of ExecStart= as systemd.service(5), "Command lines", reads it back: in double
/// quotes, with %, $, backslashes, quotes and what must not reach a terminal escaped.
[[nodiscard]] std::string unit_argument(std::string_view argument);

/// When a timer goes off that often: a calendar event of systemd.time(7). Nothing for what does
/// not go evenly into an hour or a day.
[[nodiscard]] std::optional<std::string> calendar_of(std::chrono::milliseconds every);
/// The durations that do.
inline constexpr std::string_view kTimerDurations =
    "1m, 2m, 3m, 4m, 5m, 6m, 10m, 12m, 15m, 20m, 30m, 1h, 2h, 3h, 4h, 6h, 8h, 12h or 1d";

/// The units of a user. The first line has a checksum of the others.
[[nodiscard]] std::string user_service(std::span<const std::string> command);
[[nodiscard]] std::string user_timer(std::string_view calendar);

/// Whether a text is one that user_service() or user_timer() gave, of this version or another, and
/// nobody changed it.
[[nodiscard]] bool is_unchanged_unit(std::string_view text);

}  // namespace feedarc::app
