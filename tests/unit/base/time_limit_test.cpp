#include "base/time_limit.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <ctime>
#include <thread>

namespace feedarc::base {
namespace {

using std::chrono::milliseconds;

void work_for(milliseconds time) {
    const std::clock_t end = std::clock() + time.count() * CLOCKS_PER_SEC / 1000;
    while (std::clock() < end) {
    }
}

TEST(TimeLimit, DoesNotCountTheTimeThatAThreadWaits) {
    TimeLimit limit(milliseconds(50));
    std::this_thread::sleep_for(milliseconds(150));
    EXPECT_FALSE(limit.is_over());
    EXPECT_GT(limit.left(), milliseconds(25));
}

TEST(TimeLimit, IsOverWhenTheThreadHasWorkedForIt) {
    TimeLimit limit(milliseconds(50));
    work_for(milliseconds(20));
    EXPECT_FALSE(limit.is_over());
    EXPECT_LE(limit.left(), milliseconds(30));
    std::this_thread::sleep_for(milliseconds(60));
    EXPECT_FALSE(limit.is_over());  // the wall is looked at again
    work_for(milliseconds(60));
    EXPECT_TRUE(limit.is_over());
    EXPECT_EQ(limit.left(), milliseconds(0));
}

TEST(TimeLimit, DoesNotCountTheWorkOfOtherThreads) {
    TimeLimit limit(milliseconds(50));
    std::thread([] { work_for(milliseconds(100)); }).join();
    EXPECT_FALSE(limit.is_over());
}

}  // namespace
}  // namespace feedarc::base
