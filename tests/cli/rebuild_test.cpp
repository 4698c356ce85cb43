#include <feedarc/read.hpp>

#include "cli/samples.hpp"
#include "support/installed_program.hpp"
#include "support/stored_snapshots.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <random>
#include <thread>

namespace feedarc {
namespace {

using test::Outcome;
using test::Process;
using test::ProcessOptions;
using testing::AllOf;
using testing::AnyOf;
using testing::HasSubstr;
using testing::IsEmpty;

class RebuiltProgram : public test::InstalledProgram {
protected:
    // All that is shown of records and snapshots.
    std::string state() {
        std::string state = run({"list", "--format", "jsonl"}).out;
        state += run({"snapshots", "--format", "jsonl"}).out;
        for (const char* id : {"1", "2", "5", "17"}) {
            state += run({"show", id, "--why", "--format", "json"}).out;
        }
        return state;
    }

    // An archive of many snapshots as a poorer reader left it, at home.
    void store_poorly_read(int number) {
        std::filesystem::create_directories(home_ / ".local/share/feedarc");
        const auto archive = open_archive(location(), OpenMode::write, test::kWait);
        const auto batch = archive->begin(test::kWait);
        app::Deriver deriver(*batch);
        const SourceId source = batch->source("blog", "");
        deriver.begin(source);
        for (int i = 0; i < number; ++i) {
            std::string page = "LATEST UPDATES\n";
            for (int line = 0; line < 20; ++line) {
                page += "Headline " + std::to_string(i * 7 + line) +
                        " with enough further words that this is surely an entry of its own\n";
            }
            Snapshot snapshot;
            snapshot.bytes = page;
            auto entries = read_page(snapshot).entries;
            ASSERT_EQ(entries.size(), 20U);
            entries.pop_back();
            for (Entry& entry : entries) {
                entry.title.resize(entry.title.size() / 2);
                entry.excerpt.resize(entry.excerpt.size() / 2);
            }
            const auto prepared = test::snapshot_of(1'700'000'000 + i * 3600, page, entries);
            const auto added = batch->add(source, prepared);
            deriver.see(source, prepared, added);
        }
        deriver.finish();
        batch->commit();
    }

    std::string location() const { return home_ / ".local/share/feedarc/archive.db"; }
};

TEST_F(RebuiltProgram, ReadsTheSamplesAgainAndChangesNothing) {
    ASSERT_EQ(run(test::with_samples({"-q", "ingest"})).status, 0);
    ASSERT_EQ(run({"-q", "join", "1", "2"}).status, 0);
    const auto before = state();
    const auto rehearsed = run({"rebuild", "--dry-run"});
    EXPECT_EQ(rehearsed.status, 0) << rehearsed.err;
    EXPECT_THAT(rehearsed.err, HasSubstr("dry run, nothing changed: 4 snapshots read again"));
    const auto rebuilt = run({"rebuild", "--jobs", "2"});
    EXPECT_EQ(rebuilt.status, 0) << rebuilt.err;
    EXPECT_THAT(rebuilt.out, IsEmpty());
    EXPECT_THAT(rebuilt.err,
                AllOf(HasSubstr("4 snapshots read again, 0 show something else"),
                      HasSubstr("records: 0 joined, 0 split, 0 new, 0 gone, 0 fields gained (22 in "
                                "the archive)")));
    EXPECT_EQ(run({"-q", "rebuild", "--json"}).out,
              R"({"type":"rebuild","snapshots":4,"changed_snapshots":0,"kept":0,"refused":0,)"
              R"("damaged":0,"joined":0,"split":0,"new":0,"gone":0,"fields_gained":0,"records":22})"
              "\n");
    EXPECT_THAT(run({"-q", "rebuild"}).err, IsEmpty());
    EXPECT_EQ(state(), before);
}

TEST_F(RebuiltProgram, LeavesTheOldOrTheNewArchiveWhenItIsKilled) {
    store_poorly_read(250);
    const std::string copy = home_ / "copy.db";
    std::filesystem::copy_file(location(), copy);
    const auto old_state = state();
    const auto began = std::chrono::steady_clock::now();
    ASSERT_EQ(run({"-q", "rebuild"}).status, 0);
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now() - began);
    std::uniform_int_distribution<std::int64_t> any_moment(0, took.count());
    const auto new_state = state();
    ASSERT_NE(new_state, old_state);

    std::mt19937 random(7);
    for (int round = 0; round < 10; ++round) {
        // Twice on the same archive, so that one meets what the other left.
        if (round % 2 == 0) {
            for (const char* end : {"-wal", "-shm"}) std::filesystem::remove(location() + end);
            std::filesystem::copy_file(copy, location(),
                                       std::filesystem::copy_options::overwrite_existing);
        }
        Process process(FEEDARC_PROGRAM, options_of_cut_off({"-q", "rebuild"}));
        std::this_thread::sleep_for(std::chrono::microseconds(any_moment(random)));
        const int signal = round % 3 == 2 ? SIGTERM : SIGKILL;
        ::kill(process.id(), signal);
        // It may have been faster than the signal.
        EXPECT_THAT(process.wait().status, AnyOf(0, 128 + signal));
        EXPECT_THAT(state(), AnyOf(old_state, new_state)) << round;
    }
    EXPECT_EQ(run({"-q", "rebuild"}).status, 0);
    EXPECT_EQ(state(), new_state);
}

}  // namespace
}  // namespace feedarc
