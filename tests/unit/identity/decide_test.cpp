#include <feedarc/identity.hpp>

#include "fake_index.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace feedarc {
namespace {

const std::string kLong =
    "A text of well over forty characters, so that it stands for its article all alone";
const std::string kOtherLong =
    "Another text of well over forty characters, which is about something else entirely";

TEST(Decide, ANewEntryIsANewRecordThatClaimsItsKeys) {
    FakeIndex index;
    const auto decisions = decide_new({entry("T", "https://a.example/1", kLong)}, index);
    ASSERT_EQ(decisions.size(), 1U);
    EXPECT_FALSE(decisions[0].record);
    EXPECT_FALSE(decisions[0].joined_by);
    EXPECT_EQ(decisions[0].claims.size(), 3U);  // permalink, fingerprint, title and slug
}

TEST(Decide, TheSamePermalinkIsTheSameRecordUnderAnotherTitleAndText) {
    FakeIndex index;
    const RecordId record = index.add(entry("Old", "https://a.example/1", kLong));
    const auto decisions =
        decide_new({entry("New", "https://A.example/1?utm_source=x#top", kOtherLong)}, index);
    EXPECT_EQ(decisions[0].record, record);
    EXPECT_EQ(decisions[0].joined_by, EvidenceKind::permalink);
}

TEST(Decide, TheOrderOfEntriesWithOneKeyDoesNotMatter) {
    std::vector<Entry> entries = {entry("Encrypted post", "", ""),
                                  entry("Encrypted post", "https://a.example/p/one", ""),
                                  entry("Encrypted post", "https://a.example/p/two", "")};
    for (int turn = 0; turn < 3; ++turn) {
        FakeIndex index;
        std::set<std::size_t> groups;
        for (const Decision& decision : decide_new(entries, index)) groups.insert(decision.group);
        EXPECT_EQ(groups.size(), 3U);
        std::rotate(entries.begin(), entries.begin() + 1, entries.end());
    }
}

TEST(Decide, AFrontPageIsNoPermalinkWhereAGuidNamesTheEntry) {
    FakeIndex index;
    Entry first = entry("One", "https://a.example/", "");
    first.guid = "1";
    Entry second = entry("Two", "https://a.example/", "");
    second.guid = "2";
    index.add(first);
    EXPECT_FALSE(decide_new({second}, index)[0].record);
    const RecordId linked = index.add(entry("A site", "https://b.example/", ""));
    EXPECT_EQ(decide_new({entry("Its new name", "https://b.example/", "")}, index)[0].record,
              linked);
}

TEST(Decide, ATextDumpMeetsTheEntryThatHasTitleAndLink) {
    FakeIndex index;
    const RecordId record = index.add(entry("Title", "https://a.example/1", kLong));
    const auto decisions = decide_new({entry("", "", kLong + " ...")}, index);
    EXPECT_EQ(decisions[0].record, record);
    EXPECT_EQ(decisions[0].joined_by, EvidenceKind::fingerprint);
}

TEST(Decide, ALongTextUnderAMovedLinkJoinsWhenTheTitlesAgree) {
    FakeIndex index;
    const RecordId record = index.add(entry("Title", "http://old.example/1", kLong));
    const auto decisions = decide_new({entry("Title", "https://new.example/p/1", kLong)}, index);
    EXPECT_EQ(decisions[0].record, record);
}

TEST(Decide, AnEqualLongTextUnderAnotherTitleAndLinkIsATemplate) {
    FakeIndex index;
    index.add(entry("First", "https://a.example/1", kLong));
    const auto decisions = decide_new({entry("Second", "https://a.example/2", kLong)}, index);
    EXPECT_FALSE(decisions[0].record);
    ASSERT_EQ(decisions[0].spoiled.size(), 1U);  // from now on the text identifies nothing
    EXPECT_EQ(decisions[0].spoiled[0].kind, EvidenceKind::fingerprint);
}

TEST(Decide, AShortTitleAloneDoesNotJoinOtherLinks) {
    FakeIndex index;
    index.add(entry("Who is hiring?", "https://a.example/may", ""));
    const auto decisions =
        decide_new({entry("Who is hiring?", "https://a.example/june", "")}, index);
    EXPECT_FALSE(decisions[0].record);
}

TEST(Decide, AShortTitleAloneDoesNotJoinOtherDays) {
    FakeIndex index;
    Entry first = entry("Weekly notes", "", "");
    first.published = {"2026-01-04", DatePrecision::day};
    index.add(first);
    Entry second = first;
    second.published = {"2026-01-11", DatePrecision::day};
    EXPECT_FALSE(decide_new({second}, index)[0].record);
}

Entry dated(const std::string& title, const std::string& url, const std::string& excerpt,
            const std::string& day) {
    Entry result = entry(title, url, excerpt);
    if (!day.empty()) result.published = {day, DatePrecision::day};
    return result;
}

struct Move {
    const char* what;
    Entry before, after;
    std::optional<EvidenceKind> joined_by;
};

TEST(Decide, AMovedPermalinkIsToldByTitleAndDayOrTitleAndSlug) {
    constexpr auto kDay = EvidenceKind::title_and_day;
    constexpr auto kSlug = EvidenceKind::title_and_slug;
    const std::string edited = kLong + ", with a few words more";
    const Move moves[] = {
        {"another slug on the same day",
         dated("Notes on C++", "https://a.example/c++", "", "2026-01-11"),
         dated("Notes on C++", "https://a.example/cpp", "", "2026-01-11"), kDay},
        {"another folder on the same day",
         dated("Notes on C++", "https://a.example/2026/01/cpp", "", "2026-01-11"),
         dated("Notes on C++", "https://a.example/posts/cpp.html", "", "2026-01-11"), kDay},
        {"another folder with the same text",
         entry("Notes on C++", "https://a.example/2026/01/notes", "About C++, in short"),
         entry("Notes on C++", "https://a.example/posts/notes.html", "About C++, in short!"),
         kSlug},
        {"another folder alone", entry("Weekly links", "https://a.example/2026/01/links", ""),
         entry("Weekly links", "https://a.example/2026/02/links", ""), std::nullopt},
        {"a file extension", entry("Notes on C++", "https://a.example/2026/01/notes", ""),
         entry("Notes on C++", "https://a.example/2026/01/notes.html", ""), kSlug},
        {"the date went out of the slug",
         entry("Notes", "https://a.example/p/2026-01-11-notes", ""),
         entry("Notes", "https://a.example/p/notes/", ""), kSlug},
        {"https, with a number for a name", entry("Notes", "http://a.example/t/123?page=2", ""),
         entry("Notes", "https://a.example/t/123?page=2", ""), kSlug},
        {"the date was put right",
         dated("Notes", "https://a.example/03/notes", kLong, "2026-01-03"),
         dated("Notes", "https://a.example/11/notes", edited, "2026-01-11"), kSlug},
        {"the date was put right by a day, with the very same text",
         dated("Notes", "https://a.example/10/notes", kLong, "2026-01-10"),
         dated("Notes", "https://a.example/11/notes", kLong, "2026-01-11"),
         EvidenceKind::fingerprint},
        {"a weekly column that has the same text again",
         dated("Sunday letter", "https://a.example/04/letter", kLong, "2026-01-04"),
         dated("Sunday letter", "https://a.example/11/letter", kLong, "2026-01-11"), std::nullopt},
        {"a column every other week with a like text",
         dated("Meeting", "https://a.example/04/meeting", kLong, "2026-01-04"),
         dated("Meeting", "https://a.example/18/meeting", edited, "2026-01-18"), std::nullopt},
        {"a monthly column that has the same text again",
         dated("Who is hiring?", "https://a.example/t/1", kLong, "2026-01-02"),
         dated("Who is hiring?", "https://a.example/t/2", kLong, "2026-02-02"), std::nullopt},
        {"a name for a number on the same day",
         dated("Notes", "https://a.example/?p=528", "", "2026-01-11"),
         dated("Notes", "https://a.example/posts/notes/", "", "2026-01-11"), kDay},
        {"a number for a name on the same day",
         dated("Notes", "https://a.example/posts/notes/", "", "2026-01-11"),
         dated("Notes", "https://a.example/archives/528", "", "2026-01-11"), kDay},
        {"another number", entry("Job", "https://a.example/t/123", ""),
         entry("Job", "https://a.example/t/124", ""), std::nullopt},
        {"another number on the same day",
         dated("Job", "https://a.example/t/123", "", "2026-01-11"),
         dated("Job", "https://a.example/t/124", "", "2026-01-11"), std::nullopt},
        {"another identifier", dated("Job", "https://a.example/1f0c9e7a", "", "2026-01-11"),
         dated("Job", "https://a.example/2f0c9e7b", "", "2026-01-11"), std::nullopt},
        {"another text", dated("Notes", "https://a.example/a", kLong, "2026-01-11"),
         dated("Notes", "https://a.example/b", kOtherLong, "2026-01-11"), std::nullopt},
        {"another day without a text",
         dated("Notes", "https://a.example/1/notes", "", "2026-01-04"),
         dated("Notes", "https://a.example/2/notes", "", "2026-01-11"), std::nullopt},
        {"the same again next year",
         dated("Lesson 3", "https://a.example/2025/lesson", kLong, "2025-01-11"),
         dated("Lesson 3", "https://a.example/2026/lesson", edited, "2026-01-10"), std::nullopt},
        {"another title", dated("Notes", "https://a.example/1/notes", "", "2026-01-11"),
         dated("Remarks", "https://a.example/2/notes", "", "2026-01-11"), std::nullopt},
    };
    for (const Move& move : moves) {
        FakeIndex index;
        const RecordId record = index.add(move.before);
        const Decision decision = decide_new({move.after}, index)[0];
        EXPECT_EQ(decision.joined_by, move.joined_by) << move.what;
        EXPECT_EQ(decision.record.has_value(), move.joined_by.has_value()) << move.what;
        if (decision.record) {
            EXPECT_EQ(*decision.record, record) << move.what;
            EXPECT_TRUE(decision.spoiled.empty()) << move.what;
        }
    }
}

TEST(Decide, APermalinkThatIsAliveOnThePageHasNotMoved) {
    FakeIndex index;
    const Entry old = dated("Notes", "https://a.example/1/notes", "", "2026-01-11");
    const RecordId record = index.add(old);
    const auto decisions = decide_new(
        {old, dated("Notes", "https://a.example/2/notes", "", "2026-01-11")}, index, {{0, record}});
    EXPECT_FALSE(decisions[1].record);
}

TEST(Decide, ShortExcerptsUnderDifferentTitlesStayApart) {
    FakeIndex index;
    index.add(entry("First", "", "Encrypted, password required"));
    EXPECT_FALSE(
        decide_new({entry("Second", "", "Encrypted, password required")}, index)[0].record);
}

TEST(Decide, ALinkThatAllEntriesOfAPageShareIdentifiesNothing) {
    FakeIndex index;
    const auto decisions = decide_new({entry("First", "https://a.example/", kLong),
                                       entry("Second", "https://a.example/", kOtherLong)},
                                      index);
    EXPECT_FALSE(decisions[0].record);
    EXPECT_FALSE(decisions[1].record);
    EXPECT_NE(decisions[0].group, decisions[1].group);
    for (const Decision& decision : decisions) {
        ASSERT_EQ(decision.spoiled.size(), 1U);
        EXPECT_EQ(decision.spoiled[0].kind, EvidenceKind::permalink);
        ASSERT_EQ(decision.claims.size(), 2U);
        EXPECT_EQ(decision.claims[0].kind, EvidenceKind::fingerprint);
        EXPECT_EQ(decision.claims[1].kind, EvidenceKind::title_and_slug);
    }
}

TEST(Decide, AnArticleShownTwiceOnAPageIsOneRecord) {
    FakeIndex index;
    const auto decisions = decide_new({entry("Featured", "https://a.example/1", ""),
                                       entry("Featured", "https://a.example/1", kLong)},
                                      index);
    EXPECT_FALSE(decisions[0].record);
    EXPECT_EQ(decisions[0].group, decisions[1].group);
}

TEST(Decide, TwoLinksOnOnePageWithTheSameTextStayTwo) {
    FakeIndex index;
    const auto decisions = decide_new(
        {entry("Same", "https://a.example/1", kLong), entry("Same", "https://a.example/2", kLong)},
        index);
    EXPECT_NE(decisions[0].group, decisions[1].group);
}

TEST(Decide, ARecordWhoseLinkIsAliveOnThePageTakesNoSecondEntry) {
    FakeIndex index;
    const Entry old = entry("Same", "https://a.example/1", kLong);
    const RecordId record = index.add(old);
    const auto decisions =
        decide_new({old, entry("Same", "https://a.example/2", kLong)}, index, {{0, record}});
    EXPECT_FALSE(decisions[1].record);
    EXPECT_FALSE(decisions[1].spoiled.empty());
}

TEST(Decide, ASpoiledKeyIdentifiesNothing) {
    FakeIndex index;
    const Entry old = entry("", "", kLong);
    index.add(old);
    index.spoil({EvidenceKind::fingerprint, make_content(old).text.fingerprint});
    EXPECT_FALSE(decide_new({entry("Title", "", kLong)}, index)[0].record);
}

TEST(Decide, AnEntryThatConnectsALinkAndATextJoinsTheirRecords) {
    FakeIndex index;
    const RecordId linked = index.add(entry("Title", "https://a.example/1", kLong));
    const RecordId dumped = index.add(entry("", "", kOtherLong));
    const auto decisions = decide_new({entry("Title", "https://a.example/1", kOtherLong)}, index);
    EXPECT_EQ(decisions[0].record, linked);
    ASSERT_EQ(decisions[0].also.size(), 1U);
    EXPECT_EQ(decisions[0].also[0], dumped);
}

TEST(Decide, RecordsThatStoodTogetherAreNotJoined) {
    FakeIndex index;
    const RecordId linked = index.add(entry("Title", "https://a.example/1", kLong));
    const RecordId dumped = index.add(entry("", "", kOtherLong));
    index.stand_together(linked, dumped);
    const auto decisions = decide_new({entry("Title", "https://a.example/1", kOtherLong)}, index);
    EXPECT_EQ(decisions[0].record, linked);
    EXPECT_TRUE(decisions[0].also.empty());
    EXPECT_FALSE(decisions[0].spoiled.empty());
}

TEST(Decide, ARecordWithAnotherLinkIsNotJoined) {
    FakeIndex index;
    index.add(entry("Title", "https://a.example/1", kLong));
    index.add(entry("Title", "https://a.example/2", kOtherLong));
    EXPECT_TRUE(
        decide_new({entry("Title", "https://a.example/1", kOtherLong)}, index)[0].also.empty());
}

TEST(Decide, DoesNotDependOnTheOrderOfTheEntries) {
    const std::vector<Entry> entries{
        entry("A", "https://a.example/1", kLong), entry("B", "https://a.example/1", kOtherLong),
        entry("A", "https://a.example/3", kLong), entry("", "", kOtherLong)};
    std::vector<std::size_t> order{0, 1, 2, 3};
    std::set<std::set<std::set<std::size_t>>> partitions;
    do {
        FakeIndex index;
        std::vector<Entry> shuffled;
        for (const std::size_t i : order) shuffled.push_back(entries[i]);
        const auto decisions = decide_new(shuffled, index);
        std::map<std::size_t, std::set<std::size_t>> groups;
        for (std::size_t i = 0; i < order.size(); ++i) {
            groups[decisions[i].group].insert(order[i]);
        }
        std::set<std::set<std::size_t>> partition;
        for (const auto& [group, members] : groups) partition.insert(members);
        partitions.insert(partition);
    } while (std::next_permutation(order.begin(), order.end()));
    EXPECT_EQ(partitions.size(), 1U);
}

TEST(BestFields, TakesTheLatestOfEachFieldAndTheLongestExcerpt) {
    Revision old;
    old.entry = entry("Old title", "https://a.example/old", kLong + " and a longer end");
    old.entry.category = "NLP";
    old.entry.published = {"2026-01-11T08:00:00Z", DatePrecision::second};
    old.last_seen = Time{std::chrono::seconds{100}};
    old.fingerprint = make_content(old.entry).text.fingerprint;
    old.content = 1;
    Revision recent;
    recent.content = 2;
    recent.entry = entry("New title", "https://a.example/new", kLong);
    recent.entry.published = {"2026-01-12", DatePrecision::day};
    recent.last_seen = Time{std::chrono::seconds{200}};
    for (const auto& revisions : {std::vector{old, recent}, std::vector{recent, old}}) {
        const BestFields best = best_fields(revisions);
        EXPECT_EQ(best.entry.title, "New title");
        EXPECT_EQ(best.entry.url, "https://a.example/new");
        EXPECT_EQ(best.entry.category, "NLP");
        EXPECT_EQ(best.entry.published.value, "2026-01-11T08:00:00Z");  // the more precise one
        EXPECT_EQ(best.entry.excerpt, old.entry.excerpt);
        EXPECT_EQ(best.excerpt_content, old.content);
        EXPECT_EQ(best.fingerprint, old.fingerprint);
    }
}

}  // namespace
}  // namespace feedarc
