#include "render/local_time.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

namespace feedarc::render {
namespace {

constexpr Time kMoment{std::chrono::seconds{1768120200}};

TEST(ShortTime, IsUtcUnlessLocalTimeIsAskedFor) {
    ::setenv("TZ", "Asia/Shanghai", 1);
    ::tzset();
    EXPECT_EQ(short_time(kMoment, false), "2026-01-11 08:30");
    EXPECT_EQ(short_time(kMoment, true), "2026-01-11 16:30");
    ::unsetenv("TZ");
    ::tzset();
}

}  // namespace
}  // namespace feedarc::render
