#include <feedarc/text_diff.hpp>

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>

namespace feedarc {
namespace {

std::string joined(const std::vector<DiffPiece>& pieces, DiffPiece::Kind left_out) {
    std::string text;
    for (const DiffPiece& piece : pieces) {
        if (piece.kind != left_out) text += piece.text;
    }
    return text;
}

// The form of `git diff --word-diff`.
std::string diff(std::string_view before, std::string_view after) {
    std::string text;
    for (const DiffPiece& piece : diff_texts(before, after)) {
        switch (piece.kind) {
            case DiffPiece::Kind::same: text += piece.text; break;
            case DiffPiece::Kind::removed: text += "[-" + std::string(piece.text) + "-]"; break;
            case DiffPiece::Kind::added: text += "{+" + std::string(piece.text) + "+}"; break;
        }
    }
    return text;
}

void expect_sound(const std::string& before, const std::string& after) {
    const auto pieces = diff_texts(before, after);
    ASSERT_EQ(joined(pieces, DiffPiece::Kind::added), before);
    ASSERT_EQ(joined(pieces, DiffPiece::Kind::removed), after);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        ASSERT_FALSE(pieces[i].text.empty());
        if (i == 0) continue;
        ASSERT_NE(pieces[i].kind, pieces[i - 1].kind);
        ASSERT_FALSE(pieces[i].kind == DiffPiece::Kind::removed &&
                     pieces[i - 1].kind == DiffPiece::Kind::added);
    }
}

TEST(TextDiff, OfEqualTextsHasNoChange) {
    EXPECT_TRUE(diff_texts("", "").empty());
    EXPECT_EQ(diff("The same text.", "The same text."), "The same text.");
}

TEST(TextDiff, ShowsTheWordsThatChanged) {
    EXPECT_EQ(diff("", "new"), "{+new+}");
    EXPECT_EQ(diff("old", ""), "[-old-]");
    EXPECT_EQ(diff("It costs 1,299 euros.", "It costs 1,199 euros."),
              "It costs [-1,299-]{+1,199+} euros.");
    EXPECT_EQ(diff("We can't say", "We can say"), "We [-can't-]{+can+} say");
    EXPECT_EQ(diff("a long text that ends", "a long text that ends here"),
              "a long text that ends{+ here+}");
}

TEST(TextDiff, ShowsTheCharactersOfChineseAndJapaneseThatChanged) {
    EXPECT_EQ(diff("深度学习模型的训练方法", "深度学习大模型的训练方案"),
              "深度学习{+大+}模型的训练方[-法-]{+案+}");
    EXPECT_EQ(diff("研究生命起源的论文", "研究生起源的论文"), "研究生[-命-]起源的论文");
    EXPECT_EQ(diff("新しい条例を発表しました", "新しい条例を発表しませんでした"),
              "新しい条例を発表しま{+せんで+}した");
    EXPECT_EQ(diff("共128条评论", "共129条评论"), "共[-128-]{+129+}条评论");
}

TEST(TextDiff, KeepsMarksWithTheirCharacters) {
    EXPECT_EQ(diff("か\u3099き", "か\u309aき"), "[-か\u3099-]{+か\u309a+}き");
    EXPECT_EQ(diff("cafe\u0301 noir", "cafe noir"), "[-cafe\u0301-]{+cafe+} noir");
}

TEST(TextDiff, TakesScriptsWithoutSpacesApart) {
    EXPECT_EQ(diff("ภาษาไทยง่าย", "ภาษาลาวง่าย"), "ภาษา[-ไทย-]{+ลาว+}ง่าย");
}

TEST(TextDiff, JoinsChangesBetweenWhichLittleIsTheSame) {
    EXPECT_EQ(diff("one two three", "four five six"), "[-one two three-]{+four five six+}");
    EXPECT_EQ(diff("yesterday a storm passed", "tomorrow a calm begins"),
              "[-yesterday a storm passed-]{+tomorrow a calm begins+}");
    EXPECT_EQ(diff("He wrote a book about birds in 1999.", "She wrote a book about birds in 2001."),
              "[-He-]{+She+} wrote a book about birds in [-1999-]{+2001+}.");
}

TEST(TextDiff, GivesThePiecesOfBothTexts) {
    constexpr std::array<const char*, 12> kPieces{
        "one", "two", " ", " ", "学", "习", "か", "\u3099", "\xff", "\xe4\xb8", "1.5", "ไทย"};
    std::mt19937 random(11);
    for (int round = 0; round < 3000; ++round) {
        const auto make = [&] {
            std::string text;
            for (auto left = random() % 20; left > 0; --left) text += kPieces[random() % 12];
            return text;
        };
        expect_sound(make(), make());
    }
}

// Work is bounded by counts, so this takes the same time for whatever texts.
TEST(TextDiff, ReplacesAsAWholeWhatWouldTakeTooLong) {
    std::string before = "The beginning ";
    std::string after = before;
    for (int i = 0; i < 20'000; ++i) {
        before += "a" + std::to_string(i) + ' ';
        after += "b" + std::to_string(i) + '\t';
    }
    before += "the end";
    after += "the end";
    expect_sound(before, after);
    const auto pieces = diff_texts(before, after);
    ASSERT_EQ(pieces.size(), 4U);
    EXPECT_EQ(pieces.back().text, "the end");
}

TEST(TextDiff, ComparesTextsBeyondTheLimitFromBothEnds) {
    const std::string filling(kMostDiffBytes, 'x');
    const std::string before = "学习 " + filling + " 目的";
    const std::string after = "学会 " + filling + " 自的";  // 目 and 自 share their first bytes
    expect_sound(before, after);
    const auto pieces = diff_texts(before, after);
    ASSERT_EQ(pieces.size(), 4U);
    EXPECT_EQ(pieces.front().text, "学");
    EXPECT_EQ(pieces.back().text, "的");
    expect_sound(filling + "x", filling);
    expect_sound(filling + "\xe4\xb8", filling + "\xe4\xb9");
}

}  // namespace
}  // namespace feedarc
