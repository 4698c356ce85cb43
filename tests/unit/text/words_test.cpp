#include "text/words.hpp"

#include <gtest/gtest.h>

#include <string>

namespace feedarc::text {
namespace {

std::string cut(std::string_view text) {
    std::string result;
    std::size_t begin = 0;
    for (const std::size_t end : word_ends(text)) {
        result += std::string(text.substr(begin, end - begin)) + '|';
        begin = end;
    }
    return result;
}

TEST(Words, AreThoseOfUnicode) {
    EXPECT_EQ(cut(""), "");
    EXPECT_EQ(cut("can't stop 1,299.50!"), "can't| |stop| |1,299.50|!|");
    EXPECT_EQ(cut("한국어 단어"), "한국어| |단어|");
    EXPECT_EQ(cut("ภาษาไทย"), "ภาษา|ไทย|");
}

TEST(Words, OfHanAndKanaAreCharacters) {
    EXPECT_EQ(cut("学习AI的コピー：第1章"), "学|习|AI|的|コ|ピ|ー|：|第|1|章|");
    EXPECT_EQ(cut("か\u3099葛\U000e0100き"), "か\u3099|葛\U000e0100|き|");
    EXPECT_EQ(cut("𠮷野家"), "𠮷|野|家|");
}

TEST(Words, OfAnyBytesEndAtTheEnd) {
    for (const std::string text : {"\xff", "a\xe4\xb8", "学\x80\x80", "\xf0\x9f\x98 x"}) {
        const auto ends = word_ends(text);
        ASSERT_FALSE(ends.empty());
        EXPECT_EQ(ends.back(), text.size());
    }
}

}  // namespace
}  // namespace feedarc::text
