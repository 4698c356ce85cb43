#include <feedarc/merge.hpp>

#include "support/archive_sql.hpp"
#include "support/archive_text.hpp"
#include "support/stored_snapshots.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <filesystem>

// What another archive may be that cannot be merged, or only in part.
namespace feedarc {
namespace {

using test::kWait;
using testing::HasSubstr;

PreparedSnapshot snapshot(std::int64_t at) {
    Entry entry;
    entry.title = "Article " + std::to_string(at);
    entry.url = "https://a.example/" + std::to_string(at);
    auto snapshot = test::snapshot_of(at, "page " + std::to_string(at), {entry});
    snapshot.rules = "record=.a\n";
    return snapshot;
}

class MergeRefuses : public testing::Test {
protected:
    MergeRefuses() { theirs_ = make("theirs", {100, 200}); }

    std::string make(const std::string& name, const std::vector<std::int64_t>& times) {
        const std::string location = folder_ / (name + ".db");
        const auto archive = open_archive(location, OpenMode::write, kWait);
        for (const std::int64_t at : times) test::store(*archive, snapshot(at));
        const auto batch = archive->begin(kWait);
        const SourceId source = batch->source("blog", "https://a.example/");
        batch->set_rules(source, "record=.a\n");
        FetchEvent event;
        event.reason = "timeout";
        event.url = "https://a.example/";
        batch->fetches().add(source, event);
        batch->fetches().set_watch(source, {event.at, 1, std::nullopt, std::nullopt});
        batch->fetches().set_host("a.example", event.at);
        batch->fetches().set_robots("https://a.example/robots.txt", {});
        Correction correction;
        correction.kind = CorrectionKind::join;
        correction.source = "blog";
        correction.one = {{hash_of("a"), hash_of("body"), 0}};
        correction.other = {{hash_of("b"), hash_of("body"), 1}};
        (void)batch->add_correction(correction, event.at);
        batch->commit();
        return location;
    }

    MergeSummary run(const std::vector<std::string>& others) {
        return merge(folder_ / "ours.db", others, {}, {});
    }

    test::TemporaryFolder folder_{test::TemporaryFolder::Where::memory};
    std::string theirs_;
};

TEST_F(MergeRefuses, ItselfUnderAnyName) {
    const auto ours = make("ours", {100});
    std::filesystem::create_symlink(ours, folder_ / "link.db");
    for (const std::string& name : {ours, folder_ / "link.db", folder_ / "./ours.db"}) {
        try {
            (void)run({theirs_, name});
            FAIL() << name;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::usage);
            EXPECT_THAT(error.what(), HasSubstr(name));
        }
    }
    EXPECT_EQ(open_archive(ours, OpenMode::read, kWait)->statistics().snapshots, 1);
}

TEST_F(MergeRefuses, WhatIsNoArchiveAndDoesTheOthers) {
    const std::string nothing = folder_ / "nothing.db";
    const std::string text = folder_.write("text.db", "this is no archive, but a text of its own");
    const std::string empty = folder_.write("empty.db", "");
    const std::string newer = make("newer", {300});
    test::run_sql(newer, "PRAGMA user_version = 99");
    const std::string foreign = make("foreign", {300});
    test::run_sql(foreign, "PRAGMA application_id = 7");
    const std::vector<std::string> bad{nothing, text, empty, newer, foreign, folder_.path()};
    auto others = bad;
    others.insert(others.begin() + 2, theirs_);
    const MergeSummary summary = run(others);
    for (const MergedArchive& merged : summary.archives) {
        if (merged.location == theirs_) {
            EXPECT_FALSE(merged.error);
            EXPECT_EQ(merged.added, 2);
            continue;
        }
        ASSERT_TRUE(merged.error) << merged.location;
        EXPECT_EQ(merged.error->code(), ErrorCode::archive) << merged.location;
        EXPECT_THAT(merged.error->what(), HasSubstr(merged.location));
        EXPECT_FALSE(merged.brought_something());
    }
    EXPECT_EQ(summary.records, 2);
    EXPECT_FALSE(std::filesystem::exists(nothing));

    const MergeSummary none = merge(folder_ / "none.db", bad, {}, {});
    EXPECT_EQ(none.archives.size(), bad.size());
    EXPECT_FALSE(std::filesystem::exists(folder_ / "none.db"));
}

class Damaged : public MergeRefuses, public testing::WithParamInterface<const char*> {};

TEST_P(Damaged, RowsAreNotTakenOver) {
    test::run_sql(theirs_, GetParam());
    const auto ours = make("ours", {50});
    const MergeSummary summary = run({theirs_, make("sound", {60})});
    ASSERT_TRUE(summary.archives[0].error) << GetParam();
    EXPECT_EQ(summary.archives[0].error->code(), ErrorCode::archive);
    EXPECT_THAT(summary.archives[0].error->what(), HasSubstr(theirs_));
    EXPECT_FALSE(summary.archives[1].error);
    EXPECT_EQ(summary.archives[1].added, 1);
    // Nothing but what other archives say.
    EXPECT_EQ(summary.records, 2 + summary.archives[0].new_records);
    const auto again = merge(folder_ / "copy.db", {ours}, {}, {});
    EXPECT_FALSE(again.archives[0].error);
}

INSTANTIATE_TEST_SUITE_P(
    All, Damaged,
    testing::Values(
        "UPDATE sources SET url = 'https://b.example/'", "UPDATE rules SET text = 'record=.b\n'",
        "UPDATE bodies SET data = x'00'", "UPDATE bodies SET hash = randomblob(16)",
        "UPDATE bodies SET size = size + 1", "UPDATE bodies SET base = 3 - id",
        "UPDATE contents SET title = 'Another'", "UPDATE contents SET fingerprint = randomblob(16)",
        "DELETE FROM contents WHERE id = 1", "UPDATE pages SET contents = '[1,2]', entries = 2",
        "UPDATE pages SET contents = '[2]' WHERE id = 1", "UPDATE pages SET contents = '[1'",
        "UPDATE pages SET obstacle = 'captcha'", "UPDATE pages SET ages = '[\"3 hour\"]'",
        "DELETE FROM pages", "UPDATE snapshots SET captured_at = captured_at + 1",
        "UPDATE snapshots SET url = 'https://b.example/'",
        "UPDATE snapshots SET reader_version = 1",
        "UPDATE snapshots SET end_known = 0, status = 200", "UPDATE snapshots SET form = 'pdf'",
        "UPDATE snapshots SET row_hash = randomblob(16)", "UPDATE snapshots SET rules = NULL",
        "UPDATE fetches SET detail = 'x'", "UPDATE corrections SET made_at = 1",
        "UPDATE correction_contents SET content = randomblob(16) WHERE side = 0",
        "UPDATE watches SET failures = 9", "UPDATE hosts SET not_before = 9",
        "UPDATE robots SET text = 'Disallow: /'", "DROP TABLE snapshots"));

}  // namespace
}  // namespace feedarc
