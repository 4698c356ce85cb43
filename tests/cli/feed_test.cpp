// Feeds from end to end: found in folders, read, stored, and joined with the page they are of.

#include "support/program.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <string>

namespace feedarc {
namespace {

using nlohmann::json;
using test::Program;
using testing::HasSubstr;

std::string write(const Program& program, const std::string& name, const std::string& bytes) {
    const std::string path = program.home.path() + "/" + name;
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
}

std::string feed_of(const std::string& item) {
    return "<rss version='2.0'><channel><title>Blog</title><link>https://blog.example/</link>" +
           item + "</channel></rss>";
}

TEST(Feed, IsExtracted) {
    Program program;
    const std::string path =
        write(program, "f.xml",
              feed_of("<item><title>One</title><link>/1</link><guid isPermaLink='false'>g1</guid>"
                      "<pubDate>Sun, 11 Jan 2026 08:30:00 GMT</pubDate></item>"));
    const auto printed = program.run({"extract", path, "--format", "json"});
    EXPECT_EQ(printed.status, 0) << printed.err;
    const json entries = json::parse(printed.out);
    ASSERT_EQ(entries.size(), 1U);
    EXPECT_EQ(entries[0]["title"], "One");
    EXPECT_EQ(entries[0]["url"], "https://blog.example/1");
    EXPECT_EQ(entries[0]["guid"], "g1");
    EXPECT_EQ(entries[0]["published"], "2026-01-11T08:30:00Z");
    EXPECT_EQ(program.run({"extract", path, "--input-format", "feed"}).status, 0);
    const auto refused = program.run(
        {"extract", write(program, "words.txt", "just words\n"), "--input-format", "feed"});
    EXPECT_EQ(refused.status, 1);
    EXPECT_THAT(refused.err, HasSubstr("no feed"));
}

TEST(Feed, OfEveryEndingIsFoundInAFolder) {
    Program program;
    for (const char* ending : {"xml", "rss", "atom", "rdf"}) {
        write(program, std::string("20260111T08300") + "0Z." + ending,
              feed_of(std::string("<item><title>") + ending + "</title></item>"));
    }
    write(program, "20260111T083000Z.json",
          R"({"version":"https://jsonfeed.org/version/1","items":[{"id":"1","title":"json"}]})");
    // What is no feed is no snapshot, whatever its ending.
    write(program, "20260112T083000Z.json", R"([{"title":"One"},{"title":"Two"}])");
    write(program, "sitemap.xml", "<?xml version='1.0'?><urlset><url><loc>x</loc></url></urlset>");
    const auto printed = program.run({"ingest", "--source", "s", "--json", program.home.path()});
    EXPECT_EQ(printed.status, 0) << printed.err;
    EXPECT_THAT(printed.out, HasSubstr(R"("snapshots":5,"stored":5)"));
    EXPECT_THAT(printed.out, HasSubstr(R"("records":5})"));
}

TEST(Feed, MeetsThePageOfItsSourceByPermalink) {
    Program program;
    const std::string feed = write(program, "20260111T083000Z.xml",
                                   feed_of("<item><title>The first</title>"
                                           "<link>https://blog.example/1?utm_source=rss</link>"
                                           "<description>Short.</description></item>"));
    std::string page = "<!doctype html><title>Blog</title>";
    for (const char* number : {"1", "2", "3"}) {
        page += std::string("<article><h2><a href='/") + number + "'>Article number " + number +
                "</a></h2><p>A paragraph of text about the article.</p></article>";
    }
    const std::string html = write(program, "20260112T083000Z.html", page);
    EXPECT_EQ(program.run({"ingest", "-q", feed}).status, 0);
    EXPECT_EQ(program.run({"ingest", "-q", "--url", "https://blog.example/", html}).status, 0);
    const json records = json::parse(program.run({"list", "--format", "json"}).out);
    ASSERT_EQ(records.size(), 3U);
    int twice = 0;
    for (const json& record : records) twice += record["sightings"] == 2;
    EXPECT_EQ(twice, 1);
}

TEST(Feed, EntryWithANewLinkAndTitleIsKnownByItsGuid) {
    Program program;
    const auto entry = [](const std::string& title, const std::string& link) {
        return feed_of("<item><title>" + title + "</title><link>" + link +
                       "</link><guid isPermaLink='false'>g-1</guid></item>");
    };
    write(program, "20260111T083000Z.xml", entry("Before", "/old"));
    write(program, "20260112T083000Z.xml", entry("After the edit", "/new"));
    EXPECT_EQ(program.run({"ingest", "-q", program.home.path()}).status, 0);
    const json records = json::parse(program.run({"list", "--format", "json"}).out);
    ASSERT_EQ(records.size(), 1U);
    EXPECT_EQ(records[0]["sightings"], 2);
    // Of another source it is another article.
    EXPECT_EQ(program
                  .run({"ingest", "-q", "--source", "other",
                        program.home.path() + "/20260112T083000Z.xml"})
                  .status,
              0);
    EXPECT_EQ(json::parse(program.run({"list", "--format", "json"}).out).size(), 2U);
}

}  // namespace
}  // namespace feedarc
