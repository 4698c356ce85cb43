#include <feedarc/retention.hpp>

#include <cstddef>
#include <utility>

namespace feedarc {
namespace {

using std::chrono::days;
using std::chrono::floor;

std::chrono::year_month_day date_of(Time time) {
    return floor<days>(time);
}

// Numbers that differ between snapshots of different hours, days, ...
using Period = std::int64_t (*)(Time time);

std::int64_t hour_of(Time time) {
    return floor<std::chrono::hours>(time).time_since_epoch().count();
}

std::int64_t day_of(Time time) {
    return floor<days>(time).time_since_epoch().count();
}

std::int64_t week_of(Time time) {
    constexpr days kThursday{3};  // 1970-01-01 was one, counted from Monday
    return floor<std::chrono::weeks>(time.time_since_epoch() + kThursday).count();
}

std::int64_t month_of(Time time) {
    constexpr std::int64_t kMonths = 12;
    const auto date = date_of(time);
    return int{date.year()} * kMonths + unsigned{date.month()};
}

std::int64_t year_of(Time time) {
    return int{date_of(time).year()};
}

void keep_by_period(std::span<const Time> captured_at, std::int64_t most, Period period,
                    std::vector<bool>& kept) {
    std::optional<std::int64_t> last;
    for (std::size_t i = captured_at.size(); i-- > 0 && most > 0;) {
        const std::int64_t found = period(captured_at[i]);
        if (found == last && i != 0) continue;
        kept[i] = true;
        last = found;
        --most;
    }
}

}  // namespace

std::vector<bool> kept_by(const RetentionPolicy& policy, std::span<const Time> captured_at) {
    std::vector<bool> kept(captured_at.size(), false);
    if (kept.empty()) return kept;
    kept.back() = true;
    std::int64_t last = policy.last;
    for (std::size_t i = kept.size(); i-- > 0 && last > 0; --last) kept[i] = true;
    for (const auto& [most, period] : {
             std::pair<std::int64_t, Period>{policy.hourly, hour_of},
             {policy.daily, day_of},
             {policy.weekly, week_of},
             {policy.monthly, month_of},
             {policy.yearly, year_of},
         }) {
        keep_by_period(captured_at, most, period, kept);
    }
    if (!policy.within) return kept;
    for (std::size_t i = kept.size(); i-- > 0;) {
        if (captured_at[i] >= captured_at.back() - *policy.within) kept[i] = true;
    }
    return kept;
}

}  // namespace feedarc
