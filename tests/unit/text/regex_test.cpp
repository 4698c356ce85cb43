#include "text/regex.hpp"

#include <feedarc/error.hpp>

#include <gmock/gmock.h>

#include <string>
#include <utility>

namespace feedarc::text {
namespace {

using testing::HasSubstr;
using testing::Optional;

TEST(Regex, FindsWhatItSaysInUnicode) {
    EXPECT_EQ(Regex("C\\+\\+").find("about C++20"), Regex::Outcome::found);
    EXPECT_EQ(Regex("^\\p{Han}{2}$").find("模型"), Regex::Outcome::found);
    EXPECT_EQ(Regex("(?i)ÉCOLE").find("école"), Regex::Outcome::found);
    EXPECT_EQ(Regex("ÉCOLE").find("école"), Regex::Outcome::not_found);
    EXPECT_EQ(Regex("a").find(""), Regex::Outcome::not_found);
}

TEST(Regex, CanBeUsedAgainAndMoved) {
    Regex regex("b$");
    EXPECT_EQ(regex.find("ab"), Regex::Outcome::found);
    Regex moved = std::move(regex);
    EXPECT_EQ(moved.find("ba"), Regex::Outcome::not_found);
    EXPECT_EQ(moved.find("aab"), Regex::Outcome::found);
}

TEST(Regex, SaysWhatIsWrongWithAPattern) {
    EXPECT_EQ(Regex::problem("(a|b)"), std::nullopt);
    EXPECT_THAT(Regex::problem("(a"), Optional(HasSubstr("is no regular expression")));
    EXPECT_THAT(Regex::problem(""), Optional(HasSubstr("empty")));
    EXPECT_THAT(Regex::problem(std::string(5000, 'a')), Optional(HasSubstr("4096")));
    EXPECT_THROW(Regex("["), Error);
}

TEST(Regex, IsGivenUpWhereItWouldTakeYears) {
    EXPECT_EQ(Regex("(x+x+)+y").find(std::string(60, 'x')), Regex::Outcome::too_long);
    EXPECT_EQ(Regex("(.|\\n)*z").find(std::string(3'000'000, 'x')), Regex::Outcome::too_long);
}

}  // namespace
}  // namespace feedarc::text
