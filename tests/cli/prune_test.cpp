#include "support/captured_pages.hpp"
#include "support/program.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <fstream>

namespace feedarc {
namespace {

using nlohmann::json;
using test::CapturedPages;
using test::Printed;
using test::Program;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

class SaveSpace : public testing::Test {
protected:
    Printed run(std::vector<std::string> words) {
        words.insert(words.begin(), {"--archive", archive_});
        return program_.run(words);
    }

    void ingest(int first, int end, const std::string& source = "blog") {
        pages_.ingest_into(archive_, first, end, source);
    }

    void configure(const std::string& text) {
        program_.environment["FEEDARC_CONFIG"] = program_.home.write("config.toml", text);
    }

    json rows(const std::string& command) {
        const Printed printed = run({command, "--format", "json"});
        EXPECT_EQ(printed.status, 0) << printed.err;
        return json::parse(printed.out);
    }

    static json last_line(const std::string& text) {
        const auto end = text.find_last_not_of('\n');
        const auto begin = text.rfind('\n', end);
        return json::parse(text.substr(begin == std::string::npos ? 0 : begin + 1));
    }

    Program program_;
    CapturedPages pages_;
    const std::string archive_ = program_.home / "archive.db";
};

TEST_F(SaveSpace, PackSaysWhatItSaved) {
    ingest(0, 40);
    const Printed printed = run({"pack"});
    EXPECT_EQ(printed.status, 0);
    EXPECT_THAT(printed.out, IsEmpty());
    EXPECT_THAT(printed.err, StartsWith("40 bodies packed into 1 block: "));
    EXPECT_EQ(run({"cat", "1"}).out, CapturedPages::bytes_of(0));
    EXPECT_THAT(run({"pack"}).err, HasSubstr("nothing to pack"));
    EXPECT_THAT(run({"-q", "pack"}).err, IsEmpty());
}

TEST_F(SaveSpace, PackPrintsAnObjectForScripts) {
    ingest(0, 40);
    const json dry = json::parse(run({"pack", "--json", "--dry-run"}).out);
    const json packed = json::parse(run({"pack", "--json"}).out);
    EXPECT_EQ(packed["type"], "pack");
    EXPECT_EQ(packed["bodies"], 40);
    EXPECT_EQ(packed["blocks"], 1);
    EXPECT_EQ(packed["after"], dry["after"]);
    EXPECT_LT(packed["after"], packed["before"]);
    EXPECT_TRUE(packed.contains("file_after"));
    EXPECT_FALSE(dry.contains("file_after"));
}

TEST_F(SaveSpace, PruneDropsBytesAndSaysSo) {
    ingest(0, 40);
    const Printed printed = run({"prune", "--keep-last", "2"});
    EXPECT_EQ(printed.status, 0);
    EXPECT_THAT(printed.err, StartsWith("blog: 38 of 40 snapshots lose their bytes, captured from "
                                        "2026-01-01T00:00:00Z to 2026-01-02T13:00:00Z ("));
    EXPECT_THAT(printed.err, HasSubstr("38 snapshots without their bytes: "));
    const Printed cat = run({"cat", "1"});
    EXPECT_EQ(cat.status, 1);
    EXPECT_EQ(cat.err, "feedarc: snapshot 1: its bytes were pruned\n");
    EXPECT_EQ(run({"cat", "40"}).out, CapturedPages::bytes_of(39));
    const json snapshots = rows("snapshots");
    EXPECT_EQ(snapshots[0]["kept"], true);
    EXPECT_EQ(snapshots[39]["kept"], false);
    EXPECT_EQ(snapshots[39]["stored_bytes"], 0);
    EXPECT_EQ(snapshots[39]["entries"], 36);
    EXPECT_EQ(rows("stats")["pruned"], 38);
    EXPECT_EQ(run({"diff", "1", "2"}).status, 0);
    EXPECT_THAT(run({"rebuild"}).err, HasSubstr("38 without their bytes"));
    EXPECT_THAT(run({"prune", "--keep-last", "2"}).err, HasSubstr("nothing to prune"));
    EXPECT_THAT(run({"-q", "prune", "--keep-last", "2"}).err, IsEmpty());
}

TEST_F(SaveSpace, APruningIsToldBeforeAndADryRunTellsOnly) {
    ingest(0, 10);
    const Printed dry = run({"prune", "--keep-last", "1", "--dry-run"});
    EXPECT_EQ(dry.status, 0);
    EXPECT_THAT(dry.err, HasSubstr("blog: 9 of 10 snapshots would lose their bytes"));
    EXPECT_THAT(dry.err, HasSubstr("dry run, nothing changed"));
    EXPECT_EQ(rows("stats")["pruned"], 0);
}

TEST_F(SaveSpace, PrunePrintsLinesForScripts) {
    ingest(0, 40);
    const Printed printed = run({"prune", "--keep-last", "20", "--json"});
    const json source = json::parse(printed.out.substr(0, printed.out.find('\n')));
    EXPECT_EQ(source["type"], "source");
    EXPECT_EQ(source["source"], "blog");
    EXPECT_EQ(source["snapshots"], 20);
    EXPECT_EQ(source["kept"], 20);
    EXPECT_EQ(source["first_captured"], "2026-01-01T00:00:00Z");
    EXPECT_EQ(last_line(printed.out)["type"], "pack");
    EXPECT_EQ(last_line(printed.out)["bodies"], 20);
    EXPECT_THAT(printed.err, IsEmpty());
    const Printed again = run({"prune", "--keep-last", "20", "--json", "--no-pack"});
    EXPECT_EQ(last_line(again.out)["type"], "prune");
    EXPECT_EQ(last_line(again.out)["snapshots"], 0);
}

TEST_F(SaveSpace, TheConfigurationSaysWhatIsKept) {
    ingest(0, 10, "blog");
    ingest(20, 30, "news");
    configure(
        "[retention]\nkeep_last = 3\n[[source]]\nname = \"news\"\n"
        "url = \"https://news.example/\"\n[source.retention]\nkeep_within = \"1h\"\n");
    EXPECT_EQ(run({"config", "check"}).status, 0);
    const Printed printed = run({"prune"});
    EXPECT_THAT(printed.err, HasSubstr("blog: 7 of 10 snapshots"));
    EXPECT_THAT(printed.err, HasSubstr("news: 8 of 10 snapshots"));
    const Printed over = run({"prune", "--source", "blog", "--keep-last", "1"});
    EXPECT_THAT(over.err, HasSubstr("blog: 2 of 3 snapshots"));
    EXPECT_EQ(rows("stats")["pruned"], 17);
}

TEST_F(SaveSpace, WithoutRulesNothingGoes) {
    ingest(0, 3);
    const Printed printed = run({"prune"});
    EXPECT_EQ(printed.status, 2);
    EXPECT_THAT(printed.err, HasSubstr("--keep-daily 30"));
    EXPECT_THAT(printed.err, HasSubstr("[retention]"));
    EXPECT_EQ(run({"prune", "--keep-last", "0"}).status, 2);
    EXPECT_EQ(run({"prune", "--keep-within", "soon"}).status, 2);
    EXPECT_EQ(run({"prune", "--shrink", "--no-shrink", "--keep-last", "1"}).status, 2);
    EXPECT_EQ(rows("stats")["pruned"], 0);
}

TEST_F(SaveSpace, MistakesInTheRulesOfTheConfigurationAreNamed) {
    configure(
        "[retention]\nkeep_dayly = 3\nkeep_last = 0\n[[source]]\nname = \"news\"\n"
        "url = \"https://news.example/\"\nretention = 5\n");
    const Printed printed = run({"config", "check"});
    EXPECT_EQ(printed.status, 2);
    EXPECT_THAT(printed.out + printed.err, HasSubstr("keep_dayly"));
    EXPECT_THAT(printed.out + printed.err, HasSubstr("keep_daily"));
    EXPECT_THAT(printed.out + printed.err, HasSubstr("retention.keep_last"));
    EXPECT_THAT(printed.out + printed.err, HasSubstr("[source.retention]"));
}

TEST_F(SaveSpace, ASourceThatThereIsNotIsNamed) {
    ingest(0, 3);
    for (const auto& words : {std::vector<std::string>{"pack", "--source", "blgo"},
                              {"prune", "--source", "blgo", "--keep-last", "1"}}) {
        const Printed printed = run(words);
        EXPECT_EQ(printed.status, 1);
        EXPECT_THAT(printed.err, HasSubstr("did you mean 'blog'"));
    }
    program_.home.write("empty/x", "");
    EXPECT_EQ(program_.run({"--archive", program_.home / "none.db", "pack"}).status, 4);
}

TEST_F(SaveSpace, AnInterruptedRunSaysSo) {
    ingest(0, 40);
    program_.interruption.signal = 15;
    EXPECT_EQ(run({"pack"}).status, 143);
    EXPECT_EQ(run({"prune", "--keep-last", "1"}).status, 143);
    program_.interruption.signal = 0;
    EXPECT_EQ(run({"cat", "1"}).out, CapturedPages::bytes_of(0));
}

}  // namespace
}  // namespace feedarc
