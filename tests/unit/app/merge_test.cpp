#include <feedarc/correct.hpp>
#include <feedarc/merge.hpp>
#include <feedarc/merge_store.hpp>

#include "app/stored_snapshot.hpp"
#include "support/archive_sql.hpp"
#include "support/archive_text.hpp"
#include "support/stored_snapshots.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <thread>

namespace feedarc {
namespace {

using test::kWait;
using test::snapshot_of;
using test::store;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Entry entry(const std::string& name) {
    Entry entry;
    entry.title = "About " + name;
    entry.url = "https://a.example/" + name;
    return entry;
}

// A page of three of many articles, by time.
PreparedSnapshot number(std::int64_t i, const std::string& note = "") {
    std::vector<Entry> entries;
    for (std::int64_t k = i; k < i + 3; ++k) entries.push_back(entry(std::to_string(k / 2) + note));
    PreparedSnapshot snapshot = snapshot_of(1000 + i, "page " + std::to_string(i) + note, entries);
    snapshot.page_url = snapshot.url = "https://a.example/";
    snapshot.url_given = true;
    return snapshot;
}

class Merge : public testing::Test {
protected:
    std::string path(const std::string& name) const { return folder_ / (name + ".db"); }

    // Makes an archive with these snapshots, in this order.
    std::string make(const std::string& name, const std::vector<PreparedSnapshot>& snapshots) {
        const auto archive = open_archive(path(name), OpenMode::write, kWait);
        for (const PreparedSnapshot& snapshot : snapshots) put(*archive, snapshot);
        return path(name);
    }
    // The same in one transaction; their order is that of time.
    std::string make_at_once(const std::string& name, const std::vector<std::int64_t>& numbers) {
        const auto archive = open_archive(path(name), OpenMode::write, kWait);
        const auto batch = archive->begin(kWait);
        app::Deriver deriver(*batch);
        for (const std::int64_t i : numbers) {
            const PreparedSnapshot snapshot = number(i);
            const SourceId source = batch->source(snapshot.source, "");
            deriver.begin(source);
            deriver.see(source, snapshot, batch->add(source, snapshot));
        }
        deriver.finish();
        batch->commit();
        return path(name);
    }

    // As an ingest stores it.
    static void put(Archive& archive, const PreparedSnapshot& snapshot) {
        const auto batch = archive.begin(kWait);
        app::Deriver deriver(*batch);
        app::Placing placing(*batch);
        const SourceId source = batch->source(snapshot.source, "");
        deriver.begin(source);
        const auto added = batch->add(source, snapshot);
        (void)app::see_stored(*batch, deriver, placing, source, snapshot, added);
        deriver.finish();
        batch->commit();
    }

    static std::vector<std::string> text_of(const std::string& location) {
        return test::describe_archive(*open_archive(location, OpenMode::read, kWait)).texts;
    }

    static std::vector<std::string> records_of(const std::string& location) {
        return test::describe(*open_archive(location, OpenMode::read, kWait));
    }

    static MergeSummary run(const std::string& location, const std::vector<std::string>& others) {
        return merge(location, others, {}, {});
    }

