#pragma once

#include <feedarc/time.hpp>

#include "archive/sqlite/statement.hpp"

#include <cstdint>
#include <optional>

namespace feedarc::sqlite {

/// Times are stored as seconds since 1970-01-01 UTC.
[[nodiscard]] inline std::int64_t seconds(Time time) noexcept {
    return time.time_since_epoch().count();
}

[[nodiscard]] inline Time time_of(std::int64_t seconds) noexcept {
    return Time{std::chrono::seconds{seconds}};
}

/// The time in a column, which may be NULL.
[[nodiscard]] inline std::optional<Time> optional_time(const Statement::Run& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    return time_of(row.integer(column));
}

}  // namespace feedarc::sqlite
