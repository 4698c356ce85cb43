#include "app/category_rules.hpp"

#include <gmock/gmock.h>

#include <string>
#include <utility>
#include <vector>

namespace feedarc::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

CategoryRule rule(const std::string& category, std::vector<std::string> words,
                  const std::string& regex = "") {
    CategoryRule made;
    made.category = category;
    made.words = std::move(words);
    made.regex = regex;
    made.key = "category[1]";
    return made;
}

CategoryText record(const std::string& title, const std::string& excerpt = "",
                    const std::string& url = "") {
    CategoryText text;
    text.id = 7;
    text.source = "blog";
    text.title = title;
    text.excerpt = excerpt;
    text.url = url;
    return text;
}

std::string found(const std::vector<CategoryRule>& rules, const CategoryText& text) {
    CategoryRules ready(rules);
    const auto result = ready.find(text);
    if (result.verdict == CategoryRules::Verdict::undecided) return "undecided";
    return result.category == nullptr ? "" : *result.category;
}

TEST(CategoryRules, FindWordsAsASearchDoes) {
    const std::vector<CategoryRule> rules{rule("C", {"word embedding", "词向量", "llm"})};
    EXPECT_EQ(found(rules, record("Word  Embedding explained")), "C");
    EXPECT_EQ(found(rules, record("ＷＯＲＤ embedding")), "C");
    EXPECT_EQ(found(rules, record("embedding a word")), "");
    EXPECT_EQ(found(rules, record("", "这是词向量的文章")), "C");
    EXPECT_EQ(found(rules, record("詞向量")), "C");
    EXPECT_EQ(found(rules, record("正常的LLM只有")), "C");
    EXPECT_EQ(found(rules, record("LLMs")), "");  // whole words
    EXPECT_EQ(found(rules, record("the \"LLM\"")), "C");
}

TEST(CategoryRules, TakeTheFirstThatMatches) {
    const std::vector<CategoryRule> rules{rule("A", {"one"}), rule("B", {"two"}, "^thr"),
                                          rule("C", {"one"})};
    EXPECT_EQ(found(rules, record("two one")), "A");
    EXPECT_EQ(found(rules, record("two")), "B");
    EXPECT_EQ(found(rules, record("three")), "B");
    EXPECT_EQ(found(rules, record("Three")), "");
}

TEST(CategoryRules, LookWhereTheyAreToldTo) {
    CategoryRule in_url = rule("U", {"news"}, "/\\d{4}/");
    in_url.in_title = in_url.in_text = false;
    in_url.in_url = true;
    EXPECT_EQ(found({in_url}, record("news", "news", "https://a.example/x")), "");
    EXPECT_EQ(found({in_url}, record("", "", "https://a.example/news/x")), "U");
    EXPECT_EQ(found({in_url}, record("", "", "https://a.example/2026/x")), "U");
    CategoryRule elsewhere = rule("E", {"news"});
    elsewhere.source = "other";
    EXPECT_EQ(found({elsewhere}, record("news")), "");
}

TEST(CategoryRules, LeaveARecordAsItIsWhereAPatternTakesTooLong) {
    CategoryRules rules(std::vector<CategoryRule>{rule("Slow", {}, "(x+x+)+y"), rule("B", {"b"})});
    CategoryText slow = record(std::string(60, 'x') + " b");
    slow.from = CategoryFrom::rule;
    slow.category = "Before";
    EXPECT_FALSE(category_change(rules, slow));
    EXPECT_THAT(rules.take_problems(), ElementsAre(HasSubstr("category[1].regex: it takes too "
                                                             "long, so record 7")));
    EXPECT_EQ(category_change(rules, record("b"))->category, "B");
    EXPECT_THAT(rules.take_problems(), IsEmpty());
}

TEST(CategoryRules, ChangeWhatIsNotAsTheySay) {
    CategoryRules rules(std::vector<CategoryRule>{rule("A", {"one"})});
    CategoryText text = record("one");
    EXPECT_EQ(category_change(rules, text)->category, "A");
    text.category = "A";
    text.from = CategoryFrom::rule;
    EXPECT_FALSE(category_change(rules, text));
    text.from = CategoryFrom::suggested;
    EXPECT_EQ(category_change(rules, text)->category, "A");
    text.from = CategoryFrom::page;
    EXPECT_FALSE(category_change(rules, text));
    text = record("two");
    EXPECT_FALSE(category_change(rules, text));
    text.category = "A";
    text.from = CategoryFrom::suggested;
    EXPECT_FALSE(category_change(rules, text));
    text.from = CategoryFrom::rule;
    EXPECT_EQ(category_change(rules, text)->category, "");
}

}  // namespace
}  // namespace feedarc::app
