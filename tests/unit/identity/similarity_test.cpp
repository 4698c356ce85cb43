#include "identity/similarity.hpp"

#include <gtest/gtest.h>

#include <string>

namespace feedarc {
namespace {

TEST(SharedPart, IsAllOfATextInItself) {
    EXPECT_EQ(shared_part("abcdefgh", "abcdefgh"), 1.0);
    EXPECT_EQ(shared_part("分布式系统的时间", "分布式系统的时间"), 1.0);
}

TEST(SharedPart, IsAllWhereTheShorterIsCutFromTheLonger) {
    EXPECT_EQ(shared_part("bcdefg", "abcdefghijklmnop"), 1.0);
    EXPECT_EQ(shared_part("abcdefghijklmnop", "bcdefg"), 1.0);
}

TEST(SharedPart, IsNothingForOtherOrTooShortTexts) {
    EXPECT_EQ(shared_part("abcdefgh", "ijklmnop"), 0.0);
    EXPECT_EQ(shared_part("abc", "abc"), 0.0);
    EXPECT_EQ(shared_part("", "abcdefgh"), 0.0);
}

TEST(SharedPart, CountsDistinctRunsOfFourCharacters) {
    // abcd bcde cdef | abcd bcde cdeX
    EXPECT_DOUBLE_EQ(shared_part("abcdef", "abcdeX"), 2.0 / 3);
    EXPECT_EQ(shared_part("aaaaaaaaaa", "xaaaax"), 1.0);
    EXPECT_DOUBLE_EQ(shared_part("一二三四五六", "一二三四五七"), 2.0 / 3);
}

}  // namespace
}  // namespace feedarc
