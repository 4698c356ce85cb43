#pragma once

#include <feedarc/time.hpp>

#include <cstdint>

namespace feedarc::sqlite {

/// Times are stored as seconds since 1970-01-01 UTC.
[[nodiscard]] inline std::int64_t seconds(Time time) noexcept {
    return time.time_since_epoch().count();
}

[[nodiscard]] inline Time time_of(std::int64_t seconds) noexcept {
    return Time{std::chrono::seconds{seconds}};
}

}  // namespace feedarc::sqlite
