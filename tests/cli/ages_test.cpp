#include "support/program.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

namespace feedarc {
namespace {

using nlohmann::json;
using test::Program;
using testing::HasSubstr;

// Pages that show how old their entries are.
class ShownAges : public testing::Test {
protected:
    std::string page(const std::string& name, const std::vector<std::string>& ages) {
        std::string html = "<!DOCTYPE html><title>News</title><main>";
        for (std::size_t i = 0; i < ages.size(); ++i) {
            const std::string number = std::to_string(i + 1);
            html += "<article><h2><a href=\"/p/" + number + "\">The title of entry number " +
                    number + "</a></h2><time>" + ages[i] + "</time><p>The text of entry number " +
                    number + ", which stays as it is.</p></article>";
        }
        const std::string path = program_.home.path() + "/" + name;
        std::ofstream(path) << html << "</main>";
        return path;
    }

    json list(const std::vector<std::string>& options = {}) {
        std::vector<std::string> words{"list", "--format", "json"};
        words.insert(words.end(), options.begin(), options.end());
        return json::parse(program_.run(words).out);
    }

    static std::string dates(const json& rows) {
        std::vector<std::string> dates;
        for (const json& row : rows) {
            const auto title = row["title"].get<std::string>();
            const bool none = row["published"].is_null();
            dates.push_back(title.substr(title.find_last_of(' ') + 1) + ": " +
                            (none ? "none"
                                  : row["published"].get<std::string>() + " " +
                                        row["published_precision"].get<std::string>()));
        }
        std::sort(dates.begin(), dates.end());
        std::string all;
        for (const auto& date : dates) all += date + "\n";
        return all;
    }

    Program program_;
};

TEST_F(ShownAges, AreResolvedAgainstTheCaptureByExtract) {
    const auto file = page("20260111T083000Z.html",
                           {"3 hours ago", "yesterday at 14:05", "2 weeks ago", "a month ago"});
    const auto named = json::parse(program_.run({"extract", "--format", "json", file}).out);
    EXPECT_EQ(dates(named),
              "1: 2026-01-11T05:00:00Z hour\n2: 2026-01-10T14:05:00Z minute\n"
              "3: 2025-12-28 week\n4: 2025-12 month\n");
    const auto told = json::parse(
        program_.run({"extract", "--format", "json", "--captured-at", "2026-01-12T00:10:00Z", file})
            .out);
    EXPECT_EQ(told[0]["published"], "2026-01-11T21:00:00Z");
    EXPECT_EQ(told[1]["published"], "2026-01-11T14:05:00Z");
}

TEST_F(ShownAges, KeepTheirFirstDateAndMakeNoRevision) {
    const auto first = page("20260111T083000Z.html", {"3 hours ago", "vor 2 Tagen", "刚刚", "—"});
    const auto second =
        page("20260111T093000Z.html", {"4 hours ago", "vor 2 Tagen", "1小时前", "—"});
    const std::string expected =
        "1: 2026-01-11T05:00:00Z hour\n2: 2026-01-09 day\n3: 2026-01-11T08:30:00Z minute\n4: "
        "none\n";
    EXPECT_THAT(program_.run({"ingest", first}).err, HasSubstr("4 new records"));
    EXPECT_EQ(dates(list()), expected);
    EXPECT_THAT(program_.run({"ingest", second}).err, HasSubstr("nothing new"));
    const json rows = list();
    EXPECT_EQ(dates(rows), expected);
    for (const json& row : rows) {
        EXPECT_EQ(row["revisions"], 1);
        EXPECT_EQ(row["sightings"], 2);
    }
}

TEST_F(ShownAges, ComeOutTheSameFromTheSameBytesInAnyOrder) {
    // The same bytes at two times: the earlier capture wins, even where it comes later.
    const auto late = page("20260111T103000Z.html", {"3 hours ago", "1 hour ago", "2 days ago"});
    const auto early = page("20260111T083000Z.html", {"3 hours ago", "1 hour ago", "2 days ago"});
    program_.run({"ingest", late});
    EXPECT_EQ(dates(list()),
              "1: 2026-01-11T07:00:00Z hour\n2: 2026-01-11T09:00:00Z hour\n3: 2026-01-09 day\n");
    program_.run({"ingest", early});
    const std::string expected =
        "1: 2026-01-11T05:00:00Z hour\n2: 2026-01-11T07:00:00Z hour\n3: 2026-01-09 day\n";
    EXPECT_EQ(dates(list()), expected);

    program_.environment["FEEDARC_ARCHIVE"] = program_.home.path() + "/other.db";
    program_.run({"ingest", early, late});
    EXPECT_EQ(dates(list()), expected);
}

TEST_F(ShownAges, AreFilteredAndSortedAsDates) {
    const auto file =
        page("20260111T083000Z.html", {"2 weeks ago", "3 hours ago", "last year", "yesterday"});
    program_.run({"ingest", file});
    const json since = list({"--published-since", "2026-01-01"});
    EXPECT_EQ(since.size(), 2U);
    const json sorted = list({"--sort", "published"});
    ASSERT_EQ(sorted.size(), 4U);
    EXPECT_EQ(sorted[0]["published"], "2026-01-11T05:00:00Z");
    EXPECT_EQ(sorted[1]["published"], "2026-01-10");
    EXPECT_EQ(sorted[2]["published"], "2025-12-28");
    EXPECT_EQ(sorted[3]["published"], "2025");
}

}  // namespace
}  // namespace feedarc
