#include <feedarc/archive.hpp>

#include "cli/samples.hpp"
#include "support/installed_program.hpp"
#include "support/program.hpp"
#include "support/rounds.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <random>
#include <thread>

namespace feedarc {
namespace {

namespace fs = std::filesystem;
using test::Process;
using test::Program;
using test::with_samples;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::StartsWith;

TEST(Backup, SaysWhatItCopied) {
    Program program;
    ASSERT_EQ(program.run(with_samples({"-q", "ingest"})).status, 0);
    const std::string copy = program.home / "copy.db";
    const auto made = program.run({"backup", copy});
    EXPECT_EQ(made.status, 0);
    EXPECT_THAT(made.out, IsEmpty());
    EXPECT_THAT(made.err,
                MatchesRegex(copy + ": [0-9.]+ KiB, 4 snapshots, 23 records; verified\n"));
    const auto again = program.run({"backup", "--json", copy});
    EXPECT_THAT(again.out, StartsWith(R"({"type":"backup","file":")" + copy + R"(","bytes":)"));
    EXPECT_THAT(again.out, HasSubstr(R"("snapshots":4,"bodies":4,"records":23})"));
    EXPECT_THAT(again.err, IsEmpty());
    EXPECT_THAT(program.run({"-q", "backup", copy}).err, IsEmpty());
    EXPECT_EQ(program.run({"list", "--format", "json", "--archive", copy}).out,
              program.run({"list", "--format", "json"}).out);
}

TEST(Backup, EndsWithTheStatusOfWhatIsWrong) {
    Program program;
    const std::string copy = program.home / "copy.db";
    EXPECT_EQ(program.run({"backup", copy}).status, 4);  // there is no archive
    ASSERT_EQ(program.run(with_samples({"-q", "ingest"})).status, 0);
    const std::string text = program.home.write("text", "mine");
    EXPECT_EQ(program.run({"backup", text}).status, 2);
    EXPECT_EQ(program.run({"backup", program.home / "nothere/copy.db"}).status, 6);
    EXPECT_EQ(program.run({"backup"}).status, 2);
    program.interruption.signal = SIGTERM;
    EXPECT_EQ(program.run({"backup", copy}).status, 143);
    EXPECT_FALSE(fs::exists(copy));
    EXPECT_EQ(test::read_whole_file(text), "mine");
}

class BackedUpProgram : public test::InstalledProgram {
protected:
    std::string location() const { return home_ / ".local/share/feedarc/archive.db"; }

    // A process that ingests one snapshot after the other until there is a file `stop`, and then
    // says in a file how many of them were acknowledged.
    std::unique_ptr<Process> writer(const std::string& name) {
        auto words = options({"-c",
                              "n=0; while [ ! -e \"$HOME/stop\" ]; do n=$((n+1)); "
                              "echo \"Headline $n of $0 with words enough to be an entry\" | "
                              "\"$1\" -q ingest --source $0 --captured-at @$((1700000000+n*60)) - "
                              "|| exit; echo $n > \"$HOME/$0.new\"; "
                              "mv \"$HOME/$0.new\" \"$HOME/$0\"; done",
                              name, FEEDARC_PROGRAM});
        return std::make_unique<Process>("/bin/sh", words);
    }

    std::map<std::string, std::int64_t> acknowledged(const std::vector<std::string>& writers) {
        std::map<std::string, std::int64_t> counts;
        for (const std::string& name : writers) {
            std::ifstream file(home_ / name);
            file >> counts[name];
        }
        return counts;
    }
};

TEST_F(BackedUpProgram, CopiesAllThatWasAcknowledgedWhileFourOthersWrite) {
    const std::vector<std::string> names{"w1", "w2", "w3", "w4"};
    ASSERT_EQ(run(with_samples({"-q", "ingest"})).status, 0);
    std::vector<std::unique_ptr<Process>> writers;
    for (const std::string& name : names) writers.push_back(writer(name));
    const std::string copy = home_ / "copy.db";
    std::int64_t before = 0;
    int grown = 0;
    const int rounds = test::rounds(20);
    for (int round = 0; round < rounds; ++round) {
        const auto stored = acknowledged(names);
        const auto made = run({"-q", "backup", copy});
        ASSERT_EQ(made.status, 0) << made.err;
        const auto archive = open_archive(copy, OpenMode::read, std::chrono::milliseconds(1000));
        std::map<std::string, std::int64_t> copied;
        std::vector<SnapshotId> ids;
        archive->snapshots(std::nullopt, [&](const SnapshotInfo& snapshot) {
            ++copied[snapshot.source];
            ids.push_back(snapshot.id);
            return true;
        });
        for (const auto& [name, count] : stored) EXPECT_GE(copied[name], count) << name;
        // Newest first: the others were looked at in earlier rounds.
        for (std::size_t i = 0; i < std::min<std::size_t>(ids.size(), 50); ++i) {
            EXPECT_TRUE(archive->body(ids[i])) << ids[i];
        }
        const auto now = static_cast<std::int64_t>(ids.size());
        EXPECT_GE(now, before);
        if (now > before) ++grown;
        before = now;
    }
    home_.write("stop", "");
    for (const auto& process : writers) {
        const auto outcome = process->wait();
        EXPECT_EQ(outcome.status, 0) << outcome.err;
    }
    EXPECT_GT(grown, rounds / 4) << "nobody wrote meanwhile";
}

TEST_F(BackedUpProgram, LeavesTheOldCopyOrTheNewOneWhenItIsKilled) {
    ASSERT_EQ(run(with_samples({"-q", "ingest"})).status, 0);
    const std::string copy = home_ / "copies/copy.db";
    fs::create_directory(home_ / "copies");
    const auto began = std::chrono::steady_clock::now();
    ASSERT_EQ(run({"-q", "backup", copy}).status, 0);
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now() - began);
    std::uniform_int_distribution<std::int64_t> any_moment(0, took.count());
    std::mt19937 random(7);
    int killed = 0;
    for (int round = 0; round < 20; ++round) {
        Process process(FEEDARC_PROGRAM, options_of_cut_off({"-q", "backup", copy}));
        std::this_thread::sleep_for(std::chrono::microseconds(any_moment(random)));
        ::kill(process.id(), round % 2 == 0 ? SIGKILL : SIGTERM);
        if (process.wait().status != 0) ++killed;
        EXPECT_EQ(run({"snapshots", "--fields", "id", "--archive", copy}).out, "id\n4\n3\n2\n1\n");
    }
    EXPECT_GT(killed, 0);
    ASSERT_EQ(run({"-q", "backup", copy}).status, 0);
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(home_ / "copies")) {
        names.push_back(entry.path().filename().string());
    }
    EXPECT_THAT(names, testing::ElementsAre("copy.db"));
}

}  // namespace
}  // namespace feedarc
