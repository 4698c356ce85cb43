#include <feedarc/retention.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace feedarc {
namespace {

using std::chrono::seconds;

Time at(const std::string& text) {
    return *parse_time(text, Time{});
}

// The kept ones of these times, in their order.
std::vector<std::string> kept(const RetentionPolicy& policy,
                              const std::vector<std::string>& captured_at) {
    std::vector<Time> times;
    for (const std::string& text : captured_at) times.push_back(at(text));
    const std::vector<bool> judged = kept_by(policy, times);
    EXPECT_EQ(judged.size(), times.size());
    std::vector<std::string> result;
    for (std::size_t i = 0; i < judged.size(); ++i) {
        if (judged[i]) result.push_back(captured_at[i]);
    }
    return result;
}

using Times = std::vector<std::string>;

TEST(Retention, OfNothingKeepsNothing) {
    RetentionPolicy policy;
    policy.daily = 3;
    EXPECT_TRUE(kept_by(policy, {}).empty());
}

TEST(Retention, AlwaysKeepsTheLastSnapshot) {
    EXPECT_EQ(kept({}, {"2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"}),
              Times{"2026-01-02T00:00:00Z"});
}

TEST(Retention, KeepsTheLastSnapshotsByNumber) {
    RetentionPolicy policy;
    policy.last = 2;
    const Times all{"2026-01-01T00:00:00Z", "2026-01-01T01:00:00Z", "2026-01-01T02:00:00Z"};
    EXPECT_EQ(kept(policy, all), Times(all.begin() + 1, all.end()));
    policy.last = 9;
    EXPECT_EQ(kept(policy, all), all);
}

TEST(Retention, KeepsTheLastOfEachHour) {
    RetentionPolicy policy;
    policy.hourly = 2;
    EXPECT_EQ(kept(policy, {"2026-01-01T09:30:00Z", "2026-01-01T10:00:00Z", "2026-01-01T10:59:59Z",
                            "2026-01-01T11:00:00Z", "2026-01-01T11:20:00Z"}),
              (Times{"2026-01-01T10:59:59Z", "2026-01-01T11:20:00Z"}));
}

TEST(Retention, KeepsTheLastOfEachDayOfUtc) {
    RetentionPolicy policy;
    policy.daily = 2;
    EXPECT_EQ(kept(policy, {"2025-12-30T12:00:00Z", "2025-12-31T00:00:00Z", "2025-12-31T23:59:59Z",
                            "2026-01-01T00:00:00Z"}),
              (Times{"2025-12-31T23:59:59Z", "2026-01-01T00:00:00Z"}));
}

TEST(Retention, DaysWithoutSnapshotsDoNotCount) {
    RetentionPolicy policy;
    policy.daily = 2;
    EXPECT_EQ(
        kept(policy, {"2025-01-01T00:00:00Z", "2025-06-01T00:00:00Z", "2026-01-01T00:00:00Z"}),
        (Times{"2025-06-01T00:00:00Z", "2026-01-01T00:00:00Z"}));
}

TEST(Retention, WeeksBeginWithMonday) {
    RetentionPolicy policy;
    policy.weekly = 2;
    // 2026-01-04 is a Sunday.
    EXPECT_EQ(kept(policy, {"2025-12-28T23:59:59Z", "2025-12-29T00:00:00Z", "2026-01-04T23:59:59Z",
                            "2026-01-05T00:00:00Z"}),
              (Times{"2026-01-04T23:59:59Z", "2026-01-05T00:00:00Z"}));
}

TEST(Retention, KeepsTheLastOfEachMonthAndYear) {
    const Times all{"2024-12-31T00:00:00Z", "2025-01-31T00:00:00Z", "2025-02-01T00:00:00Z",
                    "2025-02-28T00:00:00Z", "2026-02-28T00:00:00Z"};
    RetentionPolicy monthly;
    monthly.monthly = 3;
    EXPECT_EQ(kept(monthly, all),
              (Times{"2025-01-31T00:00:00Z", "2025-02-28T00:00:00Z", "2026-02-28T00:00:00Z"}));
    RetentionPolicy yearly;
    yearly.yearly = 2;
    EXPECT_EQ(kept(yearly, all), (Times{"2025-02-28T00:00:00Z", "2026-02-28T00:00:00Z"}));
}

TEST(Retention, TimesBefore1970AreInTheirOwnPeriods) {
    RetentionPolicy policy;
    policy.daily = 2;
    policy.weekly = 2;
    EXPECT_EQ(kept(policy, {"1969-12-28T23:00:00Z", "1969-12-29T01:00:00Z", "1969-12-31T22:00:00Z",
                            "1969-12-31T23:00:00Z", "1970-01-01T00:00:00Z"}),
              (Times{"1969-12-28T23:00:00Z", "1969-12-31T23:00:00Z", "1970-01-01T00:00:00Z"}));
}

TEST(Retention, OfSnapshotsOfOneTimeTheLastInCaptureOrderIsTheLast) {
    const std::vector<Time> times(3, at("2026-01-01T00:00:00Z"));
    RetentionPolicy policy;
    policy.daily = 1;
    EXPECT_EQ(kept_by(policy, times), (std::vector<bool>{false, false, true}));
    policy.daily = 0;
    policy.within = seconds{1};
    EXPECT_EQ(kept_by(policy, times), (std::vector<bool>{true, true, true}));
}

TEST(Retention, KeepsWhatIsNotOlderThanTheLastByMore) {
    RetentionPolicy policy;
    policy.within = std::chrono::hours{24};
    EXPECT_EQ(
        kept(policy, {"2026-01-01T11:59:59Z", "2026-01-01T12:00:00Z", "2026-01-02T12:00:00Z"}),
        (Times{"2026-01-01T12:00:00Z", "2026-01-02T12:00:00Z"}));
}

TEST(Retention, WhatOneRuleKeepsIsKept) {
    RetentionPolicy policy;
    policy.last = 2;
    policy.yearly = 2;
    EXPECT_EQ(kept(policy, {"2024-05-01T00:00:00Z", "2025-05-01T00:00:00Z", "2025-06-01T00:00:00Z",
                            "2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z"}),
              (Times{"2025-06-01T00:00:00Z", "2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z"}));
}

TEST(Retention, TheFirstSnapshotStaysWhileARuleKeepsFewerThanItMay) {
    RetentionPolicy policy;
    policy.daily = 3;
    const Times two_days{"2026-01-01T00:00:00Z", "2026-01-01T12:00:00Z", "2026-01-01T18:00:00Z",
                         "2026-01-02T00:00:00Z"};
    EXPECT_EQ(kept(policy, two_days),
              (Times{"2026-01-01T00:00:00Z", "2026-01-01T18:00:00Z", "2026-01-02T00:00:00Z"}));
    policy.daily = 2;
    EXPECT_EQ(kept(policy, two_days), (Times{"2026-01-01T18:00:00Z", "2026-01-02T00:00:00Z"}));
}

}  // namespace
}  // namespace feedarc
