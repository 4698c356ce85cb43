#include "cli/samples.hpp"
#include "support/program.hpp"

#include <gmock/gmock.h>

#include <sstream>
#include <string>
#include <vector>

namespace feedarc {
namespace {

using test::Printed;
using test::Program;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

// Two dumps of three entries each, of which one repeats.
class CorrectedProgram : public testing::Test {
protected:
    CorrectedProgram() {
        write("20260111T080000Z.txt", {"alpha", "beta", "gamma"});
        write("20260112T080000Z.txt", {"delta", "alpha", "beta"});
        EXPECT_EQ(program_.run({"-q", "ingest", program_.home / "pages"}).status, 0);
    }

    void write(const std::string& name, const std::vector<std::string>& words) {
        std::string page = "LATEST UPDATES\n";
        for (const std::string& word : words) {
            page += "Headline about " + word +
                    " with enough further words that this is surely an entry of its own\n";
        }
        program_.home.write("pages/" + name, page);
    }

    Printed run(const std::vector<std::string>& words) { return program_.run(words); }

    std::string ids() { return run({"list", "--fields", "id,sightings"}).out; }

    Program program_;
};

TEST_F(CorrectedProgram, JoinsTwoRecordsAndTakesItBack) {
    const auto before = ids();
    const auto joined = run({"join", "1", "2"});
    EXPECT_EQ(joined.status, 0) << joined.err;
    EXPECT_THAT(joined.out, IsEmpty());
    EXPECT_THAT(joined.err, AllOf(HasSubstr("record 2 joined 1\n"),
                                  HasSubstr("correction 1; `feedarc undo 1` takes it back\n")));
    EXPECT_EQ(run({"show", "2", "--format", "json"}).out,
              run({"show", "1", "--format", "json"}).out);
    const auto shown = run({"show", "1", "--why", "--format", "json"}).out;
    EXPECT_THAT(shown, AllOf(HasSubstr(R"("sightings":4)"), HasSubstr(R"("kind":"correction")")));
    EXPECT_EQ(run({"undo"}).status, 0);
    EXPECT_EQ(ids(), before);
    const auto list = run({"undo", "--list", "--fields", "id,kind,in_force,about"}).out;
    EXPECT_THAT(list, StartsWith("id\tkind\tin_force\tabout\n2\tundo\ttrue\tcorrection 1\n"));
    EXPECT_THAT(list, HasSubstr("\n1\tjoin\tfalse\tHeadline about "));
    EXPECT_EQ(run({"undo", "2"}).status, 0);
    EXPECT_THAT(run({"show", "2", "--format", "json"}).out, HasSubstr(R"("id":1,)"));
}

TEST_F(CorrectedProgram, SplitsWhatASnapshotShows) {
    ASSERT_EQ(run({"-q", "join", "1", "2"}).status, 0);
    const auto split = run({"split", "1", "1:1"});
    EXPECT_EQ(split.status, 0) << split.err;
    EXPECT_THAT(split.err, HasSubstr("all sightings of the same contents went along"));
    EXPECT_THAT(run({"show", "2", "--format", "json"}).out,
                AllOf(HasSubstr(R"("id":2,)"), HasSubstr(R"("sightings":2)")));
}

TEST_F(CorrectedProgram, ForgetsASnapshotForGood) {
    EXPECT_EQ(run({"forget", "2"}).status, 0);
    EXPECT_THAT(run({"snapshots", "--fields", "id,refusal"}).out, HasSubstr("2\tforgotten\n"));
    EXPECT_EQ(run({"list", "--count"}).out, "3\n");
    EXPECT_THAT(run({"ingest", program_.home / "pages"}).err, HasSubstr("all known"));
    EXPECT_EQ(run({"list", "--count"}).out, "3\n");
    EXPECT_EQ(run({"cat", "2"}).status, 0);
    EXPECT_EQ(run({"undo"}).status, 0);
    EXPECT_EQ(run({"list", "--count"}).out, "4\n");
}

TEST_F(CorrectedProgram, AmendsSourceAndTime) {
    const auto amended =
        run({"amend", "2", "--source", "other", "--captured-at", "2026-01-10", "--json"});
    EXPECT_EQ(amended.status, 0) << amended.err;
    EXPECT_THAT(amended.out, StartsWith(R"({"type":"correction","correction":1,"kind":"amend",)"));
    EXPECT_THAT(amended.err, IsEmpty());
    const auto fields = "id,source,captured_at,ingested_source,ingested_captured_at";
    EXPECT_THAT(run({"snapshots", "--fields", fields}).out,
                HasSubstr("2\tother\t2026-01-10T00:00:00Z\tdefault\t2026-01-12T08:00:00Z\n"));
    EXPECT_THAT(run({"ingest", program_.home / "pages"}).err, HasSubstr("all known"));
    EXPECT_EQ(run({"list", "--source", "other", "--count"}).out, "3\n");
    EXPECT_EQ(run({"list", "--source", "default", "--count"}).out, "3\n");
}

TEST_F(CorrectedProgram, LogTellsWhatWasSaidAndWhen) {
    ASSERT_EQ(run({"-q", "join", "1", "2"}).status, 0);
    ASSERT_EQ(run({"-q", "undo"}).status, 0);
    ASSERT_EQ(run({"-q", "forget", "2"}).status, 0);
    const std::string fields = "event,detail,source,snapshot,record";
    EXPECT_EQ(run({"log", "--event", "corrected", "--fields", fields}).out,
              "event\tdetail\tsource\tsnapshot\trecord\n"
              "corrected\tjoin\tdefault\t\t1\n"
              "corrected\tjoin\tdefault\t\t2\n"
              "corrected\tundo\tdefault\t\t1\n"
              "corrected\tundo\tdefault\t\t2\n"
              "corrected\tforget\tdefault\t2\t\n");
    EXPECT_EQ(run({"log", "--record", "2", "--fields", "event,detail"}).out,
              "event\tdetail\nappeared\t\ncorrected\tjoin\ncorrected\tundo\n");
    // The latest of all, whichever way round.
    const std::vector<std::string> latest{"log", "--limit", "2", "--fields", "event,detail"};
    EXPECT_EQ(run(latest).out, "event\tdetail\ncorrected\tundo\ncorrected\tforget\n");
    auto reversed = latest;
    reversed.emplace_back("--reverse");
    EXPECT_EQ(run(reversed).out, "event\tdetail\ncorrected\tforget\ncorrected\tundo\n");
    EXPECT_THAT(run({"log", "--until", "2026-01-12", "--fields", "event"}).out,
                Not(HasSubstr("corrected")));
    EXPECT_THAT(run({"log", "--source", "other"}).out, Not(HasSubstr("corrected")));
}

// A capture may be given a time that is later than what was said of it.
TEST_F(CorrectedProgram, LogPutsWhatWasSaidBetweenTheCaptures) {
    ASSERT_EQ(run({"-q", "join", "1", "2"}).status, 0);
    write("20990111T080000Z.txt", {"epsilon", "delta"});
    ASSERT_EQ(run({"-q", "ingest", program_.home / "pages"}).status, 0);
    const std::string log = run({"log", "--fields", "event"}).out;
    EXPECT_THAT(log, HasSubstr("scrolled-off\ncorrected\nappeared\n"));
    std::vector<std::string> lines;
    std::istringstream words(log);
    for (std::string line; std::getline(words, line);) lines.push_back(line);
    const std::string reversed = run({"log", "--reverse", "--fields", "event"}).out;
    std::string expected = "event\n";
    for (auto line = lines.rbegin(); line + 1 != lines.rend(); ++line) expected += *line + "\n";
    EXPECT_EQ(reversed, expected);
}

TEST_F(CorrectedProgram, SaysWhatCannotBeDone) {
    struct Case {
        std::vector<std::string> words;
        int status;
        std::string message;
    };
    for (const Case& one : std::vector<Case>{
             {{"join", "1", "99"}, 1, "there is no record 99"},
             {{"join", "1", "1"}, 1, "are one record already"},
             {{"join", "1", "x"}, 2, "'x' is not the number of one"},
             {{"join", "1"}, 2, "OTHER"},
             {{"split", "1", "1:0"}, 1, "nothing would be left"},
             {{"split", "1", "1:99"}, 1, "1:99 does not show record 1"},
             {{"split", "1", "9:0"}, 1, "there is no snapshot 9"},
             {{"split", "1", "1-0"}, 2, "is no SNAPSHOT:POSITION"},
             {{"forget", "9"}, 1, "there is no snapshot 9"},
             {{"amend", "1"}, 2, "--source or --captured-at is missing"},
             {{"amend", "9", "--source", "a"}, 1, "there is no snapshot 9"},
             {{"undo"}, 1, "there is no correction to undo"},
             {{"undo", "3"}, 1, "there is no correction 3"},
             {{"undo", "--list", "3"}, 2, "takes no CORRECTION"},
             {{"join", "1", "2", "--archive", "/nowhere/archive.db"}, 4, "there is no archive"},
             {{"rebuild", "--archive", "/nowhere/archive.db"}, 4, "there is no archive"},
             {{"audit", "--archive", "/nowhere/archive.db"}, 4, "there is no archive"},
         }) {
        const auto printed = run(one.words);
        EXPECT_EQ(printed.status, one.status) << one.words[0] << ": " << printed.err;
        EXPECT_THAT(printed.err, HasSubstr(one.message));
        EXPECT_THAT(printed.out, IsEmpty());
    }
    EXPECT_THAT(run({"undo", "--list"}).out, Not(HasSubstr("\n1")));
}

TEST_F(CorrectedProgram, ShowsWhyARevisionIsPartOfItsRecord) {
    ASSERT_EQ(run({"-q", "join", "1", "4"}).status, 0);
    const auto shown = run({"show", "1", "--why", "--format", "tsv"}).out;
    EXPECT_THAT(
        shown, AllOf(HasSubstr("why.1.joined_by\t\n"), HasSubstr("why.1.first_at\t1:0\n"),
                     HasSubstr("why.2.joined_by\tcorrection\n"), HasSubstr("why.2.first_at\t2:0\n"),
                     HasSubstr("why.2.joined_with\t1:0\n"), HasSubstr("sighting.2.revision\t2\n")));
}

TEST_F(CorrectedProgram, AuditsJoinsAndMissedOnes) {
    EXPECT_EQ(run({"audit"}).status, 0);
    // Texts about different things under one record, by a correction that is wrong.
    program_.home.write("feed/20260113T080000Z.json",
                        R"({"version":"https://jsonfeed.org/version/1.1","title":"Feed","items":[
{"id":"1","url":"https://a.example/1","title":"Gardens in spring",
 "content_text":"What to sow in March, and why the frost of a single night can undo it all."},
{"id":"2","url":"https://a.example/2","title":"Engines of old ships",
 "content_text":"Boilers, pistons and the people who kept them running through the storms."}]})");
    program_.home.write("feed/20260114T080000Z.json",
                        R"({"version":"https://jsonfeed.org/version/1.1","title":"Feed","items":[
{"id":"7","title":"Gardens in spring","content_text":"Short."}]})");
    ASSERT_EQ(run({"-q", "ingest", "--source", "feed", program_.home / "feed"}).status, 0);
    const auto missed = run({"audit", "--source", "feed", "--format", "json"}).out;
    EXPECT_THAT(missed, AllOf(HasSubstr(R"("kind":"missed")"), HasSubstr("the same title"),
                              HasSubstr(R"("command":"feedarc join 5 7")")));
    ASSERT_EQ(run({"-q", "join", "5", "6"}).status, 0);
    const auto found = run({"audit", "--source", "feed", "--limit", "1", "--format", "json"}).out;
    EXPECT_THAT(found, AllOf(HasSubstr(R"("kind":"join")"), HasSubstr("unlike texts"),
                             HasSubstr(R"("command":"feedarc split 5 3:)")));
}

}  // namespace
}  // namespace feedarc
