#include "text/width.hpp"

#include "base/c_handle.hpp"
#include "text/unicode.hpp"

#include <gtest/gtest.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include <iterator>
#include <random>
#include <string>

namespace feedarc::text {
namespace {

struct WidthCase {
    const char* name;
    std::string text;
    std::size_t columns;
};

const WidthCase kWidths[] = {
    {"nothing", "", 0},
    {"ASCII", "feedarc", 7},
    {"Chinese", "词向量", 6},
    {"full-width forms", "ＡＢ，", 6},
    {"half-width kana", "ｶﾅ", 2},
    {"an ambiguous character", "“…”", 3},
    {"a letter with a combining mark", "e\u0301", 1},
    {"a mark alone", "\u0301", 0},
    {"zero-width space and joiners", "a\u200b\u200db", 2},
    {"an emoji", "💡", 2},
    {"a sign as text", "❤", 1},
    {"a sign as emoji", "❤\ufe0f", 2},
    {"a keycap", "1\ufe0f\u20e3", 2},
    {"a family", "👨\u200d👩\u200d👧\u200d👦", 2},
    {"a skin tone", "👍🏽", 2},
    {"a flag", "🇩🇪", 2},
    {"two flags", "🇩🇪🇯🇵", 4},
    {"Hangul", "한글", 4},
    {"Hangul in parts", "\u1112\u1161\u11ab", 2},
    {"Devanagari", "नि", 1},
    {"a control character", "a\x01", 1},
};

TEST(DisplayWidth, IsTheColumnsThatATerminalUses) {
    for (const WidthCase& example : kWidths) {
        EXPECT_EQ(display_width(example.text), example.columns) << example.name;
    }
}

TEST(TruncateToWidth, KeepsATextThatFits) {
    EXPECT_EQ(truncate_to_width("词向量", 6), "词向量");
    EXPECT_EQ(truncate_to_width("", 0), "");
    EXPECT_EQ(truncate_to_width("e\u0301", 1), "e\u0301");
}

TEST(TruncateToWidth, MarksTheCutWithinTheColumns) {
    EXPECT_EQ(truncate_to_width("词向量", 5), "词向…");
    EXPECT_EQ(truncate_to_width("词向量", 4), "词…");
    EXPECT_EQ(truncate_to_width("feedarc", 4), "fee…");
    EXPECT_EQ(truncate_to_width("feedarc", 1), "…");
    EXPECT_EQ(truncate_to_width("feedarc", 0), "");
}

TEST(TruncateToWidth, NeverCutsAnEmojiOrALetterApart) {
    EXPECT_EQ(truncate_to_width("👨\u200d👩\u200d👧 family", 3), "👨\u200d👩\u200d👧…");
    EXPECT_EQ(truncate_to_width("e\u0301e\u0301e\u0301", 2), "e\u0301…");
}

using BreakIterator = CHandle<UBreakIterator, ubrk_close>;
using Utf8Text = CHandle<UText, utext_close>;

char32_t joining_character(std::mt19937& random) {
    static constexpr char32_t kCharacters[] = {
        'a',     ' ',     '\r',    '\n',   0x0301, 0x200d, 0xfe0f, 0x1f468, 0x1f469,
        0x1f3fd, 0x1f1e9, 0x1f1ea, 0x1100, 0x1161, 0x11a8, 0xac00, 0xac01,  0x4e00,
        0x0903,  0x0915,  0x0600,  0x3042, 0x3099, 0x200b, 0x00a9, 0x20e3,  0x0e33,
    };
    return kCharacters[random() % std::size(kCharacters)];
}

TEST(TruncateToWidth, CutsWhereUnicodeEndsAGraphemeCluster) {
    UErrorCode status = U_ZERO_ERROR;
    const BreakIterator breaks(ubrk_open(UBRK_CHARACTER, "", nullptr, 0, &status));
    ASSERT_TRUE(U_SUCCESS(status));
    std::mt19937 random(29);
    for (int turn = 0; turn < 5000; ++turn) {
        std::string text;
        for (auto left = random() % 10; left > 0; --left) {
            append_utf8(text, joining_character(random));
        }
        const Utf8Text view(
            utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status));
        ubrk_setUText(breaks.get(), view.get(), &status);
        ASSERT_TRUE(U_SUCCESS(status));
        const std::size_t width = display_width(text);
        for (std::size_t columns = 1; columns < width; ++columns) {
            std::string cut = truncate_to_width(text, columns);
            ASSERT_LE(display_width(cut), columns);
            cut.resize(cut.size() - std::string_view("…").size());
            ASSERT_EQ(text.compare(0, cut.size(), cut), 0);
            ASSERT_TRUE(ubrk_isBoundary(breaks.get(), static_cast<std::int32_t>(cut.size())))
                << testing::PrintToString(text) << " at " << cut.size();
        }
    }
}

}  // namespace
}  // namespace feedarc::text
