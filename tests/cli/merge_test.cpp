#include <feedarc/archive.hpp>

#include "cli/samples.hpp"
#include "support/archive_sql.hpp"
#include "support/installed_program.hpp"
#include "support/program.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <random>
#include <thread>

namespace feedarc {
namespace {

using test::Printed;
using test::Program;
using testing::AllOf;
using testing::AnyOf;
using testing::HasSubstr;
using testing::IsEmpty;

// Two machines, each with two of the four sample snapshots, and a third with nothing yet.
class MergeCommand : public testing::Test {
protected:
    MergeCommand() {
        const auto samples = test::sample_snapshots();
        for (std::size_t i = 0; i < samples.size(); ++i) {
            const auto ingested =
                program_.run({"-q", "--archive", i % 2 == 0 ? even_ : odd_, "ingest", samples[i]});
            EXPECT_EQ(ingested.status, 0) << ingested.err;
            (void)program_.run({"-q", "--archive", all_, "ingest", samples[i]});
        }
    }

    Printed merge(std::vector<std::string> words) {
        words.insert(words.begin(), {"--archive", ours_});
        return program_.run(words);
    }
    std::string list(const std::string& archive) {
        return program_
            .run({"--archive", archive, "list", "--format", "tsv", "--fields",
                  "title,excerpt,first_seen,last_seen,sightings,revisions,present"})
            .out;
    }

    Program program_;
    const std::string ours_ = program_.home / "ours.db";
    const std::string even_ = program_.home / "even.db";
    const std::string odd_ = program_.home / "odd.db";
    const std::string all_ = program_.home / "all.db";
};

TEST_F(MergeCommand, BringsArchivesTogetherAndSaysWhatCame) {
    const auto merged = merge({"merge", even_, odd_});
    EXPECT_EQ(merged.status, 0);
    EXPECT_THAT(merged.out, IsEmpty());
    EXPECT_EQ(merged.err, even_ + ": 2 of 2 snapshots new, 12 new records\n" + odd_ +
                              ": 2 of 2 snapshots new, 11 new records\n"
                              "4 new snapshots, 23 new records (23 in the archive)\n");
    EXPECT_EQ(list(ours_), list(all_));
}

TEST_F(MergeCommand, IsSilentUnderQuietWhereNothingCame) {
    EXPECT_THAT(merge({"-q", "merge", even_}).err, HasSubstr("2 of 2 snapshots new"));
    const auto again = merge({"-q", "merge", even_});
    EXPECT_EQ(again.status, 0);
    EXPECT_THAT(again.err, IsEmpty());
    EXPECT_EQ(merge({"merge", even_}).err,
              even_ + ": 0 of 2 snapshots new, 0 new records\nnothing new (12 in the archive)\n");
}

TEST_F(MergeCommand, PrintsJsonForScripts) {
    ASSERT_EQ(program_.run({"-q", "--archive", odd_, "join", "1", "2"}).status, 0);
    const auto merged = merge({"merge", "--json", odd_, program_.home / "none.db"});
    EXPECT_EQ(merged.status, 4);
    EXPECT_EQ(
        merged.out,
        R"({"type":"archive","archive":")" + odd_ +
            R"(","status":"merged","snapshots":2,"new_snapshots":2,"changed_snapshots":0,)"
            R"("filled_bodies":0,"corrections":1,"assignments":0,"fetches":0,"new_records":16,"error":null})"
            "\n"
            R"({"type":"archive","archive":")" +
            (program_.home / "none.db") +
            R"(","status":"failed","snapshots":0,"new_snapshots":0,"changed_snapshots":0,)"
            R"("filled_bodies":0,"corrections":0,"assignments":0,"fetches":0,"new_records":0,"error":")" +
            (program_.home / "none.db") +
            R"(: there is no archive here"})"
            "\n"
            R"({"type":"summary","archives":2,"failed":1,"snapshots":2,"new_snapshots":2,)"
            R"("corrections":1,"assignments":0,"new_records":16,"records":16})"
            "\n");
    EXPECT_EQ(merged.err,
              "feedarc: " + (program_.home / "none.db") + ": there is no archive here\n");
}

TEST_F(MergeCommand, RehearsesWithoutStoring) {
    const auto rehearsed = merge({"merge", "--dry-run", even_, odd_});
    EXPECT_EQ(rehearsed.status, 0);
    EXPECT_THAT(rehearsed.err,
                HasSubstr("dry run, nothing stored: 4 new snapshots, 23 new records (23 in the "
                          "archive)"));
    EXPECT_FALSE(std::filesystem::exists(ours_));
}

