#include "app/config.hpp"
#include "config_problem.hpp"

#include <gmock/gmock.h>

#include <string>

namespace feedarc::app {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

ConfigReport parsed(const std::string& text) {
    return parse_config(text, "config.toml", "/home/somebody");
}

TEST(ConfiguredCategories, AreRulesInTheirOrder) {
    const auto report = parsed(
        "[[category]]\nname = \"NLP\"\nmatch = [\"词向量\", \"word embedding\"]\n"
        "[[category]]\nname = \"Code\"\nregex = 'C\\+\\+'\non = [\"url\", \"title\"]\n"
        "source = \"blog\"\n");
    EXPECT_THAT(report.problems, IsEmpty());
    ASSERT_EQ(report.config.categories.size(), 2U);
    const CategoryRule& first = report.config.categories[0];
    EXPECT_EQ(first.category, "NLP");
    EXPECT_THAT(first.words, ElementsAre("词向量", "word embedding"));
    EXPECT_TRUE(first.in_title && first.in_text && !first.in_url);
    const CategoryRule& second = report.config.categories[1];
    EXPECT_EQ(second.regex, "C\\+\\+");
    EXPECT_TRUE(second.in_title && !second.in_text && second.in_url);
    EXPECT_EQ(second.source, "blog");
    EXPECT_EQ(second.key, "category[2]");
}

TEST(ConfiguredCategories, SayWhatIsWrongWithThem) {
    EXPECT_THAT(parsed("[[category]]\nmatch = \"a\"\n").problems,
                ElementsAre(problem(1, "category[1].name", "is missing")));
    EXPECT_THAT(parsed("[[category]]\nname = \"A\"\n").problems,
                ElementsAre(problem(1, "category[1].match", "is missing")));
    EXPECT_THAT(parsed("[[category]]\nname = \"\"\nmatch = [\"a\"]\n").problems,
                ElementsAre(problem(2, "category[1].name", "must not be empty")));
    EXPECT_THAT(parsed("[[category]]\nname = \"A\"\nmatch = [\"a\", 3]\n").problems,
                ElementsAre(problem(3, "category[1].match", "must be text in quotes")));
    EXPECT_THAT(parsed("[[category]]\nname = \"A\"\nmatch = [\" \"]\n").problems,
                ElementsAre(problem(3, "category[1].match", "spaces at its ends")));
    EXPECT_THAT(parsed("[[category]]\nname = \"A\"\nmatch = []\n").problems,
                ElementsAre(problem(3, "category[1].match", "must be a list")));
    EXPECT_THAT(parsed("[[category]]\nname = \"A\"\nregex = \"(\"\n").problems,
                ElementsAre(problem(3, "category[1].regex", "is no regular expression")));
    EXPECT_THAT(parsed("[[category]]\nname = \"A\"\nmatch = \"a\"\non = \"titel\"\n").problems,
                ElementsAre(problem(4, "category[1].on", "did you mean \"title\"?")));
    EXPECT_THAT(parsed("[[category]]\nname = \"A\"\nmach = \"a\"\nmatch = \"b\"\n").problems,
                ElementsAre(problem(3, "category[1].mach", "did you mean \"match\"?")));
    EXPECT_THAT(parsed("[category]\nname = \"A\"\n").problems,
                ElementsAre(problem(1, "category", "write [[category]] above each")));
}

}  // namespace
}  // namespace feedarc::app
