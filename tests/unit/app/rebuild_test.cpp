#include <feedarc/correct.hpp>
#include <feedarc/rebuild.hpp>

#include "app/content_memo.hpp"
#include "app/heirs.hpp"
#include "app/parsed_page.hpp"
#include "support/stored_snapshots.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <atomic>

namespace feedarc::app {
namespace {

using feedarc::test::all_ids;
using feedarc::test::describe;
using feedarc::test::kWait;
using feedarc::test::snapshot_of;
using feedarc::test::store;
using testing::ElementsAre;

constexpr Time kNow{std::chrono::seconds{1'800'000'000}};

struct Item {
    std::string url, title, text;
};

std::string feed_of(const std::vector<Item>& items) {
    std::string json =
        R"({"version":"https://jsonfeed.org/version/1.1","title":"Sample","items":[)";
    for (std::size_t i = 0; i < items.size(); ++i) {
        json += (i == 0 ? "" : ",") + std::string(R"({"id":")") + items[i].url + R"(","url":")" +
                items[i].url + R"(","title":")" + items[i].title + R"(","content_text":")" +
                items[i].text + R"("})";
    }
    return json + "]}";
}

std::vector<Entry> entries_of(const std::string& bytes) {
    Snapshot snapshot;
    snapshot.bytes = bytes;
    return read_page(snapshot, Form::feed).entries;
}

PreparedSnapshot read_as(std::int64_t at, const std::string& bytes, std::vector<Entry> entries) {
    PreparedSnapshot snapshot = snapshot_of(at, bytes, entries);
    snapshot.form = Form::feed;
    return snapshot;
}

// As a reader saw it that knew titles and links alone, and passed the last entry over.
std::vector<Entry> poorly_read(std::vector<Entry> entries) {
    for (Entry& entry : entries) {
        entry.guid.clear();
        entry.excerpt.clear();
        entry.title += " | Sample";
    }
    entries.pop_back();
    return entries;
}

class Rebuild : public testing::Test {
protected:
    Rebuild() : location_(folder_ / "archive.db") {
        archive_ = open_archive(location_, OpenMode::write, kWait);
        pages_ = {feed_of({{"https://a.example/1", "One", "What is said of the first article."},
                           {"https://a.example/2", "Two", "What is said of the second one."},
                           {"https://a.example/3", "Three", "What is said of the third one."}}),
                  feed_of({{"https://a.example/4", "Four", "What is said of the fourth one."},
                           {"https://a.example/1", "One", "What is said of the first article."},
                           {"https://a.example/2", "Two", "What is said of the second one."}})};
    }

    void store_all(Archive& archive, bool poorly) {
        for (std::size_t i = 0; i < pages_.size(); ++i) {
            auto entries = entries_of(pages_[i]);
            ASSERT_EQ(entries.size(), 3U);
            store(archive, read_as(100 + static_cast<std::int64_t>(i), pages_[i],
                                   poorly ? poorly_read(entries) : entries));
        }
    }

    RebuildSummary run(bool dry_run = false) {
        RebuildOptions options;
        options.dry_run = dry_run;
        options.wait = kWait;
        return rebuild(location_, options, {});
    }

