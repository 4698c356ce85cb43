#include <feedarc/identity.hpp>

#include <gtest/gtest.h>

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

// The records of one source, as a test sets them up.
class FakeIndex final : public RecordIndex {
public:
    RecordId add(const Entry& entry) {
        const RecordId id = next_++;
        extend(id, entry);
        return id;
    }
    void extend(RecordId id, const Entry& entry) {
        contents_[id].push_back(entry);
        const Content content = make_content(entry);
        const auto claim = [&](EvidenceKind kind, const Hash128& key) {
            bearers_.try_emplace(EvidenceKey{kind, key}, Bearer{Bearer::State::record, id});
        };
        if (content.permalink) claim(EvidenceKind::permalink, *content.permalink);
        if (content.guid) claim(EvidenceKind::guid, *content.guid);
        if (!content.text.empty) claim(EvidenceKind::fingerprint, content.text.fingerprint);
    }
    void spoil(const EvidenceKey& key) { bearers_[key] = {Bearer::State::several, 0}; }
    void stand_together(RecordId one, RecordId other) { together_.insert({one, other}); }

    Bearer bearer(const EvidenceKey& key) override {
        const auto at = bearers_.find(key);
        return at == bearers_.end() ? Bearer{} : at->second;
    }
    std::vector<Entry> contents_of(RecordId record) override { return contents_[record]; }
    bool stood_together(RecordId one, RecordId other) override {
        return together_.contains({one, other}) || together_.contains({other, one});
    }

private:
    RecordId next_ = 1;
    std::map<EvidenceKey, Bearer> bearers_;
    std::map<RecordId, std::vector<Entry>> contents_;
    std::set<std::pair<RecordId, RecordId>> together_;
};

Entry entry(const std::string& title, const std::string& url, const std::string& excerpt) {
    Entry result;
    result.title = title;
    result.url = url;
    result.excerpt = excerpt;
    return result;
}

// Decides about entries that are all new, unless `known` names their record.
std::vector<Decision> decide_new(const std::vector<Entry>& entries, RecordIndex& index,
                                 const std::map<std::size_t, RecordId>& known = {}) {
    std::vector<Content> contents;
    for (const Entry& one : entries) contents.push_back(make_content(one));
    std::vector<SeenEntry> seen;
    for (std::size_t i = 0; i < contents.size(); ++i) {
        seen.push_back({&contents[i], std::nullopt});
        if (const auto at = known.find(i); at != known.end()) seen.back().known = at->second;
    }
    return decide(seen, index);
}

TEST(Decide, ANewEntryIsANewRecordThatClaimsItsKeys) {
    FakeIndex index;
    const auto decisions = decide_new({entry("T", "https://a.example/1", kLong)}, index);
    ASSERT_EQ(decisions.size(), 1U);
    EXPECT_FALSE(decisions[0].record);
    EXPECT_FALSE(decisions[0].joined_by);
    EXPECT_EQ(decisions[0].claims.size(), 2U);  // permalink and fingerprint
}

TEST(Decide, TheSamePermalinkIsTheSameRecordUnderAnotherTitleAndText) {
    FakeIndex index;
    const RecordId record = index.add(entry("Old", "https://a.example/1", kLong));
    const auto decisions =
        decide_new({entry("New", "https://A.example/1?utm_source=x#top", kOtherLong)}, index);
    EXPECT_EQ(decisions[0].record, record);
    EXPECT_EQ(decisions[0].joined_by, EvidenceKind::permalink);
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
        ASSERT_EQ(decision.claims.size(), 1U);
        EXPECT_EQ(decision.claims[0].kind, EvidenceKind::fingerprint);
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
    Revision recent;
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
        EXPECT_EQ(revisions[best.excerpt_revision].entry, old.entry);
    }
}

}  // namespace
}  // namespace feedarc
