#include "app/timer_units.hpp"

#include "app/config_values.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <vector>

namespace feedarc::app {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(TimerUnits, EscapeWhatSystemdGivesAMeaning) {
    EXPECT_EQ(unit_argument("plain"), "\"plain\"");
    EXPECT_EQ(unit_argument(R"(a b%c$d\e"f)"), R"("a b%%c$$d\\e\"f")");
    EXPECT_EQ(unit_argument("a\nb"), R"("a\x0ab")");
}

TEST(TimerUnits, HoldNothingThatTakesOverATerminal) {
    EXPECT_EQ(unit_argument("词\u202eb"), R"("词\xe2\x80\xaeb")");
    EXPECT_EQ(unit_argument("\ufffd\xff\xf0\x9f\x98z"), "\"\ufffd\\xff\\xf0\\x9f\\x98z\"");
}

TEST(TimerUnits, GoOffAtEvenTimes) {
    EXPECT_EQ(calendar_of(std::chrono::minutes(15)), "*-*-* *:0/15:00");
    EXPECT_EQ(calendar_of(std::chrono::hours(6)), "*-*-* 0/6:00:00");
    EXPECT_EQ(calendar_of(std::chrono::hours(24)), "*-*-* 00:00:00");
    EXPECT_EQ(calendar_of(std::chrono::minutes(7)), std::nullopt);
    EXPECT_EQ(calendar_of(std::chrono::seconds(0)), std::nullopt);
    // The list that messages show.
    std::string durations(kTimerDurations);
    durations.replace(durations.find(" or "), 4, ", ");
    for (std::size_t begin = 0; begin < durations.size();) {
        const std::size_t end = std::min(durations.size(), durations.find(", ", begin));
        const auto every = parse_duration(durations.substr(begin, end - begin));
        ASSERT_TRUE(every.has_value());
        EXPECT_TRUE(calendar_of(*every).has_value()) << durations.substr(begin, end - begin);
        begin = end + 2;
    }
}

TEST(TimerUnits, AreKnownAgainUnlessTheyWereChanged) {
    const std::vector<std::string> command{"/usr/bin/feedarc", "capture", "-q"};
    for (const std::string& unit : {user_service(command), user_timer("*-*-* *:0/15:00")}) {
        EXPECT_TRUE(is_unchanged_unit(unit));
        EXPECT_FALSE(is_unchanged_unit(unit + "#\n"));
        EXPECT_FALSE(is_unchanged_unit(unit.substr(unit.find('\n') + 1)));
    }
    EXPECT_FALSE(is_unchanged_unit(""));
}

TEST(TimerUnits, OfAUserLeaveOutWhatIsOfTheSystem) {
    const std::vector<std::string> command{"/usr/bin/feedarc", "capture", "-q"};
    const std::string unit = user_service(command);
    for (const char* part : {"User=", "StateDirectory", "ProtectHome", "network-online", "only"}) {
        EXPECT_THAT(std::string(system_service()), HasSubstr(part));
        EXPECT_THAT(unit, Not(HasSubstr(part)));
    }
}

}  // namespace
}  // namespace feedarc::app
