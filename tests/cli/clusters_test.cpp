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
using testing::HasSubstr;
using testing::Not;

struct Item {
    std::string title, url, excerpt;
};

const std::string kText =
    "A ring buffer keeps the last values of a stream in memory that never grows, so that old ones "
    "give way to new ones.";

// The same articles on several sources.
class Clusters : public testing::Test {
protected:
    void ingest(const std::string& source, const std::string& time,
                const std::vector<Item>& items) {
        std::string html = "<!DOCTYPE html><title>" + source + "</title><main>";
        std::vector<Item> shown = items;
        for (const std::string other : {"First", "Second"}) {
            const std::string name = other + " article of " + source;
            shown.push_back(
                {name, "https://" + source + ".example/" + other, "What the " + name + " says."});
        }
        for (const Item& item : shown) {
            html += "<article><h2><a href=\"" + item.url + "\">" + item.title + "</a></h2><p>" +
                    item.excerpt + "</p></article>";
        }
        const std::string path = program_.home.path() + "/" + source + ".html";
        std::ofstream(path) << html << "</main>";
        const auto done = program_.run({"ingest", "--source", source, "--captured-at", time,
                                        "--url", "https://" + source + ".example/", path});
        ASSERT_EQ(done.status, 0) << done.err;
    }

    // The id of a source's record by its title.
    std::string id_of(const std::string& source, const std::string& title) {
        const json rows =
            json::parse(program_.run({"list", "--source", source, "--format", "json"}).out);
        for (const json& row : rows) {
            if (row["title"] == title) return std::to_string(row["id"].get<int>());
        }
        return "0";
    }

    json also_on(const std::string& id) {
        return json::parse(program_.run({"show", id, "--format", "json"}).out)["also_on"];
    }

    Program program_;
};

TEST_F(Clusters, LinkRecordsWithTheSamePermalink) {
    ingest("blog", "2026-01-11",
           {{"Ring buffers", "https://blog.example/ring?utm_source=a", "Short."}});
    ingest("planet", "2026-01-12", {{"Blog: Ring buffers", "https://blog.example/ring", kText}});
    const std::string here = id_of("blog", "Ring buffers");
    const std::string there = id_of("planet", "Blog: Ring buffers");
    EXPECT_EQ(also_on(here),
              json::parse(R"([{"source":"planet","id":)" + there +
                          R"(,"first_seen":"2026-01-12T00:00:00Z","by":"permalink"}])"));
    EXPECT_EQ(also_on(there)[0]["source"], "blog");
    EXPECT_THAT(program_.run({"show", here, "--format", "table"}).out,
                HasSubstr("\nalso on planet (record " + there + "), first here\n"));
    EXPECT_THAT(program_.run({"show", there, "--format", "table"}).out,
                HasSubstr("\nalso on blog (record " + here + "), first there\n"));
    EXPECT_THAT(program_.run({"show", there, "--format", "tsv"}).out,
                HasSubstr("\nalso_on.1.by\tpermalink\n"));
    EXPECT_THAT(program_.run({"show", there, "--format", "markdown"}).out,
                HasSubstr("\nAlso on\n| source |"));
    // Never merged.
    EXPECT_EQ(program_.run({"list", "--count"}).out, "6\n");
}

TEST_F(Clusters, LinkRecordsWithTheSameLongText) {
    ingest("blog", "2026-01-11", {{"Ring buffers", "https://blog.example/ring", kText}});
    ingest("mirror", "2026-01-11",
           {{"Ring buffers", "https://mirror.example/1", kText + " [Read more...]"}});
    const json others = also_on(id_of("blog", "Ring buffers"));
    ASSERT_EQ(others.size(), 1U);
    EXPECT_EQ(others[0]["by"], "fingerprint");
    EXPECT_THAT(program_.run({"show", id_of("blog", "Ring buffers"), "--format", "table"}).out,
                HasSubstr("there at the same time"));
}

TEST_F(Clusters, DoNotLinkShortTextsAndTitles) {
    ingest("blog", "2026-01-11", {{"Ring buffers", "https://blog.example/ring", "Part one."}});
    ingest("mirror", "2026-01-12", {{"Ring buffers", "https://mirror.example/1", "Part one."}});
    EXPECT_EQ(also_on(id_of("blog", "Ring buffers")), json::array());
    EXPECT_THAT(program_.run({"show", id_of("blog", "Ring buffers"), "--format", "table"}).out,
                Not(HasSubstr("also on")));
}

TEST_F(Clusters, DoNotHeedAPermalinkThatSeveralRecordsOfASourceShare) {
    ingest("blog", "2026-01-11", {{"Ring buffers", "https://blog.example/ring", "What they are."}});
    ingest("digest", "2026-01-12",
           {{"Monday's news", "https://blog.example/ring", "What Monday brought."},
            {"Tuesday's news", "https://blog.example/ring", "What Tuesday brought."}});
    EXPECT_EQ(also_on(id_of("blog", "Ring buffers")), json::array());
    EXPECT_EQ(also_on(id_of("digest", "Monday's news")), json::array());
}

TEST_F(Clusters, NameEachRecordOnceByItsStrongestReasonInTheOrderOfTime) {
    ingest("late", "2026-01-13", {{"Ring buffers", "https://late.example/1", kText}});
    ingest("blog", "2026-01-11", {{"Ring buffers", "https://blog.example/ring", kText}});
    ingest("planet", "2026-01-12", {{"Ring buffers", "https://blog.example/ring", kText}});
    const json others = also_on(id_of("blog", "Ring buffers"));
    ASSERT_EQ(others.size(), 2U);
    EXPECT_EQ(others[0]["source"], "planet");
    EXPECT_EQ(others[0]["by"], "permalink");
    EXPECT_EQ(others[1]["source"], "late");
    EXPECT_EQ(others[1]["by"], "fingerprint");
}

}  // namespace
}  // namespace feedarc
