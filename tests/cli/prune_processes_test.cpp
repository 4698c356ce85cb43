#include "support/captured_pages.hpp"
#include "support/installed_program.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <csignal>
#include <memory>
#include <thread>

namespace feedarc {
namespace {

using nlohmann::json;
using test::CapturedPages;
using test::Outcome;
using test::Process;

class SaveSpaceAtOnce : public test::InstalledProgram {
protected:
    std::vector<std::string> words(std::vector<std::string> command) {
        command.insert(command.begin(), {"--archive", archive_, "--config", "/dev/null"});
        return command;
    }

    std::unique_ptr<Process> start(std::vector<std::string> command) {
        return std::make_unique<Process>(FEEDARC_PROGRAM, options(words(std::move(command))));
    }

    // Every snapshot that is kept can be read; gives how many.
    std::size_t readable() {
        const Outcome listed = run(words({"snapshots", "--format", "json"}));
        EXPECT_EQ(listed.status, 0) << listed.err;
        std::size_t count = 0;
        for (const json& row : json::parse(listed.out)) {
            if (!row["kept"].get<bool>()) continue;
            const Outcome cat = run(words({"cat", row["id"].dump()}));
            EXPECT_EQ(cat.status, 0) << cat.err;
            EXPECT_EQ(cat.out.size(), row["bytes"].get<std::size_t>());
            ++count;
        }
        return count;
    }

    CapturedPages pages_;
    const std::string archive_ = home_ / "archive.db";
};

TEST_F(SaveSpaceAtOnce, WhoPacksPrunesAndIngestsDoesNotHurtTheOthers) {
    pages_.ingest_into(archive_, 0, 200);
    std::vector<std::string> more{"ingest", "--source", "blog"};
    for (int number = 200; number < 300; ++number) more.push_back(pages_.file(number, number));
    std::vector<std::unique_ptr<Process>> running;
    running.push_back(start(more));
    for (int i = 0; i < 2; ++i) {
        running.push_back(start({"pack", "--jobs", "2"}));
        running.push_back(start({"prune", "--keep-last", "150"}));
    }
    for (const auto& process : running) {
        const Outcome outcome = process->wait();
        EXPECT_EQ(outcome.status, 0) << outcome.err;
    }
    EXPECT_GE(readable(), 150U);
    const Outcome pruned = run(words({"prune", "--keep-last", "150"}));
    EXPECT_EQ(pruned.status, 0) << pruned.err;
    EXPECT_EQ(readable(), 150U);
}

TEST_F(SaveSpaceAtOnce, OneThatIsKilledLosesNothingAndTheNextGoesOn) {
    pages_.ingest_into(archive_, 0, 120);
    for (int i = 0; i < 12; ++i) {
        const bool packs = i % 2 == 0;
        const auto process = start(packs ? std::vector<std::string>{"pack"}
                                         : std::vector<std::string>{"prune", "--keep-last", "60"});
        std::this_thread::sleep_for(std::chrono::milliseconds(2 + 7 * i));
        ::kill(process->id(), SIGKILL);
        (void)process->wait();
        EXPECT_GE(readable(), 60U);
    }
    EXPECT_EQ(run(words({"prune", "--keep-last", "60"})).status, 0);
    EXPECT_EQ(readable(), 60U);
}

}  // namespace
}  // namespace feedarc
