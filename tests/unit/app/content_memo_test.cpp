#include "app/content_memo.hpp"

#include <gtest/gtest.h>

namespace feedarc::app {
namespace {

Entry titled(const std::string& title) {
    Entry result;
    result.title = title;
    result.excerpt = "An excerpt of " + title;
    return result;
}

TEST(ContentMemo, GivesWhatMakeContentGivesInTheOrderOfTheEntries) {
    ContentMemo memo;
    for (int round = 0; round < 2; ++round) {
        const auto contents = memo.contents_of({titled("One"), titled("Two"), titled("One")});
        ASSERT_EQ(contents.size(), 3U);
        EXPECT_EQ(contents[0]->entry, titled("One"));
        EXPECT_EQ(contents[1]->entry, titled("Two"));
        EXPECT_EQ(contents[0]->hash, make_content(titled("One")).hash);
        EXPECT_EQ(contents[2]->hash, contents[0]->hash);
        EXPECT_EQ(contents[1]->text.fingerprint, make_content(titled("Two")).text.fingerprint);
    }
}

TEST(ContentMemo, SharesTheContentsOfPagesThatShowTheSame) {
    ContentMemo memo;
    const auto first = memo.contents_of({titled("One"), titled("Two")});
    const auto second = memo.contents_of({titled("Zero"), titled("One")});
    EXPECT_EQ(second[1], first[0]);
    Entry edited = titled("One");
    edited.category = "News";
    EXPECT_NE(memo.contents_of({edited})[0], first[0]);
    Entry older = titled("One");
    older.age = Age{AgeUnit::hour, 4, std::nullopt};
    EXPECT_EQ(memo.contents_of({older})[0], first[0]);
}

}  // namespace
}  // namespace feedarc::app
