#pragma once

#include <feedarc/time.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace feedarc {

/// Which snapshots of a page keep their bytes. A rule keeps the last snapshot of each of so many
/// hours, days, ... that have one; 0 for no such rule. What one rule keeps is kept.
struct RetentionPolicy {
    std::int64_t last = 0;  ///< so many snapshots
    std::int64_t hourly = 0;
    std::int64_t daily = 0;
    std::int64_t weekly = 0;
    std::int64_t monthly = 0;
    std::int64_t yearly = 0;
    std::optional<std::chrono::seconds> within;  ///< all that are not older than the last by more

    /// Whether it has no rule: then it says nothing.
    [[nodiscard]] bool empty() const { return *this == RetentionPolicy{}; }

    bool operator==(const RetentionPolicy&) const = default;
};

/// Which of the snapshots of a page a policy keeps. `captured_at` is in capture order; so is the
/// answer. The last one is always kept. While a rule has found fewer hours, days, ... than it is to
/// keep, it keeps the first snapshot as well, so that the history is as long as it can be. Days are
/// those of UTC, and weeks begin with Monday.
[[nodiscard]] std::vector<bool> kept_by(const RetentionPolicy& policy,
                                        std::span<const Time> captured_at);

}  // namespace feedarc
