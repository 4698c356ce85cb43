#include <feedarc/entry.hpp>

#include <gtest/gtest.h>

namespace feedarc {
namespace {

// 2026-01-11T08:30:45Z
constexpr Time kCaptured{std::chrono::seconds{1768120245}};

std::string date(std::string_view stored, Time captured_at = kCaptured) {
    const auto age = age_from(stored);
    if (!age) return "unreadable";
    const Published published = published_at(*age, captured_at);
    return published.value.empty() ? "none"
                                   : published.value + " " + to_string(published.precision);
}

TEST(PublishedAt, IsAsPreciseAsTheUnit) {
    EXPECT_EQ(date("0 second"), "2026-01-11T08:30:00Z minute");
    EXPECT_EQ(date("50 second"), "2026-01-11T08:29:00Z minute");
    EXPECT_EQ(date("31 minute"), "2026-01-11T07:59:00Z minute");
    EXPECT_EQ(date("3 hour"), "2026-01-11T05:00:00Z hour");
    EXPECT_EQ(date("9 hour"), "2026-01-10T23:00:00Z hour");
    EXPECT_EQ(date("0 day"), "2026-01-11 day");
    EXPECT_EQ(date("1 day"), "2026-01-10 day");
    EXPECT_EQ(date("11 day"), "2025-12-31 day");
    EXPECT_EQ(date("2 week"), "2025-12-28 week");
    EXPECT_EQ(date("0 month"), "2026-01 month");
    EXPECT_EQ(date("1 month"), "2025-12 month");
    EXPECT_EQ(date("25 month"), "2023-12 month");
    EXPECT_EQ(date("1 year"), "2025 year");
}

TEST(PublishedAt, TakesATimeOfDayUnlessItIsInTheFuture) {
    EXPECT_EQ(date("1 day 14:05"), "2026-01-10T14:05:00Z minute");
    EXPECT_EQ(date("0 day 08:30"), "2026-01-11T08:30:00Z minute");
    EXPECT_EQ(date("0 day 08:31"), "2026-01-11 day");
}

TEST(PublishedAt, DoesNotDependOnTheDayOfTheMonth) {
    // 2024-03-31T12:00:00Z, 2024-02-29T12:00:00Z
    EXPECT_EQ(date("1 month", Time{std::chrono::seconds{1711886400}}), "2024-02 month");
    EXPECT_EQ(date("1 year", Time{std::chrono::seconds{1709208000}}), "2023 year");
}

TEST(PublishedAt, IsNothingBeforeTheWeb) {
    EXPECT_EQ(date("56 year"), "1970 year");
    EXPECT_EQ(date("57 year"), "none");
    EXPECT_EQ(date("99999 year"), "none");
    EXPECT_EQ(date("99999 month"), "none");
    EXPECT_EQ(date("99999 week"), "none");
    EXPECT_EQ(date("99999 day"), "none");
    EXPECT_EQ(date("3 hour", Time{std::chrono::seconds{3600}}), "none");
    EXPECT_EQ(published_at({AgeUnit::hour, -3, {}}, kCaptured), Published{});
    EXPECT_EQ(published_at({AgeUnit::second, kMostAge + 1, {}}, kCaptured), Published{});
}

TEST(Age, IsReadAsItIsWritten) {
    for (const char* text : {"0 second", "12 minute", "3 hour", "1 day", "1 day 00:05",
                             "0 day 23:59", "2 week", "4 month", "99999 year"}) {
        const auto age = age_from(text);
        ASSERT_TRUE(age) << text;
        EXPECT_EQ(to_string(*age), text);
    }
    for (const char* text : {"", "3", "3 ", " 3 hour", "3 hours", "-3 hour", "100000 day",
                             "3 fortnight", "1 day ", "1 day 24:00", "1 day 8:5x", "1 hour 08:30",
                             "1 day 08:60", "99999999999 day", "1 day -8:30"}) {
        EXPECT_FALSE(age_from(text)) << text;
    }
}

}  // namespace
}  // namespace feedarc
