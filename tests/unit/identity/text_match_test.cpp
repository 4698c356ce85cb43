#include "identity/text_match.hpp"

#include <gtest/gtest.h>

#include <string>

namespace feedarc {
namespace {

// Runs of words that never repeat, so that a text of any length can be made.
std::string words(int from, int to) {
    std::string text;
    for (int i = from; i < to; ++i) {
        text += static_cast<char>('a' + i % 23);
        text += static_cast<char>('b' + i * 7 % 19);
        text += static_cast<char>('c' + i * i % 17);
        text += static_cast<char>('a' + i / 23 % 26);
        text += ' ';
    }
    return text;
}

bool truncation(const std::string& one, const std::string& other, bool equal_titles = false) {
    const ComparableText left(one);
    const ComparableText right(other);
    EXPECT_EQ(is_truncation(left, right, equal_titles), is_truncation(right, left, equal_titles));
    return is_truncation(left, right, equal_titles);
}

bool alike(const std::string& one, const std::string& other) {
    const ComparableText left(one);
    const ComparableText right(other);
    EXPECT_EQ(near_duplicate(left, right), near_duplicate(right, left));
    return near_duplicate(left, right).has_value();
}

TEST(Truncation, IsABeginningOfFortyCharactersThatShowsItsCut) {
    const std::string whole = words(0, 30);
    EXPECT_TRUE(truncation(words(0, 10) + "...", whole));
    EXPECT_TRUE(truncation(words(0, 10) + "… Read more", whole));
    EXPECT_TRUE(truncation(words(0, 10) + "[阅读全文]", whole));
    EXPECT_FALSE(truncation(words(0, 9) + "...", whole));
    EXPECT_FALSE(truncation(words(1, 12) + "...", whole));
    EXPECT_TRUE(truncation(words(0, 10) + "...", whole + "..."));
}

TEST(Truncation, CountsCharactersNotBytes) {
    std::string text;
    for (int i = 0; i < 13; ++i) text += "分布式";
    EXPECT_FALSE(truncation(text + "……", text + "系统的时间"));
    EXPECT_TRUE(truncation(text + "系……", text + "系统的时间"));
}

TEST(Truncation, OfATextThatShowsNoCutNeedsALongerOne) {
    const std::string whole = words(0, 50);
    EXPECT_FALSE(truncation(words(0, 29), whole));
    EXPECT_TRUE(truncation(words(0, 30), whole));
    EXPECT_TRUE(truncation(words(0, 10), whole, true));
}

TEST(Truncation, OfAShortTextNeedsAnEqualTitleAndTheMark) {
    const std::string whole = words(0, 30);
    EXPECT_TRUE(truncation(words(0, 3) + "...", whole, true));
    EXPECT_FALSE(truncation(words(0, 3) + "...", whole, false));
    EXPECT_FALSE(truncation(words(0, 3), whole, true));
    EXPECT_FALSE(truncation(words(0, 2) + "...", whole, true));
}

TEST(NearDuplicate, IsATextWithAFewEdits) {
    const std::string text = words(0, 60);
    EXPECT_TRUE(alike(text, words(0, 20) + "something put in " + words(20, 60)));
    EXPECT_TRUE(alike(text, words(0, 20) + words(24, 60)));
    EXPECT_TRUE(alike(text, "Abstract " + text));
    EXPECT_TRUE(alike(text, "Abstract " + words(0, 40) + "..."));
}

TEST(NearDuplicate, IsNotATextThatSharesTheOpeningOrTheEnd) {
    EXPECT_FALSE(alike(words(0, 60), words(0, 35) + words(100, 125)));
    EXPECT_FALSE(alike(words(0, 60), words(0, 44) + words(100, 116)));  // 0.7, but not its end
    EXPECT_FALSE(alike(words(0, 60), words(100, 116) + words(16, 60)));
    EXPECT_FALSE(alike(words(0, 60), words(100, 160)));
}

// Parts of a series that were cut soon behind their opening.
TEST(NearDuplicate, IsNotATextThatGoesElsewhereAtItsVeryEnd) {
    EXPECT_FALSE(alike(words(0, 45) + words(100, 108), words(0, 45) + words(200, 208)));
    EXPECT_FALSE(alike(words(0, 45) + words(100, 108), words(0, 45) + words(200, 245)));
    EXPECT_TRUE(alike(words(0, 50) + "edited", words(0, 50) + "changed"));
    EXPECT_TRUE(alike(words(0, 50), "put in" + words(0, 10) + "and in" + words(10, 40)));
}

TEST(NearDuplicate, OfAShortTextNeedsMore) {
    EXPECT_TRUE(alike(words(0, 20), words(0, 10) + "so " + words(10, 20)));
    EXPECT_FALSE(alike(words(0, 20), words(0, 8) + words(100, 103) + words(11, 20)));
    EXPECT_TRUE(alike(words(0, 40), words(0, 16) + words(100, 106) + words(22, 40)));
}

TEST(NearDuplicate, IsNotTheNextIssueThatDiffersInNumbersAlone) {
    const std::string rest = words(0, 60);
    EXPECT_FALSE(alike("Issue 12 of 2024. " + rest, "Issue 13 of 2024. " + rest));
    EXPECT_FALSE(alike("第 12 期：" + rest, "第 9 期：" + rest + "more"));
    EXPECT_TRUE(alike("Issue 12 of 2024. " + rest, "Issue 12 in 2024. " + rest));
    EXPECT_TRUE(alike("12 things: " + rest, "12 things to know: " + rest));
}

}  // namespace
}  // namespace feedarc
