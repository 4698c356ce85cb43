#include "text/unicode.hpp"

#include <gtest/gtest.h>
#include <unicode/uchar.h>

#include <string>
#include <string_view>
#include <vector>

namespace feedarc::text {
namespace {

using namespace std::string_literals;

TEST(IsSpace, IsUnicodesWhiteSpaceProperty) {
    for (char32_t character = 0; character <= 0x10ffff; ++character) {
        ASSERT_EQ(is_space(character), u_isUWhiteSpace(static_cast<UChar32>(character)) != 0)
            << "U+" << std::hex << static_cast<unsigned>(character);
    }
}

TEST(FoldSpace, MakesRunsOfAnyWhiteSpaceOneSpaceAndTrimsTheEnds) {
    EXPECT_EQ(fold_space("  a\t\r\n b\u00a0\u3000c  "), "a b c");
    EXPECT_EQ(fold_space("\u2003\u2028"), "");
    EXPECT_EQ(fold_space(""), "");
    EXPECT_EQ(fold_space("一\n二"), "一 二");
}

TEST(FoldSpace, DropsInvisibleCharactersAtTheEndsAlone) {
    EXPECT_EQ(fold_space("\ufeff\u200b title \u200b"), "title");
    EXPECT_EQ(fold_space("\u200b \ufeff"), "");
    EXPECT_EQ(fold_space("a\u200bb"), "a\u200bb");
}

struct RepairCase {
    const char* name;
    std::string bytes;
    std::string repaired;
    std::size_t replaced;
    std::size_t dropped;
};

// The numbers of replacements are those of the WHATWG decoder: one per maximal subpart.
const std::vector<RepairCase> kRepairs{
    {"sound text", "aé一😀", "aé一😀", 0, 0},
    {"NULs", "a\0b\0"s, "ab", 0, 2},
    {"a lone continuation", "a\x80z", "a\ufffdz", 1, 0},
    {"an overlong slash", "\xc0\xaf", "\ufffd\ufffd", 2, 0},
    {"an overlong form of three bytes", "\xe0\x80\xaf", "\ufffd\ufffd\ufffd", 3, 0},
    {"a surrogate", "\xed\xa0\x80", "\ufffd\ufffd\ufffd", 3, 0},
    {"over U+10FFFF", "\xf4\x90\x80\x80", "\ufffd\ufffd\ufffd\ufffd", 4, 0},
    {"cut at the end", "一\xe4\xb8", "一\ufffd", 1, 0},
    {"cut within", "\xe4\xb8 \xf0\x9f\x98z", "\ufffd \ufffdz", 2, 0},
    {"a new lead byte", "\xe4\xe4\xb8\x80", "\ufffd一", 1, 0},
    {"bytes that never occur", "\xff\xfe\xf8", "\ufffd\ufffd\ufffd", 3, 0},
    {"a NUL after damage", "\xff\0"s, "\ufffd", 1, 1},
};

TEST(RepairUtf8, ReplacesEveryMaximalSubpartAndDropsNuls) {
    for (const RepairCase& example : kRepairs) {
        SCOPED_TRACE(example.name);
        Repairs repairs;
        EXPECT_EQ(repair_utf8(example.bytes, repairs), example.repaired);
        EXPECT_EQ(repairs.replaced, example.replaced);
        EXPECT_EQ(repairs.dropped, example.dropped);
        EXPECT_TRUE(is_valid_utf8(example.repaired));
        EXPECT_EQ(is_valid_utf8(example.bytes), example.replaced == 0);
    }
}

TEST(RepairUtf8, FindsDamageAtAnyOffsetOfALongText) {
    for (std::size_t at = 0; at < 40; ++at) {
        std::string text(40, 'a');
        text[at] = '\xff';
        EXPECT_FALSE(is_valid_utf8(text)) << at;
    }
}

// Long texts are looked at in blocks, short ones a character at a time: both must say the same.
TEST(ValidUtf8Prefix, IsTheSameWhereverASequenceStandsInALongText) {
    const std::string bytes =
        "\x41\x80\x8f\x90\x9f\xa0\xbf\xc1\xc2\xdf\xe0\xe1\xec\xed\xee\xef\xf0\xf4\xf5\xff";
    for (const std::size_t before : {0U, 509U, 510U, 511U}) {
        std::string text(before + 4 + 512, 'a');
        for (const char first : bytes) {
            for (const char second : bytes) {
                for (const char third : bytes) {
                    text[before] = first;
                    text[before + 1] = second;
                    text[before + 2] = third;
                    const std::string alone = text.substr(before, 8);
                    const std::size_t valid = valid_utf8_prefix(alone);
                    ASSERT_EQ(valid_utf8_prefix(text),
                              valid == alone.size() ? text.size() : before + valid)
                        << before << ' ' << testing::PrintToString(alone);
                }
            }
        }
    }
}

TEST(ValidUtf8Prefix, PassesAnyTextOverTheBordersOfBlocks) {
    for (const std::string character : {"é", "一", "\u0e01", "\ud7fb", "😀"}) {
        for (std::size_t before = 0; before < 4; ++before) {
            std::string text(before, 'a');
            while (text.size() < 3000) text += character;
            EXPECT_EQ(valid_utf8_prefix(text), text.size()) << character;
            text.pop_back();
            EXPECT_EQ(valid_utf8_prefix(text), text.size() + 1 - character.size()) << character;
        }
    }
}

TEST(NextCharacter, ReadsBackWhatAppendWroteForEveryCodePoint) {
    for (char32_t character = 0; character <= 0x10ffff; ++character) {
        if (character >= 0xd800 && character <= 0xdfff) continue;
        std::string text;
        append_utf8(text, character);
        std::size_t at = 0;
        ASSERT_EQ(next_character(text, at), character);
        ASSERT_EQ(at, text.size());
        ASSERT_TRUE(is_valid_utf8(text));
    }
}

TEST(AppendUtf8, WritesTheReplacementForWhatIsNoCharacter) {
    std::string text;
    append_utf8(text, 0xd800);
    append_utf8(text, 0x110000);
    EXPECT_EQ(text, "\ufffd\ufffd");
}

TEST(CountCharacters, CountsCodePoints) {
    EXPECT_EQ(count_characters(""), 0U);
    EXPECT_EQ(count_characters("aé一😀"), 4U);
}

}  // namespace
}  // namespace feedarc::text
