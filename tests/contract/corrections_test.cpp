#include <feedarc/archive.hpp>
#include <feedarc/error.hpp>

#include "support/stored_snapshots.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <set>
#include <span>

// What every storage backend must do for corrections and rebuilds.

namespace feedarc {
namespace {

using test::kWait;
using test::snapshot_of;
using test::store;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

Time corrected_at(int seconds) {
    return Time{std::chrono::seconds{seconds}};
}

Entry corrected_entry(const std::string& title) {
    Entry result;
    result.title = title;
    return result;
}

class CorrectionsContract : public testing::TestWithParam<const char*> {
protected:
    CorrectionsContract() {
        const std::string location = GetParam();
        archive_ = open_archive(location == "file" ? folder_ / "archive.db" : location,
                                OpenMode::write, kWait);
    }

    Correction join_of(const std::string& one, const std::string& other) {
        Correction correction;
        correction.kind = CorrectionKind::join;
        correction.source = "blog";
        correction.one = {{content_hash(corrected_entry(one)), hash_of("body"), 1}};
        correction.other = {{content_hash(corrected_entry(other)), hash_of("body"), 2}};
        return correction;
    }

    std::vector<ContentId> walked(SourceId source) {
        std::vector<ContentId> contents;
        const auto batch = archive_->begin(kWait);
        batch->walk(source, [&](SnapshotId, const CaptureOrder&, std::span<const ContentId> shown,
                                const Ages&) {
            contents.insert(contents.end(), shown.begin(), shown.end());
        });
        return contents;
    }

    test::TemporaryFolder folder_;
    std::unique_ptr<Archive> archive_;
};

TEST_P(CorrectionsContract, KeepsCorrectionsWithAllThatTheySay) {
    Correction undo;
    undo.kind = CorrectionKind::undo;
    {
        const auto batch = archive_->begin(kWait);
        (void)batch->source("blog", "");
        (void)batch->source("other", "");
        undo.undoes = batch->add_correction(join_of("a", "b"), corrected_at(200)).uuid;
        // A clock that was put back does not change the order.
        EXPECT_EQ(batch->add_correction(undo, corrected_at(100)).made_at, corrected_at(200));
        batch->commit();
    }
    auto all = archive_->corrections();
    mark_in_force(all);
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].kind, CorrectionKind::join);
    EXPECT_EQ(all[0].one, join_of("a", "b").one);
    EXPECT_EQ(all[0].other, join_of("a", "b").other);
    EXPECT_FALSE(all[0].in_force);
    EXPECT_EQ(all[1].undoes, all[0].uuid);
    const auto batch = archive_->begin(kWait);
    EXPECT_EQ(batch->corrections(batch->source("blog", "")).size(), 2U);
    EXPECT_EQ(batch->corrections(batch->source("other", "")).size(), 1U);  // the undo
    Correction moved = all[0];
    moved.one[0].position = 7;
    batch->set_contents(moved);
    batch->commit();
    all = archive_->corrections();
    mark_in_force(all);
    EXPECT_EQ(all[0].one[0].position, 7);
}

TEST_P(CorrectionsContract, AForgottenSnapshotIsNotWalkedAndStaysKnown) {
    const auto snapshot = snapshot_of(100, "bytes", {corrected_entry("a"), corrected_entry("b")});
    const SnapshotId id = store(*archive_, snapshot);
    SourceId source = 0;
    {
        const auto batch = archive_->begin(kWait);
        auto placed = *batch->placed(id);
        source = placed.source;
        EXPECT_EQ(batch->placed(placed.ingested)->id, id);
        placed.forgotten = true;
        batch->place(std::span(&placed, 1));
        batch->commit();
    }
    EXPECT_THAT(walked(source), IsEmpty());
    EXPECT_EQ(archive_->snapshot(id)->refusal, "forgotten");
    {
        const auto batch = archive_->begin(kWait);
        EXPECT_EQ(batch->add(source, snapshot).status, SnapshotStatus::known);
        auto placed = *batch->placed(id);
        EXPECT_TRUE(placed.forgotten);
        placed.forgotten = false;
        batch->place(std::span(&placed, 1));
        batch->commit();
    }
    EXPECT_EQ(walked(source).size(), 2U);
}

