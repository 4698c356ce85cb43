#include <feedarc/correct.hpp>
#include <feedarc/error.hpp>

#include "app/rederive.hpp"
#include "support/stored_snapshots.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>

namespace feedarc::app {
namespace {

using feedarc::test::all_ids;
using feedarc::test::describe;
using feedarc::test::kWait;
using feedarc::test::snapshot_of;
using feedarc::test::store;
using testing::ElementsAre;

constexpr Time kCorrected{std::chrono::seconds{1'800'000'000}};

Entry entry_of(const std::string& title, const std::string& url = "") {
    Entry result;
    result.title = title;
    result.url = url;
    return result;
}

class Corrections : public testing::Test {
protected:
    Corrections() : location_(folder_ / "archive.db") {
        archive_ = open_archive(location_, OpenMode::write, kWait);
    }

    Corrector corrector() { return {location_, kCorrected, kWait}; }

    SnapshotId show(std::int64_t at, const std::vector<Entry>& entries) {
        return store(*archive_, snapshot_of(at, "bytes at " + std::to_string(at), entries));
    }

    RecordId id_of(const std::string& title) {
        RecordId id = 0;
        archive_->find({}, [&](const Record& record) {
            if (record.best.title == title) id = record.id;
            return true;
        });
        return id;
    }

    // What a re-derivation would give is what is there.
    void expect_derived() {
        const auto before = describe(*archive_);
        const auto ids = all_ids(*archive_);
        const auto batch = archive_->begin(kWait);
        for (const SourceInfo& source : archive_->sources()) {
            EXPECT_THAT(rederive(*batch, source.id).changes, ElementsAre());
        }
        batch->commit();
        EXPECT_EQ(describe(*archive_), before);
        EXPECT_EQ(all_ids(*archive_), ids);
    }

    feedarc::test::TemporaryFolder folder_;
    std::string location_;
    std::unique_ptr<Archive> archive_;
};

TEST_F(Corrections, JoinedRecordsAreOneAndBothIdsFindIt) {
    show(100, {entry_of("One"), entry_of("Another")});
    const RecordId one = id_of("One");
    const RecordId other = id_of("Another");
    const auto corrected = corrector().join(other, one);
    EXPECT_THAT(corrected.changes,
                ElementsAre(RecordChange{RecordChange::Kind::changed, one, 0},
                            RecordChange{RecordChange::Kind::joined, other, one}));
    EXPECT_EQ(all_ids(*archive_), std::vector{one});
    EXPECT_EQ(archive_->record(other)->record.id, one);
    EXPECT_EQ(archive_->record(one)->joins.at(1).kind, "");  // on one page: neither was there first
    expect_derived();
    show(200, {entry_of("Another"), entry_of("Third")});
    EXPECT_EQ(archive_->record(one)->record.sightings, 3);
    expect_derived();
    (void)corrector().undo(std::nullopt);
    EXPECT_EQ(all_ids(*archive_).size(), 3U);
    EXPECT_EQ(archive_->record(other)->record.id, other);
    EXPECT_EQ(archive_->record(other)->record.best.title, "Another");
    expect_derived();
}

TEST_F(Corrections, AJoinIsTheEvidenceThatIsShown) {
    show(100, {entry_of("One")});
    show(200, {entry_of("Another")});
    const RecordId one = id_of("One");
    (void)corrector().join(one, id_of("Another"));
    const auto detail = *archive_->record(one);
    EXPECT_EQ(detail.joins.at(1).kind, "correction");
    EXPECT_EQ(detail.joins.at(1).with_title, "One");
    EXPECT_EQ(detail.joins.at(1).key, archive_->corrections().at(0).uuid.hex());
    EXPECT_EQ(detail.evidence.at(0).kind, "correction");
}

TEST_F(Corrections, ASplitContentStaysApartAlsoWhereAKeyLeadsBack) {
    const auto first = show(100, {entry_of("One", "https://a.example/1")});
    const auto second = show(200, {entry_of("Other", "https://a.example/1")});
    const RecordId id = id_of("Other");
    ASSERT_EQ(all_ids(*archive_).size(), 1U);
    const auto corrected = corrector().split(id, std::vector<SnapshotPosition>{{second, 0}});
    ASSERT_EQ(corrected.changes.size(), 2U);
    EXPECT_EQ(corrected.changes[1].kind, RecordChange::Kind::split);
    EXPECT_EQ(all_ids(*archive_).size(), 2U);
    expect_derived();
    // The link is one of two articles now.
    show(300, {entry_of("Third", "https://a.example/1")});
    EXPECT_EQ(all_ids(*archive_).size(), 3U);
    expect_derived();
    const RecordId split = corrected.changes[1].record;
    (void)corrector().undo(std::nullopt);
    EXPECT_EQ(all_ids(*archive_), std::vector{id});
    EXPECT_EQ(archive_->record(split)->record.id, id);
    (void)corrector().split(id, std::vector<SnapshotPosition>{{second, 0}});
    EXPECT_EQ(archive_->record(split)->record.best.title, "Other");
    (void)first;
}

TEST_F(Corrections, TheLaterOfJoinAndSplitWins) {
    show(100, {entry_of("One")});
    const auto second = show(200, {entry_of("Another")});
    const RecordId one = id_of("One");
    const RecordId other = id_of("Another");
    (void)corrector().join(one, other);
    (void)corrector().split(one, std::vector<SnapshotPosition>{{second, 0}});
    EXPECT_EQ(all_ids(*archive_), (std::vector{one, other}));
    (void)corrector().join(one, other);
    EXPECT_EQ(all_ids(*archive_), std::vector{one});
    expect_derived();
}

TEST_F(Corrections, AForgottenSnapshotTakesNoPartAndStaysKnown) {
    show(100, {entry_of("One")});
    const auto wrong = snapshot_of(200, "wrong", {entry_of("One"), entry_of("Rubbish")});
    const auto id = store(*archive_, wrong);
    const RecordId rubbish = id_of("Rubbish");
    const auto corrected = corrector().forget(id);
    EXPECT_EQ(archive_->record(rubbish), std::nullopt);
    EXPECT_EQ(archive_->record(id_of("One"))->record.sightings, 1);
    EXPECT_EQ(archive_->snapshot(id)->refusal, "forgotten");
    EXPECT_EQ(archive_->body(id), "wrong");
    expect_derived();
    EXPECT_EQ(store(*archive_, wrong), id);
    EXPECT_EQ(archive_->record(id_of("One"))->record.sightings, 1);
    EXPECT_THROW((void)corrector().forget(id), Error);
    (void)corrector().undo(corrected.correction.id);
    EXPECT_EQ(archive_->record(rubbish)->record.id, rubbish);
    EXPECT_EQ(archive_->snapshot(id)->refusal, "");
    expect_derived();
}

TEST_F(Corrections, AnAmendedSnapshotIsKnownByItsWrongAndItsRightPlace) {
    show(100, {entry_of("One")});
    auto wrong = snapshot_of(900, "wrong", {entry_of("One"), entry_of("Two")});
    const auto id = store(*archive_, wrong);
    const auto corrected = corrector().amend(id, std::nullopt, Time{std::chrono::seconds{50}});
    const auto one = archive_->record(id_of("One"))->record;
    EXPECT_EQ(one.first_seen, Time{std::chrono::seconds{50}});
    EXPECT_EQ(one.last_seen, Time{std::chrono::seconds{100}});
    EXPECT_EQ(archive_->snapshot(id)->told_captured_at, Time{std::chrono::seconds{900}});
    expect_derived();
    EXPECT_EQ(store(*archive_, wrong), id);
    wrong.captured_at = Time{std::chrono::seconds{50}};
    EXPECT_EQ(store(*archive_, wrong), id);
    EXPECT_EQ(archive_->statistics().snapshots, 2);
    (void)corrector().undo(corrected.correction.id);
    EXPECT_EQ(archive_->snapshot(id)->captured_at, Time{std::chrono::seconds{900}});
    EXPECT_EQ(archive_->snapshot(id)->told_source, "");
    expect_derived();
}

TEST_F(Corrections, AnAmendmentMovesASnapshotToAnotherSource) {
    show(100, {entry_of("One")});
    const auto id = show(200, {entry_of("One"), entry_of("Two")});
    (void)corrector().amend(id, "other", std::nullopt);
    (void)corrector().amend(id, std::nullopt, Time{std::chrono::seconds{300}});
    const auto amended = *archive_->snapshot(id);
    EXPECT_EQ(amended.source, "other");
    EXPECT_EQ(amended.captured_at, Time{std::chrono::seconds{300}});
    EXPECT_EQ(all_ids(*archive_).size(), 3U);
    EXPECT_EQ(archive_->record(id_of("Two"))->record.source, "other");
    expect_derived();
    show(200, {entry_of("One"), entry_of("Two")});
    EXPECT_EQ(archive_->statistics().snapshots, 2);
    (void)corrector().undo(std::nullopt);
    EXPECT_EQ(archive_->snapshot(id)->captured_at, Time{std::chrono::seconds{200}});
    EXPECT_EQ(archive_->snapshot(id)->source, "other");
}

TEST_F(Corrections, AnAmendmentToATakenPlaceIsRefused) {
    const auto right = snapshot_of(100, "same", {entry_of("One")});
    auto wrong = right;
    wrong.captured_at = Time{std::chrono::seconds{200}};
    store(*archive_, right);
    const auto id = store(*archive_, wrong);
    const auto before = describe(*archive_);
    EXPECT_THROW((void)corrector().amend(id, std::nullopt, right.captured_at), Error);
    EXPECT_EQ(describe(*archive_), before);
    EXPECT_TRUE(archive_->corrections().empty());
}

TEST_F(Corrections, WhatCannotBeIsRefusedWithAReason) {
    const auto snapshot = show(100, {entry_of("One"), entry_of("Another")});
    const RecordId one = id_of("One");
    const auto code = [](auto action) {
        try {
            action();
        } catch (const Error& error) {
            return error.code();
        }
        return ErrorCode::internal;
    };
    EXPECT_EQ(code([&] { (void)corrector().join(one, 99); }), ErrorCode::not_found);
    EXPECT_EQ(code([&] { (void)corrector().join(one, one); }), ErrorCode::input);
    const std::vector<SnapshotPosition> own{{snapshot, 0}};
    const std::vector<SnapshotPosition> others{{snapshot, 1}};
    const std::vector<SnapshotPosition> nowhere{{snapshot, 7}};
    EXPECT_EQ(code([&] { (void)corrector().split(one, own); }), ErrorCode::input);
    EXPECT_EQ(code([&] { (void)corrector().split(one, others); }), ErrorCode::not_found);
    EXPECT_EQ(code([&] { (void)corrector().split(one, nowhere); }), ErrorCode::not_found);
    EXPECT_EQ(code([&] { (void)corrector().forget(99); }), ErrorCode::not_found);
    EXPECT_EQ(code([&] { (void)corrector().undo(std::nullopt); }), ErrorCode::not_found);
    EXPECT_EQ(code([&] { (void)corrector().undo(5); }), ErrorCode::not_found);
    EXPECT_EQ(code([&] { (void)corrector().amend(snapshot, "blog", std::nullopt); }),
              ErrorCode::input);
    EXPECT_EQ(code([&] { Corrector(folder_ / "none.db", kCorrected, kWait); }), ErrorCode::archive);
}

TEST_F(Corrections, AFormerIdFindsItsArticleAsSoonAsItIsShownAgain) {
    const SnapshotId snapshot = show(100, {entry_of("One")});
    const RecordId former = id_of("One");
    (void)corrector().forget(snapshot);
    EXPECT_EQ(archive_->record(former), std::nullopt);
    show(200, {entry_of("One"), entry_of("Another")});
    ASSERT_NE(archive_->record(former), std::nullopt);
    EXPECT_EQ(archive_->record(former)->record.id, id_of("One"));
    expect_derived();
    EXPECT_EQ(archive_->record(former)->record.id, id_of("One"));
}

}  // namespace
}  // namespace feedarc::app
