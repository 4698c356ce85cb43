#include <feedarc/fingerprint.hpp>

#include "identity/more_phrases.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <set>
#include <string>

namespace feedarc {
namespace {

using namespace std::string_literals;

struct NormalCase {
    const char* name;
    std::string text;
    std::string normal;
};

// docs/identity.md shows these as the vectors of the normal form.
const NormalCase kNormals[] = {
    {"white space goes", " Attention is\tall\u00a0you\u3000need\n", "attentionisallyouneed"},
    {"full-width forms are ASCII", "ＡＢＣ，１２３", "abc,123"},
    {"decomposed letters compose", "Cafe\u0301", "café"},
    {"zero-width characters go", "a\u200bb\ufeff\u00ad", "ab"},
    {"damage becomes U+FFFD", "a\xff\0z"s, "a\ufffdz"},
    {"ellipsis of three dots", "按照字面意思 ...", "按照字面意思"},
    {"ellipsis character", "按照字面意思……", "按照字面意思"},
    {"midline ellipsis", "按照字面意思⋯⋯", "按照字面意思"},
    {"two dots", "and so on ..", "andsoon"},
    {"one dot is text", "The end.", "theend."},
    {"a full stop and an ellipsis", "The end. [...]", "theend."},
    {"bracketed ellipsis", "and so on [\u2026]", "andsoon"},
    {"round brackets", "and so on (...)", "andsoon"},
    {"ellipsis within is text", "one ... two", "one...two"},
    {"phrase behind an ellipsis", "and so on... Read more", "andsoon"},
    {"phrase before an arrow", "and so on. Continue reading →", "andsoon."},
    {"phrase before two arrows", "and so on Read More >>", "andsoon"},
    {"phrase in brackets", "为了简单 [阅读全文]", "为了简单"},
    {"phrase in full-width brackets", "为了简单【查看更多】", "为了简单"},
    {"ellipsis and phrase in brackets", "and so on (more\u2026)", "andsoon"},
    {"ellipsis before a phrase in brackets", "and so on (... more »)", "andsoon"},
    {"phrase between ellipses", "为了简单... 阅读全文...", "为了简单"},
    {"Japanese", "簡単のため…続きを読む", "簡単のため"},
    {"Korean", "간단히… 더 보기", "간단히"},
    {"German", "der Einfachheit halber … weiterlesen", "dereinfachheithalber"},
    {"a phrase that is text", "我们想要更多", "我们想要更多"},
    {"a phrase that ends a sentence", "There is no more", "thereisnomore"},
    {"a word that ends in a phrase's letters", "Sophomore →", "sophomore→"},
    {"an arrow that is text", "A → B →", "a→b→"},
    {"brackets that are text", "attention [1]", "attention[1]"},
    {"a leading number is text", "1. 什么是NGram模型", "1.什么是ngram模型"},
    {"placeholders are text", "由 [Math] 得 [公式] [代码]", "由[math]得[公式][代码]"},
    {"emoji are text", "💡 轻量级", "💡轻量级"},
    {"an ellipsis alone stays", "\u2026", "..."},
    {"a phrase alone stays", "Read more »", "readmore»"},
    {"nothing", " \u200b", ""},
};

TEST(Normalise, GivesTheDocumentedForm) {
    for (const NormalCase& example : kNormals) {
        EXPECT_EQ(normalise(example.text), example.normal) << example.name;
    }
}

TEST(Normalise, TrimsEveryPhraseOfTheTableWhereItIsMarked) {
    for (const std::string_view phrase : kMorePhrases) {
        const std::string text(phrase);
        EXPECT_EQ(normalise(text), text);
        EXPECT_EQ(normalise("为了简单…" + text), "为了简单") << text;
        EXPECT_EQ(normalise("为了简单。" + text + " »"), "为了简单。") << text;
        EXPECT_EQ(normalise("为了简单[" + text + "]"), "为了简单") << text;
        EXPECT_EQ(normalise("为了简单。" + text), "为了简单。" + text);
    }
}

TEST(Normalise, TrimsAShortWordOnlyBehindAnEllipsisOrABracket) {
    for (const std::string_view word : kMoreWords) {
        const std::string text(word);
        EXPECT_EQ(normalise("为了简单…" + text), "为了简单") << text;
        EXPECT_EQ(normalise("为了简单… " + text + " →"), "为了简单") << text;
        EXPECT_EQ(normalise("为了简单(" + text + "…)"), "为了简单") << text;
        EXPECT_EQ(normalise("sopho" + text + "→"), "sopho" + text + "→") << text;
    }
}

TEST(Normalise, ChangesNothingTheSecondTime) {
    const std::string kPieces[] = {
        "a",        "B",      "一",     " ",      "\u3000", ".",      "..",     "…",
        "⋯",        "[",      "]",      "(",      ")",      "【",     "】",     "more",
        "阅读全文", "更多",   "→",      ">",      "»",      "e",      "\u0301", "か",
        "\u3099",   "\u1112", "\u1161", "\u11ab", "ﬁ",      "Σ",      "ß",      "\xff",
        "\0"s,      "\u00b4", "\u200d", "\ufe0f", "\u0327", "\u2028", "\u0085", "\u037a",
    };
    std::mt19937 random(5);
    for (int turn = 0; turn < 50'000; ++turn) {
        std::string text;
        for (auto left = random() % 9; left > 0; --left)
            text += kPieces[random() % std::size(kPieces)];
        const std::string once = normalise(text);
        ASSERT_EQ(normalise(once), once) << testing::PrintToString(text);
    }
}

TEST(Normalise, TakesAMegabyteOfMarksInLinearTime) {
    std::string text = "x";
    for (int i = 0; i < 100'000; ++i) text += "[...]…more";
    EXPECT_EQ(normalise(text), "x");
    EXPECT_EQ(normalise(std::string(1'000'000, '.')), std::string(1'000'000, '.'));
    EXPECT_EQ(normalise(std::string(1'000'000, ')')), std::string(1'000'000, ')'));
    EXPECT_EQ(normalise("x" + std::string(1'000'000, '>')), "x" + std::string(1'000'000, '>'));
}

// Each line of more than 45 characters in the sample snapshots is an excerpt.
TEST(Normalise, Finds23ArticlesAmongThe35OfTheSampleSnapshots) {
    std::set<std::string> distinct;
    int shown = 0;
    for (const auto& file :
         std::filesystem::directory_iterator(FEEDARC_FIXTURES "/snapshots/text")) {
        if (file.path().filename().string().find("T083000Z.txt") == std::string::npos) continue;
        std::ifstream stream(file.path());
        for (std::string line; std::getline(stream, line);) {
            constexpr std::size_t kLongestOtherLine = 100;
            if (line.size() <= kLongestOtherLine) continue;
            ++shown;
            distinct.insert(normalise(line));
        }
    }
    EXPECT_EQ(shown, 35);
    EXPECT_EQ(distinct.size(), 23U);
}

}  // namespace
}  // namespace feedarc
