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
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

class CheckCommand : public testing::Test {
protected:
    CheckCommand() {
        program_.environment["FEEDARC_ARCHIVE"] = archive_;
        (void)program_.run(test::with_samples({"ingest"}));
    }

    test::Printed run(std::vector<std::string> arguments) { return program_.run(arguments); }

    Program program_;
    std::string archive_ = program_.home / "a.db";
};

TEST_F(CheckCommand, SaysThatNothingIsDamaged) {
    const auto all = run({"check"});
    EXPECT_EQ(all.status, 0);
    EXPECT_THAT(all.out, IsEmpty());
    EXPECT_EQ(all.err, "nothing is damaged: 60 rows, all that is derived\n");
    EXPECT_EQ(run({"check", "--data"}).err,
              "nothing is damaged: 60 rows, 4 bodies (26868 bytes), all that is derived\n");
    EXPECT_EQ(run({"check", "--quick"}).err, "nothing is damaged: file, schema and structure\n");
    EXPECT_THAT(run({"check", "-q"}).err, IsEmpty());
}

TEST_F(CheckCommand, NamesWhatIsDamagedAndExitsWith4) {
    test::run_sql(archive_, "UPDATE snapshots SET media_type = 'text/html' WHERE id = 2");
    const auto damaged = run({"check", "-q"});
    EXPECT_EQ(damaged.status, 4);
    EXPECT_THAT(damaged.err,
                HasSubstr("feedarc: snapshots 2: its values do not match its hash (snapshot 2, "
                          "source default, 2026-01-12T08:30:00Z); restore it from a backup"));
    EXPECT_THAT(damaged.err, HasSubstr("\n1 damage: 60 rows\n"));
    EXPECT_EQ(run({"check", "--quick"}).status, 0);
}

TEST_F(CheckCommand, SaysHowToDeriveAgainWhatIsWronglyDerived) {
    test::run_sql(archive_, "UPDATE records SET title = 'Other' WHERE id = 2");
    const auto damaged = run({"check"});
    EXPECT_EQ(damaged.status, 4);
    EXPECT_THAT(damaged.err, AllOf(HasSubstr("records 2: title is Other, and "),
                                   HasSubstr("; `feedarc rebuild` derives it again")));
    EXPECT_EQ(run({"rebuild"}).status, 0);
    EXPECT_EQ(run({"check"}).status, 0);
}

TEST_F(CheckCommand, PrintsJson) {
    test::run_sql(archive_, "UPDATE snapshots SET media_type = 'text/html' WHERE id = 2");
    const auto damaged = run({"check", "--json"});
    EXPECT_EQ(damaged.status, 4);
    EXPECT_THAT(damaged.err, IsEmpty());
    std::istringstream lines(damaged.out);
    std::string line;
    std::getline(lines, line);
    const json damage = json::parse(line);
    EXPECT_EQ(damage["type"], "damage");
    EXPECT_EQ(damage["table"], "snapshots");
    EXPECT_EQ(damage["row"], "2");
    EXPECT_EQ(damage["snapshot"], 2);
    EXPECT_EQ(damage["page"], nullptr);
    EXPECT_EQ(damage["captured_at"], "2026-01-12T08:30:00Z");
    std::getline(lines, line);
    const json summary = json::parse(line);
    EXPECT_EQ(summary["type"], "check");
    EXPECT_EQ(summary["damages"], 1);
    EXPECT_EQ(summary["derived"], false);
}

TEST_F(CheckCommand, TakesAPartOfTheBodiesByTheDay) {
    std::int64_t bodies = 0;
    for (int day = 0; day < 4; ++day) {
        program_.now = test::kNow + std::chrono::days{day};
        const json summary = json::parse(run({"check", "--sample", "25%", "--json"}).out);
        EXPECT_EQ(summary["sample_slices"], 4);
        bodies += summary["bodies"].get<std::int64_t>();
    }
    EXPECT_EQ(bodies, 4);
    for (const char* wrong : {"", "0", "101", "x", "5%%"}) {
        EXPECT_EQ(run({"check", "--sample", wrong}).status, 2) << wrong;
    }
    EXPECT_EQ(run({"check", "--quick", "--data"}).status, 2);
}

TEST_F(CheckCommand, IsOfAnArchiveThatIsThere) {
    EXPECT_EQ(run({"check", "--archive", program_.home / "none.db"}).status, 4);
    EXPECT_EQ(run({"check", "--archive", program_.home.write("empty.db", "")}).status, 4);
    EXPECT_EQ(run({"check", "--archive", program_.home.write("noise.db", "noise")}).status, 4);
    EXPECT_EQ(run({"check", "--archive", program_.home.path()}).status, 4);
}

}  // namespace
}  // namespace feedarc
