#include "text/search_query.hpp"

#include "text/search_words.hpp"
#include "text/unicode.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace feedarc::text {
namespace {

bool finds(std::string_view query, std::string_view title, std::string_view text = "") {
    return SearchQuery(query).matches({title, text});
}

std::string expression(std::string_view query) {
    return SearchQuery(query).index_expression().value_or("");
}

// What a text shows of a query, one mark behind the other.
std::vector<std::string> marked(std::string_view query, std::string_view text) {
    std::vector<std::string> found;
    for (const auto& [begin, end] : SearchQuery(query).found_in(text, false)) {
        found.emplace_back(text.substr(begin, end - begin));
    }
    return found;
}

TEST(SearchQuery, FindsAllWordsInAnyOrder) {
    EXPECT_TRUE(finds("world hello", "Hello, big world"));
    EXPECT_FALSE(finds("world moon", "Hello, big world"));
    EXPECT_TRUE(finds("world moon", "Hello, world", "To the moon"));
    EXPECT_TRUE(finds("world AND hello", "hello world"));
}

TEST(SearchQuery, FindsWordsByTheirBeginning) {
    EXPECT_TRUE(finds("transf", "Transformers"));
    EXPECT_FALSE(finds("former", "Transformers"));
}

TEST(SearchQuery, FindsPartsOfRunsAnywhere) {
    EXPECT_TRUE(finds("投机解码", "浅谈投机解码的原理"));
    EXPECT_TRUE(finds("解码", "浅谈投机解码的原理"));
    EXPECT_TRUE(finds("理", "浅谈投机解码的原理"));
    EXPECT_TRUE(finds("浅", "浅谈投机解码的原理"));
    EXPECT_FALSE(finds("解原", "浅谈投机解码的原理"));
    EXPECT_FALSE(finds("算法", "算。法"));
    EXPECT_FALSE(finds("投机解理", "投机解码 机解理"));
    EXPECT_TRUE(finds("gpt模型", "模型 GPT"));
}

TEST(SearchQuery, FindsPhrasesAsTheyStand) {
    EXPECT_TRUE(finds("\"machine learning\"", "On Machine Learning"));
    EXPECT_FALSE(finds("\"machine learning\"", "learning of a machine"));
    EXPECT_FALSE(finds("\"machine learn\"", "machine learning"));
    EXPECT_TRUE(finds("“使用 GPT”", "使用GPT模型"));
    // One mark alone is a sign like others.
    EXPECT_TRUE(finds("\"machine learn", "machine learning"));
}

TEST(SearchQuery, LeavesOutWhatHasAMinus) {
    EXPECT_TRUE(finds("hello -moon", "hello world"));
    EXPECT_FALSE(finds("hello -world", "hello world"));
    EXPECT_FALSE(finds("hello -\"big world\"", "hello big world"));
    EXPECT_TRUE(finds("-moon", "hello world"));
    EXPECT_FALSE(finds("-算法", "算法导论"));
}

TEST(SearchQuery, FindsOneOfTwo) {
    EXPECT_TRUE(finds("moon OR world", "hello world"));
    EXPECT_TRUE(finds("hello moon OR world", "hello world"));
    EXPECT_FALSE(finds("bye moon OR world", "hello world"));
    EXPECT_TRUE(finds("-hello OR world", "hello world"));
    // Words like others where nothing stands on both sides.
    EXPECT_FALSE(finds("OR", "hello world"));
    EXPECT_TRUE(finds("hello OR", "or hello"));
    EXPECT_TRUE(finds("or", "this or that"));
}

TEST(SearchQuery, LooksInOneFieldWhereItIsTold) {
    EXPECT_TRUE(finds("title:hello", "hello", "world"));
    EXPECT_FALSE(finds("title:world", "hello", "world"));
    EXPECT_TRUE(finds("text:world", "hello", "world"));
    EXPECT_FALSE(finds("-text:world", "hello", "world"));
    EXPECT_TRUE(finds("TITLE:\"hello\"", "hello", "world"));
}

TEST(SearchQuery, TakesSignsThatStandAlone) {
    EXPECT_TRUE(finds("🚀", "to the moon 🚀🚀"));
    EXPECT_FALSE(finds("🚀", "to the moon"));
    EXPECT_TRUE(finds("，", "a, b"));
    EXPECT_TRUE(finds("--", "a -- b"));
    EXPECT_FALSE(finds("c ++", "c"));
    EXPECT_TRUE(finds("c ++", "C++"));
    EXPECT_TRUE(finds("C++", "c"));
}

TEST(SearchQuery, IsEmptyOfSpacesAlone) {
    EXPECT_TRUE(SearchQuery("").empty());
    EXPECT_TRUE(SearchQuery(" \t\u3000").empty());
    EXPECT_FALSE(SearchQuery("\"\"").empty());
    EXPECT_FALSE(SearchQuery("-").empty());
}

TEST(SearchQuery, HasAnExpressionForTheIndex) {
    EXPECT_EQ(expression("hello"), "((\"hello\" *))");
    EXPECT_EQ(expression("数据库"), "((\"数据 据库\"))");
    EXPECT_EQ(expression("库"), "((\"库\" *))");
    EXPECT_EQ(expression("a OR title:b"), "((\"a\" *) OR title : (\"b\" *))");
    EXPECT_EQ(expression("a -b"), "(((\"a\" *))) NOT ((\"b\" *))");
    EXPECT_TRUE(SearchQuery("a -b \"c d\"").index_is_exact());
    for (const char* query : {"-a", "🚀", "a OR -b"}) {
        EXPECT_FALSE(SearchQuery(query).index_is_exact()) << query;
        EXPECT_EQ(expression(query), "") << query;
    }
    EXPECT_FALSE(SearchQuery("a 🚀").index_is_exact());
    EXPECT_EQ(expression("a 🚀"), "((\"a\" *))");
}

TEST(SearchQuery, OfAnyLengthHasAShortExpression) {
    std::string many;
    for (int i = 0; i < 10'000; ++i) many += "w" + std::to_string(i) + " ";
    EXPECT_FALSE(SearchQuery(many).index_is_exact());
    EXPECT_LT(expression(many).size(), 2'000U);
    std::string either = "a";
    for (int i = 0; i < 10'000; ++i) either += " OR w" + std::to_string(i);
    EXPECT_EQ(expression(either), "");
    EXPECT_TRUE(finds(either, "w9999"));
}

TEST(SearchQuery, FindsEachHanCharacterWhereItStands) {
    for (char32_t character = 0x3400; character <= 0x9fff; ++character) {
        std::string text;
        append_utf8(text, character);
        const std::string shown = "甲" + text + "乙";
        if (words_of(search_fold(text)).empty()) continue;  // not yet a character in this Unicode
        EXPECT_EQ(marked("甲" + text + "乙", shown), std::vector<std::string>{shown}) << text;
        const std::string folded = search_fold(text);
        EXPECT_EQ(marked(folded + "乙", shown), std::vector<std::string>{text + "乙"}) << text;
    }
}

TEST(SearchQuery, SaysWhereATextShowsIt) {
    using Found = std::vector<std::string>;
    EXPECT_EQ(marked("解码", "浅谈投机解码,解码器"), (Found{"解码", "解码"}));
    EXPECT_EQ(marked("投机解码 解码的", "浅谈投机解码的原理"), (Found{"投机解码的"}));
    EXPECT_EQ(marked("transf", "The Transformers"), (Found{"Transf"}));
    EXPECT_EQ(marked("资料库", "一個資料庫系統"), (Found{"資料庫"}));
    EXPECT_EQ(marked("cafe", "Le Cafe\u0301 est"), (Found{"Cafe\u0301"}));
    EXPECT_EQ(marked("🚀 moon", "moon 🚀"), (Found{"moon", "🚀"}));
    EXPECT_EQ(marked("-moon", "moon"), Found{});
    EXPECT_EQ(marked("title:moon", "moon"), Found{});
}

}  // namespace
}  // namespace feedarc::text
