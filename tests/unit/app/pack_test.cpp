#include <feedarc/body_store.hpp>
#include <feedarc/pack.hpp>

#include "support/captured_pages.hpp"
#include "support/dice.hpp"
#include "support/stored_snapshots.hpp"

#include <gmock/gmock.h>

#include <set>
#include <utility>

namespace feedarc {
namespace {

using test::CapturedPages;
using testing::IsEmpty;
using testing::SizeIs;

using test::kWait;

class Pack : public testing::Test {
protected:
    [[nodiscard]] std::unique_ptr<Archive> archive() const {
        return open_archive(location_, OpenMode::read, kWait);
    }

    PackSummary pack_all(PackOptions options = {}) {
        options.jobs = 2;
        return pack(location_, options, {});
    }

    // By the time of capture, which says which page it was.
    void expect_all_can_be_read() const {
        const auto archive = this->archive();
        archive->snapshots(std::nullopt, [&](const SnapshotInfo& snapshot) {
            const auto number = std::chrono::duration_cast<std::chrono::hours>(
                snapshot.captured_at - CapturedPages::kFirst);
            EXPECT_EQ(archive->body(snapshot.id),
                      CapturedPages::bytes_of(static_cast<int>(number.count())));
            return true;
        });
    }

    [[nodiscard]] std::int64_t stored() const { return archive()->statistics().stored_bytes; }

