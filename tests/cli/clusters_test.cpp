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
                HasSubstr("\nalso on planet (record " + there + ", the same link), first here\n"));
    EXPECT_THAT(program_.run({"show", there, "--format", "table"}).out,
                HasSubstr("\nalso on blog (record " + here + ", the same link), first there\n"));
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
                HasSubstr(", the same text), there at the same time"));
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

// The same texts, cut or whole, on sources of their own.
class ClustersOfCutTexts : public Clusters {
protected:
    void ingest_blog(const std::string& excerpt) {
        ingest("blog", "2026-01-11", {{"Ring buffers", "https://blog.example/ring", excerpt}});
    }
    void ingest_mirror(const std::string& excerpt, const std::string& title = "Ring buffers",
                       const std::string& url = "https://mirror.example/1") {
        ingest("mirror", "2026-01-12", {{title, url, excerpt}});
    }
    // By which reason each of the two names the other; empty where neither does.
    std::string linked(const std::string& title_there = "Ring buffers") {
        const json there = also_on(id_of("blog", "Ring buffers"));
        const json here = also_on(id_of("mirror", title_there));
        EXPECT_EQ(there.size(), here.size());
        if (there.empty() || here.empty()) return "";
        EXPECT_EQ(there[0]["by"], here[0]["by"]);
        return there[0]["by"];
    }
};

TEST_F(ClustersOfCutTexts, LinkATextThatIsCutElsewhere) {
    ingest_blog(kText);
    ingest_mirror(kText.substr(0, 60) + "...");
    EXPECT_EQ(linked(), "truncation");
    const std::string there = id_of("mirror", "Ring buffers");
    EXPECT_THAT(
        program_.run({"show", id_of("blog", "Ring buffers"), "--format", "table"}).out,
        HasSubstr("\nalso on mirror (record " + there + ", the same text cut), first here\n"));
    EXPECT_EQ(program_.run({"list", "--count"}).out, "6\n");  // never merged
}

TEST_F(ClustersOfCutTexts, LinkTextsThatAreCutAtDifferentPlaces) {
    ingest_blog(kText.substr(0, 90) + " [Read more...]");
    ingest_mirror(kText.substr(0, 60) + "...");
    EXPECT_EQ(linked(), "truncation");
}

TEST_F(ClustersOfCutTexts, LinkAShortBeginningUnderTheSameTitleAlone) {
    ingest_blog(kText);
    ingest_mirror(kText.substr(0, 25) + "...");
    EXPECT_EQ(linked(), "truncation");
    ingest("digest", "2026-01-13", {{"", "https://digest.example/1", kText.substr(0, 25) + "..."}});
    EXPECT_EQ(also_on(id_of("blog", "Ring buffers")).size(), 1U);
}

TEST_F(ClustersOfCutTexts, DoNotLinkTextsThatGoOnOtherwise) {
    ingest_blog(kText);
    ingest_mirror(kText.substr(0, 60) + " but this one is about queues...");
    EXPECT_EQ(linked(), "");
}

TEST_F(ClustersOfCutTexts, DoNotLinkUnderAnotherTitle) {
    ingest_blog(kText);
    ingest_mirror(kText.substr(0, 60) + "...", "Ring buffers, part two");
    EXPECT_EQ(linked("Ring buffers, part two"), "");
}

TEST_F(ClustersOfCutTexts, DoNotLinkADifferentLinkIntoTheSameSite) {
    ingest_blog(kText);
    ingest_mirror(kText.substr(0, 60) + "...", "Ring buffers", "https://blog.example/ring-2");
    EXPECT_EQ(linked(), "");
}

// "https://www." is not another place of one site.
TEST_F(ClustersOfCutTexts, LinkTheSamePathUnderAnotherScheme) {
    ingest_blog(kText);
    ingest_mirror(kText.substr(0, 60) + "...", "Ring buffers", "http://www.blog.example/ring");
    EXPECT_EQ(linked(), "truncation");
}

TEST_F(ClustersOfCutTexts, DoNotLinkTheOpeningOfASeries) {
    ingest("blog", "2026-01-11",
           {{"Ring buffers", "https://blog.example/ring", kText},
            {"Ring buffers", "https://blog.example/again", kText.substr(0, 70) + " and goes on."}});
    ingest_mirror(kText.substr(0, 60) + "...");
    EXPECT_EQ(also_on(id_of("mirror", "Ring buffers")), json::array());
    EXPECT_EQ(linked(), "");
}

TEST_F(ClustersOfCutTexts, LinkTheLongestOfSeveralBeginningsAlone) {
    ingest_blog(kText);
    ingest("mirror", "2026-01-12",
           {{"Ring buffers", "https://mirror.example/1", kText.substr(0, 60) + "..."},
            {"Ring buffers", "https://mirror.example/2", kText.substr(0, 90) + "..."}});
    const json others = also_on(id_of("blog", "Ring buffers"));
    ASSERT_EQ(others.size(), 1U);
    const auto shown =
        program_.run({"show", std::to_string(others[0]["id"].get<int>()), "--format", "json"});
    EXPECT_EQ(json::parse(shown.out)["url"], "https://mirror.example/2");
}

TEST_F(ClustersOfCutTexts, DoNotLinkATemplate) {
    ingest("blog", "2026-01-11",
           {{"Ring buffers", "https://blog.example/ring", kText},
            {"Queues", "https://blog.example/queues", kText}});
    ingest_mirror(kText.substr(0, 60) + "...");
    EXPECT_EQ(linked(), "");
}

}  // namespace
}  // namespace feedarc
