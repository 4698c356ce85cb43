#include "text/visible.hpp"

#include "text/unicode.hpp"

#include <gtest/gtest.h>

#include <string>

namespace feedarc::text {
namespace {

using namespace std::string_literals;

TEST(Visible, LeavesOrdinaryTextAlone) {
    const std::string text = "词向量 – e\u0301 “…” 👩\u200d💻 عربي \\u{1b}";
    EXPECT_EQ(visible(text), text);
    EXPECT_EQ(visible(""), "");
}

TEST(Visible, ShowsWhatWouldSteerATerminal) {
    EXPECT_EQ(visible("\x1b[31mred\x1b[0m"), "\\u{1b}[31mred\\u{1b}[0m");
    EXPECT_EQ(visible("a\r\n\tb\x7f"), "a\\u{d}\\u{a}\\u{9}b\\u{7f}");
    EXPECT_EQ(visible("\0"s), "\\u{0}");
    EXPECT_EQ(visible("\u009b2J"), "\\u{9b}2J");
}

TEST(Visible, ShowsWhatWouldTurnATextAround) {
    EXPECT_EQ(visible("a\u202eb\u2066c\u200f"), "a\\u{202e}b\\u{2066}c\\u{200f}");
    EXPECT_EQ(visible("a\u2028b\u061c\ufeff\U000e0041"), "a\\u{2028}b\\u{61c}\\u{feff}\\u{e0041}");
}

TEST(Visible, ReplacesBytesThatAreNotUtf8) {
    EXPECT_EQ(visible("a\xff\xe4\xb8z\ufffd"), "a\ufffd\ufffdz\ufffd");
    EXPECT_EQ(visible("词\xe8\xaf"), "词\ufffd");
    EXPECT_EQ(visible("词\xe8\xaf词\xe3词\xec"), "词\ufffd词\ufffd词\ufffd");
    EXPECT_EQ(visible("\xe3\x1b[m"), "\ufffd\\u{1b}[m");
}

TEST(Visible, ShowsAnyCharacterAmongOthersAsItIsUnlessItIsUnsafe) {
    for (char32_t character = 0; character <= 0x10ffff; ++character) {
        if (character >= 0xd800 && character <= 0xdfff) continue;
        std::string text = "a词";
        append_utf8(text, character);
        text += "词a";
        ASSERT_EQ(visible(text) == text, !is_unsafe(character)) << std::hex << unsigned{character};
    }
}

TEST(IsUnsafe, HoldsForTheListedCharactersAndNoNeighbour) {
    struct Range {
        char32_t first;
        char32_t last;
    };
    constexpr Range kUnsafe[] = {{0x00, 0x1f},     {0x7f, 0x9f},      {0x61c, 0x61c},
                                 {0x200e, 0x200f}, {0x2028, 0x202e},  {0x2066, 0x2069},
                                 {0xfeff, 0xfeff}, {0xe0000, 0xe007f}};
    for (char32_t character = 0; character <= 0x10ffff; ++character) {
        bool expected = false;
        for (const Range& range : kUnsafe) {
            expected = expected || (character >= range.first && character <= range.last);
        }
        ASSERT_EQ(is_unsafe(character), expected) << std::hex << unsigned{character};
    }
}

}  // namespace
}  // namespace feedarc::text
