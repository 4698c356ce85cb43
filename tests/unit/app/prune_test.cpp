#include <feedarc/body_store.hpp>
#include <feedarc/correct.hpp>
#include <feedarc/prune.hpp>
#include <feedarc/rebuild.hpp>

#include "base/zstd.hpp"
#include "support/archive_text.hpp"
#include "support/captured_pages.hpp"
#include "support/stored_snapshots.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>

namespace feedarc {
namespace {

using test::CapturedPages;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

using test::kWait;

RetentionPolicy last(std::int64_t count) {
    RetentionPolicy policy;
    policy.last = count;
    return policy;
}

class Prune : public testing::Test {
protected:
    [[nodiscard]] std::unique_ptr<Archive> archive() const {
        return open_archive(location_, OpenMode::read, kWait);
    }

    PruneSummary prune_by(const RetentionPolicy& policy, PruneOptions options = {}) {
        options.policy = policy;
        return prune(location_, options, {});
    }

    // The hours of those that have their bytes, each of which can be read.
    [[nodiscard]] std::vector<int> kept() const {
        std::vector<int> hours;
        const auto archive = this->archive();
        archive->snapshots(std::nullopt, [&](const SnapshotInfo& snapshot) {
            if (!snapshot.kept) return true;
            EXPECT_TRUE(archive->body(snapshot.id));
            hours.push_back(static_cast<int>(std::chrono::duration_cast<std::chrono::hours>(
                                                 snapshot.captured_at - CapturedPages::kFirst)
                                                 .count()));
            return true;
        });
        std::sort(hours.begin(), hours.end());
        return hours;
    }

    [[nodiscard]] std::vector<std::string> texts() const {
        return test::describe_archive(*archive()).texts;
    }