    test::TemporaryFolder folder_{test::TemporaryFolder::Where::memory};
};

TEST_F(Merge, BringsWhatIsMissingAndSaysHowMuch) {
    const auto ours = make("ours", {number(1), number(4)});
    const auto theirs = make("theirs", {number(2), number(4), number(6)});
    const auto one = make("one", {number(1), number(2), number(4), number(6)});
    const MergeSummary first = run(ours, {theirs});
    ASSERT_EQ(first.archives.size(), 1U);
    EXPECT_EQ(first.archives[0].location, theirs);
    EXPECT_EQ(first.archives[0].snapshots, 3);
    EXPECT_EQ(first.archives[0].added, 2);
    EXPECT_EQ(first.archives[0].new_records, 1);
    EXPECT_EQ(first.records, 5);
    EXPECT_EQ(test::difference(text_of(one), text_of(ours)), "");

    const std::string bytes = test::read_whole_file(ours);
    const MergeSummary again = run(ours, {theirs, theirs});
    for (const MergedArchive& merged : again.archives) EXPECT_FALSE(merged.brought_something());
    EXPECT_EQ(test::read_whole_file(ours), bytes);
}

TEST_F(Merge, MakesTheArchiveWhereThereIsNone) {
    const auto theirs = make("theirs", {number(1)});
    EXPECT_EQ(run(path("new"), {theirs}).records, 2);
    EXPECT_EQ(test::difference(text_of(theirs), text_of(path("new"))), "");
    MergeOptions rehearsal;
    rehearsal.dry_run = true;
    EXPECT_EQ(merge(path("none"), {theirs}, rehearsal, {}).records, 2);
    EXPECT_FALSE(std::filesystem::exists(path("none")));
}

TEST_F(Merge, TakesTheReadingOfTheNewerReaderAndCorrectionsAndIdsFollow) {
    auto old_one = number(1);
    old_one.reader_version = kReaderVersion - 1;
    auto new_one = number(1, " | A blog");  // the same bytes, read otherwise
    new_one.body = old_one.body;
    const auto later = number(9);
    for (const bool into_the_old : {true, false}) {
        const auto old_archive = make("old" + std::to_string(into_the_old), {old_one, later});
        const auto new_archive = make("new" + std::to_string(into_the_old), {new_one, later});
        {
            Corrector corrector(old_archive, test::snapshot_of(1, "", {}).captured_at, kWait);
            (void)corrector.join(1, 3);
        }
        const auto& ours = into_the_old ? old_archive : new_archive;
        const MergeSummary summary = run(ours, {into_the_old ? new_archive : old_archive});
        EXPECT_EQ(summary.archives[0].changed, into_the_old ? 1 : 0);
        const auto archive = open_archive(ours, OpenMode::read, kWait);
        // About 0, 1 and one of the later ones, which was joined to the first.
        EXPECT_EQ(summary.records, 3);
        const auto joined = archive->record(1);
        ASSERT_TRUE(joined);
        ASSERT_EQ(joined->revisions.size(), 2U);
        EXPECT_EQ(joined->revisions[0].entry.title, "About 0 | A blog");
        EXPECT_FALSE(run(ours, {old_archive == ours ? new_archive : old_archive})
                         .archives[0]
                         .brought_something());
    }
}

TEST_F(Merge, TakesAPageForARefusalAndACaptureForAFile) {
    auto refused = number(1);
    refused.page = nullptr;
    refused.refusal = "parse-time";
    refused.fetched = {200, "etag: x", false};
    for (const bool into_the_refused : {true, false}) {
        const std::string suffix = std::to_string(into_the_refused);
        const auto one = make("refused" + suffix, {refused, number(2)});
        const auto other = make("read" + suffix, {number(1), number(2)});
        const auto& ours = into_the_refused ? one : other;
        EXPECT_EQ(run(ours, {into_the_refused ? other : one}).archives[0].changed, 1);
        const auto archive = open_archive(ours, OpenMode::read, kWait);
        const auto snapshot = archive->snapshot(1);
        EXPECT_EQ(snapshot->refusal, "");
        EXPECT_EQ(snapshot->entries, 3);
        EXPECT_EQ(snapshot->status, 200);
        EXPECT_FALSE(snapshot->end_known);
        EXPECT_EQ(archive->count({}), 3);
        // What was put together vouches for itself.
        EXPECT_EQ(run(path("copy" + suffix), {ours}).archives[0].added, 2);
    }
}

TEST_F(Merge, KeepsThatOneWasForgottenWhichCouldNotBeRead) {
    auto refused = number(1);
    refused.page = nullptr;
    refused.refusal = "parse-time";
    const auto ours = make("ours", {refused});
    const auto theirs = make("theirs", {number(1)});
    (void)Corrector(theirs, number(1).captured_at, kWait).forget(1);
    run(ours, {theirs});
    const auto archive = open_archive(ours, OpenMode::read, kWait);
    EXPECT_EQ(archive->snapshot(1)->refusal, "forgotten");
    EXPECT_EQ(archive->count({}), 0);
    // And so does an ingest that reads what a correction waits for.
    const auto waiting = path("waiting");
    {
        const auto empty = open_archive(waiting, OpenMode::write, kWait);
        const auto batch = empty->begin(kWait);
        batch->merging().take(archive->corrections().front());
        batch->commit();
        put(*empty, number(1));
        EXPECT_EQ(empty->snapshot(1)->refusal, "forgotten");
        EXPECT_EQ(empty->count({}), 0);
    }
}

TEST_F(Merge, ForgetsWhatTwoMachinesSayIsThereTwice) {
    // The same bytes, captured at two times; there the first is said to be of the second.
    auto second = number(1);
    second.captured_at = number(5).captured_at;
    const auto theirs = make("theirs", {number(1)});
    (void)Corrector(theirs, number(1).captured_at, kWait)
        .amend(1, std::nullopt, second.captured_at);
    const auto ours = make("ours", {second});
    run(ours, {theirs});
    run(theirs, {ours});
    EXPECT_EQ(test::difference(text_of(ours), text_of(theirs)), "");
    const auto archive = open_archive(ours, OpenMode::read, kWait);
    EXPECT_EQ(archive->snapshot(1)->refusal, "");
    EXPECT_EQ(archive->snapshot(2)->refusal, "forgotten");
    EXPECT_EQ(archive->snapshot(2)->captured_at, number(1).captured_at);
}

TEST_F(Merge, FillsBodiesInWhoseBytesWereDropped) {
    std::vector<PreparedSnapshot> chain;
    for (std::int64_t i = 0; i < 4; ++i) {
        chain.push_back(number(i));
        if (i == 0) continue;
        chain.back().body.base = chain[static_cast<std::size_t>(i - 1)].body.hash;
        chain.back().body.chain = static_cast<int>(i);
        chain.back().body.data = base::ZstdCompressor().compress("page " + std::to_string(i),
                                                                 "page " + std::to_string(i - 1));
    }
    const auto ours = make("ours", chain);
    const auto theirs = make("theirs", chain);
    test::run_sql(ours, "UPDATE bodies SET data = NULL, base = NULL, chain = 0 WHERE id > 1");
    test::run_sql(theirs, "UPDATE bodies SET data = NULL, base = NULL, chain = 0 WHERE id = 4");
    const MergeSummary summary = run(ours, {theirs});
    EXPECT_EQ(summary.archives[0].filled, 2);
    EXPECT_EQ(summary.archives[0].added, 0);
    const auto archive = open_archive(ours, OpenMode::read, kWait);
    for (SnapshotId i = 1; i <= 3; ++i)
        EXPECT_EQ(archive->body(i), "page " + std::to_string(i - 1));
    EXPECT_THROW((void)archive->body(4), Error);
    // One whose bytes are nowhere comes as it is.
    EXPECT_EQ(run(path("new"), {ours}).archives[0].added, 4);
}

TEST_F(Merge, IsWholeWhereverItIsInterrupted) {
    std::vector<std::int64_t> even, odd, all;
    for (std::int64_t i = 0; i < 2100; ++i) {
        (i % 2 == 0 ? even : odd).push_back(i);
        all.push_back(i);
    }
    const auto theirs = make_at_once("theirs", odd);
    const auto wanted = records_of(make_at_once("one", all));
    // Among what is here, and behind it.
    for (const bool among : {true, false}) {
        const auto ours = among ? make_at_once("ours", even) : path("new");
        const auto before = among ? records_of(ours) : std::vector<std::string>();
        std::int64_t interruptions = 0;
        for (bool ended = false; !ended; ++interruptions) {
            std::atomic<int> stop{0};
            MergeOptions options;
            options.stop = &stop;
            MergeListener listener;
            std::int64_t transactions = 0;
            listener.progress = [&](const IngestProgress&) {
                if (++transactions == interruptions + 1) stop = SIGINT;
            };
            try {
                (void)merge(ours, {theirs}, options, listener);
                ended = true;
            } catch (const Error& error) {
                ASSERT_EQ(error.code(), ErrorCode::interrupted);
                if (among) {
                    ASSERT_EQ(test::difference(before, records_of(ours)), "");
                }
            }
        }
        EXPECT_GE(interruptions, 4);
        if (among) {
            EXPECT_EQ(test::difference(wanted, records_of(ours)), "");
        }
    }
    EXPECT_EQ(test::difference(records_of(theirs), records_of(path("new"))), "");
}

TEST_F(Merge, GoesOnWhileOthersWrite) {
    std::vector<std::int64_t> even, odd;
    for (std::int64_t i = 0; i < 700; ++i) (i % 2 == 0 ? even : odd).push_back(i);
    const auto theirs = make_at_once("theirs", odd);
    const auto ours = make_at_once("ours", even);
    std::thread writer([&] {
        for (const auto& location : {ours, theirs}) {
            const auto archive = open_archive(location, OpenMode::write, std::chrono::seconds(60));
            for (std::int64_t i = 2000; i < 2020; ++i) {
                auto snapshot = number(i);
                snapshot.captured_at -= std::chrono::seconds{1000};  // into the midst
                store(*archive, snapshot);
            }
        }
    });
    const auto first = run(ours, {theirs});
    writer.join();
    EXPECT_FALSE(first.archives[0].error);
    run(ours, {theirs});
    run(path("theirs first"), {theirs, ours});
    EXPECT_EQ(test::difference(records_of(path("theirs first")), records_of(ours)), "");
}

}  // namespace
}  // namespace feedarc