    test::TemporaryFolder folder_{test::TemporaryFolder::Where::memory};
    const std::string location_ = folder_ / "archive.db";
    CapturedPages pages_;
};

TEST_F(Pack, OldBodiesTakeLessInABlock) {
    pages_.ingest_into(location_, 0, 60);
    const std::int64_t before = stored();
    const PackSummary summary = pack_all();
    EXPECT_EQ(summary.bodies, 60);
    EXPECT_EQ(summary.blocks, 1);
    EXPECT_EQ(summary.waiting, 0);
    EXPECT_EQ(summary.before, static_cast<std::uint64_t>(before));
    EXPECT_EQ(summary.after, static_cast<std::uint64_t>(stored()));
    EXPECT_LT(stored() * 10, before * 7);
    expect_all_can_be_read();
}

TEST_F(Pack, ASecondTimeThereIsNothingToPack) {
    pages_.ingest_into(location_, 0, 40);
    pack_all();
    const PackSummary again = pack_all();
    EXPECT_EQ(again.bodies, 0);
    EXPECT_EQ(again.waiting, 0);
}

TEST_F(Pack, AFewNewBodiesWaitAndManyJoinTheBlockThatHasRoom) {
    pages_.ingest_into(location_, 0, 40);
    pack_all();
    pages_.ingest_into(location_, 40, 50);
    const PackSummary few = pack_all();
    EXPECT_EQ(few.bodies, 0);
    EXPECT_EQ(few.waiting, 10);
    pages_.ingest_into(location_, 50, 60);
    const PackSummary many = pack_all();
    EXPECT_EQ(many.bodies, 60);
    EXPECT_EQ(many.blocks, 1);
    EXPECT_THAT(archive()->body_store().blocks(), SizeIs(1));
    expect_all_can_be_read();
}

TEST_F(Pack, WhatIsAppendedAfterwardsTakesNoMoreThanBefore) {
    pages_.ingest_into(location_, 0, 60);
    const std::string packed = folder_ / "packed.db";
    pages_.ingest_into(packed, 0, 60);
    (void)pack(packed, {}, {});
    const auto appended = [&](const std::string& location) {
        const auto stored = [&] {
            return open_archive(location, OpenMode::read, kWait)->statistics().stored_bytes;
        };
        const std::int64_t before = stored();
        for (int number = 60; number < 70; ++number) {
            pages_.ingest_into(location, number, number + 1);
        }
        return stored() - before;
    };
    EXPECT_LE(appended(packed), appended(location_));
}

TEST_F(Pack, BodiesOfDifferentSourcesShareNoBlock) {
    pages_.ingest_into(location_, 0, 20);
    pages_.ingest_into(location_, 100, 120, "other");
    EXPECT_EQ(pack_all().blocks, 2);
    std::set<SourceId> sources;
    const auto archive = this->archive();
    for (const BodyBlock& block : archive->body_store().blocks()) sources.insert(block.source);
    EXPECT_THAT(sources, SizeIs(2));
}

TEST_F(Pack, OfOneSourceAlone) {
    pages_.ingest_into(location_, 0, 20);
    pages_.ingest_into(location_, 100, 120, "other");
    PackOptions options;
    options.sources = {"other"};
    EXPECT_EQ(pack_all(options).bodies, 20);
    options.sources = {"none"};
    EXPECT_THROW((void)pack_all(options), Error);
}

TEST_F(Pack, ADryRunSaysWhatItWouldSaveAndStoresNothing) {
    pages_.ingest_into(location_, 0, 40);
    const std::int64_t before = stored();
    PackOptions options;
    options.dry_run = true;
    const PackSummary summary = pack_all(options);
    EXPECT_EQ(summary.bodies, 40);
    EXPECT_LT(summary.after, summary.before);
    EXPECT_EQ(stored(), before);
    EXPECT_EQ(pack_all().after, summary.after);
}

TEST_F(Pack, WhatWouldTakeNoLessStaysAsItIs) {
    test::Dice dice(1);
    std::vector<std::string> files;
    for (int i = 0; i < 20; ++i) {
        std::string page;
        for (int letter = 0; letter < 24; ++letter) {
            page += static_cast<char>('0' + dice.below('z' - '0'));
        }
        files.push_back(folder_.write("@" + std::to_string(1'700'000'000 + i) + ".txt", page));
    }
    CapturedPages::ingest_files(location_, files);
    const PackSummary summary = pack_all();
    EXPECT_EQ(summary.bodies, 0);
    EXPECT_EQ(summary.incompressible, 20);
    EXPECT_THAT(archive()->body_store().blocks(), IsEmpty());
}

TEST_F(Pack, EndsWhenAskedTo) {
    pages_.ingest_into(location_, 0, 40);
    const std::atomic<int> stop{15};
    PackOptions options;
    options.stop = &stop;
    try {
        (void)pack_all(options);
        ADD_FAILURE() << "went on";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::interrupted);
    }
    expect_all_can_be_read();
}

TEST_F(Pack, TheFileShrinksWhereAGoodPartIsFree) {
    pages_.ingest_into(location_, 0, 20);
    {
        // As much free space as an archive has after much was pruned.
        PreparedSnapshot large;
        large.source = "blog";
        large.captured_at = CapturedPages::time_of(50);
        large.refusal = "entries";
        test::Dice dice(1);
        std::string bytes;
        while (bytes.size() < (6U << 20U)) bytes += static_cast<char>(dice.seed());
        large.body = {hash_of(bytes), bytes.size(), bytes, std::nullopt, 0, nullptr};  // no frame
        const auto archive = open_archive(location_, OpenMode::write, kWait);
        auto batch = archive->begin(kWait);
        (void)batch->add(batch->source("blog", ""), large);
        batch->commit();
        batch.reset();
        BodyStore& store = archive->body_store();
        const UnneededBody body{store.loose().back().id, 1};
        ASSERT_THAT(store.drop(std::vector{body}, {}, kWait), SizeIs(1));
    }
    const auto reader = archive();
    reader->snapshots(std::nullopt, [&](const SnapshotInfo&) {
        // Somebody reads meanwhile.
        static bool packed = false;
        if (std::exchange(packed, true)) return true;
        PackOptions options;
        const PackSummary summary = pack_all(options);
        EXPECT_TRUE(summary.file);
        EXPECT_GT(summary.file->before, 6U << 20U);
        EXPECT_LT(summary.file->after, 2U << 20U);
        return true;
    });
    EXPECT_EQ(reader->statistics().snapshots, 21);
    PackOptions never;
    never.shrink = Shrink::never;
    EXPECT_EQ(pack_all(never).file->after, pack_all().file->before);
}

}  // namespace
}  // namespace feedarc
