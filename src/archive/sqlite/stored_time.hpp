#pragma once

#include <feedarc/time.hpp>

#include "archive/sqlite/damage.hpp"
#include "archive/sqlite/statement.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace feedarc::sqlite {

/// Times are stored as seconds since 1970-01-01 UTC.
[[nodiscard]] inline std::int64_t seconds(Time time) noexcept {
    return time.time_since_epoch().count();
}

/// Nothing for a time that this program would not have stored: arithmetic with it could overflow,
/// and RFC 3339 cannot write it.
[[nodiscard]] inline std::optional<Time> possible_time(std::int64_t seconds) noexcept {
    constexpr std::int64_t kEarliest = -62'167'219'200;  // 0000-01-01T00:00:00Z
    constexpr std::int64_t kLatest = 253'402'300'799;    // 9999-12-31T23:59:59Z
    if (seconds < kEarliest || seconds > kLatest) return std::nullopt;
    return Time{std::chrono::seconds{seconds}};
}

/// Throws Error(archive) for such a time.
[[nodiscard]] inline Time time_of(std::int64_t seconds) {
    const auto time = possible_time(seconds);
    if (!time) throw damaged("a time");
    return *time;
}

/// A time in the year 0, in which no page was captured: in SQL, of a snapshot that is out of the
/// way of others until it gets its place in the same transaction.
inline constexpr std::string_view kParked = "id - 62167219200";

/// The time in a column, which may be NULL.
[[nodiscard]] inline std::optional<Time> optional_time(const Statement::Run& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    return time_of(row.integer(column));
}

}  // namespace feedarc::sqlite
