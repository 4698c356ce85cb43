#include "support/loopback_server.hpp"
#include "support/program.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace feedarc {
namespace {

using nlohmann::json;
using std::chrono::hours;
using test::LoopbackServer;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string page_of(const std::vector<int>& articles, const std::string& more = {}) {
    std::string html = "<!DOCTYPE html><title>Blog</title><main>";
    for (const int article : articles) {
        const std::string number = std::to_string(article);
        html += "<article><h2><a href=\"/p/" + number + "\">Article number " + number +
                "</a></h2><p>What article number " + number + " has to say.</p></article>";
    }
    return html + "</main>" + more;
}

// A blog on a server of its own, captured by a program with a clock of its own.
class CaptureCommand : public testing::Test {
protected:
    CaptureCommand() : server_([this](const auto& request) { return answer_(request); }) {
        configure("");
    }

    void configure(const std::string& source, const std::string& general = {}) {
        const std::string path = program_.home.path() + "/config.toml";
        program_.environment["FEEDARC_CONFIG"] = path;
        std::ofstream(path) << general << "[[source]]\nname = \"blog\"\nurl = \""
                            << server_.url("/") << "\"\nallow_private = true\ndelay = \"0s\"\n"
                            << "robots = false\n"
                            << source;
    }

    test::Printed run(const std::vector<std::string>& words, int status = 0) {
        test::Printed printed = program_.run(words);
        EXPECT_EQ(printed.status, status) << printed.err;
        return printed;
    }

    // The lines of `capture --json`.
    std::vector<json> capture(const std::vector<std::string>& words = {}, int status = 0) {
        std::vector<std::string> all{"capture", "--json"};
        all.insert(all.end(), words.begin(), words.end());
        std::istringstream out(run(all, status).out);
        std::vector<json> lines;
        for (std::string line; std::getline(out, line);) lines.push_back(json::parse(line));
        return lines;
    }

    json rows(const std::vector<std::string>& words) {
        std::vector<std::string> all = words;
        all.insert(all.end(), {"--format", "json"});
        return json::parse(run(all).out);
    }

    std::string read(const std::string& name) const {
        std::ifstream file(program_.home.path() + "/" + name);
        return {std::istreambuf_iterator<char>(file), {}};
    }

