#include "app/derive.hpp"

#include <feedarc/archive.hpp>
#include <feedarc/identity.hpp>

#include "base/zstd.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace feedarc::app {
namespace {

constexpr std::chrono::milliseconds kWait{1000};

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

// Texts that go on from few openings, cut and edited in several places.
std::string random_variant(std::mt19937& random) {
    const auto below = [&](unsigned bound) { return static_cast<unsigned>(random() % bound); };
    std::string text = words_of(below(2)) + words_of(10 + below(3));
    if (random() % 3 == 0) text.insert(20 + 60 * (random() % 5), "put in ");
    if (random() % 3 == 0) text.erase(50 + 90 * (random() % 3), 15);
    if (random() % 2 == 0) text = text.substr(0, 100 + 70 * (random() % 4)) + "...";
    return text;
}

// Few keys for many entries, so that links, titles and texts meet in every combination.
Entry random_entry(std::mt19937& random) {
    const auto below = [&](unsigned bound) { return random() % bound; };
    Entry entry;
    if (below(3) != 0) entry.url = "https://a.example/" + std::to_string(below(6));
    if (below(3) != 0) entry.title = "Title " + std::to_string(below(5));
    if (below(4) != 0) {
        entry.excerpt = "A text of more than forty characters, so that it is strong: number " +
                        std::to_string(below(6));
    } else if (entry.title.empty() || below(2) != 0) {
        entry.excerpt = "Short " + std::to_string(below(3));
    }
    if (below(3) == 0) entry.excerpt = random_variant(random);
    if (below(4) == 0) {
        entry.published = {"2026-01-0" + std::to_string(1 + below(3)), DatePrecision::day};
    }
    if (below(4) == 0) entry.category = below(2) == 0 ? "NLP" : "CV";
    return entry;
}

using Contents = std::vector<std::shared_ptr<const Content>>;

// An entry that an earlier page shows, or one of its own.
std::shared_ptr<const Content> random_content(std::mt19937& random, const Contents& seen) {
    if (!seen.empty() && random() % 2 == 0) return seen[random() % seen.size()];
    return std::make_shared<const Content>(make_content(random_entry(random)));
}

// Of each unit, with hours that lie before and behind the other captures.
Age random_age(std::mt19937& random) {
    Age age;
    age.unit = static_cast<AgeUnit>(random() % 7);
    age.count = static_cast<std::int32_t>(random() % 5);
    if (age.unit == AgeUnit::minute) age.count *= 45;
    if (age.unit == AgeUnit::day && random() % 2 == 0) age.minute_of_day = 60 * (random() % 20);
    return age;
}

// Of one page in three none.
Ages random_ages(std::mt19937& random, std::size_t entries) {
    Ages ages;
    if (random() % 3 == 0) return ages;
    for (; entries > 0; --entries) {
        ages.push_back(random() % 3 == 0 ? std::nullopt : std::optional(random_age(random)));
    }
    return ages;
}

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

PreparedSnapshot random_snapshot(std::mt19937& random, int number, const Contents& seen) {
    // 2026-01-11T07:40:00Z and later, some at once
    const auto at = static_cast<unsigned>(1'768'117'200 + 1800 * (random() % 12));
    Contents contents;
    for (auto left = 1 + random() % 5; left > 0; --left) {
        contents.push_back(random_content(random, seen));
    }
    const Ages ages = random_ages(random, contents.size());
    const std::string url = random() % 3 == 0 ? "" : "https://example.org/";
    return snapshot_of(at, "snapshot " + std::to_string(number), contents, ages, url);
}

// In no order of time. Half of their entries repeat.
std::vector<PreparedSnapshot> random_snapshots(std::mt19937& random, int count) {
    std::vector<PreparedSnapshot> snapshots;
    Contents seen;
    for (int i = 0; i < count; ++i) {
        snapshots.push_back(random_snapshot(random, i, seen));
        const auto& shown = snapshots.back().page->contents;
        seen.insert(seen.end(), shown.begin(), shown.end());
    }
    return snapshots;
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

std::string text_of(const Entry& entry) {
    return entry.title + "|" + entry.url + "|" + entry.category + "|" + entry.published.value +
           " " + to_string(entry.published.precision) + "|" + entry.excerpt;
}

std::string text_of(Time first, Time last, std::int64_t sightings) {
    return " " + std::to_string(first.time_since_epoch().count()) + ".." +
           std::to_string(last.time_since_epoch().count()) + " x" + std::to_string(sightings);
}

// All that a user could tell two archives apart by, ids left out: a text for each record.
std::vector<std::string> contents_of(Archive& archive) {
    std::vector<RecordId> ids;
    archive.find({}, [&](const Record& record) {
        ids.push_back(record.id);
        return true;
    });
    std::vector<std::string> records;
    for (const RecordId id : ids) {
        const auto detail = *archive.record(id);
        const Record& record = detail.record;
        EXPECT_EQ(static_cast<std::int64_t>(detail.sightings.size()), record.sightings);
        EXPECT_EQ(static_cast<std::int64_t>(
                      revisions_of(detail.revisions, detail.volatile_places).size()),
                  record.revisions);
        std::string text = text_of(record.best) + record.fingerprint.hex() +
                           text_of(record.first_seen, record.last_seen, record.sightings);
        for (const std::string& url : record.urls) text += " " + url;
        for (const Revision& revision : detail.revisions) {
            text += "\n    " + text_of(revision.entry) +
                    text_of(revision.first_seen, revision.last_seen, revision.sightings);
            if (revision.age) {
                text += " " + to_string(revision.age->age) + " at " +
                        format_time(revision.age->captured_at);
            }
        }
        for (const EvidenceRow& row : detail.evidence) text += "\n    " + row.kind + " " + row.key;
        for (const PresenceRun& run : detail.runs) {
            text += "\n    on " + run.page_url + " from " + format_time(run.first_seen);
            if (run.last_seen) text += " to " + format_time(*run.last_seen);
            text += std::string(" ") + to_string(run.end);
            if (run.ended_at) text += " by " + format_time(*run.ended_at);
        }
        records.push_back(text);
    }
    return records;
}

// The same, and what happened on the pages.
std::vector<std::string> all_of(Archive& archive) {
    std::vector<std::string> records = contents_of(archive);
    archive.events({}, [&](const Event& event) {
        records.push_back(format_time(event.at) + " " + to_string(event.kind) + " " +
                          event.page_url + " " + event.detail + " " + event.title);
        return true;
    });
    archive.snapshots({}, [&](const SnapshotInfo& snapshot) {
        records.push_back(snapshot.body_hash.hex() + " " +
                          (snapshot.health ? to_string(*snapshot.health) : "unread"));
        return true;
    });
    return records;
}

// The first place at which two lists differ; empty where they are equal.
std::string difference(const std::vector<std::string>& one, const std::vector<std::string>& other) {
    const auto [left, right] = std::mismatch(one.begin(), one.end(), other.begin(), other.end());
    if (left == one.end() && right == other.end()) return "";
    return "\n- " + (left == one.end() ? "(end)" : *left) + "\n+ " +
           (right == other.end() ? "(end)" : *right);
}

std::unique_ptr<Archive> new_archive() {
    return open_archive(":memory:", OpenMode::write, kWait);
}

class DeriverProperty : public testing::TestWithParam<unsigned> {};

TEST_P(DeriverProperty, AnyOrderAndRepetitionGivesTheSameRecords) {
    std::mt19937 random(GetParam());
    auto snapshots = random_snapshots(random, 12);

    auto in_order = snapshots;
    std::sort(in_order.begin(), in_order.end(), [](const auto& a, const auto& b) {
        return std::tie(a.captured_at, a.body.hash) < std::tie(b.captured_at, b.body.hash);
    });
    const auto reference = new_archive();
    store(*reference, in_order, random);
    const auto expected = all_of(*reference);

    for (int round = 0; round < 4; ++round) {
        std::shuffle(snapshots.begin(), snapshots.end(), random);
        auto with_repeats = snapshots;
        with_repeats.insert(with_repeats.end(), snapshots.begin(), snapshots.begin() + 3);
        const auto archive = new_archive();
        store(*archive, with_repeats, random);
        ASSERT_EQ(difference(expected, all_of(*archive)), "");
    }
}

TEST_P(DeriverProperty, DerivingAgainChangesNothing) {
    std::mt19937 random(GetParam() + 1000);
    const auto snapshots = random_snapshots(random, 10);
    const auto archive = new_archive();
    store(*archive, snapshots, random);
    const auto before = all_of(*archive);
    std::vector<RecordId> ids_before;
    archive->find({}, [&](const Record& record) {
        ids_before.push_back(record.id);
        return true;
    });
    {
        const auto batch = archive->begin(kWait);
        const SourceId source = batch->source("blog", "");
        Deriver deriver(*batch);
        deriver.rederive(source);
        deriver.finish();
        batch->commit();
    }
    EXPECT_EQ(difference(before, all_of(*archive)), "");
    std::vector<RecordId> ids_after;
    archive->find({}, [&](const Record& record) {
        ids_after.push_back(record.id);
        return true;
    });
    EXPECT_EQ(ids_after, ids_before);
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
    return contents_of(*archive).size();
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
    EXPECT_EQ(contents_of(*late).size(), 1U);
    store(*late, {together}, random);
    EXPECT_EQ(contents_of(*in_order).size(), 2U);
    EXPECT_EQ(difference(contents_of(*in_order), contents_of(*late)), "");
}

INSTANTIATE_TEST_SUITE_P(Seeds, DeriverProperty, testing::Range(0U, 100U));

}  // namespace
}  // namespace feedarc::app