TEST_P(CorrectionsContract, AnAmendedSnapshotIsKnownByBothPlaces) {
    auto snapshot = snapshot_of(100, "bytes", {corrected_entry("a")});
    const SnapshotId id = store(*archive_, snapshot);
    const SnapshotId taken = store(*archive_, snapshot_of(300, "bytes", {corrected_entry("a")}));
    const auto batch = archive_->begin(kWait);
    auto placed = *batch->placed(id);
    placed.captured_at = corrected_at(200);
    batch->place(std::span(&placed, 1));
    for (const int time : {100, 200}) {
        snapshot.captured_at = corrected_at(time);
        const auto added = batch->add(placed.source, snapshot);
        EXPECT_EQ(added.status, SnapshotStatus::known);
        EXPECT_EQ(added.snapshot, id);
    }
    EXPECT_EQ(batch->placed(id)->ingested.captured_at, corrected_at(100));
    placed.captured_at = corrected_at(300);
    EXPECT_THROW(batch->place(std::span(&placed, 1)), Error) << taken;
}

TEST_P(CorrectionsContract, WalksEveryBodyWithItsSnapshots) {
    auto first = snapshot_of(100, "first", {corrected_entry("a")});
    first.url = "https://a.example/";
    first.url_given = true;
    first.media_type = "text/html";
    auto second = snapshot_of(200, "second", {corrected_entry("a")});
    second.body.data = base::ZstdCompressor().compress("second", "first");
    second.body.base = first.body.hash;
    second.body.chain = 1;
    auto again = second;
    again.captured_at = corrected_at(300);
    for (const auto& snapshot : {first, second, again}) store(*archive_, snapshot);
    const auto walk = archive_->walk_bodies();
    const auto one = *walk->next();
    EXPECT_EQ(*one.bytes, "first");
    ASSERT_EQ(one.snapshots.size(), 1U);
    EXPECT_EQ(one.snapshots[0].url, "https://a.example/");
    EXPECT_EQ(one.snapshots[0].media_type, "text/html");
    const auto two = *walk->next();
    EXPECT_EQ(*two.bytes, "second");
    EXPECT_EQ(two.snapshots.size(), 2U);
    EXPECT_EQ(two.snapshots[0].url, "");
    EXPECT_FALSE(walk->next());
}

TEST_P(CorrectionsContract, WalksOnWhereABodyIsDamaged) {
    auto damaged = snapshot_of(100, "damaged", {corrected_entry("a")});
    damaged.body.data = base::ZstdCompressor().compress("something else", "");
    store(*archive_, damaged);
    store(*archive_, snapshot_of(200, "whole", {corrected_entry("a")}));
    std::set<std::string> read;
    const auto walk = archive_->walk_bodies();
    while (const auto body = walk->next()) {
        EXPECT_EQ(body->snapshots.size(), 1U);
        EXPECT_NE(body->bytes == nullptr, body->damage.empty());
        if (body->bytes) read.insert(*body->bytes);
    }
    EXPECT_THAT(read, ElementsAre("whole"));
}

TEST_P(CorrectionsContract, ShowsWhatARebuildNotedOnlyOnceItIsApplied) {
    const SnapshotId id = store(*archive_, snapshot_of(100, "bytes", {corrected_entry("a")}));
    const auto source = archive_->sources().at(0).id;
    const auto before = walked(source);
    const auto reread = snapshot_of(100, "bytes", {corrected_entry("b"), corrected_entry("c")});
    {
        const auto batch = archive_->begin(kWait);
        batch->begin_rebuild();
        batch->note_reading(id, *reread.page);
        batch->commit();
    }
    EXPECT_EQ(walked(source), before);
    const auto batch = archive_->begin(kWait);
    std::vector<RereadSnapshot> visited;
    batch->apply_rebuild([&](const RereadSnapshot& one) { visited.push_back(one); });
    ASSERT_EQ(visited.size(), 1U);
    EXPECT_EQ(visited[0].before, before);
    EXPECT_EQ(visited[0].after.size(), 2U);
    batch->commit();
    EXPECT_EQ(walked(source), visited[0].after);
}

INSTANTIATE_TEST_SUITE_P(Backends, CorrectionsContract, testing::Values(":memory:", "file"),
                         [](const auto& parameter) {
                             return std::string(parameter.index == 0 ? "memory" : "file");
                         });

}  // namespace
}  // namespace feedarc
