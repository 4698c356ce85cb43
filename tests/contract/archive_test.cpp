#include <feedarc/archive.hpp>
#include <feedarc/error.hpp>
#include <feedarc/identity.hpp>

#include "base/zstd.hpp"
#include "support/stored_snapshots.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

// What every storage backend must do, whatever it keeps its rows in.

namespace feedarc {
namespace {

using test::kWait;

Time at(int seconds) {
    return Time{std::chrono::seconds{seconds}};
}

Entry entry(const std::string& title, const std::string& url = "") {
    Entry result;
    result.title = title;
    result.url = url;
    result.excerpt = "The excerpt of " + title;
    return result;
}

PreparedSnapshot snapshot(const std::string& bytes, Time captured_at, std::vector<Entry> entries) {
    PreparedSnapshot result;
    result.source = "blog";
    result.captured_at = captured_at;
    result.body.hash = hash_of(bytes);
    result.body.size = bytes.size();
    result.body.data = base::ZstdCompressor().compress(bytes, "");
    auto page = std::make_shared<ParsedPage>();
    FieldHash hash;
    for (Entry& one : entries) {
        page->contents.push_back(std::make_shared<const Content>(make_content(std::move(one))));
        hash.add(page->contents.back()->hash);
    }
    page->entries = page->contents.size();
    page->hash = hash.finish();
    result.page = page;
    return result;
}

class ArchiveContract : public testing::TestWithParam<const char*> {
protected:
    ArchiveContract() {
        std::string location = GetParam();
        if (location == "file") {
            folder_ = std::filesystem::temp_directory_path() /
                      ("feedarc-contract-" + std::to_string(::getpid()));
            location = folder_ / "archive.db";
        }
        archive_ = open_archive(location, OpenMode::write, kWait);
    }
    ~ArchiveContract() override {
        archive_.reset();
        if (!folder_.empty()) std::filesystem::remove_all(folder_);
    }

    // Stores a snapshot of which each new content becomes a record of its own.
    WriteBatch::Added store(const PreparedSnapshot& prepared) {
        const auto batch = archive_->begin(kWait);
        const SourceId source = batch->source(prepared.source, "");
        const auto added = batch->add(source, prepared);
        for (std::size_t i = 0; i < added.contents.size() && added.status != SnapshotStatus::known;
             ++i) {
            const ContentId content = added.contents[i];
            if (!batch->assigned(source, content)) {
                const Content& first = *prepared.page->contents[i];
                batch->assign(source, content, batch->new_record(source, first, content));
            }
            batch->sight(source, content, prepared.captured_at, static_cast<std::int64_t>(i));
        }
        for (const RecordId record : batch->touched()) {
            batch->set_best(record, best_fields(batch->revisions(record)));
        }
        batch->commit();
        return added;
    }

    std::vector<Record> all(const Filter& filter = {}) {
        std::vector<Record> records;
        archive_->find(filter, [&](const Record& record) {
            records.push_back(record);
            return true;
        });
        return records;
    }

    std::vector<std::string> titles(const Filter& filter) {
        std::vector<std::string> result;
        for (const Record& record : all(filter)) result.push_back(record.best.title);
        return result;
    }

