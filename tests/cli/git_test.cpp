#include <feedarc/archive.hpp>
#include <feedarc/ingest.hpp>

#include "support/archive_text.hpp"
#include "support/git_repository.hpp"
#include "support/program.hpp"
#include "support/web_archive.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace feedarc {
namespace {

using test::GitRepository;
using testing::HasSubstr;
using testing::Not;

constexpr std::int64_t kStart = 1'767'225'600;  // 2026-01-01T00:00:00Z
constexpr std::int64_t kHour = 3600;

// A listing that gains an article each time, and shows the latest eight; every seventh time
// nothing is new.
std::string listing_at(std::int64_t number) {
    const std::int64_t latest = number - number / 7;
    std::string page("<!DOCTYPE html><html><head><title>Latest</title></head><body><main>");
    for (std::int64_t i = latest; i > latest - 8; --i) {
        const std::string name = std::to_string(1000 + i);
        page += "<article><h2><a href=\"/a/" + name + "\">The article that is number " + name +
                "</a></h2><p>What number " + name + " has to say, in a sentence.</p></article>\n";
    }
    return page + "</main></body></html>\n";
}

class Git : public testing::Test {
protected:
    void SetUp() override {
        if (!GitRepository::git_is_there()) GTEST_SKIP() << "git is not installed";
    }
    test::Printed ingest(const std::vector<std::string>& more) {
        std::vector<std::string> arguments{"ingest", "--git", repository_.folder()};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return program_.run(arguments);
    }

    test::Program program_;
    GitRepository repository_{program_.home / "r"};
};

TEST_F(Git, AHistoryGivesTheArchiveThatItsVersionsWouldGiveAsFiles) {
    constexpr std::int64_t kCommits = 320;
    const test::TemporaryFolder memory(test::TemporaryFolder::Where::memory);
    const std::string files = memory / "files.db";
    IngestOptions options;
    options.url = "https://blog.example/latest";
    for (std::int64_t i = 0; i < kCommits; ++i) {
        // Written in no order of time.
        const std::int64_t number = i * 7 % kCommits;
        const std::vector<std::size_t> parents(i > 0 ? 1 : 0, static_cast<std::size_t>(i));
        const std::int64_t at = kStart + kHour * number;
        repository_.commit(at, {{"data/page.html", listing_at(number)}}, parents);
        // Most of them with the time as their name, as each would take a run of its own.
        if (number % 16 != 0) {
            (void)memory.write("in/" + std::to_string(at) + ".html", listing_at(number));
            continue;
        }
        options.captured_at = Time{std::chrono::seconds{at}};
        const auto path = memory.write("page.html", listing_at(number));
        EXPECT_EQ(feedarc::ingest(files, {path}, options, test::kNow, {}).snapshots, 1);
    }
    options.captured_at.reset();
    EXPECT_EQ(feedarc::ingest(files, {memory / "in"}, options, test::kNow, {}).snapshots, 300);
    repository_.make();
    const auto ingested = ingest({"data/page.html", "--url", *options.url});
    EXPECT_EQ(ingested.status, 0) << ingested.err;
    EXPECT_THAT(ingested.err, HasSubstr("320 snapshots, 2560 entries"));
    const auto of_git = test::describe_archive(
        *open_archive(program_.home / ".local/share/feedarc/archive.db", OpenMode::read, {}));
    const auto of_files = test::describe_archive(*open_archive(files, OpenMode::read, {}));
    EXPECT_GT(of_git.ids.size(), 250U);
    EXPECT_EQ(test::difference(of_git.texts, of_files.texts), "");
    const auto again = ingest({"data/page.html", "--url", *options.url});
    EXPECT_THAT(again.err, HasSubstr("320 snapshots, all known"));
}

TEST_F(Git, OneBadVersionCostsOnlyItself) {
    repository_.commit(kStart, {{"page.html", test::listing_page("a")}});
    repository_.commit(kStart + 1, {{"page.html", std::string((16U << 20U) + 1, ' ')}}, {1});
    repository_.commit(kStart + 2, {{"page.html", test::listing_page("b")}}, {2});
    repository_.make();
    const auto ingested = ingest({"page.html", "--source", "blog", "--json"});
    EXPECT_EQ(ingested.status, 5);
    EXPECT_THAT(ingested.err, HasSubstr("page.html@"));
    EXPECT_THAT(ingested.err, HasSubstr("(limit page-size)"));
    EXPECT_THAT(ingested.out, HasSubstr("\"stored\":2,\"unchanged\":0,\"known\":0,\"refused\":1"));
    EXPECT_THAT(ingested.out, HasSubstr("\"input\":\"" + repository_.folder() + ":page.html@"));
    EXPECT_THAT(ingested.out, HasSubstr("\"captured_at\":\"2026-01-01T00:00:02Z\""));
}

TEST_F(Git, PackedFilesAreUnpackedAndWebArchivesReadByTheirRecords) {
    repository_.commit(
        kStart, {{"page.html.gz", test::gzipped(test::listing_page("a"))},
                 {"crawl.warc", test::warc_response("http://b.example/", "2025-01-01T00:00:00Z",
                                                    test::listing_page("b"))}});
    repository_.make();
    const auto ingested = ingest({"-v", "page.html.gz", "crawl.warc"});
    EXPECT_EQ(ingested.status, 0) << ingested.err;
    EXPECT_THAT(ingested.err, HasSubstr("2026-01-01 00:00Z  stored  5 entries"));
    EXPECT_THAT(ingested.err, HasSubstr(":0  2025-01-01 00:00Z  stored  5 entries"));
    EXPECT_THAT(program_.run({"snapshots", "--fields", "source"}).out, HasSubstr("b.example"));
}

TEST_F(Git, SaysWhatIsMissing) {
    repository_.commit(kStart, {{"page.html", test::listing_page("a")}});
    repository_.make();
    const auto partly = ingest({"page.html", "nope.html"});
    EXPECT_EQ(partly.status, 1);
    EXPECT_THAT(partly.err, HasSubstr(":nope.html: no commit has such a file"));
    EXPECT_THAT(partly.err, HasSubstr("1 snapshot, 5 entries"));
    const auto wrong = program_.run({"ingest", "--git", program_.home.path(), "page.html"});
    EXPECT_EQ(wrong.status, 1);
    EXPECT_THAT(wrong.err, HasSubstr("not a git repository"));
    EXPECT_THAT(wrong.err, Not(HasSubstr("fatal")));
}

TEST_F(Git, RefusesOptionsThatDoNotGoTogether) {
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{"--captured-at", "2026-01-01", "page.html"},
          {"--git-ref", "", "page.html"},
          {"../page.html"}}) {
        EXPECT_EQ(ingest(arguments).status, 2) << arguments[0];
    }
    EXPECT_EQ(program_.run({"ingest", "--git-ref", "main", "page.html"}).status, 2);
    EXPECT_EQ(program_.run({"ingest", "--git", "", "page.html"}).status, 2);
    EXPECT_EQ(ingest({}).status, 2);
}

}  // namespace
}  // namespace feedarc