TEST_F(MergeCommand, SaysWhatIsWrongWithAnArchive) {
    EXPECT_EQ(merge({"merge"}).status, 2);
    ASSERT_EQ(merge({"-q", "merge", even_}).status, 0);
    const auto itself = merge({"merge", odd_, ours_});
    EXPECT_EQ(itself.status, 2);
    EXPECT_EQ(itself.err,
              "feedarc: " + ours_ + ": that is the archive itself; name those of other machines\n");
    const std::string text = program_.home.write("notes.txt", "This is no archive.");
    const auto foreign = merge({"merge", text, odd_});
    EXPECT_EQ(foreign.status, 4);
    EXPECT_THAT(foreign.err, AllOf(HasSubstr("feedarc: " + text), HasSubstr(odd_ + ": 2 of 2")));
    EXPECT_EQ(list(ours_), list(all_));
    test::run_sql(odd_, "UPDATE contents SET title = 'Another' WHERE id = 1");
    const auto damaged = program_.run({"--archive", program_.home / "new.db", "merge", odd_});
    EXPECT_EQ(damaged.status, 4);
    EXPECT_THAT(damaged.err, AllOf(HasSubstr(odd_ + ": content 1 is not what was written"),
                                   HasSubstr("salvage")));
}

TEST_F(MergeCommand, WaitsForAnotherWriterNoLongerThanToldTo) {
    ASSERT_EQ(merge({"-q", "merge", even_}).status, 0);
    const auto archive = open_archive(ours_, OpenMode::write, std::chrono::seconds(1));
    const auto batch = archive->begin(std::chrono::seconds(1));
    EXPECT_EQ(merge({"--wait", "0", "merge", odd_}).status, 3);
}

TEST_F(MergeCommand, ReadsAnArchiveOfAnOlderVersionAndLeavesItSo) {
    const std::string older = program_.home / "older.db";
    std::filesystem::copy_file(FEEDARC_FIXTURES "/archives/version-1.db", older);
    const std::string bytes = test::read_whole_file(older);
    const auto merged = merge({"merge", older});
    EXPECT_EQ(merged.status, 0) << merged.err;
    EXPECT_EQ(test::read_whole_file(older), bytes);
    const auto listed = program_.run({"--archive", older, "snapshots", "--format", "jsonl"});
    EXPECT_EQ(listed.status, 4);
    EXPECT_EQ(merge({"-q", "merge", older}).err, "");
}

class MergeProgram : public test::InstalledProgram {
protected:
    // Two archives whose many snapshots alternate.
    void make_archives(int number) {
        for (int i = 0; i < number; ++i) {
            std::string page = "LATEST UPDATES\n";
            for (int line = 0; line < 8; ++line) {
                page += "Headline " + std::to_string(i * 3 + line) +
                        " with enough further words that this is surely an entry of its own\n";
            }
            const std::string name = "/@" + std::to_string(1700000000 + i * 3600) + ".txt";
            home_.write((i % 2 == 0 ? "even" : "odd") + name, page);
            home_.write("all" + name, page);
        }
        for (const char* which : {"even", "odd", "all"}) {
            const auto ingested = run(
                {"-q", "--archive", archive(which), "ingest", "--source", "blog", home_ / which});
            ASSERT_EQ(ingested.status, 0) << ingested.err;
        }
    }
    std::string archive(const std::string& which) const { return home_ / (which + ".db"); }
    std::string records(const std::string& which) {
        return run({"--archive", archive(which), "list", "--format", "tsv", "--fields",
                    "title,first_seen,last_seen,sightings,present"})
            .out;
    }
};

TEST_F(MergeProgram, KilledAtAnyMomentGoesOnWhenItIsRunAgain) {
    make_archives(1040);
    const std::string even = records("even");
    const std::string all = records("all");
    const std::string untouched = test::read_whole_file(archive("odd"));
    std::filesystem::copy_file(archive("even"), archive("copy"));
    const auto began = std::chrono::steady_clock::now();
    ASSERT_EQ(run({"-q", "--archive", archive("copy"), "merge", archive("odd")}).status, 0);
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now() - began);
    std::uniform_int_distribution<std::int64_t> any_moment(0, took.count());

    std::filesystem::copy_file(archive("even"), archive("ours"));
    std::mt19937 random(7);
    for (int kills = 0; kills < 6; ++kills) {
        test::Process process(FEEDARC_PROGRAM, options_of_cut_off({"--archive", archive("ours"),
                                                                   "merge", archive("odd")}));
        std::this_thread::sleep_for(std::chrono::microseconds(any_moment(random)));
        ::kill(process.id(), SIGKILL);
        (void)process.wait();
        ASSERT_THAT(records("ours"), AnyOf(even, all)) << kills;
    }
    const auto merged = run({"--archive", archive("ours"), "merge", archive("odd")});
    EXPECT_EQ(merged.status, 0) << merged.err;
    EXPECT_EQ(records("ours"), all);
    EXPECT_EQ(test::read_whole_file(archive("odd")), untouched);
    EXPECT_EQ(run({"-q", "--archive", archive("ours"), "merge", archive("odd")}).err, "");
}

}  // namespace
}  // namespace feedarc