    test::Program program_;
    std::function<LoopbackServer::Reply(const LoopbackServer::Request&)> answer_ = [](const auto&) {
        return LoopbackServer::Reply{200, {}, page_of({3, 2, 1})};
    };
    LoopbackServer server_;
};

TEST_F(CaptureCommand, StoresThePageOfASourceThatIsDueAndNoneThatIsNot) {
    const auto first = capture();
    ASSERT_EQ(first.size(), 2U);
    EXPECT_EQ(first[0]["status"], "stored");
    EXPECT_EQ(first[0]["source"], "blog");
    EXPECT_EQ(first[0]["new"], 3);
    EXPECT_EQ(first[0]["health"], "healthy");
    EXPECT_EQ(first[1]["deferred"], 0);
    EXPECT_EQ(first[1]["records"], 3);
    program_.now += std::chrono::minutes(30);
    EXPECT_EQ(capture().size(), 1U);
    program_.now += std::chrono::minutes(30);
    EXPECT_EQ(capture()[0]["status"], "unchanged");
    EXPECT_EQ(server_.requests().size(), 2U);
    EXPECT_EQ(capture({"--all"})[0]["status"], "known");
    EXPECT_EQ(capture({"--due", "blog"}).size(), 1U);
    EXPECT_EQ(rows({"list"})[0]["last_seen"], format_time(program_.now));
}

TEST_F(CaptureCommand, AsksNobodyWhereTheDiskIsTooFull) {
    configure("", "[archive]\nmin_free = \"1048576 GiB\"\n");
    const auto refused = run({"capture"}, 6);
    EXPECT_THAT(refused.err, HasSubstr("are free on this disk"));
    EXPECT_THAT(refused.err, HasSubstr("min_free"));
    EXPECT_THAT(server_.requests(), IsEmpty());
    configure("");
    EXPECT_EQ(capture()[0]["status"], "stored");
}

TEST_F(CaptureCommand, ASourceThatIsNamedIsCapturedAtOnce) {
    (void)capture();
    program_.now += std::chrono::seconds(5);
    EXPECT_EQ(capture({"blog"})[0]["status"], "unchanged");
    program_.now += std::chrono::seconds(5);
    EXPECT_EQ(capture({server_.url("/")})[0]["source"], "blog");
    EXPECT_THAT(run({"capture", "blig"}, 1).err, HasSubstr("did you mean 'blog'?"));
}

TEST_F(CaptureCommand, AServerThatAskedAWrongClockToWaitIsNotWaitedForForDecades) {
    const auto wrong = program_.now + hours(24 * 365 * 70);
    const auto right = std::exchange(program_.now, wrong);
    answer_ = [](const auto&) -> LoopbackServer::Reply {
        return {429, {{"Retry-After", "7200"}}, ""};
    };
    EXPECT_EQ(capture()[0]["status"], "deferred");
    EXPECT_EQ(capture({"blog"})[0]["status"], "deferred");
    EXPECT_EQ(server_.requests().size(), 1U);
    program_.now = right;
    answer_ = [](const auto&) { return LoopbackServer::Reply{200, {}, page_of({3, 2, 1})}; };
    EXPECT_EQ(capture()[0]["status"], "stored");
}

TEST_F(CaptureCommand, AnUnchangedPageIsSeenAgain) {
    answer_ = [](const auto& request) -> LoopbackServer::Reply {
        if (request.header("if-none-match") == "\"1\"") return {304};
        return {200, {{"ETag", "\"1\""}}, page_of({3, 2, 1})};
    };
    (void)capture();
    program_.now += hours(5);
    const auto again = capture();
    EXPECT_EQ(again[0]["status"], "unchanged");
    EXPECT_EQ(again[0]["entries"], 3);
    for (const auto& record : rows({"list"})) {
        EXPECT_EQ(record["last_seen"], format_time(program_.now));
        EXPECT_EQ(record["sightings"], 2);
    }
    const json snapshots = rows({"snapshots"});
    EXPECT_EQ(snapshots[0]["status"], 304);
    EXPECT_EQ(snapshots[1]["status"], 200);
    EXPECT_THAT(run({"rebuild"}).status, 0);
    EXPECT_EQ(rows({"list"})[0]["last_seen"], format_time(program_.now));
}

TEST_F(CaptureCommand, ABodyWhoseEndIsUnknownEndsNoRun) {
    (void)capture();
    answer_ = [](const auto&) {
        LoopbackServer::Reply reply;
        reply.raw = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page_of({4, 3, 1});
        return reply;
    };
    program_.now += hours(1);
    EXPECT_EQ(capture()[0]["new"], 1);
    EXPECT_EQ(rows({"snapshots"})[0]["end_known"], false);
    EXPECT_EQ(rows({"list", "--present"}).size(), 4U);
    EXPECT_EQ(rows({"log", "--event", "removed"}).size(), 0U);
    // The next whole one does.
    answer_ = [](const auto&) { return LoopbackServer::Reply{200, {}, page_of({4, 3, 1})}; };
    program_.now += hours(1);
    (void)capture();
    EXPECT_EQ(rows({"list", "--present"}).size(), 3U);
    const json removed = rows({"log", "--event", "removed"});
    ASSERT_EQ(removed.size(), 1U);
    EXPECT_EQ(removed[0]["title"], "Article number 2");
    EXPECT_EQ(removed[0]["at"], format_time(program_.now));
    EXPECT_EQ(run({"rebuild"}).status, 0);
    EXPECT_EQ(rows({"list", "--present"}).size(), 3U);
}

TEST_F(CaptureCommand, FollowsThePagesThatContinueTheFirst) {
    configure("follow = 2\n");
    answer_ = [](const auto& request) -> LoopbackServer::Reply {
        if (request.target == "/") {
            return {200, {}, page_of({9, 8, 7}, "<a rel=next href=\"/page/2\">Next</a>")};
        }
        if (request.target == "/page/2") {
            return {200, {}, page_of({6, 5, 4}, "<a rel=next href=\"/page/3\">Next</a>")};
        }
        return {200, {}, page_of({3, 2, 1}, "<a rel=next href=\"/page/4\">Next</a>")};
    };
    const auto lines = capture();
    ASSERT_EQ(lines.size(), 4U);
    EXPECT_EQ(server_.connections(), 1);
    EXPECT_EQ(rows({"list"}).size(), 9U);
    const json snapshots = rows({"snapshots"});
    for (const auto& snapshot : snapshots) {
        EXPECT_EQ(snapshot["captured_at"], format_time(program_.now));
    }
    EXPECT_EQ(server_.requests().size(), 3U);
    // It is due as one.
    program_.now += std::chrono::minutes(10);
    EXPECT_EQ(capture().size(), 1U);
}

TEST_F(CaptureCommand, WhatASourceSaysOfCategoriesHoldsWhereItsPageSaysNothing) {
    (void)capture();
    EXPECT_EQ(rows({"list", "--category", "NLP"}).size(), 0U);
    configure("category = \"NLP\"\n");
    program_.now += hours(1);
    (void)capture();
    const json records = rows({"list", "--category", "nlp"});
    ASSERT_EQ(records.size(), 3U);
    EXPECT_EQ(records[0]["category"], "NLP");
    EXPECT_EQ(records[0]["category_assigned"], true);
    EXPECT_EQ(rows({"list", "--category", ""}).size(), 0U);
    const json categories = rows({"categories"});
    ASSERT_EQ(categories.size(), 1U);
    EXPECT_EQ(categories[0]["category"], "NLP");
    configure("");
    program_.now += hours(1);
    (void)capture();
    EXPECT_EQ(rows({"list", "--category", ""}).size(), 3U);
}

TEST_F(CaptureCommand, RunsHooksOnceForWhatIsNew) {
    const std::string log = program_.home.path() + "/hook.log";
    configure("", "[capture]\non_new = \"cat >> " + log + "\"\non_removed = \"cat >> " + log +
                      "\"\non_unhealthy = \"cat >> " + log + "\"\n");
    const auto told = [&] {
        std::istringstream lines(read("hook.log"));
        std::vector<std::string> events;
        for (std::string line; std::getline(lines, line);) {
            const json event = json::parse(line);
            events.push_back(
                event["event"].get<std::string>() + " " +
                (event["record"].is_null() ? event["detail"] : event["record"]["title"])
                    .get<std::string>());
        }
        std::remove(log.c_str());
        return events;
    };
    (void)capture();
    EXPECT_THAT(told(), ElementsAre("appeared Article number 3", "appeared Article number 2",
                                    "appeared Article number 1"));
    (void)capture({"--all"});
    EXPECT_THAT(told(), IsEmpty());
    program_.now += hours(1);
    (void)capture();
    EXPECT_THAT(told(), IsEmpty());
    answer_ = [](const auto&) { return LoopbackServer::Reply{200, {}, page_of({3, 1})}; };
    program_.now += hours(1);
    (void)capture();
    EXPECT_THAT(told(), ElementsAre("removed Article number 2"));
    answer_ = [](const auto&) {
        return LoopbackServer::Reply{200, {}, "<title>Just a moment...</title><p>Checking"};
    };
    program_.now += hours(1);
    (void)capture();
    EXPECT_THAT(told(), ElementsAre("unhealthy blocked"));
}

TEST_F(CaptureCommand, AHookThatFailsIsSaidAndCostsNothingElse) {
    configure("", "[capture]\non_new = 'printf \"no\\033[1m mail\" >&2; exit 3'\n");
    const auto printed = run({"capture", "-q"}, 1);
    EXPECT_THAT(printed.err, HasSubstr("blog: the hook for `appeared` failed: it ended with status "
                                       "3 (no\\u{1b}[1m mail)\n"));
    EXPECT_EQ(rows({"list"}).size(), 3U);
}

TEST_F(CaptureCommand, TakesThePageOfACommand) {
    configure("render = \"echo '" + page_of({2, 1}) +
              "' | sed \\\"s|number 2|$FEEDARC_SOURCE|\\\"\"\n");
    const std::string path = program_.home.path() + "/config.toml";
    // The markup has quotes of its own.
    std::ofstream(program_.home.path() + "/page.html") << page_of({2, 1});
    configure("render = 'cat " + program_.home.path() +
              "/page.html; echo \"<!-- $FEEDARC_URL -->\"'\n");
    EXPECT_EQ(capture()[0]["new"], 2);
    EXPECT_EQ(server_.requests().size(), 0U);
    EXPECT_THAT(run({"cat", "1"}).out, HasSubstr("<!-- " + server_.url("/") + " -->"));
    configure("render = 'exit 4'\n");
    program_.now += hours(1);
    const auto failed = capture({}, 1);
    EXPECT_THAT(failed[0]["error"].get<std::string>(), HasSubstr("status 4"));
    configure("render = 'yes'\nmax_page = \"100 kB\"\n");
    EXPECT_EQ(capture({"blog"}, 5)[0]["status"], "refused");
    configure("render = 'sleep 30'\ntimeout = \"1s\"\n");
    EXPECT_THAT(capture({"blog"}, 1)[0]["error"].get<std::string>(), HasSubstr("longer than 1 s"));
}

TEST_F(CaptureCommand, APrivateAddressIsNotHandedToACommandEither) {
    const std::string path = program_.home.path() + "/config.toml";
    std::ofstream(path) << "[[source]]\nname = \"blog\"\nurl = \"http://127.1/\"\n"
                        << "render = 'touch " << program_.home.path() << "/ran; echo x'\n";
    const auto failed = capture({}, 1);
    EXPECT_THAT(failed[0]["error"].get<std::string>(), HasSubstr("private address"));
    EXPECT_EQ(std::ifstream(program_.home.path() + "/ran").good(), false);
}

TEST_F(CaptureCommand, SaysWhatIsWrongWithASourceUntilItIsWell) {
    answer_ = [](const auto&) { return LoopbackServer::Reply{500, {}, "oops"}; };
    EXPECT_EQ(capture({}, 1)[0]["status"], "failed");
    json source = rows({"sources"})[0];
    EXPECT_EQ(source["failures"], 1);
    EXPECT_THAT(source["problem"].get<std::string>(), HasSubstr("HTTP 500"));
    EXPECT_EQ(rows({"log"})[0]["event"], "fetch-failed");
    program_.now += hours(1);
    (void)capture({}, 1);
    program_.now += hours(1);
    EXPECT_EQ(capture().size(), 1U);  // it is left alone a while
    program_.now += hours(2);
    answer_ = [](const auto&) { return LoopbackServer::Reply{200, {}, page_of({1, 2, 3})}; };
    EXPECT_EQ(capture()[0]["status"], "stored");
    source = rows({"sources"})[0];
    EXPECT_EQ(source["failures"], 0);
    EXPECT_TRUE(source["problem"].is_null());
}

TEST_F(CaptureCommand, ObeysRobotsUnlessItIsToldNotTo) {
    configure("");
    answer_ = [](const auto& request) -> LoopbackServer::Reply {
        if (request.target == "/robots.txt") {
            return {200, {}, "User-agent: feedarc\nDisallow: /\n"};
        }
        return {200, {}, page_of({1, 2, 3})};
    };
    configure("robots = true\n");
    const std::string path = program_.home.path() + "/config.toml";
    std::string text = read("config.toml");
    text.erase(text.find("robots = false\n"), 15);
    std::ofstream(path) << text;
    EXPECT_THAT(capture({}, 1)[0]["error"].get<std::string>(), HasSubstr("robots.txt"));
    EXPECT_EQ(server_.requests().size(), 1U);
    configure("");
    EXPECT_EQ(capture({"blog"})[0]["status"], "stored");
}

// What it said goes on to hold while the server has trouble.
TEST_F(CaptureCommand, KeepsToAnOlderRobotsWhileTheServerHasTrouble) {
    bool well = true;
    answer_ = [&](const auto& request) -> LoopbackServer::Reply {
        if (request.target != "/robots.txt") return {200, {}, page_of({1, 2, 3})};
        if (!well) return {503, {}, ""};
        return {200, {}, "User-agent: *\nDisallow: /private\n"};
    };
    configure("");
    std::string text = read("config.toml");
    text.erase(text.find("robots = false\n"), 15);
    std::ofstream(program_.home.path() + "/config.toml") << text;
    EXPECT_EQ(capture()[0]["status"], "stored");
    well = false;
    for (int day = 0; day < 2; ++day) {
        program_.now += hours(25);
        EXPECT_EQ(capture()[0]["status"], "unchanged");
    }
}

TEST_F(CaptureCommand, TryShowsAPageAndStoresNothing) {
    const auto printed = run({"try", server_.url("/"), "--allow-private", "--format", "json"});
    EXPECT_EQ(json::parse(printed.out).size(), 3U);
    EXPECT_THAT(printed.err, HasSubstr("healthy: 3 entries"));
    EXPECT_THAT(run({"try", "blog"}).err, HasSubstr("HTTP 200"));
    std::ofstream(program_.home.path() + "/page.html")
        << "<!DOCTYPE html><title>Blog</title><p>nothing";
    EXPECT_THAT(run({"try", program_.home.path() + "/page.html"}).err, HasSubstr("empty: "));
    EXPECT_THAT(run({"list"}, 4).err, HasSubstr("there is no archive here"));
    EXPECT_EQ(run({"try", server_.url("/x"), "--allow-private"}).status, 0);
    answer_ = [](const auto&) { return LoopbackServer::Reply{404, {}, ""}; };
    EXPECT_THAT(run({"try", "blog"}, 1).err, HasSubstr("HTTP 404"));
}

// A page that is not configured does not become part of a source that is.
TEST_F(CaptureCommand, AUrlDoesNotTakeOverTheSourceThatHasTheNameOfItsHost) {
    configure("[[source]]\nname = \"127.0.0.1\"\nurl = \"" + server_.url("/own") +
              "\"\nallow_private = true\nrobots = false\n");
    const auto other = capture({"--allow-private", server_.url("/posts/other-page")});
    EXPECT_EQ(other[0]["source"], "127.0.0.1/other-page");
    const auto due = capture();
    EXPECT_EQ(due.size(), 3U);  // both that are configured
    for (const auto& source : rows({"sources"})) {
        if (source["name"] != "127.0.0.1") continue;
        EXPECT_EQ(source["url"], server_.url("/own"));
    }
}

TEST_F(CaptureCommand, ChecksTheSourcesWithoutAnArchive) {
    const json good = rows({"sources", "check"});
    EXPECT_EQ(good[0]["good"], true);
    EXPECT_EQ(good[0]["entries"], 3);
    answer_ = [](const auto&) { return LoopbackServer::Reply{404, {}, ""}; };
    const auto bad = run({"sources", "check", "blog", "--format", "json"}, 1);
    EXPECT_THAT(json::parse(bad.out)[0]["verdict"].get<std::string>(), HasSubstr("HTTP 404"));
    EXPECT_THAT(run({"sources", "check", "blig"}, 1).err, HasSubstr("did you mean 'blog'?"));
}

TEST_F(CaptureCommand, SaysWhatToDoWhereNothingIsConfigured) {
    program_.environment["FEEDARC_CONFIG"] = "/dev/null";
    EXPECT_THAT(run({"capture"}).err, HasSubstr("feedarc sources add"));
    EXPECT_EQ(run({"capture", "-q"}).err, "");
}

}  // namespace
}  // namespace feedarc
