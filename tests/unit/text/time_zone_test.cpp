#include "text/time_zone.hpp"

#include "text/civil_time.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace feedarc::text {
namespace {

using ::testing::Contains;

std::string utc(const std::string& local, const std::string& zone) {
    const auto shown = read_iso_time(local).value().utc().time_since_epoch();
    return rfc3339(utc_of(std::chrono::local_seconds(shown), zone));
}

TEST(TimeZone, IsKnownByTheNameThatIanaGivesIt) {
    for (const char* name : {"Europe/Berlin", "Asia/Kolkata", "Asia/Calcutta", "UTC"}) {
        EXPECT_TRUE(is_time_zone(name)) << name;
    }
    for (const char* name : {"", "GMT+8", "+08:00", "Etc/Unknown", "Europe/Berln", "Europe/Berlin ",
                             "europe/berlin", "Europa/\xff"}) {
        EXPECT_FALSE(is_time_zone(name)) << name;
    }
    EXPECT_FALSE(is_time_zone(std::string("UTC\0", 4)));
    EXPECT_FALSE(is_time_zone(std::string(100'000, 'x')));
    EXPECT_THAT(time_zone_names(), Contains("Europe/Berlin"));
}

TEST(TimeZone, SaysWhenItsClocksShowATime) {
    EXPECT_EQ(utc("2026-07-01T14:30", "Europe/Berlin"), "2026-07-01T12:30:00Z");
    EXPECT_EQ(utc("2026-01-01T00:30", "Europe/Berlin"), "2025-12-31T23:30:00Z");
    EXPECT_EQ(utc("2026-07-01T14:30:15", "Asia/Kolkata"), "2026-07-01T09:00:15Z");
    EXPECT_EQ(utc("2026-07-01T14:30", "UTC"), "2026-07-01T14:30:00Z");
    EXPECT_EQ(utc("2026-07-01T14:30", "Europe/Nowhere"), "2026-07-01T14:30:00Z");
    EXPECT_EQ(utc("1965-07-01T14:30", "America/New_York"), "1965-07-01T18:30:00Z");
}

TEST(TimeZone, ReadsATimeThatWasLeftOutByTheOffsetBefore) {
    EXPECT_EQ(utc("2026-03-29T01:59", "Europe/Berlin"), "2026-03-29T00:59:00Z");
    EXPECT_EQ(utc("2026-03-29T02:30", "Europe/Berlin"), "2026-03-29T01:30:00Z");
    EXPECT_EQ(utc("2026-03-29T03:00", "Europe/Berlin"), "2026-03-29T01:00:00Z");
    EXPECT_EQ(utc("2026-03-08T02:30", "America/New_York"), "2026-03-08T07:30:00Z");
}

TEST(TimeZone, TakesTheFirstOfATimeThatComesTwice) {
    EXPECT_EQ(utc("2026-10-25T01:59", "Europe/Berlin"), "2026-10-24T23:59:00Z");
    EXPECT_EQ(utc("2026-10-25T02:30", "Europe/Berlin"), "2026-10-25T00:30:00Z");
    EXPECT_EQ(utc("2026-10-25T03:00", "Europe/Berlin"), "2026-10-25T02:00:00Z");
    EXPECT_EQ(utc("2026-11-01T01:30", "America/New_York"), "2026-11-01T05:30:00Z");
}

}  // namespace
}  // namespace feedarc::text
