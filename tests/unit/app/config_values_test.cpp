#include "app/config_values.hpp"

#include <gmock/gmock.h>

#include <cstdint>
#include <vector>

namespace feedarc::app {
namespace {

using namespace std::chrono_literals;
using ::testing::Eq;
using ::testing::Optional;

TEST(Duration, IsNumbersWithUnitsTheLargerFirst) {
    EXPECT_THAT(parse_duration("90s"), Optional(Eq(90s)));
    EXPECT_THAT(parse_duration("30m"), Optional(Eq(30min)));
    EXPECT_THAT(parse_duration("30 min"), Optional(Eq(30min)));
    EXPECT_THAT(parse_duration("1h 30m"), Optional(Eq(90min)));
    EXPECT_THAT(parse_duration("1h30m"), Optional(Eq(90min)));
    EXPECT_THAT(parse_duration("2w 1d"), Optional(Eq(24h * 15)));
    EXPECT_THAT(parse_duration("1s 5ms"), Optional(Eq(1005ms)));
    EXPECT_THAT(parse_duration("0s"), Optional(Eq(0ms)));
}

TEST(Duration, IsNothingElse) {
    for (const char* text : {"", " ", "5", "h", "-5s", "1.5h", "1m 2h", "1h 2h", "5 parsecs", "1h,",
                             "5S", "9999999999999s", "999999999999w", "30m 30min"}) {
        EXPECT_EQ(parse_duration(text), std::nullopt) << text;
    }
}

TEST(Duration, IsWrittenAsItIsRead) {
    EXPECT_EQ(duration_text(90min), "1h 30m");
    EXPECT_EQ(duration_text(24h * 14), "14d");
    EXPECT_EQ(duration_text(0s), "0s");
    for (const auto duration : {1ms, 999ms, 1000ms, 61'001ms, 86'400'000ms, 31'622'400'000ms}) {
        EXPECT_THAT(parse_duration(duration_text(duration)), Optional(Eq(duration)));
    }
}

TEST(Size, IsANumberOfBytesOrHasAUnit) {
    EXPECT_THAT(parse_size("20000"), Optional(Eq(20'000U)));
    EXPECT_THAT(parse_size("500 kB"), Optional(Eq(500'000U)));
    EXPECT_THAT(parse_size("16MiB"), Optional(Eq(16U << 20U)));
    EXPECT_THAT(parse_size("1 gib"), Optional(Eq(1U << 30U)));
    for (const char* text : {"", "MiB", "-1", "1.5 MiB", "5 M", "1 MiB 2", "99999999999999"}) {
        EXPECT_EQ(parse_size(text), std::nullopt) << text;
    }
}

TEST(Size, IsWrittenAsItIsRead) {
    EXPECT_EQ(size_text(16U << 20U), "16 MiB");
    EXPECT_EQ(size_text(500'000), "500 kB");
    for (const std::uint64_t bytes : {0U, 1U, 1000U, 1024U, 12'345'678U, 3U << 30U}) {
        EXPECT_THAT(parse_size(size_text(bytes)), Optional(Eq(bytes)));
    }
}

TEST(Proxy, IsAUrlOrTheEnvironment) {
    for (const char* good : {"", "environment", "http://proxy:3128", "socks5h://[::1]:1080",
                             "HTTP://me:p%40ss@proxy.example:3128/"}) {
        EXPECT_EQ(proxy_problem(good), std::nullopt) << good;
    }
    for (const char* bad : {"proxy", "ftp://proxy", "http://", "http://:80", "http://a b"}) {
        EXPECT_NE(proxy_problem(bad), std::nullopt) << bad;
    }
}

TEST(Url, IsShownWithoutItsPassword) {
    EXPECT_EQ(without_password("http://me:secret@proxy.example:3128/x@y"),
              "http://(set)@proxy.example:3128/x@y");
    EXPECT_EQ(without_password("http://proxy.example/x@y"), "http://proxy.example/x@y");
    EXPECT_EQ(without_password("environment"), "environment");
}

}  // namespace
}  // namespace feedarc::app
