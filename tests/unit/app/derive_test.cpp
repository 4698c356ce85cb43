#include "app/derive.hpp"

#include <feedarc/archive.hpp>
#include <feedarc/identity.hpp>

#include "base/zstd.hpp"
#include "support/archive_text.hpp"
#include "support/stored_snapshots.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <random>
#include <string>
#include <tuple>
#include <vector>

namespace feedarc::app {
namespace {

using test::describe_archive;
using test::difference;
using test::listed_ids;

using test::kWait;

// Some 200 characters of words that no other seed has.
std::string words_of(unsigned seed) {
    std::mt19937 random(seed);
    std::string text;
    while (text.size() < 200) {
        for (auto letters = 2 + random() % 7; letters != 0; --letters) {
            text += static_cast<char>('a' + random() % 26);
        }
        text += ' ';
    }
    return text;
}

using Contents = std::vector<std::shared_ptr<const Content>>;

PreparedSnapshot snapshot_of(unsigned at, const std::string& bytes, const Contents& contents,
                             const Ages& ages = {}, const std::string& page_url = {}) {
    PreparedSnapshot snapshot;
    snapshot.source = "blog";
    snapshot.page_url = page_url;
    snapshot.captured_at = Time{std::chrono::seconds{at}};
    snapshot.body = {hash_of(bytes), bytes.size(), base::ZstdCompressor().compress(bytes, ""),
                     std::nullopt, 0};
    auto page = std::make_shared<ParsedPage>();
    FieldHash hash;
    for (const auto& content : contents) hash.add(content->hash);
    for (const auto& age : ages) hash.add(age ? to_string(*age) : "");
    page->ages = ages;
    page->contents = contents;
    page->entries = contents.size();
    page->hash = hash.finish();
    snapshot.page = page;
    return snapshot;
}

// Stores snapshots in transactions of random size, each in capture order as ingest does.
void store(Archive& archive, const std::vector<PreparedSnapshot>& snapshots, std::mt19937& random) {
    for (std::size_t begin = 0; begin < snapshots.size();) {
        const std::size_t end = std::min(snapshots.size(), begin + 1 + random() % 4);
        std::vector<const PreparedSnapshot*> some;
        for (; begin < end; ++begin) some.push_back(&snapshots[begin]);
        std::sort(some.begin(), some.end(), [](const auto* a, const auto* b) {
            return std::tie(a->captured_at, a->body.hash) < std::tie(b->captured_at, b->body.hash);
        });
        const auto batch = archive.begin(kWait);
        Deriver deriver(*batch);
        for (const PreparedSnapshot* snapshot : some) {
            const SourceId source = batch->source(snapshot->source, "");
            deriver.begin(source);
            const auto added = batch->add(source, *snapshot);
            if (added.status == SnapshotStatus::known) continue;
            deriver.see(source, *snapshot, added);
        }
        deriver.finish();
        batch->commit();
    }
}

std::unique_ptr<Archive> new_archive() {
    return open_archive(":memory:", OpenMode::write, kWait);
}

// One article, captured at 08:30 (1768120200) and later.
std::string date_after(const std::vector<PreparedSnapshot>& snapshots) {
    std::mt19937 random(1);
    const auto archive = new_archive();
    store(*archive, snapshots, random);
    std::string dates;
    archive->find({}, [&](const Record& record) {
        const Published& published = record.best.published;
        dates += published.value + " " + to_string(published.precision);
        EXPECT_EQ(record.revisions, 1);
        return true;
    });
    return dates;
}

constexpr unsigned kHalfPastEight = 1'768'120'200;

PreparedSnapshot aged(unsigned at, const Ages& ages) {
    Entry entry;
    entry.title = "An article";
    return snapshot_of(at, "captured at " + std::to_string(at),
                       {std::make_shared<const Content>(make_content(entry))}, ages);
}

constexpr Age hours(int count) {
    return {AgeUnit::hour, count, std::nullopt};
}

TEST(Deriver, AnAgeGivesARecordItsDateAndNoRevision) {
    EXPECT_EQ(date_after({aged(kHalfPastEight, {hours(3)})}), "2026-01-11T05:00:00Z hour");
    EXPECT_EQ(date_after({aged(kHalfPastEight, {}), aged(kHalfPastEight + 3600, {hours(4)})}),
              "2026-01-11T05:00:00Z hour");
}

TEST(Deriver, OfSeveralAgesTheMostPreciseAndThenTheEarliestCounts) {
    const auto first = aged(kHalfPastEight, {hours(3)});
    const auto second = aged(kHalfPastEight + 3600, {hours(3)});
    const auto last = aged(kHalfPastEight + 86400, {Age{AgeUnit::day, 1, std::nullopt}});
    const auto exact = aged(kHalfPastEight + 86400, {Age{AgeUnit::day, 1, 5 * 60 + 12}});
    EXPECT_EQ(date_after({first, second, last}), "2026-01-11T05:00:00Z hour");
    EXPECT_EQ(date_after({last, second, first}), "2026-01-11T05:00:00Z hour");
    EXPECT_EQ(date_after({second}), "2026-01-11T06:00:00Z hour");
    EXPECT_EQ(date_after({first, exact}), "2026-01-11T05:12:00Z minute");
}

TEST(Deriver, AnAgeThatEndsBehindTheFirstSightingIsOfSomethingElse) {
    const auto first = aged(kHalfPastEight, {hours(3)});
    const auto replied = aged(kHalfPastEight + 7200, {Age{AgeUnit::minute, 5, std::nullopt}});
    EXPECT_EQ(date_after({first, replied}), "2026-01-11T05:00:00Z hour");
    EXPECT_EQ(date_after({replied, first}), "2026-01-11T05:00:00Z hour");
    const auto undated = aged(kHalfPastEight, {});
    EXPECT_EQ(date_after({undated, replied}), " ");
}

TEST(Deriver, ADateBeatsEveryAge) {
    Entry entry;
    entry.title = "An article";
    entry.url = "https://a.example/1";
    const auto plain = std::make_shared<const Content>(make_content(entry));
    entry.published = {"2025", DatePrecision::year};
    const auto dated = std::make_shared<const Content>(make_content(entry));
    const auto aged_one = snapshot_of(kHalfPastEight, "1", {plain}, {hours(3)});
    const auto dated_one = snapshot_of(kHalfPastEight + 60, "2", {dated});
    for (const auto& snapshots : {std::vector{aged_one, dated_one}, {dated_one, aged_one}}) {
        std::mt19937 random(1);
        const auto archive = new_archive();
        store(*archive, snapshots, random);
        archive->find({}, [&](const Record& record) {
            EXPECT_EQ(record.best.published.value, "2025");
            return true;
        });
    }
}

std::size_t records_of(const std::vector<PreparedSnapshot>& snapshots) {
    std::mt19937 random(1);
    const auto archive = new_archive();
    store(*archive, snapshots, random);
    return listed_ids(*archive).size();
}

// An opening that two articles share joins neither, also where the second is learned of late.
TEST(Deriver, ACutTextIsJudgedByWhatWasCapturedBeforeIt) {
    const auto content = [](const std::string& excerpt) {
        Entry entry;
        entry.excerpt = excerpt;
        return std::make_shared<const Content>(make_content(std::move(entry)));
    };
    const auto first = content(words_of(1) + words_of(2));
    const auto second = content(words_of(1) + words_of(3));
    const auto cut = content(words_of(1).substr(0, 150) + "...");
    const auto at = [](unsigned time, const Contents& contents) {
        return snapshot_of(time, std::to_string(time), contents);
    };
    std::vector snapshots{at(100, {first}), at(110, {second}), at(120, {cut})};
    const std::vector without{at(100, {first}), at(120, {cut})};
    EXPECT_EQ(records_of(without), 1U);
    std::sort(snapshots.begin(), snapshots.end(),
              [](const auto& a, const auto& b) { return a.captured_at < b.captured_at; });
    do {
        EXPECT_EQ(records_of(snapshots), 3U);
    } while (std::next_permutation(
        snapshots.begin(), snapshots.end(),
        [](const auto& a, const auto& b) { return a.captured_at < b.captured_at; }));
    // A second article that came after the cut text changes nothing about it.
    EXPECT_EQ(records_of({at(100, {first}), at(120, {cut}), at(130, {second})}), 2U);
    EXPECT_EQ(records_of({at(130, {second}), at(120, {cut}), at(100, {first})}), 2U);
}

TEST(Deriver, ALateSnapshotThatShowsATextBesideItsVariantTakesThemApart) {
    const auto content = [](const std::string& excerpt) {
        Entry entry;
        entry.excerpt = excerpt;
        return std::make_shared<const Content>(make_content(std::move(entry)));
    };
    const auto whole = content(words_of(1) + words_of(2));
    const auto edited = content("Revised: " + words_of(1) + words_of(2));
    const auto early = snapshot_of(100, "100", {whole});
    const auto late = snapshot_of(120, "120", {edited});
    const auto both = snapshot_of(110, "110", {whole, edited});
    EXPECT_EQ(records_of({early, late}), 1U);
    EXPECT_EQ(records_of({early, late, both}), 2U);
    EXPECT_EQ(records_of({both, early, late}), 2U);
}

// That two records stood together speaks against joining them, even where that is learned late.
TEST(Deriver, ALateSnapshotThatShowsTwoJoinedArticlesTakesThemApart) {
    const std::string text = "A text of more than forty characters, so that it is strong evidence.";
    const auto content = [](std::string url, std::string excerpt) {
        Entry entry;
        entry.url = std::move(url);
        entry.excerpt = std::move(excerpt);
        return std::make_shared<const Content>(make_content(std::move(entry)));
    };
    const auto dumped = content("", text);
    const auto linked =
        content("https://a.example/1", "Another text of the article with this link.");
    const auto both = content("https://a.example/1", text);
    const PreparedSnapshot early[] = {snapshot_of(100, "100", {dumped}),
                                      snapshot_of(110, "110", {linked})};
    const PreparedSnapshot together = snapshot_of(120, "120", {dumped, linked});
    const PreparedSnapshot last = snapshot_of(200, "200", {both});

    std::mt19937 random(1);
    const auto in_order = new_archive();
    store(*in_order, {early[0], early[1], together, last}, random);
    const auto late = new_archive();
    store(*late, {early[0], early[1], last}, random);
    EXPECT_EQ(listed_ids(*late).size(), 1U);
    store(*late, {together}, random);
    EXPECT_EQ(listed_ids(*in_order).size(), 2U);
    EXPECT_EQ(difference(describe_archive(*in_order).texts, describe_archive(*late).texts), "");
}

// A text that two articles bear identifies neither of the two that show nothing else.
std::vector<PreparedSnapshot> two_that_look_alike() {
    const auto content = [](const std::string& url, const std::string& guid) {
        Entry entry;
        entry.url = url;
        entry.guid = guid;
        entry.excerpt = "A text of more than forty characters, so that it is strong evidence.";
        return std::make_shared<const Content>(make_content(std::move(entry)));
    };
    const auto one = content("https://a.example/1", "");
    const auto other = content("https://a.example/2", "");
    return {snapshot_of(100, "both", {one, other}),
            snapshot_of(200, "dump", {content("", "")}, {}, "https://a.example/dump"),
            snapshot_of(200, "feed", {content("", "tag:1")}, {}, "https://a.example/feed")};
}

TEST(Deriver, RecordsThatLookAlikeAreListedInTheSameOrderWhateverTheirIds) {
    auto snapshots = two_that_look_alike();
    std::mt19937 random(1);
    const auto one = new_archive();
    store(*one, {snapshots[0]}, random);
    store(*one, {snapshots[1]}, random);
    store(*one, {snapshots[2]}, random);
    const auto other = new_archive();
    store(*other, {snapshots[0]}, random);
    store(*other, {snapshots[2]}, random);
    store(*other, {snapshots[1]}, random);
    ASSERT_EQ(listed_ids(*one).size(), 4U);
    EXPECT_EQ(difference(describe_archive(*one).texts, describe_archive(*other).texts), "");
}

// Also where the same bytes are the capture of two pages at once.
TEST(Deriver, SightingsOfOneTimeAreInTheSameOrderWhateverTheirIds) {
    Entry entry;
    entry.title = "An article";
    const Contents contents{std::make_shared<const Content>(make_content(entry))};
    const std::vector<PreparedSnapshot> snapshots{
        snapshot_of(100, "bytes", contents, {}, "https://a.example/1"),
        snapshot_of(100, "bytes", contents, {}, "https://a.example/2"),
        snapshot_of(100, "others", contents, {}, "https://a.example/1")};
    std::mt19937 random(1);
    const auto one = new_archive();
    for (const auto& snapshot : snapshots) store(*one, {snapshot}, random);
    const auto other = new_archive();
    for (auto at = snapshots.rbegin(); at != snapshots.rend(); ++at) store(*other, {*at}, random);
    EXPECT_EQ(difference(describe_archive(*one).texts, describe_archive(*other).texts), "");
}

}  // namespace
}  // namespace feedarc::app
