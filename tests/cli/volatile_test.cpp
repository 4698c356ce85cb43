#include "support/program.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace feedarc {
namespace {

using nlohmann::json;
using test::Program;

struct Thread {
    std::string title, line;
};

std::string thread_line(int points, const std::string& author, const std::string& age,
                        int comments) {
    return std::to_string(points) + " points by " + author + ' ' + age + " | " +
           std::to_string(comments) + " comments, asked by a newcomer";
}

// Pages whose texts hold numbers that change from capture to capture.
class VolatileFields : public testing::Test {
protected:
    std::string page(const std::string& name, const std::vector<Thread>& threads) {
        std::string html = "<!DOCTYPE html><title>Forum</title><main>";
        int number = 0;
        for (const Thread& thread : threads) {
            html += "<article><h2><a href=\"/t/" + std::to_string(++number) + "\">" + thread.title +
                    "</a></h2><p>" + thread.line + "</p></article>";
        }
        const std::string path = home_.path() + "/" + name + ".html";
        std::ofstream(path) << html << "</main>";
        return path;
    }

    // Three captures of a forum; in the last one a title was corrected and a price put right.
    std::vector<std::string> forum() {
        const auto threads = [](int hour) {
            std::vector<Thread> list;
            for (int i = 0; i < 6; ++i) {
                std::string title = "Thread on subject number " + std::string(1, char('A' + i));
                if (i == 0 && hour == 3) title += ", corrected";
                const std::string age = std::to_string(hour + i) + " hours ago";
                std::string line =
                    thread_line(10 * i + hour * hour, "user" + std::string(1, char('a' + i)), age,
                                7 * i + hour);
                if (i == 1) line += hour == 3 ? ", sells for 12 euros" : ", sells for 10 euros";
                list.push_back({title, line});
            }
            return list;
        };
        return {page("20260111T010000Z", threads(1)), page("20260111T020000Z", threads(2)),
                page("20260111T030000Z", threads(3))};
    }

    static void ingest(Program& program, const std::string& file) {
        const auto done = program.run({"ingest", "--url", "https://forum.example.org/", file});
        ASSERT_EQ(done.status, 0) << done.err;
    }

    // The number of revisions by the first 27 characters of the title.
    static std::map<std::string, int> revisions(Program& program) {
        std::map<std::string, int> counts;
        for (const json& row : json::parse(program.run({"list", "--format", "json"}).out)) {
            counts[row["title"].get<std::string>().substr(25, 1)] = row["revisions"].get<int>();
        }
        return counts;
    }

