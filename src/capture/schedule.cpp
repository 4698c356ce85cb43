#include "capture/schedule.hpp"

#include <feedarc/hash.hpp>

#include <algorithm>
#include <cstdint>

namespace feedarc::capture {
namespace {

using std::chrono::seconds;

constexpr seconds kLongest = std::chrono::hours{24};
constexpr seconds kMostGivenAway{60};
constexpr int kPartGivenAway = 60;
constexpr std::int64_t kJitterPart = 10;
constexpr int kMostDoublings = 20;  // beyond a day for any interval; 2^20 of the longest still fits

seconds interval_of(const CaptureSettings& settings, std::optional<seconds> recommended) {
    if (!settings.adaptive || !recommended) return settings.every;
    return std::clamp(*recommended, settings.every, std::max(settings.every, kLongest));
}

// The same for the same failure, so that asking twice gives one answer.
seconds jitter(std::string_view name, const Watch& watch, seconds interval) {
    const Hash128 hash = FieldHash()
                             .add(name)
                             .add(std::int64_t{watch.failures})
                             .add(std::int64_t{watch.tried_at->time_since_epoch().count()})
                             .finish();
    const auto part = static_cast<std::int64_t>(hash.bytes[0]);
    return seconds(interval.count() * part / (256 * kJitterPart));
}

seconds wait_of(std::string_view name, const CaptureSettings& settings, const Watch& watch,
                seconds interval) {
    // The first one changes nothing: a cron job that comes as often as the source is due would
    // else miss a turn for some seconds.
    if (watch.failures <= 1) return interval;
    const seconds longest = std::max(kLongest, settings.every);
    const int doublings = std::min(watch.failures - 1, kMostDoublings);
    const seconds wait = std::min(interval * (std::int64_t{1} << doublings), longest);
    return wait + jitter(name, watch, wait);
}

}  // namespace

Time due_at(std::string_view name, const CaptureSettings& settings, const Watch& watch,
            std::optional<seconds> recommended) {
    if (!watch.tried_at) return watch.not_before.value_or(Time{});
    const Time due =
        *watch.tried_at + wait_of(name, settings, watch, interval_of(settings, recommended));
    return std::max(due, watch.not_before.value_or(due));
}

bool is_due(std::string_view name, const CaptureSettings& settings, const Watch& watch,
            std::optional<seconds> recommended, Time now) {
    if (must_wait(watch.not_before, settings, now)) return false;
    // A try in the future is one of a clock that was wrong.
    if (!watch.tried_at || *watch.tried_at > now) return true;
    const Time due = due_at(name, settings, watch, recommended);
    return now + std::min((due - *watch.tried_at) / kPartGivenAway, kMostGivenAway) >= due;
}

bool must_wait(std::optional<Time> not_before, const CaptureSettings& settings, Time now) {
    return not_before && now < *not_before &&
           *not_before - now <= std::max(kLongest, settings.every);
}

}  // namespace feedarc::capture