    test::TemporaryFolder folder_{test::TemporaryFolder::Where::memory};
    const std::string location_ = folder_ / "archive.db";
    CapturedPages pages_;
};

TEST_F(Prune, DropsBytesAloneAndAllElseStays) {
    pages_.ingest_into(location_, 0, 30);
    const auto before = texts();
    const PruneSummary summary = prune_by(last(2));
    EXPECT_EQ(summary.snapshots, 28);
    EXPECT_EQ(summary.bodies, 28);
    EXPECT_EQ(summary.in_use, 0);
    EXPECT_GT(summary.stored, 0U);
    ASSERT_THAT(summary.sources, SizeIs(1));
    EXPECT_EQ(summary.sources[0].source, "blog");
    EXPECT_EQ(summary.sources[0].snapshots, 28);
    EXPECT_EQ(summary.sources[0].kept, 2);
    EXPECT_EQ(summary.sources[0].bytes, summary.bytes);
    EXPECT_EQ(summary.sources[0].first_captured, CapturedPages::time_of(0));
    EXPECT_EQ(summary.sources[0].last_captured, CapturedPages::time_of(27));
    EXPECT_THAT(kept(), ElementsAre(28, 29));
    EXPECT_EQ(texts(), before);
}

TEST_F(Prune, WhatIsLeftOfAChainCanBeRead) {
    pages_.ingest_into(location_, 0, 100);
    RetentionPolicy daily;
    daily.daily = 10;
    PruneOptions options;
    options.pack = false;
    EXPECT_EQ(prune_by(daily, options).snapshots, 94);
    EXPECT_THAT(kept(), ElementsAre(0, 23, 47, 71, 95, 99));
    const auto archive = this->archive();
    const auto bodies = archive->body_store().loose();
    ASSERT_THAT(bodies, SizeIs(6));
    for (std::size_t i = 0; i < 6; ++i) EXPECT_EQ(bodies[i].chain, static_cast<int>(i));
}

TEST_F(Prune, WhatWasPrunedIsKnownWhenItIsIngestedAgain) {
    pages_.ingest_into(location_, 0, 30);
    prune_by(last(1));
    const auto before = texts();
    const IngestSummary again = pages_.ingest_into(location_, 0, 30);
    EXPECT_EQ(again.known, 30);
    EXPECT_EQ(again.stored + again.unchanged, 0);
    EXPECT_THAT(kept(), ElementsAre(29));
    EXPECT_EQ(texts(), before);
}

TEST_F(Prune, TheSameBytesAtAnotherTimeAreKeptAgain) {
    pages_.ingest_into(location_, 0, 5);
    prune_by(last(1));
    const IngestSummary summary =
        CapturedPages::ingest_files(location_, {pages_.file(0, 50), pages_.file(6, 51)});
    EXPECT_EQ(summary.unchanged, 1);
    EXPECT_EQ(summary.stored, 1);
    EXPECT_THAT(kept(), ElementsAre(0, 4, 50, 51)) << "with the bytes, of both snapshots";
}

TEST_F(Prune, AKnownSnapshotAmongNewOnesLeavesThemReadable) {
    pages_.ingest_into(location_, 0, 5);
    prune_by(last(1));
    EXPECT_EQ(pages_.ingest_into(location_, 2, 8).known, 3);
    EXPECT_THAT(kept(), ElementsAre(4, 5, 6, 7));
}

TEST_F(Prune, BytesThatAKeptSnapshotShowsStay) {
    pages_.ingest_into(location_, 0, 4);
    CapturedPages::ingest_files(location_, {pages_.file(1, 50)});
    prune_by(last(1));
    EXPECT_THAT(kept(), ElementsAre(1, 50));
}

TEST_F(Prune, JudgesEachPageOfASourceByItself) {
    pages_.ingest_into(location_, 0, 5);
    IngestOptions options;
    options.source = "blog";
    options.url = "https://blog.example/2";
    (void)ingest(location_, {pages_.file(10, 10), pages_.file(11, 11)}, options,
                 CapturedPages::time_of(100), {});
    prune_by(last(1));
    EXPECT_THAT(kept(), ElementsAre(4, 11));
}

TEST_F(Prune, KeepsWhatWasNeverReadAndCountsItForNoRule) {
    pages_.ingest_into(location_, 0, 3);
    for (const int hour : {1, 9}) {
        const std::string bytes = "no page " + std::to_string(hour);
        PreparedSnapshot refused;
        refused.source = "blog";
        refused.captured_at = CapturedPages::time_of(hour);
        refused.refusal = "parse-work";
        refused.body = {hash_of(bytes),
                        bytes.size(),
                        base::ZstdCompressor().compress(bytes, ""),
                        std::nullopt,
                        0,
                        nullptr};
        const auto archive = open_archive(location_, OpenMode::write, kWait);
        const auto batch = archive->begin(kWait);
        (void)batch->add(batch->source("blog", ""), refused);
        batch->commit();
    }
    prune_by(last(1));
    EXPECT_THAT(kept(), ElementsAre(1, 2, 9));
}

TEST_F(Prune, WhatWasForgottenIsKeptByNoRule) {
    pages_.ingest_into(location_, 0, 4);
    SnapshotId newest = 0;
    archive()->snapshots(std::nullopt, [&](const SnapshotInfo& snapshot) {
        newest = snapshot.id;
        return false;
    });
    (void)Corrector(location_, CapturedPages::time_of(100), kWait).forget(newest);
    prune_by(last(2));
    EXPECT_THAT(kept(), ElementsAre(1, 2));
}

TEST_F(Prune, SourcesWithoutAPolicyAreLeftAlone) {
    pages_.ingest_into(location_, 0, 3, "blog");
    pages_.ingest_into(location_, 10, 13, "news");
    pages_.ingest_into(location_, 20, 23, "other");
    PruneOptions options;
    options.configured.push_back({"blog", "", {}, "", {}, last(1)});
    options.configured.push_back({"news", "", {}, "", {}, {}});
    const PruneSummary summary = prune(location_, options, {});
    EXPECT_THAT(summary.sources, SizeIs(1));
    EXPECT_THAT(kept(), ElementsAre(2, 10, 11, 12, 20, 21, 22));
    options.configured_policy = last(2);
    (void)prune(location_, options, {});
    EXPECT_THAT(kept(), ElementsAre(2, 11, 12, 21, 22));
    options.policy = last(1);
    options.sources = {"other"};
    (void)prune(location_, options, {});
    EXPECT_THAT(kept(), ElementsAre(2, 11, 12, 22));
}

TEST_F(Prune, WithoutAPolicyNothingGoes) {
    pages_.ingest_into(location_, 0, 3);
    const auto refused = [&](const PruneOptions& options) {
        try {
            (void)prune(location_, options, {});
            return ErrorCode::internal;
        } catch (const Error& error) {
            return error.code();
        }
    };
    EXPECT_EQ(refused({}), ErrorCode::usage);
    PruneOptions named;
    named.sources = {"blog"};
    EXPECT_EQ(refused(named), ErrorCode::usage);
    named.sources = {"none"};
    named.policy = last(1);
    EXPECT_EQ(refused(named), ErrorCode::not_found);
    EXPECT_THAT(kept(), SizeIs(3));
}

TEST_F(Prune, SaysWhatGoesBeforeItGoes) {
    pages_.ingest_into(location_, 0, 10);
    std::int64_t announced = 0;
    std::size_t there = 0;
    PruneListener listener;
    listener.plan = [&](const PruneSummary& plan) {
        announced = plan.snapshots;
        there = kept().size();
    };
    PruneOptions options;
    options.policy = last(1);
    options.dry_run = true;
    EXPECT_EQ(prune(location_, options, listener).snapshots, 9);
    EXPECT_THAT(kept(), SizeIs(10)) << "a dry run";
    options.dry_run = false;
    (void)prune(location_, options, listener);
    EXPECT_EQ(announced, 9);
    EXPECT_EQ(there, 10U);
    EXPECT_THAT(kept(), SizeIs(1));
}

TEST_F(Prune, EndsWhenAskedToAndTheNextRunGoesOn) {
    pages_.ingest_into(location_, 0, 30);
    const std::atomic<int> stop{2};
    PruneOptions options;
    options.stop = &stop;
    EXPECT_THROW((void)prune_by(last(1), options), Error);
    EXPECT_THAT(kept(), SizeIs(30));
    prune_by(last(1));
    EXPECT_THAT(kept(), ElementsAre(29));
}

TEST_F(Prune, OfABlockTheRestIsPackedAnew) {
    pages_.ingest_into(location_, 0, 60);
    (void)pack(location_, {}, {});
    const PruneSummary summary = prune_by(last(20));
    ASSERT_TRUE(summary.packed);
    EXPECT_EQ(summary.packed->bodies, 20);
    const auto archive = this->archive();
    const auto blocks = archive->body_store().blocks();
    ASSERT_THAT(blocks, SizeIs(1));
    EXPECT_EQ(blocks[0].bodies, 20);
    EXPECT_THAT(kept(), SizeIs(20));
}

TEST_F(Prune, ABodyThatIsPackedWithOneInABlockIsPackedAnew) {
    pages_.ingest_into(location_, 0, 20);
    (void)pack(location_, {}, {});
    pages_.ingest_into(location_, 20, 22);
    PruneOptions options;
    options.pack = false;
    prune_by(last(2), options);
    EXPECT_THAT(kept(), ElementsAre(20, 21));
    EXPECT_THAT(archive()->body_store().blocks(), IsEmpty());
}

TEST_F(Prune, ARebuildReadsWhatIsThereAndKeepsTheRest) {
    pages_.ingest_into(location_, 0, 30);
    const auto before = texts();
    prune_by(last(3));
    const RebuildSummary summary = rebuild(location_, {}, {});
    EXPECT_EQ(summary.snapshots, 3);
    EXPECT_EQ(summary.kept, 27);
    EXPECT_EQ(summary.damaged, 0);
    EXPECT_EQ(texts(), before);
}

}  // namespace
}  // namespace feedarc