    test::TemporaryFolder home_;
};

const std::map<std::string, int> kRevisionsOfForum{{"A", 2}, {"B", 2}, {"C", 1},
                                                   {"D", 1}, {"E", 1}, {"F", 1}};

TEST_F(VolatileFields, MakeNoRevisionsButEditsDo) {
    Program program;
    for (const std::string& file : forum()) ingest(program, file);
    EXPECT_EQ(revisions(program), kRevisionsOfForum);

    const json rows = json::parse(program.run({"list", "--format", "json"}).out);
    for (const json& row : rows) {
        const json shown = json::parse(
            program.run({"show", std::to_string(row["id"].get<int>()), "--format", "json"}).out);
        ASSERT_EQ(shown["revision_list"].size(), row["revisions"].get<std::size_t>());
        EXPECT_EQ(shown["revisions"], row["revisions"]);
        std::int64_t sightings = 0;
        for (const json& revision : shown["revision_list"]) {
            sightings += revision["sightings"].get<std::int64_t>();
        }
        EXPECT_EQ(sightings, 3);
        const auto last = static_cast<std::int64_t>(shown["revision_list"].size());
        EXPECT_EQ(shown["sighting_list"][1]["revision"], 1);
        EXPECT_EQ(shown["sighting_list"][2]["revision"], last);
        EXPECT_EQ(shown["why"].back()["revision"], last);
        if (row["title"] == "Thread on subject number A, corrected") {
            EXPECT_EQ(shown["revision_list"][0]["last_seen"], "2026-01-11T02:00:00Z");
            EXPECT_EQ(shown["revision_list"][1]["changes"],
                      json::parse(R"([{"field":"title","kind":"extended"},
                                      {"field":"excerpt","kind":"edited"}])"));
        }
    }
    EXPECT_EQ(json::parse(program.run({"stats", "--format", "json"}).out)["revisions"], 8);
}

TEST_F(VolatileFields, AreNoEventsButEditsAre) {
    Program program;
    for (const std::string& file : forum()) ingest(program, file);
    std::vector<std::string> revised;
    const auto log = program.run({"log", "--event", "revised", "--format", "json"});
    for (const json& event : json::parse(log.out)) {
        EXPECT_EQ(event["at"], "2026-01-11T03:00:00Z");
        revised.push_back(event["title"].get<std::string>().substr(25, 1));
    }
    EXPECT_EQ(revised, (std::vector<std::string>{"A", "B"}));
}

TEST_F(VolatileFields, AreTheSameInWhateverOrderSnapshotsCome) {
    std::vector<std::string> files = forum();
    std::sort(files.begin(), files.end());
    std::string expected;
    do {
        Program program;
        for (const std::string& file : files) ingest(program, file);
        EXPECT_EQ(revisions(program), kRevisionsOfForum);
        std::string told = program.run({"list", "--format", "json", "--sort", "title"}).out;
        json rows = json::parse(told);
        for (json& row : rows) {
            const auto id = std::to_string(row["id"].get<int>());
            row["revision_list"] =
                json::parse(program.run({"show", id, "--format", "json"}).out)["revision_list"];
            row.erase("id");
            row.erase("cursor");
        }
        if (expected.empty()) expected = rows.dump();
        EXPECT_EQ(rows.dump(), expected);
    } while (std::next_permutation(files.begin(), files.end()));
    // In one run.
    Program program;
    files.insert(files.begin(), {"ingest", "--url", "https://forum.example.org/"});
    ASSERT_EQ(program.run(files).status, 0);
    EXPECT_EQ(revisions(program), kRevisionsOfForum);
}

TEST_F(VolatileFields, AreNotThoseThatOneArticleHadCorrected) {
    const auto shop = [](int price) {
        std::vector<Thread> list;
        for (int i = 0; i < 6; ++i) {
            const int costs = i == 0 ? price : 10 + i;
            list.push_back({"Thread on subject number " + std::string(1, char('A' + i)),
                            "A new one costs " + std::to_string(costs) + " euros since 2025."});
        }
        return list;
    };
    Program program;
    ingest(program, page("20260111T010000Z", shop(99)));
    ingest(program, page("20260111T020000Z", shop(89)));
    EXPECT_EQ(revisions(program)["A"], 2);
    EXPECT_EQ(revisions(program)["B"], 1);
}

TEST_F(VolatileFields, AreForgottenWhereOnlyFewOfManyArticlesChange) {
    const auto articles = [](int changed, int all, const char* count) {
        std::vector<Thread> list;
        for (int i = 0; i < all; ++i) {
            list.push_back({"Article on subject " + std::to_string(1000 + i),
                            "A flood reached " + std::string(i < changed ? count : "12") +
                                " villages of region " + std::to_string(1000 + i) + "."});
        }
        return list;
    };
    Program program;
    ingest(program, page("20260111T010000Z", articles(0, 8, "12")));
    ingest(program, page("20260111T020000Z", articles(3, 8, "15")));
    const auto changed = [&] {
        int count = 0;
        for (const json& row : json::parse(program.run({"list", "--format", "json"}).out)) {
            count += row["revisions"] == 2 ? 1 : 0;
        }
        return count;
    };
    EXPECT_EQ(changed(), 0);  // 3 of 8
    ingest(program, page("20260111T030000Z", articles(3, 30, "15")));
    EXPECT_EQ(changed(), 3);  // of 30
}

TEST_F(VolatileFields, DoNotIncludeFragmentsOfLinks) {
    Program program;
    for (const char* reply : {"4", "9"}) {
        const std::string path = home_.path() + "/2026011" + reply + "T010000Z.html";
        std::string html = "<!DOCTYPE html><title>Forum</title><main>";
        for (const std::string thread : {"1", "2", "3"}) {
            html += "<article><h2><a href=\"/t/" + thread + "#reply" + reply +
                    "\">The thread with the number " + thread + "</a></h2></article>";
        }
        std::ofstream(path) << html << "</main>";
        ingest(program, path);
    }
    for (const json& row : json::parse(program.run({"list", "--format", "json"}).out)) {
        EXPECT_EQ(row["revisions"], 1);
        EXPECT_EQ(row["sightings"], 2);
    }
}

}  // namespace
}  // namespace feedarc
