#include "support/program.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <string>
#include <vector>

namespace feedarc {
namespace {

using nlohmann::json;
using test::Program;
using testing::ElementsAre;
using testing::HasSubstr;

// A blog's front page as it was captured day after day.
class PresenceCommands : public testing::Test {
protected:
    PresenceCommands() {
        capture("20260111T083000Z", {6, 5, 4, 3, 2, 1});
        capture("20260112T083000Z", {7, 6, 5, 4, 3, 2});  // 1 scrolled off
        capture("20260113T083000Z", {8, 7, 6, 4, 3, 2});  // 5 was removed
        write("20260114T083000Z", "<title>Just a moment...</title><p>Checking");
        capture("20260115T083000Z", {3, 8, 7, 6, 4, 2});  // 3 was bumped
        capture("20260116T083000Z", {8});                 // cut off
        capture("20260117T083000Z", {3, 9, 8, 7, 6, 4});  // 3 was pinned, 2 scrolled off
        run({"ingest", program_.home.path() + "/pages", "--url", "https://example.org/blog"});
    }

    void capture(const std::string& time, const std::vector<int>& articles) {
        std::string html = "<title>Blog</title><main>";
        for (const int article : articles) {
            const std::string number = std::to_string(article);
            html += "<article><h2><a href=\"/p/" + number + "\">Article number " + number +
                    "</a></h2><p>What article number " + number + " has to say.</p></article>";
        }
        write(time, html + "</main>");
    }

    void write(const std::string& time, const std::string& html) {
        const std::string folder = program_.home.path() + "/pages";
        std::filesystem::create_directories(folder);
        std::ofstream(folder + "/" + time + ".html") << "<!DOCTYPE html>" << html;
    }

    test::Printed run(const std::vector<std::string>& words) {
        test::Printed printed = program_.run(words);
        EXPECT_EQ(printed.status, 0) << printed.err;
        return printed;
    }

    json run_json(std::vector<std::string> words) {
        words.insert(words.end(), {"--format", "json"});
        return json::parse(run(words).out);
    }

    // `KIND NUMBER` of each event, in the order of the log.
    std::vector<std::string> events(std::vector<std::string> options) {
        options.insert(options.begin(), "log");
        std::vector<std::string> lines;
        for (const json& event : run_json(options)) lines.push_back(line_of(event));
        return lines;
    }

    static std::string line_of(const json& event) {
        std::string line = event["event"];
        if (!event["detail"].is_null()) line += " (" + event["detail"].get<std::string>() + ")";
        if (!event["title"].is_null()) line += " " + last_word(event["title"]);
        return event["at"].get<std::string>().substr(8, 2) + " " + line;
    }
    static std::string last_word(const std::string& title) {
        return title.substr(title.find_last_of(' ') + 1);
    }
    static std::vector<std::string> numbers(const json& records) {
        std::vector<std::string> numbers;
        for (const json& record : records) numbers.push_back(last_word(record["title"]));
        return numbers;
    }

