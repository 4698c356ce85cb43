#include "render/word_diff.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace feedarc::render {
namespace {

using Kind = DiffPiece::Kind;

const std::string kLong =
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty";

TEST(WordDiff, MarksWhatWasRemovedAndAdded) {
    const std::vector<DiffPiece> pieces{
        {Kind::same, "It costs "}, {Kind::removed, "10"}, {Kind::added, "12"}, {Kind::same, "."}};
    EXPECT_EQ(word_diff(pieces, false, Unchanged::shortened), "It costs [-10-]{+12+}.");
    EXPECT_EQ(word_diff(pieces, true, Unchanged::shortened),
              "It costs \x1b[31m10\x1b[0m\x1b[32m12\x1b[0m.");
}

TEST(WordDiff, IsEmptyWhereNothingChanged) {
    EXPECT_EQ(word_diff({}, false, Unchanged::whole), "");
    EXPECT_EQ(word_diff(std::vector<DiffPiece>{{Kind::same, "text"}}, false, Unchanged::whole), "");
}

TEST(WordDiff, ShortensWhatStaysTheSame) {
    const std::vector<DiffPiece> pieces{{Kind::same, kLong},
                                        {Kind::removed, " old"},
                                        {Kind::same, kLong},
                                        {Kind::added, " new"},
                                        {Kind::same, kLong}};
    EXPECT_EQ(word_diff(pieces, false, Unchanged::shortened),
              "… seventeen eighteen nineteen twenty[- old-]one two three four five six seven eight "
              "… seventeen eighteen nineteen twenty{+ new+}one two three four five six seven eight "
              "…");
    EXPECT_EQ(word_diff(pieces, false, Unchanged::whole),
              kLong + "[- old-]" + kLong + "{+ new+}" + kLong);
}

TEST(WordDiff, ShortensTextWithoutSpacesAndOneLongWord) {
    std::string han;
    for (int i = 0; i < 50; ++i) han += "学习";
    const std::string word(1000, 'x');
    const std::vector<DiffPiece> pieces{{Kind::same, han}, {Kind::added, "新"}, {Kind::same, word}};
    std::string twenty;
    for (int i = 0; i < 10; ++i) twenty += "学习";
    EXPECT_EQ(word_diff(pieces, false, Unchanged::shortened), "…" + twenty + "{+新+}…");
}

TEST(WordDiff, MakesUnsafeCharactersVisible) {
    const std::vector<DiffPiece> pieces{{Kind::removed, "a\x1b[0m"}, {Kind::added, "\u202e"}};
    EXPECT_EQ(word_diff(pieces, false, Unchanged::whole), "[-a\\u{1b}[0m-]{+\\u{202e}+}");
}

}  // namespace
}  // namespace feedarc::render
