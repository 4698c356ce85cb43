#include "cli/samples.hpp"
#include "support/installed_program.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace feedarc {
namespace {

using test::Outcome;
using test::Process;
using test::ProcessOptions;
using test::with_samples;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

class RealProgram : public test::InstalledProgram {
protected:
    // A folder with many snapshots that take a while to ingest.
    std::string many_snapshots(int number) {
        for (int i = 0; i < number; ++i) {
            std::string page = "LATEST UPDATES\n";
            for (int line = 0; line < 20; ++line) {
                page += "Headline " + std::to_string(i * 7 + line) +
                        " with enough further words that this is surely an entry of its own\n";
            }
            home_.write("many/@" + std::to_string(1700000000 + i * 3600) + ".txt", page);
        }
        return home_ / "many";
    }
};

TEST_F(RealProgram, IngestsListsAndEndsWithItsStatus) {
    const auto ingested = run(with_samples({"ingest"}));
    EXPECT_EQ(ingested.status, 0) << ingested.err;
    EXPECT_THAT(ingested.out, IsEmpty());
    const auto listed = run({"list", "--category", "NLP", "--fields", "sightings"});
    EXPECT_EQ(listed.status, 0);
    EXPECT_EQ(listed.out, "sightings\n3\n");
    EXPECT_EQ(run({"nonsense"}).status, 2);
    EXPECT_EQ(run({"show", "999"}).status, 1);
    EXPECT_EQ(run({"list", "--archive", home_ / "nothere.db"}).status, 4);
}

TEST_F(RealProgram, KeepsTheArchiveToItsOwner) {
    ASSERT_EQ(run(with_samples({"ingest"})).status, 0);
    struct stat status {};
    ASSERT_EQ(::stat((home_ / ".local/share/feedarc/archive.db").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 077U, 0U);
}

TEST_F(RealProgram, ReadsStandardInput) {
    auto input = options({"ingest", "--json", "-"});
    input.input = test::read_whole_file(test::sample_snapshots()[0]);
    const auto ingested = test::run_process(FEEDARC_PROGRAM, input);
    EXPECT_EQ(ingested.status, 0) << ingested.err;
    EXPECT_THAT(ingested.out, HasSubstr(R"("input":"-")"));
    EXPECT_THAT(ingested.out, HasSubstr(R"("entries":7)"));
    input.arguments = {"extract", "-"};
    const auto extracted = test::run_process(FEEDARC_PROGRAM, input);
    EXPECT_EQ(extracted.status, 0) << extracted.err;
    EXPECT_EQ(std::count(extracted.out.begin(), extracted.out.end(), '\n'), 8);
}

TEST_F(RealProgram, TakesAPipeThatClosesEarlyForTheEndOfItsWork) {
    ASSERT_EQ(run(with_samples({"ingest"})).status, 0);
    for (const std::vector<std::string>& words :
         std::vector<std::vector<std::string>>{{"list"},
                                               {"list", "--format", "json"},
                                               {"list", "--format", "jsonl"},
                                               {"list", "--template", "{title}"},
                                               {"export", "--format", "jsonl"},
                                               {"export", "--format", "atom"},
                                               {"cat", "1"},
                                               {"--help"},
                                               {"stats"}}) {
        auto closed = options(words);
        closed.close_out = true;
        const auto outcome = test::run_process(FEEDARC_PROGRAM, closed);
        EXPECT_EQ(outcome.status, 0) << words[0];
        EXPECT_THAT(outcome.err, IsEmpty()) << words[0];
    }
}

TEST_F(RealProgram, StoresSnapshotsAlsoWhereNobodyReadsTheirLines) {
    auto closed = options(with_samples({"ingest", "--json"}));
    closed.close_out = true;
    EXPECT_EQ(test::run_process(FEEDARC_PROGRAM, closed).status, 0);
    EXPECT_EQ(run({"list", "--count"}).out, "23\n");
}

TEST_F(RealProgram, TellsThatStandardOutputIsFull) {
    if (::access("/dev/full", W_OK) != 0) GTEST_SKIP() << "no /dev/full";
    ASSERT_EQ(run(with_samples({"ingest"})).status, 0);
    for (const std::vector<std::string>& words :
         std::vector<std::vector<std::string>>{{"list"},
                                               {"list", "--format", "json"},
                                               {"cat", "1"},
                                               {"--help"},
                                               with_samples({"ingest", "--json"})}) {
        auto full = options(words);
        full.out_path = "/dev/full";
        const auto outcome = test::run_process(FEEDARC_PROGRAM, full);
        EXPECT_EQ(outcome.status, 6) << words[0];
        EXPECT_THAT(outcome.err, StartsWith("feedarc: standard output: ")) << words[0];
    }
}

TEST_F(RealProgram, EndsWithStatus6WhereFilesMayNotGrow) {
    auto limited = options_of_cut_off({"ingest", many_snapshots(300)});
    limited.file_size_limit = 64L << 10U;
    const auto outcome = test::run_process(FEEDARC_PROGRAM, limited);
    EXPECT_EQ(outcome.status, 6) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("feedarc: "));
}

struct SignalCase {
    const char* name;
    int number;
    int status;
};

class InterruptedProgram : public RealProgram, public testing::WithParamInterface<SignalCase> {};

TEST_P(InterruptedProgram, EndsInOrderAndGoesOnLaterAsIfNothingHadBeen) {
    const std::string folder = many_snapshots(4000);
    Process process(FEEDARC_PROGRAM, options({"ingest", "--json", "--jobs", "1", folder}));
    // The first acknowledgement: the run is in its midst.
    const std::string first = process.read_line();
    ::kill(process.id(), GetParam().number);
    const auto outcome = process.wait();
    // It may have been faster than the signal.
    if (outcome.status == 0) GTEST_SKIP() << "the run was over";
    EXPECT_EQ(outcome.status, GetParam().status) << outcome.err;
    EXPECT_THAT(first, StartsWith(R"({"type":"snapshot")"));
    const auto stored = 1 + std::count(outcome.out.begin(), outcome.out.end(), '\n');
    EXPECT_EQ(run({"snapshots", "--fields", "id"}).status, 0);
    const auto listed = run({"snapshots", "--fields", "id"}).out;
    EXPECT_EQ(std::count(listed.begin(), listed.end(), '\n') - 1, stored);
    const auto again = run({"ingest", folder});
    EXPECT_EQ(again.status, 0) << again.err;
    EXPECT_THAT(again.err, HasSubstr("4000 snapshots"));
}

TEST_P(InterruptedProgram, EndsAtOnceWhileItReadsStandardInput) {
    int ends[2];
    ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
    auto waiting = options({"extract", "-"});
    waiting.input_descriptor = ends[0];
    Process process(FEEDARC_PROGRAM, waiting);
    // It has read what it was sent once the pipe takes no more than it holds.
    const std::string more(1U << 20U, 'a');
    ASSERT_EQ(::write(ends[1], more.data(), more.size()), static_cast<ssize_t>(more.size()));
    ::kill(process.id(), GetParam().number);
    EXPECT_EQ(process.wait().status, GetParam().status);
    ::close(ends[0]);
    ::close(ends[1]);
}

INSTANTIATE_TEST_SUITE_P(Each, InterruptedProgram,
                         testing::Values(SignalCase{"SIGINT", SIGINT, 130},
                                         SignalCase{"SIGTERM", SIGTERM, 143}),
                         [](const auto& parameter) { return std::string(parameter.param.name); });

}  // namespace
}  // namespace feedarc