    std::filesystem::path folder_;
    std::unique_ptr<Archive> archive_;
};

using Titles = std::vector<std::string>;

TEST_P(ArchiveContract, KeepsASnapshotByteForByte) {
    const std::string bytes("A page\n\xff with any bytes\n", 24);
    const auto added = store(snapshot(bytes, at(100), {entry("One")}));
    EXPECT_EQ(added.status, SnapshotStatus::stored);
    EXPECT_EQ(archive_->body(added.snapshot), bytes);
    EXPECT_FALSE(archive_->body(added.snapshot + 1));
}

TEST_P(ArchiveContract, KeepsABodyThatHasAnotherAsPrefix) {
    const std::string first(5000, 'a');
    const std::string second = first + "and more";
    store(snapshot(first, at(100), {entry("One")}));
    auto prepared = snapshot(second, at(200), {entry("One")});
    prepared.body.base = hash_of(first);
    prepared.body.chain = 1;
    prepared.body.data = base::ZstdCompressor().compress(second, first);
    EXPECT_EQ(archive_->body(store(prepared).snapshot), second);
    const auto base = archive_->latest_body("blog", "");
    ASSERT_TRUE(base);
    EXPECT_EQ(base->bytes, second);
    EXPECT_EQ(base->chain, 1);
}

TEST_P(ArchiveContract, FindsTheBodyThatShowsMostOfTheSameContents) {
    store(snapshot("page one", at(100), {entry("One"), entry("Two"), entry("Three")}));
    store(snapshot("page two", at(200), {entry("Four"), entry("Five")}));
    const auto similar = [&](const std::vector<std::string>& titles, const std::string& url = "") {
        std::vector<Hash128> hashes;
        for (const auto& title : titles) hashes.push_back(make_content(entry(title)).hash);
        const auto base = archive_->similar_body("blog", url, hashes);
        return base ? base->bytes : "";
    };
    EXPECT_EQ(similar({"One", "Two", "Five"}), "page one");
    EXPECT_EQ(similar({"Four"}), "page two");
    EXPECT_EQ(similar({"Six"}), "");
    EXPECT_EQ(similar({"One"}, "https://example.com/"), "");
    store(snapshot("page one, later", at(300), {entry("One"), entry("Two")}));
    EXPECT_EQ(similar({"One", "Two"}), "page one, later");
}

TEST_P(ArchiveContract, TheSameSnapshotAgainIsKnownAndChangesNothing) {
    const auto prepared = snapshot("bytes", at(100), {entry("One"), entry("Two")});
    const auto first = store(prepared);
    const auto again = store(prepared);
    EXPECT_EQ(again.status, SnapshotStatus::known);
    EXPECT_EQ(again.snapshot, first.snapshot);
    for (const Record& record : all()) EXPECT_EQ(record.sightings, 1);
    EXPECT_EQ(archive_->statistics().snapshots, 1);
}

TEST_P(ArchiveContract, TheSameBytesAtAnotherTimeAreASnapshotOfTheirOwn) {
    store(snapshot("bytes", at(100), {entry("One")}));
    EXPECT_EQ(store(snapshot("bytes", at(200), {entry("One")})).status, SnapshotStatus::unchanged);
    const auto statistics = archive_->statistics();
    EXPECT_EQ(statistics.snapshots, 2);
    EXPECT_EQ(statistics.bodies, 1);
    EXPECT_EQ(statistics.sightings, 2);
}

TEST_P(ArchiveContract, SnapshotsMayArriveInAnyOrder) {
    for (const int seconds : {200, 100, 300}) {
        store(snapshot("bytes " + std::to_string(seconds), at(seconds), {entry("One")}));
    }
    const auto records = all();
    ASSERT_EQ(records.size(), 1U);
    EXPECT_EQ(records[0].first_seen, at(100));
    EXPECT_EQ(records[0].last_seen, at(300));
    EXPECT_EQ(records[0].sightings, 3);
}

TEST_P(ArchiveContract, ABatchThatIsNotCommittedLeavesNothing) {
    {
        const auto batch = archive_->begin(kWait);
        batch->add(batch->source("blog", ""), snapshot("bytes", at(100), {entry("One")}));
    }
    EXPECT_EQ(archive_->statistics().snapshots, 0);
    EXPECT_EQ(archive_->statistics().sources, 0);
    EXPECT_EQ(store(snapshot("bytes", at(100), {entry("One")})).status, SnapshotStatus::stored);
}

TEST_P(ArchiveContract, ListsNewestLastSeenFirstThenInTheOrderOfThePage) {
    store(snapshot("1", at(100), {entry("Gone"), entry("Kept")}));
    store(snapshot("2", at(200), {entry("New"), entry("Kept")}));
    EXPECT_EQ(titles({}), (Titles{"New", "Kept", "Gone"}));
    Filter reversed;
    reversed.reverse = true;
    EXPECT_EQ(titles(reversed), (Titles{"Gone", "Kept", "New"}));
}

TEST_P(ArchiveContract, EverySortIsTotal) {
    Entry early = entry("B");
    early.published = {"2026-01-01", DatePrecision::day};
    Entry late = entry("A");
    late.published = {"2026-01-01T08:00:00Z", DatePrecision::second};
    store(snapshot("1", at(100), {early, late, entry("C")}));
    store(snapshot("2", at(200), {late}));
    Filter filter;
    filter.sort = Sort::title;
    EXPECT_EQ(titles(filter), (Titles{"A", "B", "C"}));
    filter.sort = Sort::published;
    EXPECT_EQ(titles(filter), (Titles{"A", "B", "C"}));  // without a date last
    filter.reverse = true;
    EXPECT_EQ(titles(filter), (Titles{"B", "A", "C"}));
    filter.reverse = false;
    filter.sort = Sort::sightings;
    EXPECT_EQ(titles(filter), (Titles{"A", "B", "C"}));
    filter.sort = Sort::first_seen;
    EXPECT_EQ(titles(filter).size(), 3U);
}

TEST_P(ArchiveContract, ACursorContinuesTheListInBothDirections) {
    std::vector<Entry> entries;
    for (int i = 0; i < 7; ++i) entries.push_back(entry("T" + std::to_string(i)));
    store(snapshot("1", at(100), entries));
    store(snapshot("2", at(200), {entries[0], entries[1]}));
    for (const Sort sort : {Sort::last_seen, Sort::first_seen}) {
        for (const bool reverse : {false, true}) {
            Filter filter;
            filter.sort = sort;
            filter.reverse = reverse;
            const auto expected = titles(filter);
            Titles paged;
            filter.limit = 2;
            for (;;) {
                const auto page = all(filter);
                if (page.empty()) break;
                for (const Record& record : page) paged.push_back(record.best.title);
                filter.after = page.back().cursor;
            }
            EXPECT_EQ(paged, expected);
        }
    }
    Filter wrong;
    wrong.after = "l100.0";
    EXPECT_THROW(all(wrong), Error);
    wrong.after = all()[0].cursor;
    wrong.sort = Sort::first_seen;
    EXPECT_THROW(all(wrong), Error);
}

TEST_P(ArchiveContract, FiltersByCategoryWithoutRegardToCase) {
    Entry nlp = entry("One");
    nlp.category = "NLP";
    Entry wide = entry("Two");
    wide.category = "ＮＬＰ";
    store(snapshot("1", at(100), {nlp, wide, entry("Three")}));
    Filter filter;
    filter.categories = {"nlp"};
    EXPECT_EQ(titles(filter), (Titles{"One", "Two"}));
    filter.categories = {""};
    EXPECT_EQ(titles(filter), (Titles{"Three"}));
    filter.categories = {"", "NLP"};
    EXPECT_EQ(titles(filter), (Titles{"One", "Two", "Three"}));
    EXPECT_EQ(archive_->count(filter), 3);
    filter.categories = {"no such"};
    EXPECT_EQ(titles(filter), Titles{});
    const auto categories = archive_->categories(std::nullopt);
    ASSERT_EQ(categories.size(), 2U);
    EXPECT_EQ(categories[0].records, 2);
    EXPECT_EQ(categories[1].name, "");
}

TEST_P(ArchiveContract, FiltersByTimes) {
    Entry dated = entry("Dated");
    dated.published = {"2026-01-11", DatePrecision::day};
    store(snapshot("1", at(100), {dated}));
    store(snapshot("2", at(200), {entry("Late")}));
    Filter filter;
    filter.since = at(101);
    EXPECT_EQ(titles(filter), (Titles{"Late"}));
    filter = {};
    filter.until = at(100);
    EXPECT_EQ(titles(filter), (Titles{"Dated"}));
    filter = {};
    filter.first_seen_since = at(200);
    EXPECT_EQ(titles(filter), (Titles{"Late"}));
    filter = {};
    filter.published_since = parse_time("2026-01-11", Time{});
    filter.published_until = parse_time("2026-01-11", Time{});
    EXPECT_EQ(titles(filter), (Titles{"Dated"}));
    filter.published_since = parse_time("2026-01-11T00:00:01Z", Time{});
    EXPECT_EQ(titles(filter), Titles{});
}

TEST_P(ArchiveContract, RecordsOfTwoSourcesNeverMeet) {
    auto prepared = snapshot("1", at(100), {entry("One")});
    store(prepared);
    prepared.source = "other";
    store(prepared);
    EXPECT_EQ(all().size(), 2U);
    Filter filter;
    filter.source = "other";
    ASSERT_EQ(all(filter).size(), 1U);
    EXPECT_EQ(archive_->sources().size(), 2U);
    EXPECT_EQ(archive_->statistics().bodies, 1);  // the bytes are kept once
}

TEST_P(ArchiveContract, AJoinedRecordIsFoundUnderBothIds) {
    store(snapshot("1", at(100), {entry("Old")}));
    store(snapshot("2", at(200), {entry("New")}));
    const auto records = all();
    {
        const auto batch = archive_->begin(kWait);
        const SourceId source = batch->source("blog", "");
        EXPECT_EQ(batch->join(source, records[0].id, records[1].id), records[1].id);
        for (const RecordId record : batch->touched()) {
            batch->set_best(record, best_fields(batch->revisions(record)));
        }
        batch->commit();
    }
    EXPECT_EQ(all().size(), 1U);
    for (const Record& record : records) {
        const auto detail = archive_->record(record.id);
        ASSERT_TRUE(detail);
        EXPECT_EQ(detail->record.id, records[1].id);
        EXPECT_EQ(detail->record.best.title, "New");
        EXPECT_EQ(detail->record.first_seen, at(100));
        EXPECT_EQ(detail->record.last_seen, at(200));
        EXPECT_EQ(detail->record.sightings, 2);
        EXPECT_EQ(detail->revisions.size(), 2U);
        EXPECT_EQ(detail->sightings.size(), 2U);
    }
}

TEST_P(ArchiveContract, SeveralJoinsOfOneBatchTouchEachRecordOnce) {
    const auto page = snapshot("1", at(100), {entry("A"), entry("B"), entry("C"), entry("D")});
    const auto contents = store(page).contents;
    std::vector<RecordId> records;
    {
        const auto batch = archive_->begin(kWait);
        const SourceId source = batch->source("blog", "");
        for (const ContentId content : contents) {
            records.push_back(batch->assigned(source, content)->record);
            batch->sight(source, content, at(200), 7);
        }
        EXPECT_EQ(batch->join(source, records[1], records[0]), records[0]);
        EXPECT_EQ(batch->join(source, records[3], records[2]), records[2]);
        batch->sight(source, contents[1], at(300), 5);
        EXPECT_EQ(batch->assigned(source, contents[1])->record, records[0]);
        auto touched = batch->touched();
        std::sort(touched.begin(), touched.end());
        EXPECT_EQ(touched, (std::vector<RecordId>{records[0], records[2]}));
        for (const RecordId record : touched) {
            batch->set_best(record, best_fields(batch->revisions(record)));
        }
        EXPECT_TRUE(batch->touched().empty());
        batch->commit();
    }
    const auto after = all();
    ASSERT_EQ(after.size(), 2U);
    EXPECT_EQ(after[0].id, records[0]);
    EXPECT_EQ(after[0].best.title, "B");
    EXPECT_EQ(after[0].last_seen, at(300));
    EXPECT_EQ(after[0].sightings, 5);
    EXPECT_EQ(after[1].sightings, 4);
    EXPECT_EQ(archive_->record(records[3])->record.id, records[2]);
}

TEST_P(ArchiveContract, AKeyLeadsToItsRecordUntilTwoArticlesBearIt) {
    const auto prepared = snapshot("1", at(100), {entry("One", "https://a.example/1")});
    const EvidenceKey key{EvidenceKind::permalink, *prepared.page->contents[0]->permalink};
    store(prepared);
    const RecordId record = all()[0].id;
    const auto batch = archive_->begin(kWait);
    const SourceId source = batch->source("blog", "");
    const ContentId content =
        batch->add(source, snapshot("2", at(200), {entry("Two")})).contents[0];
    EXPECT_EQ(batch->records(source).bearer(key).state, Bearer::State::nobody);
    batch->claim(source, key, record, content);
    EXPECT_EQ(batch->records(source).bearer(key).record, record);
    batch->spoil(source, key, content);
    EXPECT_EQ(batch->records(source).bearer(key).state, Bearer::State::several);
    batch->claim(source, key, record, content);
    EXPECT_EQ(batch->records(source).bearer(key).state, Bearer::State::several);
    EXPECT_EQ(batch->records(batch->source("other", "")).bearer(key).state, Bearer::State::nobody);
}

TEST_P(ArchiveContract, ATextKeyLeadsToTheContentsThatBearIt) {
    const auto page = snapshot("1", at(100), {entry("One"), entry("Two"), entry("Three")});
    store(page);
    const auto bearers_of = [](RecordIndex& index, TextKey key) {
        std::vector<std::pair<ContentId, RecordId>> bearers;
        for (const auto& one : index.text_bearers(key, 8)) {
            bearers.emplace_back(one.content, one.record);
        }
        std::sort(bearers.begin(), bearers.end());
        return bearers;
    };
    std::vector<std::pair<ContentId, RecordId>> expected;
    for (const bool written : {false, true}) {
        const auto batch = archive_->begin(kWait);
        const SourceId source = batch->source("blog", "");
        RecordIndex& index = batch->records(source);
        if (!written) {
            const auto again = snapshot("2", at(200), {entry("One"), entry("Two")});
            for (const ContentId content : batch->add(source, again).contents) {
                expected.emplace_back(content, batch->assigned(source, content)->record);
                batch->add_text_key(source, 42, content);
            }
            std::sort(expected.begin(), expected.end());
        }
        EXPECT_EQ(bearers_of(index, 42), expected);
        EXPECT_EQ(index.text_bearers(42, 1).size(), 2U);
        EXPECT_TRUE(index.text_bearers(43, 8).empty());
        EXPECT_TRUE(batch->records(batch->source("other", "")).text_bearers(42, 8).empty());
        EXPECT_TRUE(index.entry_of(expected[0].first).excerpt.starts_with("The excerpt of"));
        batch->commit();
    }
    // It follows the contents where records are joined.
    const auto batch = archive_->begin(kWait);
    const SourceId source = batch->source("blog", "");
    const RecordId kept = batch->join(source, expected[0].second, expected[1].second);
    for (auto& one : expected) one.second = kept;
    EXPECT_EQ(bearers_of(batch->records(source), 42), expected);
}

TEST_P(ArchiveContract, TextsOfASourceAreFoundByTheirKeys) {
    for (const std::string source : {"planet", "blog"}) {
        auto page = snapshot("1", at(100), {entry("One"), entry("Two")});
        page.source = source;
        store(page);
        const auto batch = archive_->begin(kWait);
        const SourceId id = batch->source(source, "");
        page.captured_at = at(200);
        const auto added = batch->add(id, page);
        for (const ContentId content : added.contents) batch->add_text_key(id, 42, content);
        const EvidenceKey key{EvidenceKind::fingerprint, page.page->contents[1]->text.fingerprint};
        if (source == "blog") batch->spoil(id, key, added.contents[1]);
        batch->commit();
    }
    using Names = std::vector<std::string>;
    const std::vector<TextKey> keys{42, 43};
    EXPECT_EQ(archive_->sources_with_texts(keys), (Names{"blog", "planet"}));
    EXPECT_EQ(archive_->sources_with_texts(std::vector<TextKey>{43}), Names{});
    const auto titles = [&](std::string_view source) {
        Names found;
        for (const SourceText& one : archive_->text_bearers(source, 42, 8)) {
            EXPECT_EQ(one.first_seen, at(100));
            EXPECT_EQ(archive_->record(one.record)->record.best, one.entry);
            found.push_back(one.entry.title + (one.shared ? " (shared)" : ""));
        }
        std::sort(found.begin(), found.end());
        return found;
    };
    EXPECT_EQ(titles("blog"), (Names{"One", "Two (shared)"}));
    EXPECT_EQ(titles("planet"), (Names{"One", "Two"}));
    EXPECT_EQ(titles("none"), Names{});
    EXPECT_EQ(archive_->text_bearers("blog", 42, 0).size(), 1U);
    EXPECT_TRUE(archive_->text_bearers("blog", 43, 8).empty());
}

TEST_P(ArchiveContract, ABatchThatIsNotCommittedLeavesNoTextKey) {
    store(snapshot("1", at(100), {entry("One")}));
    {
        const auto batch = archive_->begin(kWait);
        const SourceId source = batch->source("blog", "");
        const auto added = batch->add(source, snapshot("2", at(200), {entry("One")}));
        batch->add_text_key(source, 42, added.contents[0]);
    }
    const auto batch = archive_->begin(kWait);
    EXPECT_TRUE(batch->records(batch->source("blog", "")).text_bearers(42, 8).empty());
}

TEST_P(ArchiveContract, ARefusedSnapshotIsKeptAndCanBeReadLater) {
    auto refused = snapshot("bytes", at(100), {entry("One")});
    const auto page = refused.page;
    refused.page = nullptr;
    refused.refusal = "parse-time";
    const auto added = store(refused);
    const auto info = archive_->snapshot(added.snapshot);
    ASSERT_TRUE(info);
    EXPECT_EQ(info->refusal, "parse-time");
    EXPECT_FALSE(info->entries);
    EXPECT_EQ(archive_->body(added.snapshot), "bytes");
    EXPECT_EQ(store(refused).status, SnapshotStatus::known);

    refused.page = page;
    refused.refusal.clear();
    EXPECT_EQ(store(refused).status, SnapshotStatus::stored);
    EXPECT_EQ(archive_->snapshot(added.snapshot)->entries, 1);
    EXPECT_EQ(all().size(), 1U);
}

TEST_P(ArchiveContract, FindsHowABodyWasReadUnderTheSameUrlFormAndMediaType) {
    auto prepared = snapshot("bytes", at(100), {entry("One")});
    prepared.url = "https://a.example/";
    prepared.url_given = true;
    prepared.media_type = "text/plain; charset=big5";
    store(prepared);
    const Hash128 body = hash_of("bytes");
    const std::string type = prepared.media_type;
    EXPECT_TRUE(archive_->has_body(body));
    EXPECT_FALSE(archive_->has_body(hash_of("other")));
    EXPECT_EQ(archive_->body_hashes(1), std::vector<Hash128>{body});
    EXPECT_FALSE(archive_->body_hashes(0));
    const auto reading = archive_->reading(body, "https://a.example/", type, Form::text, "");
    ASSERT_TRUE(reading);
    EXPECT_EQ(reading->page.hash, prepared.page->hash);
    EXPECT_EQ(reading->page.entries, 1U);
    EXPECT_FALSE(archive_->reading(body, "https://b.example/", type, Form::text, ""));
    EXPECT_FALSE(archive_->reading(body, "", type, Form::text, ""));
    EXPECT_FALSE(archive_->reading(body, "https://a.example/", type, Form::html, ""));
    EXPECT_FALSE(archive_->reading(body, "https://a.example/", "text/plain", Form::text, ""));
    EXPECT_FALSE(archive_->reading(body, "https://a.example/", "", Form::text, ""));
    EXPECT_FALSE(archive_->reading(body, "https://a.example/", type, Form::text, "title=h2\n"));
    EXPECT_EQ(archive_->body_bytes(body), "bytes");
    EXPECT_FALSE(archive_->body_bytes(hash_of("other")));
}

TEST_P(ArchiveContract, FindsHowABodyWasReadByTheSameRules) {
    const std::string rules = "record=article\ntitle=h2\n";
    auto prepared = snapshot("bytes", at(100), {entry("One")});
    prepared.form = Form::html;
    prepared.rules = rules;
    const auto added = store(prepared);
    const Hash128 body = hash_of("bytes");
    EXPECT_TRUE(archive_->reading(body, "", "", Form::html, rules));
    EXPECT_FALSE(archive_->reading(body, "", "", Form::html, ""));
    EXPECT_FALSE(archive_->reading(body, "", "", Form::html, "record=article\n"));
    EXPECT_EQ(archive_->snapshot(added.snapshot)->rules, rules);
}

TEST_P(ArchiveContract, ASnapshotStaysKnownWhereRulesChanged) {
    auto prepared = snapshot("bytes", at(100), {entry("One")});
    const auto added = store(prepared);
    auto again = snapshot("bytes", at(100), {entry("Other")});
    again.rules = "title=h3\n";
    EXPECT_EQ(store(again).status, SnapshotStatus::known);
    EXPECT_EQ(archive_->snapshot(added.snapshot)->rules, "");
    EXPECT_EQ(all().size(), 1U);
}

TEST_P(ArchiveContract, KeepsTheRulesThatASourceHasNow) {
    store(snapshot("bytes", at(100), {entry("One")}));
    EXPECT_EQ(archive_->sources().at(0).rules, "");
    for (const std::string rules : {"title=h2\n", "title=h3\n", "title=h2\n", ""}) {
        const auto batch = archive_->begin(kWait);
        batch->set_rules(batch->source("blog", ""), rules);
        batch->commit();
        EXPECT_EQ(archive_->sources().at(0).rules, rules);
    }
}

TEST_P(ArchiveContract, KeepsTheAgesOfAPageAndTheBestOfEachContent) {
    const Age hours{AgeUnit::hour, 3, std::nullopt};
    auto prepared = snapshot("1", at(1'768'120'200), {entry("One"), entry("Two")});
    auto page = std::make_shared<ParsedPage>(*prepared.page);
    page->ages = {std::nullopt, hours};
    page->hash = hash_of("with ages");
    prepared.page = page;
    const auto added = store(prepared);
    EXPECT_EQ(added.ages, page->ages);
    {
        const auto batch = archive_->begin(kWait);
        const SourceId source = batch->source("blog", "");
        batch->walk(source, [&](SnapshotId, const CaptureOrder&, std::span<const ContentId>,
                                const Ages& ages) { EXPECT_EQ(ages, page->ages); });
        const ContentId second = added.contents[1];
        EXPECT_FALSE(batch->assigned(source, second)->age);
        const AgeSighting seen{hours, prepared.captured_at};
        batch->set_age(source, second, seen);
        EXPECT_EQ(batch->assigned(source, second)->age, seen);
        const auto touched = batch->touched();
        ASSERT_EQ(touched.size(), 1U);
        const auto revisions = batch->revisions(touched[0]);
        ASSERT_EQ(revisions.size(), 1U);
        EXPECT_EQ(revisions[0].age, seen);
        batch->set_best(touched[0], best_fields(revisions));
        batch->commit();
    }
    const auto records = all();
    ASSERT_EQ(records.size(), 2U);
    const auto& dated = records[records[0].best.title == "Two" ? 0 : 1];
    EXPECT_EQ(dated.best.published, (Published{"2026-01-11T05:00:00Z", DatePrecision::hour}));
}

TEST_P(ArchiveContract, ReplacedDerivationKeepsTheIdOfTheOldestObservation) {
    store(snapshot("1", at(100), {entry("One")}));
    store(snapshot("2", at(200), {entry("Two")}));
    const auto before = all();
    std::vector<ContentId> contents;
    {
        const auto batch = archive_->begin(kWait);
        const SourceId source = batch->source("blog", "");
        batch->walk(source, [&](SnapshotId, const CaptureOrder&, std::span<const ContentId> shown,
                                const Ages& ages) {
            contents.insert(contents.end(), shown.begin(), shown.end());
            EXPECT_TRUE(ages.empty());
        });
        ASSERT_EQ(contents.size(), 2U);
        DerivedSource derived;
        derived.records.push_back({at(100), at(200), 0, 2});
        derived.contents.push_back({contents[0], 0, at(100), at(100), 1});
        derived.contents.push_back({contents[1], 0, at(200), at(200), 1});
        derived.text_keys.push_back({42, contents[1]});
        batch->add_text_key(source, 41, contents[0]);
        EXPECT_EQ(batch->replace_derived(source, derived), std::vector<RecordId>{before[1].id});
        for (const RecordId record : batch->touched()) {
            batch->set_best(record, best_fields(batch->revisions(record)));
        }
        batch->commit();
    }
    const auto after = all();
    ASSERT_EQ(after.size(), 1U);
    EXPECT_EQ(after[0].id, before[1].id);
    EXPECT_EQ(after[0].best.title, "Two");
    {
        const auto batch = archive_->begin(kWait);
        RecordIndex& index = batch->records(batch->source("blog", ""));
        EXPECT_TRUE(index.text_bearers(41, 8).empty());
        const auto bearers = index.text_bearers(42, 8);
        ASSERT_EQ(bearers.size(), 1U);
        EXPECT_EQ(bearers[0].content, contents[1]);
        EXPECT_EQ(bearers[0].record, after[0].id);
    }
    EXPECT_EQ(archive_->record(before[0].id)->record.id, before[1].id);  // an alias
}

INSTANTIATE_TEST_SUITE_P(Sqlite, ArchiveContract, testing::Values(":memory:", "file"),
                         [](const auto& test) {
                             return std::string(test.param) == "file" ? "File" : "Memory";
                         });

}  // namespace
}  // namespace feedarc