    Program program_;
};

TEST_F(PresenceCommands, LogTellsWhatHappenedInTimeOrder) {
    EXPECT_THAT(events({"--since", "2026-01-12"}),
                ElementsAre("12 appeared 7", "12 scrolled-off 1", "13 appeared 8", "13 removed 5",
                            "14 unhealthy (blocked)", "15 bumped 3", "16 unhealthy (partial)",
                            "17 appeared 9", "17 pinned 3", "17 scrolled-off 2"));
    EXPECT_THAT(events({"--event", "removed", "--event", "bumped"}),
                ElementsAre("13 removed 5", "15 bumped 3"));
    EXPECT_THAT(events({"--limit", "2"}), ElementsAre("17 pinned 3", "17 scrolled-off 2"));
    EXPECT_THAT(events({"--limit", "2", "--reverse"}),
                ElementsAre("17 scrolled-off 2", "17 pinned 3"));
    EXPECT_THAT(events({"--until", "2026-01-11", "--source", "example.org", "--limit", "1"}),
                ElementsAre(testing::StartsWith("11 appeared")));
}

TEST_F(PresenceCommands, LogOfOneRecord) {
    const json bumped = run_json({"log", "--event", "bumped"});
    EXPECT_THAT(events({"--record", std::to_string(bumped[0]["record"].get<int>())}),
                ElementsAre("11 appeared 3", "15 bumped 3", "17 pinned 3"));
    EXPECT_EQ(program_.run({"log", "--record", "999"}).status, 1);
}

TEST_F(PresenceCommands, ListChoosesByPresence) {
    EXPECT_THAT(numbers(run_json({"list", "--present"})),
                ElementsAre("3", "9", "8", "7", "6", "4"));
    EXPECT_THAT(numbers(run_json({"list", "--gone"})), ElementsAre("2", "5", "1"));
    EXPECT_THAT(numbers(run_json({"list", "--removed"})), ElementsAre("5"));
    EXPECT_EQ(run({"list", "--gone", "--count"}).out, "3\n");
    EXPECT_EQ(run_json({"list", "--removed"})[0]["present"], false);
}

TEST_F(PresenceCommands, ListShowsThePageAsOfATime) {
    EXPECT_THAT(numbers(run_json({"list", "--at", "2026-01-12T09:00:00Z"})),
                ElementsAre("7", "6", "5", "4", "3", "2"));
    // Neither the page that stood in its place nor the one that was cut off.
    EXPECT_THAT(numbers(run_json({"list", "--at", "2026-01-14"})),
                ElementsAre("8", "7", "6", "4", "3", "2"));
    EXPECT_THAT(numbers(run_json({"list", "--at", "2026-01-16", "--limit", "2"})),
                ElementsAre("3", "8"));
    EXPECT_EQ(run({"list", "--at", "2026-01-10", "--count"}).out, "0\n");
}

TEST_F(PresenceCommands, DiffComparesSnapshotsAndTimes) {
    const json differences = run_json({"diff", "2026-01-12", "2026-01-15"});
    std::vector<std::string> lines;
    for (const json& row : differences) {
        lines.push_back(row["change"].get<std::string>() + " " + last_word(row["title"]));
    }
    EXPECT_THAT(lines, ElementsAre("removed 5", "moved 3", "added 8"));
    EXPECT_EQ(run_json({"diff", "2", "5"}), differences);
    EXPECT_EQ(run_json({"diff", "2", "2"}), json::array());
    EXPECT_THAT(program_.run({"diff", "2", "99"}).err, HasSubstr("there is no snapshot 99"));
    EXPECT_EQ(program_.run({"diff", "2026-01-01", "2"}).status, 1);
}

TEST_F(PresenceCommands, ShowHasTheRunsOfARecord) {
    const json removed = run_json({"list", "--removed"})[0];
    const json shown = run_json({"show", std::to_string(removed["id"].get<int>())});
    ASSERT_EQ(shown["presence_list"].size(), 1U);
    const json& presence = shown["presence_list"][0];
    EXPECT_EQ(presence["first_seen"], "2026-01-11T08:30:00Z");
    EXPECT_EQ(presence["last_seen"], "2026-01-12T08:30:00Z");
    EXPECT_EQ(presence["end"], "removed");
    EXPECT_EQ(presence["ended_at"], "2026-01-13T08:30:00Z");
    EXPECT_EQ(presence["page"], "https://example.org/blog");
}

TEST_F(PresenceCommands, SnapshotsAndSourcesTellTheirHealth) {
    std::vector<std::string> verdicts;
    for (const json& row : run_json({"snapshots"})) verdicts.push_back(row["health"]);
    EXPECT_THAT(verdicts, ElementsAre("healthy", "partial", "healthy", "blocked", "healthy",
                                      "healthy", "healthy"));
    const json source = run_json({"sources"})[0];
    EXPECT_EQ(source["present"], 6);
    EXPECT_EQ(source["health"], "healthy");
    EXPECT_EQ(source["gaps"], 0);
    // Three new entries in six days, and the page shows six.
    EXPECT_EQ(source["recommended_interval"], 6 * 86400);
}

TEST_F(PresenceCommands, SnapshotsThatShareNothingMayHaveMissedEntries) {
    capture("20260120T083000Z", {25, 24, 23, 22, 21, 20});
    const auto printed = run(
        {"ingest", program_.home.path() + "/pages", "--url", "https://example.org/blog", "--json"});
    EXPECT_THAT(printed.out, HasSubstr("\"health\":\"healthy\""));
    EXPECT_THAT(events({"--event", "missed-entries"}), ElementsAre("20 missed-entries"));
    EXPECT_EQ(run_json({"sources"})[0]["gaps"], 1);
    EXPECT_THAT(numbers(run_json({"list", "--removed"})), ElementsAre("5"));
}

TEST_F(PresenceCommands, AForgottenSnapshotIsNoEvent) {
    run({"forget", "3"});
    EXPECT_THAT(events({"--since", "2026-01-13", "--until", "2026-01-14"}),
                ElementsAre("14 unhealthy (blocked)"));
    EXPECT_THAT(events({"--event", "removed"}), ElementsAre("15 removed 5"));
}

TEST_F(PresenceCommands, ALateSnapshotChangesWhatIsSaid) {
    // In truth 5 was there at noon and left with 1 alone.
    capture("20260113T120000Z", {8, 7, 6, 5, 4, 3, 2});
    run({"ingest", program_.home.path() + "/pages", "--url", "https://example.org/blog"});
    EXPECT_THAT(events({"--since", "2026-01-13", "--until", "2026-01-15", "--event", "gone",
                        "--event", "returned", "--event", "removed"}),
                ElementsAre("13 gone 5", "13 returned 5", "15 removed 5"));
}

}  // namespace
}  // namespace feedarc
