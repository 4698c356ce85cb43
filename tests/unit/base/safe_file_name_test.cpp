#include "base/safe_file_name.hpp"

#include <gtest/gtest.h>

#include <string>

namespace feedarc::base {
namespace {

TEST(SafeFileName, IsOfItsTextAlone) {
    EXPECT_EQ(safe_file_name("blog.example"), "blog.example");
    EXPECT_EQ(safe_file_name(""), "_");
    EXPECT_EQ(safe_file_name(".."), "_2e.");
    EXPECT_EQ(safe_file_name("A/b_c"), "_41_2fb_5fc");
    EXPECT_EQ(safe_file_name(std::string("\0\n", 2)), "_00_0a");
    const std::string kept(120, 'a');
    EXPECT_EQ(safe_file_name(kept), kept);
    const std::string cut = safe_file_name(kept + "a");
    EXPECT_EQ(cut.substr(0, 82), kept.substr(0, 80) + "_x");
    EXPECT_EQ(cut.size(), 114U);
    EXPECT_NE(cut, safe_file_name(kept + "b"));
}

}  // namespace
}  // namespace feedarc::base
