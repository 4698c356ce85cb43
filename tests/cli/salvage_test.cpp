#include "cli/samples.hpp"
#include "support/archive_sql.hpp"
#include "support/program.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <sstream>

namespace feedarc {
namespace {

using nlohmann::json;
using test::Program;
using testing::HasSubstr;
using testing::IsEmpty;

class SalvageCommand : public testing::Test {
protected:
    SalvageCommand() {
        program_.environment["FEEDARC_ARCHIVE"] = archive_;
        (void)program_.run(test::with_samples({"ingest"}));
    }

    test::Printed run(std::vector<std::string> arguments) { return program_.run(arguments); }

    Program program_;
    std::string archive_ = program_.home / "a.db";
    std::string rescued_ = program_.home / "rescued.db";
};

TEST_F(SalvageCommand, MakesTheSameArchiveOfAWholeOne) {
    const auto made = run({"salvage", rescued_});
    EXPECT_EQ(made.status, 0);
    EXPECT_THAT(made.out, IsEmpty());
    EXPECT_EQ(made.err, rescued_ + ": 4 snapshots, 4 bodies, 23 records; nothing was lost\n");
    for (const char* command : {"list", "log", "snapshots", "sources"}) {
        EXPECT_EQ(run({command, "--archive", rescued_, "--format", "jsonl"}).out,
                  run({command, "--format", "jsonl"}).out);
    }
    const auto again = run({"salvage", rescued_});
    EXPECT_EQ(again.status, 2);
    EXPECT_THAT(again.err, HasSubstr("something is there already"));
}

TEST_F(SalvageCommand, NamesWhatIsLostAndExitsWith4) {
    test::run_sql(archive_, "UPDATE snapshots SET media_type = 'text/html' WHERE id = 2");
    const auto made = run({"salvage", rescued_, "-q"});
    EXPECT_EQ(made.status, 4);
    EXPECT_THAT(made.err, HasSubstr("feedarc: lost: snapshots 2: the snapshot (snapshot 2, source "
                                    "default, 2026-01-12T08:30:00Z)\n"));
    EXPECT_THAT(made.err, HasSubstr("3 snapshots, 4 bodies, 21 records; 1 loss\n"));
    EXPECT_EQ(run({"check", "--data", "--archive", rescued_}).status, 0);
}

TEST_F(SalvageCommand, PrintsJson) {
    test::run_sql(archive_, "UPDATE snapshots SET media_type = 'text/html' WHERE id = 2");
    const auto made = run({"salvage", rescued_, "--json"});
    EXPECT_EQ(made.status, 4);
    EXPECT_THAT(made.err, IsEmpty());
    std::istringstream lines(made.out);
    std::string line;
    std::getline(lines, line);
    const json lost = json::parse(line);
    EXPECT_EQ(lost["type"], "lost");
    EXPECT_EQ(lost["table"], "snapshots");
    EXPECT_EQ(lost["snapshot"], 2);
    std::getline(lines, line);
    const json summary = json::parse(line);
    EXPECT_EQ(summary["type"], "salvage");
    EXPECT_EQ(summary["lost"], 1);
    EXPECT_EQ(summary["snapshots"], 3);
}

TEST_F(SalvageCommand, NeedsAnOldArchive) {
    EXPECT_EQ(run({"salvage", rescued_, "--archive", program_.home / "none.db"}).status, 4);
    EXPECT_EQ(run({"salvage"}).status, 2);
    EXPECT_EQ(run({"salvage", archive_}).status, 2);
    const auto noise =
        run({"salvage", "--archive", program_.home.write("noise.db", "x"), rescued_});
    EXPECT_EQ(noise.status, 4);
    EXPECT_THAT(noise.err, HasSubstr("nothing of an archive is in it"));
    EXPECT_EQ(run({"stats", "--archive", rescued_}).status, 4);  // nothing was made
}

}  // namespace
}  // namespace feedarc
