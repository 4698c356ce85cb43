#include "text/search_words.hpp"

#include "text/simplified_han.hpp"
#include "text/unicode.hpp"

#include <gtest/gtest.h>
#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <memory>
#include <string>

namespace feedarc::text {
namespace {

TEST(SearchWords, AreWordsOfLettersAndDigits) {
    EXPECT_EQ(search_words("Hello, World 2026!"), "hello world 2026");
    EXPECT_EQ(search_words("GPT-4o self-hosted"), "gpt 4o self hosted");
    EXPECT_EQ(search_words("  "), "");
    EXPECT_EQ(search_words("!? 🚀"), "");
}

TEST(SearchWords, OfARunAreItsPairsAndItsLastCharacter) {
    EXPECT_EQ(search_words("数据库"), "数据 据库 库");
    EXPECT_EQ(search_words("法"), "法");
    EXPECT_EQ(search_words("算。法"), "算 法");
    EXPECT_EQ(search_words("使用GPT模型"), "使用 用 gpt 模型 型");
    EXPECT_EQ(search_words("プログラム"), "プロ ログ グラ ラム ム");
    EXPECT_EQ(search_words("ไทย"), "ไท ทย ย");
}

TEST(SearchWords, DoNotDependOnCaseWidthAccentsAndFormsOfHan) {
    EXPECT_EQ(search_words("ＧＰＴ Café ÉCOLE Straße"), "gpt cafe ecole strasse");
    EXPECT_EQ(search_words("İstanbul"), "istanbul");
    EXPECT_EQ(search_words("cafe\u0301"), "cafe");
    EXPECT_EQ(search_words("資料庫"), search_words("资料库"));
    EXPECT_EQ(search_words("頭髮"), search_words("头发"));
    EXPECT_EQ(search_words("機器學習"), search_words("机器学习"));
    // Letters of their own, and marks that make another letter.
    EXPECT_EQ(search_words("ø й が"), "ø й が");
}

TEST(SearchWords, KeepMarksWithWhatTheyStandOn) {
    EXPECT_EQ(search_words("हिन्दी में"), "हिन्दी में");
    EXPECT_EQ(search_words("한국어 검색"), "한국어 검색");
}

TEST(SearchWords, TakeAnyBytes) {
    EXPECT_EQ(search_words("a\xff"
                           "b\xe6\x95"),
              "a b");
    EXPECT_EQ(search_words(std::string("a\0b", 3)), "a b");
}

TEST(SearchWords, OfAFoldedTextAreTheSame) {
    for (const char* text : {"Café 資料庫 ＧＰＴ", "ﬁne ½ ① ㍿", "İ ẞ ς", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢"}) {
        EXPECT_EQ(search_fold(search_fold(text)), search_fold(text)) << text;
    }
}

// The table, against where it comes from.
TEST(SimplifiedHan, IsWhatIcuMakesOfSingleCharacters) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::Transliterator> icu_simplifies(
        icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, status));
    ASSERT_TRUE(U_SUCCESS(status));
    for (char32_t character = 0x3400; character <= 0x9fff; ++character) {
        if (character == U'苎' || character == U'薴') continue;
        icu::UnicodeString text(static_cast<UChar32>(character));
        icu_simplifies->transliterate(text);
        ASSERT_EQ(simplified(character), static_cast<char32_t>(text.char32At(0)))
            << "U+" << std::hex << unsigned{character};
        EXPECT_EQ(simplified(simplified(character)), simplified(character));
    }
    EXPECT_EQ(simplified(U'薴'), U'苎');
    EXPECT_EQ(simplified(U'a'), U'a');
    EXPECT_EQ(simplified(0x20000), 0x20000U);
}

}  // namespace
}  // namespace feedarc::text
