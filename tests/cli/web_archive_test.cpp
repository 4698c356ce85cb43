#include "support/web_archive.hpp"

#include "support/process.hpp"
#include "support/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace feedarc {
namespace {

using test::gzipped;
using test::listing_page;
using test::warc_response;
using testing::HasSubstr;

// Two good records around one that is damaged.
struct Crawl {
    std::string good =
        gzipped(warc_response("http://blog.example/", "2026-01-01T00:00:00Z", listing_page("a")));
    std::string damaged = good.substr(0, good.size() / 2);
    std::string bytes = good + damaged + good;
};

test::Outcome run_feedarc(const test::TemporaryFolder& home, std::vector<std::string> arguments,
                          std::string input = "") {
    test::ProcessOptions options;
    options.arguments = std::move(arguments);
    options.environment = {"HOME=" + home.path()};
    options.input = std::move(input);
    return test::run_process(FEEDARC_PROGRAM, options);
}

TEST(WebArchiveProcess, IngestsAFolderAndNamesTheBrokenRecord) {
    const test::TemporaryFolder home;
    const Crawl crawl;
    const auto path = home.write("in/crawl.warc.gz", crawl.bytes);
    const auto outcome = run_feedarc(home, {"ingest", "--json", home / "in"});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(outcome.err, HasSubstr(path + ":" + std::to_string(crawl.good.size()) + ": "));
    EXPECT_THAT(outcome.out, HasSubstr("\"input\":\"" + path + ":0\""));
    EXPECT_THAT(outcome.out, HasSubstr("\"stored\":1,\"unchanged\":0,\"known\":1,\"refused\":0,"
                                       "\"failed\":1,\"entries\":10,\"new_records\":5"));
    EXPECT_EQ(run_feedarc(home, {"list", "--count"}).out, "5\n");
}

TEST(WebArchiveProcess, ReadsStandardInput) {
    const test::TemporaryFolder home;
    const Crawl crawl;
    const auto ingested = run_feedarc(home, {"ingest", "-v", "-"}, crawl.good);
    EXPECT_EQ(ingested.status, 0) << ingested.err;
    EXPECT_THAT(ingested.err, HasSubstr("-:0  2026-01-01 00:00Z  stored  5 entries, 5 new"));
    EXPECT_THAT(ingested.err, HasSubstr("-: 1 records: 1 pages"));
    const auto extracted = run_feedarc(home, {"extract", "-"}, crawl.bytes);
    EXPECT_EQ(extracted.status, 1);
    EXPECT_EQ(std::count(extracted.out.begin(), extracted.out.end(), '\n'), 11);
    EXPECT_THAT(extracted.out, HasSubstr("http://blog.example/a/1"));
}

TEST(WebArchiveProcess, RefusesAnAddressForAllOfIt) {
    const test::TemporaryFolder home;
    const auto path = home.write("crawl.warc.gz", Crawl().good);
    for (const std::string command : {"ingest", "extract"}) {
        const auto outcome = run_feedarc(home, {command, "--url", "http://b.example/", path});
        EXPECT_EQ(outcome.status, 2);
        EXPECT_THAT(outcome.err, HasSubstr("leave out --url"));
    }
}

TEST(WebArchiveProcess, SaysThatAMediaTypeIsNotUsed) {
    const test::TemporaryFolder home;
    const auto path = home.write("crawl.warc.gz", Crawl().good);
    for (const std::string command : {"ingest", "extract"}) {
        const auto outcome = run_feedarc(home, {command, "--media-type", "text/plain", path});
        EXPECT_EQ(outcome.status, 0) << outcome.err;
        EXPECT_THAT(outcome.err, HasSubstr("--media-type is not used"));
    }
}

TEST(WebArchiveProcess, BringsNoArchiveIntoBeingWhereAllFails) {
    const test::TemporaryFolder home;
    const auto path = home.write("crawl.warc.gz", Crawl().damaged);
    EXPECT_EQ(run_feedarc(home, {"ingest", path, home / "missing.html"}).status, 1);
    const auto listed = run_feedarc(home, {"list"});
    EXPECT_EQ(listed.status, 4) << listed.out;
    EXPECT_THAT(listed.err, HasSubstr("ingest"));
    EXPECT_EQ(run_feedarc(home, {"ingest", path, home.write("b.warc.gz", Crawl().good)}).status, 1);
    EXPECT_EQ(run_feedarc(home, {"list", "--count"}).out, "5\n");
}

}  // namespace
}  // namespace feedarc
