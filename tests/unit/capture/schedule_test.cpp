#include "capture/schedule.hpp"

#include <gtest/gtest.h>

namespace feedarc::capture {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Time kTried{seconds{1'800'000'000}};

CaptureSettings hourly() {
    CaptureSettings settings;
    settings.every = hours(1);
    return settings;
}

Watch tried(int failures = 0) {
    Watch watch;
    watch.tried_at = kTried;
    watch.failures = failures;
    return watch;
}

bool due(const CaptureSettings& settings, const Watch& watch, seconds after,
         std::optional<seconds> recommended = std::nullopt) {
    return is_due("blog", settings, watch, recommended, kTried + after);
}

TEST(Schedule, AnUnknownSourceIsDueAtOnce) {
    EXPECT_TRUE(is_due("blog", hourly(), Watch{}, std::nullopt, kTried));
}

TEST(Schedule, ASourceIsDueOnceItsIntervalIsOver) {
    EXPECT_FALSE(due(hourly(), tried(), minutes(30)));
    EXPECT_TRUE(due(hourly(), tried(), hours(1)));
}

// Else an hourly job would miss every second turn, by seconds.
TEST(Schedule, CronMayComeSomeSecondsEarly) {
    EXPECT_TRUE(due(hourly(), tried(), hours(1) - seconds(59)));
    EXPECT_FALSE(due(hourly(), tried(), hours(1) - seconds(61)));
    CaptureSettings often = hourly();
    often.every = minutes(5);
    EXPECT_TRUE(due(often, tried(), minutes(5) - seconds(5)));
    EXPECT_FALSE(due(often, tried(), minutes(5) - seconds(6)));
}

TEST(Schedule, ASingleFailureCostsNothing) {
    EXPECT_TRUE(due(hourly(), tried(1), hours(1)));
}

TEST(Schedule, FailuresInARowAreAskedLessAndLessOftenAndOnceADayAtLeast) {
    for (const auto& [failures, wait] :
         {std::pair{2, 2}, {3, 4}, {4, 8}, {5, 16}, {6, 24}, {7, 24}, {1000, 24}}) {
        const Time at = due_at("blog", hourly(), tried(failures), std::nullopt);
        EXPECT_GE(at, kTried + hours(wait)) << failures;
        EXPECT_LE(at, kTried + minutes(66 * wait)) << failures;
    }
    CaptureSettings weekly = hourly();
    weekly.every = hours(24 * 7);
    EXPECT_LE(due_at("blog", weekly, tried(9), std::nullopt), kTried + hours(24 * 8));
}

TEST(Schedule, SourcesThatFailedTogetherDoNotComeBackTogether) {
    EXPECT_NE(due_at("a", hourly(), tried(5), std::nullopt),
              due_at("b", hourly(), tried(5), std::nullopt));
    EXPECT_EQ(due_at("a", hourly(), tried(5), std::nullopt),
              due_at("a", hourly(), tried(5), std::nullopt));
}

TEST(Schedule, NothingIsAskedBeforeTheServerAllowsIt) {
    Watch watch = tried();
    watch.not_before = kTried + hours(3);
    EXPECT_FALSE(due(hourly(), watch, hours(2)));
    EXPECT_FALSE(due(hourly(), watch, hours(3) - seconds(1)));
    EXPECT_TRUE(due(hourly(), watch, hours(3)));
}

TEST(Schedule, AnAdaptiveSourceFollowsItsPageWithinBounds) {
    CaptureSettings settings = hourly();
    EXPECT_TRUE(due(settings, tried(), hours(1), hours(6)));
    settings.adaptive = true;
    EXPECT_FALSE(due(settings, tried(), hours(5), hours(6)));
    EXPECT_TRUE(due(settings, tried(), hours(6), hours(6)));
    EXPECT_FALSE(due(settings, tried(), minutes(30), minutes(1)));  // no more often than `every`
    EXPECT_TRUE(due(settings, tried(), hours(24), hours(24 * 30)));
    EXPECT_TRUE(due(settings, tried(), hours(1)));  // too little is known
}

TEST(Schedule, ATryInTheFutureIsThatOfAWrongClock) {
    EXPECT_TRUE(is_due("blog", hourly(), tried(), std::nullopt, kTried - hours(100)));
}

TEST(Schedule, AServerAsksToWaitForADayAndAWrongClockForNothing) {
    Watch watch = tried();
    watch.not_before = kTried + hours(24);
    EXPECT_FALSE(is_due("blog", hourly(), watch, std::nullopt, kTried));
    EXPECT_TRUE(is_due("blog", hourly(), watch, std::nullopt, kTried - seconds(1)));
    EXPECT_FALSE(must_wait(std::nullopt, hourly(), kTried));
    EXPECT_FALSE(must_wait(kTried, hourly(), kTried));
    EXPECT_TRUE(must_wait(kTried + seconds(1), hourly(), kTried));
    EXPECT_FALSE(must_wait(kTried + hours(24 * 365 * 70), hourly(), kTried));
    // A server that says nothing of when is asked again once the source is due.
    CaptureSettings weekly = hourly();
    weekly.every = hours(24 * 7);
    EXPECT_TRUE(must_wait(kTried + hours(24 * 7), weekly, kTried));
    EXPECT_FALSE(must_wait(kTried + hours(24 * 7 + 1), weekly, kTried));
}

}  // namespace
}  // namespace feedarc::capture
