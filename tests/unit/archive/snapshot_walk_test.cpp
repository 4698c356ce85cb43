#include <feedarc/archive.hpp>
#include <feedarc/error.hpp>

#include "base/zstd.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <chrono>
#include <map>

namespace feedarc {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::chrono::milliseconds kWalkWait{1000};

Time at(std::int64_t seconds) {
    return Time{std::chrono::seconds{seconds}};
}

class SnapshotWalks : public testing::Test {
protected:
    SnapshotWalks() { archive_ = open_archive(path(), OpenMode::write, kWalkWait); }

    [[nodiscard]] std::string path() const { return folder_ / "a.db"; }

    PreparedSnapshot snapshot(const std::string& source, std::int64_t time,
                              const std::string& bytes) {
        PreparedSnapshot snapshot;
        snapshot.source = source;
        snapshot.captured_at = at(time);
        snapshot.refusal = "page-size";
        snapshot.body = {hash_of(bytes), bytes.size(), "", std::nullopt, 0};
        const auto base = last_.find(source);
        if (base == last_.end()) {
            snapshot.body.data = base::ZstdCompressor().compress(bytes, "");
        } else {
            snapshot.body.data = base::ZstdCompressor().compress(bytes, base->second);
            snapshot.body.base = hash_of(base->second);
        }
        last_[source] = bytes;
        return snapshot;
    }

    SnapshotId add(const PreparedSnapshot& snapshot) {
        const auto batch = archive_->begin(kWalkWait);
        const auto added = batch->add(batch->source(snapshot.source, ""), snapshot);
        batch->commit();
        return added.snapshot;
    }

    // Time, source and bytes of each.
    std::vector<std::string> walk(const SnapshotFilter& filter = {}) {
        std::vector<std::string> texts;
        const auto walk = archive_->walk_snapshots(filter);
        while (const auto snapshot = walk->next()) {
            texts.push_back(std::to_string(snapshot->captured_at.time_since_epoch().count()) + " " +
                            snapshot->source + " " + (snapshot->kept ? *walk->bytes() : "-"));
        }
        return texts;
    }

    void sql(const char* text) {
        sqlite3* raw = nullptr;
        ASSERT_EQ(sqlite3_open(path().c_str(), &raw), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(raw, text, nullptr, nullptr, nullptr), SQLITE_OK);
        sqlite3_close(raw);
    }

    test::TemporaryFolder folder_;
    std::unique_ptr<Archive> archive_;
    std::map<std::string, std::string> last_;
};

TEST_F(SnapshotWalks, GoByTimeThroughAllSources) {
    add(snapshot("b", 20, "second"));
    add(snapshot("a", 30, "third"));
    add(snapshot("b", 10, "first"));
    add(snapshot("a", 20, "second"));
    EXPECT_THAT(walk(), ElementsAre("10 b first", "20 a second", "20 b second", "30 a third"));
    EXPECT_THAT(walk({"b", std::nullopt, std::nullopt}), ElementsAre("10 b first", "20 b second"));
    EXPECT_THAT(walk({std::nullopt, at(20), at(20)}), ElementsAre("20 a second", "20 b second"));
    EXPECT_THAT(walk({"c", std::nullopt, std::nullopt}), ElementsAre());
}

TEST_F(SnapshotWalks, GiveBytesWhateverTheyArePackedWith) {
    // A megabyte each and more pages than are held, so that chains are entered anywhere.
    constexpr int kPages = 70;
    for (int i = 0; i < 3; ++i) {
        const auto batch = archive_->begin(kWalkWait);
        for (int page = 0; page < kPages; ++page) {
            const std::string name = std::to_string(page);
            const auto captured =
                snapshot(name, i, std::string(1U << 20U, 'x') + name + "." + std::to_string(i));
            (void)batch->add(batch->source(name, ""), captured);
        }
        batch->commit();
    }
    const auto walk = archive_->walk_snapshots({});
    int seen = 0;
    while (const auto snapshot = walk->next()) {
        EXPECT_EQ(hash_of(*walk->bytes()), snapshot->body);
        ++seen;
    }
    EXPECT_EQ(seen, 3 * kPages);
}

TEST_F(SnapshotWalks, SayHowASnapshotWasGot) {
    PreparedSnapshot fetched = snapshot("a", 10, "page");
    fetched.url = "http://a.example/x";
    fetched.url_given = true;
    fetched.page_url = "http://a.example";
    fetched.media_type = "text/html";
    fetched.form = Form::html;
    fetched.fetched = Provenance{200, "date: today\n", false};
    const SnapshotId id = add(fetched);
    const auto walk = archive_->walk_snapshots({});
    const auto found = walk->next();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->id, id);
    EXPECT_EQ(found->url, "http://a.example/x");
    EXPECT_TRUE(found->url_given);
    EXPECT_EQ(found->page_url, "http://a.example");
    EXPECT_EQ(found->media_type, "text/html");
    EXPECT_EQ(found->form, Form::html);
    EXPECT_EQ(found->body, hash_of("page"));
    EXPECT_FALSE(found->forgotten);
    ASSERT_TRUE(found->fetched);
    EXPECT_EQ(found->fetched->status, 200);
    EXPECT_EQ(found->fetched->headers, "date: today\n");
    EXPECT_FALSE(found->fetched->end_known);
    EXPECT_FALSE(walk->next());
    EXPECT_FALSE(walk->next());
}

TEST_F(SnapshotWalks, KnowWhatIsNotKept) {
    add(snapshot("a", 10, "first"));
    add(snapshot("a", 20, "second"));
    add(snapshot("b", 30, "third"));
    sql("UPDATE bodies SET data = NULL, base = NULL WHERE id = 2");
    EXPECT_THAT(walk(), ElementsAre("10 a first", "20 a -", "30 b third"));
}

TEST_F(SnapshotWalks, NameBytesThatAreDamaged) {
    add(snapshot("a", 10, "first"));
    sql("UPDATE bodies SET hash = zeroblob(16)");
    try {
        (void)walk();
        ADD_FAILURE();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::archive);
        EXPECT_THAT(error.what(), HasSubstr("body 1"));
    }
}

TEST_F(SnapshotWalks, SeeTheArchiveAsItWas) {
    for (int i = 0; i < 3; ++i) add(snapshot("a", i, "page " + std::to_string(i)));
    const auto reading = open_archive(path(), OpenMode::read, kWalkWait);
    const auto walk = reading->walk_snapshots({});
    EXPECT_TRUE(walk->next());
    add(snapshot("a", 1, "page late"));
    int seen = 1;
    while (walk->next()) ++seen;
    EXPECT_EQ(seen, 3);
}

}  // namespace
}  // namespace feedarc
