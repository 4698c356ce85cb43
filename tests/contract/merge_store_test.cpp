#include <feedarc/archive_log.hpp>
#include <feedarc/error.hpp>
#include <feedarc/merge_store.hpp>

#include "support/stored_snapshots.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>

// What every storage backend must do to give its log to another archive and to take one over.
namespace feedarc {
namespace {

using test::kWait;
using test::snapshot_of;
using test::store;
using testing::ElementsAre;
using testing::IsEmpty;

Time merged_at(int seconds) {
    return Time{std::chrono::seconds{seconds}};
}

Entry merged_entry(const std::string& title) {
    Entry result;
    result.title = title;
    return result;
}

FetchEvent failure(int time, const std::string& detail) {
    return {merged_at(time), "https://a.example/", FetchOutcome::failed,
            "timeout",       std::nullopt,         detail};
}

class MergeStoreContract : public testing::Test {
protected:
    MergeStoreContract() : archive_(open_archive(location_, OpenMode::write, kWait)) {}

    template <typename Write>
    void write(Write write) {
        const auto batch = archive_->begin(kWait);
        write(batch->merging());
        batch->commit();
    }
    std::unique_ptr<ArchiveLog> log() const { return open_archive_log(location_); }

    test::TemporaryFolder folder_;
    const std::string location_ = folder_ / "archive.db";
    const std::unique_ptr<Archive> archive_;
};

TEST_F(MergeStoreContract, KeepsOfWhatIsSaidTwiceTheGreaterOrTheLater) {
    const RobotsFile old_robots{merged_at(100), 200, "Disallow: /"};
    const RobotsFile new_robots{merged_at(200), 404, ""};
    const Watch old_watch{merged_at(100), 3, merged_at(500), std::nullopt};
    const Watch new_watch{merged_at(200), 0, std::nullopt, std::nullopt};
    for (const bool forwards : {true, false}) {
        const std::string name = forwards ? "blog" : "news";
        write([&](MergeStore& store) {
            const LoggedSource one{name, "https://a.example/", "", "Notes"};
            const LoggedSource other{name, "https://b.example/", "record=.a\n", ""};
            EXPECT_TRUE(store.take(forwards ? one : other));
            EXPECT_TRUE(store.take(forwards ? other : one));
            EXPECT_FALSE(store.take(one));
            EXPECT_TRUE(store.take_watch(name, forwards ? old_watch : new_watch));
            EXPECT_EQ(store.take_watch(name, forwards ? new_watch : old_watch), forwards);
            EXPECT_TRUE(store.take_host(name, merged_at(forwards ? 1 : 2)));
            EXPECT_EQ(store.take_host(name, merged_at(forwards ? 2 : 1)), forwards);
            EXPECT_TRUE(store.take_robots(name, forwards ? old_robots : new_robots));
            EXPECT_EQ(store.take_robots(name, forwards ? new_robots : old_robots), forwards);
        });
        EXPECT_EQ(archive_->watch(name).tried_at, merged_at(200));
        EXPECT_EQ(archive_->host_not_before(name), merged_at(2));
        EXPECT_EQ(archive_->robots(name)->status, 404);
    }
    const auto given = log();
    EXPECT_THAT(given->sources(),
                ElementsAre(LoggedSource{"blog", "https://b.example/", "record=.a\n", "Notes"},
                            LoggedSource{"news", "https://b.example/", "record=.a\n", "Notes"}));
    EXPECT_EQ(given->watch("blog")->tried_at, merged_at(200));
    EXPECT_FALSE(given->watch("nobody"));
    std::vector<std::string> hosts, origins;
    given->hosts([&](std::string_view host, Time) { hosts.emplace_back(host); });
    given->robots(
        [&](std::string_view origin, const RobotsFile&) { origins.emplace_back(origin); });
    EXPECT_THAT(hosts, ElementsAre("blog", "news"));
    EXPECT_THAT(origins, ElementsAre("blog", "news"));
}

TEST_F(MergeStoreContract, HasAsManyOfAFetchAsTheArchiveWithMost) {
    write([&](MergeStore& store) {
        store.take(LoggedSource{"blog", "", "", ""});
        const SourceId blog = *store.find_source("blog");
        EXPECT_EQ(store.take(blog, {failure(100, "a"), 2}), 2);
        EXPECT_EQ(store.take(blog, {failure(100, "a"), 1}), 0);
        EXPECT_EQ(store.take(blog, {failure(100, "a"), 3}), 1);
        EXPECT_EQ(store.take(blog, {failure(100, ""), 1}), 1);
    });
    const auto fetches = log()->fetches("blog");
    ASSERT_EQ(fetches.size(), 2U);
    EXPECT_EQ(fetches[0].event.detail, "");
    EXPECT_EQ(fetches[0].times, 1);
    EXPECT_EQ(fetches[1].times, 3);
    EXPECT_THAT(log()->fetches("news"), IsEmpty());
    // Of two in one second the same is the last one, whichever came first.
    write([](MergeStore& store) { store.take_watch("blog", {merged_at(100), 2, {}, {}}); });
    EXPECT_EQ(archive_->watch("blog").last_failure->detail, "");
}

TEST_F(MergeStoreContract, TakesACorrectionOnceAndAllContentsThatItSpeaksOf) {
    Correction correction;
    correction.uuid = hash_of("correction");
    correction.made_at = merged_at(100);
    correction.sequence = 7;
    correction.kind = CorrectionKind::join;
    correction.source = "blog";
    correction.one = {{hash_of("a"), hash_of("body"), 2}};
    correction.other = {{hash_of("b"), hash_of("body"), 1}};
    Correction moved = correction;
    moved.one = {{hash_of("a"), hash_of("body"), 1}, {hash_of("c"), hash_of("body"), 3}};
    write([&](MergeStore& store) {
        EXPECT_EQ(store.take(correction), MergeStore::Taken::added);
        EXPECT_EQ(store.take(correction), MergeStore::Taken::known);
        EXPECT_EQ(store.take(moved), MergeStore::Taken::changed);
        EXPECT_EQ(store.take(moved), MergeStore::Taken::known);
        EXPECT_EQ(store.take(correction), MergeStore::Taken::known);
    });
    const auto given = log()->corrections();
    ASSERT_EQ(given.size(), 1U);
    EXPECT_EQ(given[0].uuid, correction.uuid);
    EXPECT_EQ(given[0].made_at, merged_at(100));
    EXPECT_EQ(given[0].sequence, 7);
    EXPECT_THAT(given[0].one, testing::UnorderedElementsAreArray(moved.one));
    EXPECT_EQ(given[0].other, correction.other);
}

TEST_F(MergeStoreContract, GivesSnapshotsAsTheyWereIngested) {
    auto second = snapshot_of(200, "second", {merged_entry("b")});
    second.page_url = "https://a.example/";
    second.fetched = {200, "etag: x", false};
    second.media_type = "text/html";
    second.form = Form::html;
    second.rules = "record=.a\n";
    second.reader_version = 1;
    store(*archive_, second);
    const SnapshotId first = store(*archive_, snapshot_of(100, "first", {merged_entry("a")}));
    {
        const auto batch = archive_->begin(kWait);
        auto placed = *batch->placed(first);
        placed.source = batch->source("news", "");
        placed.source_name = "news";
        placed.captured_at = merged_at(900);
        placed.forgotten = true;
        batch->place(std::span(&placed, 1));
        batch->commit();
    }
    const auto given = log();
    EXPECT_EQ(given->count_snapshots(), 2);
    EXPECT_THAT(given->keys("news"), IsEmpty());
    const auto keys = given->keys("blog");
    ASSERT_EQ(keys.size(), 2U);
    EXPECT_EQ(keys[0].ingested, (SnapshotRef{"blog", "", merged_at(100), hash_of("first")}));
    EXPECT_TRUE(keys[0].kept);
    const LoggedSnapshot forgotten = given->snapshot(keys[0].id);
    EXPECT_EQ(forgotten.snapshot.source, "blog");
    EXPECT_EQ(forgotten.snapshot.captured_at, merged_at(100));
    const LoggedPage page = given->page(forgotten.page);
    ASSERT_EQ(page.contents.size(), 1U);
    EXPECT_EQ(given->content(page.contents[0]).entry.title, "a");
    const LoggedSnapshot told = given->snapshot(keys[1].id);
    EXPECT_EQ(told.row_hash, keys[1].row_hash);
    EXPECT_EQ(told.snapshot.fetched->headers, "etag: x");
    EXPECT_FALSE(told.snapshot.fetched->end_known);
    EXPECT_EQ(told.snapshot.media_type, "text/html");
    EXPECT_EQ(told.snapshot.form, Form::html);
    EXPECT_EQ(told.snapshot.rules, "record=.a\n");
    EXPECT_EQ(told.snapshot.reader_version, 1);
    EXPECT_EQ(*given->body(hash_of("second")).bytes, "second");

    // And finds them by that, wherever they stand.
    write([&](MergeStore& merging) {
        EXPECT_EQ(merging.find(keys[0].ingested)->id, first);
        EXPECT_FALSE(merging.find({"news", "", merged_at(900), hash_of("first")}));
        EXPECT_EQ(merging.as_ingested(first).row_hash, keys[0].row_hash);
    });
}

TEST_F(MergeStoreContract, SeesNothingOfWhatIsWrittenLater) {
    store(*archive_, snapshot_of(100, "first", {merged_entry("a")}));
    const auto given = log();
    store(*archive_, snapshot_of(200, "second", {merged_entry("b")}));
    EXPECT_EQ(given->keys("blog").size(), 1U);
    EXPECT_EQ(log()->keys("blog").size(), 2U);
}

TEST_F(MergeStoreContract, StoresBodiesOnTopOfOneAnother) {
    base::ZstdCompressor compressor;
    const PackedBody first{hash_of("first"), 5, compressor.compress("first", ""), std::nullopt, 0};
    const PackedBody second{hash_of("second"), 6, compressor.compress("second", "first"),
                            first.hash, 1};
    write([&](MergeStore& merging) {
        EXPECT_FALSE(merging.find_body(first.hash));
        EXPECT_FALSE(merging.store({first.hash, first.size, "", std::nullopt, 0}));
        EXPECT_FALSE(merging.find_body(first.hash)->kept);
        EXPECT_THROW(merging.store(second), Error);
        EXPECT_TRUE(merging.store(first));
        EXPECT_FALSE(merging.store(second));
        EXPECT_TRUE(merging.find_body(second.hash)->kept);
        EXPECT_EQ(merging.find_body(second.hash)->chain, 1);
    });
    const auto given = log();
    EXPECT_EQ(given->base_of(second.hash), first.hash);
    EXPECT_EQ(given->base_of(first.hash), std::nullopt);
    const LoggedBody body = given->body(second.hash);
    EXPECT_EQ(*body.bytes, "second");
    EXPECT_EQ(body.frame, second.data);
    EXPECT_EQ(body.base, first.hash);
}

}  // namespace
}  // namespace feedarc
