#pragma once

#include <feedarc/time.hpp>

#include <optional>
#include <string_view>

namespace feedarc::app {

/// The capture time in a file's name (without its folder): `2026-01-11`, `2026-01-11T083000Z`,
/// `2026-01-11T08:30:00+01:00`, `20260111-083000`, `20260111T083000Z`, or a 10-digit unix time,
/// each between separators. Without an offset it is UTC. A time after `now` is not taken for one.
[[nodiscard]] std::optional<Time> capture_time_in_name(std::string_view file_name, Time now);

}  // namespace feedarc::app
