#include "base/free_space.hpp"

#include <feedarc/error.hpp>

#include <gtest/gtest.h>

namespace feedarc::base {
namespace {

TEST(FreeSpace, IsThatOfTheFolder) {
    EXPECT_GT(free_space("."), 0U);
    try {
        (void)free_space("/nowhere/at/all");
        FAIL() << "there is no such folder";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::io);
    }
}

TEST(FreeSpace, IsWrittenInTheUnitThatLeavesAFewDigits) {
    EXPECT_EQ(rough_size(0), "0 bytes");
    EXPECT_EQ(rough_size(1023), "1023 bytes");
    EXPECT_EQ(rough_size(1024), "1.0 KiB");
    EXPECT_EQ(rough_size((16U << 20U) + (1U << 19U)), "16.5 MiB");
    EXPECT_EQ(rough_size(3ULL << 40U), "3.0 TiB");
    EXPECT_EQ(rough_size(3ULL << 50U), "3.0 PiB");
}

}  // namespace
}  // namespace feedarc::base