    feedarc::test::TemporaryFolder folder_;
    std::string location_;
    std::unique_ptr<Archive> archive_;
    std::vector<std::string> pages_;
};

TEST_F(Rebuild, LeavesTheArchiveAsItWasWhenItIsStopped) {
    const auto before = describe(*archive_);
    std::atomic<int> stop = 15;
    RebuildOptions options;
    options.stop = &stop;
    try {
        (void)rebuild(location_, options, {});
        FAIL() << "went on";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::interrupted);
    }
    EXPECT_EQ(describe(*archive_), before);
}

TEST_F(Rebuild, GivesWhatAnIngestByTodaysReaderGives) {
    store_all(*archive_, true);
    const auto ids = all_ids(*archive_);
    ASSERT_EQ(ids.size(), 3U);
    const auto before = describe(*archive_);
    const Hash128 old = content_hash(poorly_read(entries_of(pages_[0]))[0]);
    ASSERT_TRUE(archive_->content(old));

    const auto rehearsed = run(true);
    EXPECT_EQ(describe(*archive_), before);
    EXPECT_TRUE(archive_->content(old));
    const auto summary = run();
    const auto fresh = open_archive(":memory:", OpenMode::write, kWait);
    store_all(*fresh, false);
    EXPECT_EQ(describe(*archive_), describe(*fresh));
    for (const auto& told : {rehearsed, summary}) {
        EXPECT_EQ(told.snapshots, 2);
        EXPECT_EQ(told.reread_otherwise, 2);
        EXPECT_EQ(told.fresh, 1);
        EXPECT_EQ(told.joined + told.split + told.gone, 0);
        EXPECT_EQ(told.fields_gained, 3);  // each has an excerpt now
        EXPECT_EQ(told.records, 4);
    }
    // Ids persist, and nothing of the old reading is left.
    for (const RecordId id : ids) EXPECT_EQ(archive_->record(id)->record.id, id);
    EXPECT_FALSE(archive_->content(old));

    const auto again = run();
    EXPECT_EQ(again.snapshots, 2);
    EXPECT_EQ(again.reread_otherwise, 0);
    EXPECT_TRUE(again.changes.empty());
    EXPECT_EQ(describe(*archive_), describe(*fresh));
}

TEST_F(Rebuild, LeavesCorrectionsInForce) {
    store_all(*archive_, true);
    Corrector corrector(location_, kNow, kWait);
    const auto ids = all_ids(*archive_);
    (void)corrector.join(ids[0], ids[1]);
    (void)run();
    ASSERT_EQ(archive_->record(ids[0])->record.id, archive_->record(ids[1])->record.id);
    EXPECT_EQ(archive_->record(ids[0])->revisions.size(), 2U);
    EXPECT_EQ(all_ids(*archive_).size(), 3U);
    (void)corrector.undo(std::nullopt);
    EXPECT_EQ(archive_->record(ids[1])->record.id, ids[1]);
    EXPECT_EQ(all_ids(*archive_).size(), 4U);
}

TEST_F(Rebuild, ReadsAForgottenSnapshotForTheDayItIsRemembered) {
    store_all(*archive_, true);
    Corrector corrector(location_, kNow, kWait);
    (void)corrector.forget(1);
    (void)run();
    EXPECT_EQ(all_ids(*archive_).size(), 3U);
    EXPECT_EQ(archive_->snapshot(1)->refusal, "forgotten");
    (void)corrector.undo(std::nullopt);
    const auto fresh = open_archive(":memory:", OpenMode::write, kWait);
    store_all(*fresh, false);
    EXPECT_EQ(describe(*archive_), describe(*fresh));
}

TEST_F(Rebuild, DropsWhatAKilledOneLeft) {
    store_all(*archive_, false);
    const auto before = describe(*archive_);
    Entry other;
    other.title = "Read by a rebuild that was killed";
    {
        const auto batch = archive_->begin(kWait);
        batch->begin_rebuild();
        batch->note_reading(1, *snapshot_of(1, "", {other}).page);
        batch->commit();
    }
    EXPECT_EQ(describe(*archive_), before);
    ASSERT_TRUE(archive_->content(content_hash(other)));
    const auto summary = run();
    EXPECT_EQ(summary.reread_otherwise, 0);
    EXPECT_EQ(describe(*archive_), before);
    EXPECT_FALSE(archive_->content(content_hash(other)));
}

TEST_F(Rebuild, KeepsWhatARefusedSnapshotShows) {
    store_all(*archive_, false);
    const auto before = describe(*archive_);
    RebuildOptions options;
    options.wait = kWait;
    options.limits.page_bytes = 10;
    const auto summary = rebuild(location_, options, {});
    EXPECT_EQ(summary.refused, 2);
    EXPECT_EQ(summary.snapshots, 0);
    EXPECT_EQ(describe(*archive_), before);
}

TEST_F(Rebuild, NeedsAnArchive) {
    RebuildOptions options;
    EXPECT_THROW((void)rebuild(folder_ / "none.db", options, {}), Error);
    options.dry_run = true;
    EXPECT_THROW((void)rebuild(folder_ / "none.db", options, {}), Error);
}

Content content(const std::string& title, const std::string& url, const std::string& excerpt) {
    Entry entry;
    entry.title = title;
    entry.url = url;
    entry.excerpt = excerpt;
    return make_content(entry);
}

TEST(Heirs, AreFoundByLinkTitleAndText) {
    const std::vector<Content> before{
        content("A", "https://a.example/1", ""),
        content("Old title", "", "What this article is about, in a few words"),
        content("Menu", "", ""),
        content("Same", "", "one"),
    };
    const std::vector<Content> after{
        content("Same", "", "another text that shares nothing"),
        content("", "", "What this article is about, in a few words more than before"),
        content("B", "https://a.example/1#top", ""),
        content("Quite new", "", "and not there before"),
    };
    EXPECT_THAT(find_heirs(before, after),
                ElementsAre(std::optional<std::size_t>(3), std::optional<std::size_t>(1),
                            std::optional<std::size_t>(0), std::nullopt));
}

TEST(Heirs, OfEqualEntriesComeInTheirOrder) {
    const Content one = content("A", "", "");
    EXPECT_THAT(
        find_heirs({one, one}, {one, one, one}),
        ElementsAre(std::optional<std::size_t>(0), std::optional<std::size_t>(1), std::nullopt));
    EXPECT_THAT(find_heirs({}, {one}), ElementsAre(std::nullopt));
}

}  // namespace
}  // namespace feedarc::app
