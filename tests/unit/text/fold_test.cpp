#include "text/unicode.hpp"

#include <gtest/gtest.h>
#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

#include <algorithm>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc::text {
namespace {

std::string icu_fold(const std::string& text) {
    UErrorCode status = U_ZERO_ERROR;
    const auto* normalizer = icu::Normalizer2::getNFKCCasefoldInstance(status);
    std::string folded;
    icu::StringByteSink<std::string> sink(&folded);
    normalizer->normalizeUTF8(0, text, sink, nullptr, status);
    EXPECT_TRUE(U_SUCCESS(status));
    return folded;
}

std::string without_space(const std::string& text) {
    std::string kept;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t character = next_character(text, at);
        if (!is_space(character)) append_utf8(kept, character);
    }
    return kept;
}

std::string utf8(char32_t character) {
    std::string text;
    append_utf8(text, character);
    return text;
}

TEST(Fold, EqualsUnicodesCasefoldForEveryCodePoint) {
    // Nothing from plane 3 on is plain; a sample of it suffices.
    for (char32_t character = 1; character <= 0x10ffff; character += character < 0x2ffff ? 1 : 61) {
        if (character >= 0xd800 && character <= 0xdfff) continue;
        const std::string text = utf8(character);
        ASSERT_EQ(fold(text), icu_fold(text)) << "U+" << std::hex << unsigned{character};
        // Before a mark that composes with much, at the end and within a text.
        const std::string marked = "一" + text + "\u0301";
        ASSERT_EQ(fold(marked), icu_fold(marked)) << "U+" << std::hex << unsigned{character};
        const std::string within = "A" + text + "、";
        ASSERT_EQ(fold(within), icu_fold(within)) << "U+" << std::hex << unsigned{character};
    }
}

// A character of texts as they come, or one that makes trouble beside them.
char32_t any_character(std::mt19937& random) {
    struct Range {
        char32_t first;
        char32_t last;
    };
    static constexpr Range kRanges[] = {
        {0x20, 0x7e},     {0x4e00, 0x9fff}, {0x4e00, 0x9fff},   {0x3000, 0x30ff}, {0xff00, 0xffef},
        {0x2000, 0x206f}, {0x00a0, 0x017f}, {0x0400, 0x04ff},   {0xac00, 0xd7ff}, {0x1100, 0x11ff},
        {0x0300, 0x036f}, {0x3099, 0x309c}, {0x1f300, 0x1faff}, {0x2190, 0x27bf}, {0xfe00, 0xfe6f},
        {0x09, 0x0d},     {0x3130, 0x33ff}, {0xf900, 0xfaff},
    };
    const Range range = kRanges[random() % std::size(kRanges)];
    return range.first + static_cast<char32_t>(random() % (range.last - range.first + 1));
}

TEST(Fold, EqualsUnicodesCasefoldForMixtures) {
    std::mt19937 random(20260111);
    for (int turn = 0; turn < 60'000; ++turn) {
        std::string text;
        for (auto left = random() % 12; left > 0; --left) {
            append_utf8(text, any_character(random));
        }
        ASSERT_EQ(fold(text), icu_fold(text)) << text;
        const std::string bare = without_space(icu_fold(without_space(icu_fold(text))));
        ASSERT_EQ(fold_without_space(text), bare) << text;
        ASSERT_EQ(fold_without_space(bare), bare) << text;
    }
}

TEST(FoldWithoutSpace, TakesAnyBytes) {
    std::mt19937 random(7);
    for (int turn = 0; turn < 60'000; ++turn) {
        std::string bytes;
        for (auto left = random() % 12; left > 0; --left) {
            if (random() % 4 == 0) {
                bytes += static_cast<char>(random() & 0xff);
            } else {
                append_utf8(bytes, any_character(random));
            }
        }
        // A character may be cut anywhere.
        bytes.resize(bytes.size() - std::min<std::size_t>(bytes.size(), random() % 3));
        Repairs repairs;
        const std::string repaired = repair_utf8(bytes, repairs);
        ASSERT_EQ(fold_without_space(bytes), fold_without_space(repaired));
        ASSERT_TRUE(is_valid_utf8(fold_without_space(bytes)));
    }
}

TEST(FoldWithoutSpace, RemovesEveryWhiteSpaceWhereverItStands) {
    for (char32_t character = 1; character <= 0x3000; ++character) {
        if (!is_space(character)) continue;
        EXPECT_EQ(fold_without_space("一" + utf8(character) + "B" + utf8(character)), "一b")
            << "U+" << std::hex << unsigned{character};
    }
}

struct FoldCase {
    const char* name;
    const char* text;
    const char* folded;
};

constexpr FoldCase kFolds[] = {
    {"case", "FeedArc", "feedarc"},
    {"full-width forms", "ＡＢＣ１２３！？：", "abc123!?:"},
    {"ideographic space", "一　二", "一 二"},
    {"ellipsis", "一…", "一..."},
    {"sharp s", "Straße", "strasse"},
    {"decomposed letter", "Cafe\u0301", "café"},
    {"decomposed kana", "か\u3099", "が"},
    {"half-width kana", "ｶﾞｷﾞ", "ガギ"},
    {"ligature", "ﬁn", "fin"},
    {"soft hyphen and zero-width space", "a\u00adb\u200bc", "abc"},
    {"emoji with variation selector and joiner", "❤\ufe0f👩\u200d💻", "❤👩💻"},
    {"Cyrillic", "Ёлка ЖУК", "ёлка жук"},
    {"Hangul", "한국어", "한국어"},
};

TEST(Fold, BringsFormsOfOneTextTogether) {
    for (const FoldCase& example : kFolds) {
        EXPECT_EQ(fold(example.text), example.folded) << example.name;
    }
}

}  // namespace
}  // namespace feedarc::text
