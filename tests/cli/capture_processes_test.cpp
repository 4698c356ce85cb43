#include "support/installed_program.hpp"
#include "support/loopback_server.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <map>
#include <memory>
#include <thread>

namespace feedarc {
namespace {

using nlohmann::json;
using test::LoopbackServer;

class CaptureProcesses : public test::InstalledProgram {
protected:
    void configure(const std::string& text) {
        std::ofstream(home_.path() + "/config.toml") << text;
    }

    static std::string source(const std::string& name, const std::string& url,
                              const std::string& more = {}) {
        return "[[source]]\nname = \"" + name + "\"\nurl = \"" + url +
               "\"\nallow_private = true\ndelay = \"0s\"\n" + more;
    }

    std::vector<std::string> words(std::vector<std::string> command) {
        std::vector<std::string> all{"--archive", home_.path() + "/archive.db", "--config",
                                     home_.path() + "/config.toml"};
        all.insert(all.end(), command.begin(), command.end());
        return all;
    }

    static std::string page(const std::string& name) {
        std::string html = "<!DOCTYPE html><title>" + name + "</title><main>";
        for (int i = 1; i <= 5; ++i) {
            const std::string number = std::to_string(i);
            html += "<article><h2><a href=\"/" + name + "/" + number + "\">Article number " +
                    number + " of " + name + "</a></h2><p>What it says.</p></article>";
        }
        return html + "</main>";
    }

    json rows(const std::string& command) {
        const auto outcome = run(words({command, "--format", "json"}));
        EXPECT_EQ(outcome.status, 0) << outcome.err;
        return json::parse(outcome.out);
    }
};

TEST_F(CaptureProcesses, EightRunsAtOnceAskForEachSourceOnceAndNoHostTwiceAtATime) {
    std::vector<std::unique_ptr<LoopbackServer>> hosts;
    std::string config;
    for (int host = 0; host < 8; ++host) {
        hosts.push_back(std::make_unique<LoopbackServer>([](const auto& request) {
            LoopbackServer::Reply reply;
            if (request.target == "/robots.txt") {
                reply.status = 404;
            } else {
                reply.body = page(request.target.substr(1));
            }
            reply.delay = std::chrono::milliseconds(20);
            return reply;
        }));
        for (int i = 0; i < 5; ++i) {
            const std::string name = "s" + std::to_string(host) + std::to_string(i);
            config += source(name, hosts.back()->url("/" + name));
        }
    }
    configure(config);
    std::vector<std::unique_ptr<test::Process>> runs;
    for (int i = 0; i < 8; ++i) {
        runs.push_back(
            std::make_unique<test::Process>(FEEDARC_PROGRAM, options(words({"capture", "-q"}))));
    }
    for (const auto& process : runs) {
        const auto outcome = process->wait();
        EXPECT_EQ(outcome.status, 0) << outcome.err;
    }
    for (const auto& host : hosts) {
        auto requests = host->requests();
        std::map<std::string, int> asked;
        for (const auto& request : requests) ++asked[request.target];
        asked.erase("/robots.txt");
        EXPECT_EQ(asked.size(), 5U);
        for (const auto& [target, count] : asked) EXPECT_EQ(count, 1) << target;
        std::sort(requests.begin(), requests.end(),
                  [](const auto& a, const auto& b) { return a.began < b.began; });
        for (std::size_t i = 1; i < requests.size(); ++i) {
            EXPECT_GE(requests[i].began, requests[i - 1].ended) << requests[i].target;
        }
    }
    EXPECT_EQ(rows("snapshots").size(), 40U);
    EXPECT_EQ(rows("list").size(), 200U);
}

// The validators go with the snapshot: who lost the one has not the others.
TEST_F(CaptureProcesses, AKillBetweenAnswerAndCommitCostsNothingButTheRequest) {
    std::unique_ptr<test::Process> holder;  // of the archive's lock, so that nothing is stored
    std::atomic<bool> hold{true};
    const LoopbackServer server([&](const auto& request) -> LoopbackServer::Reply {
        if (request.target == "/robots.txt") return {404};
        if (hold.exchange(false)) {
            holder = std::make_unique<test::Process>(
                "/usr/bin/flock", options({home_.path() + "/archive.db.lock", "/bin/sleep", "3"}));
            std::this_thread::sleep_for(std::chrono::milliseconds(200));
        }
        if (request.header("if-none-match") == "\"v1\"") return {304, {{"ETag", "\"v1\""}}, ""};
        return {200, {{"ETag", "\"v1\""}}, page("blog")};
    });
    configure(source("blog", server.url("/")));
    ASSERT_EQ(run(words({"ingest", FEEDARC_FIXTURES "/snapshots/text"})).status, 0);
    {
        test::Process process(FEEDARC_PROGRAM, options(words({"capture", "blog"})));
        while (server.requests().size() < 2) {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        ::kill(process.id(), SIGKILL);
        EXPECT_EQ(process.wait().status, 128 + SIGKILL);
    }
    // The one who holds the lock goes in the end.
    const auto freed = run(words({"--wait", "60", "capture", "--json", "blog"}));
    ASSERT_EQ(freed.status, 0) << freed.err;
    EXPECT_EQ(json::parse(freed.out.substr(0, freed.out.find('\n')))["status"], "stored");
    (void)holder->wait();
    std::this_thread::sleep_for(std::chrono::milliseconds(1100));
    const auto again = run(words({"capture", "--json", "blog"}));
    ASSERT_EQ(again.status, 0) << again.err;
    EXPECT_EQ(json::parse(again.out.substr(0, again.out.find('\n')))["status"], "unchanged");
    std::vector<std::string> validators;
    for (const auto& request : server.requests()) {
        if (request.target == "/") validators.push_back(request.header("if-none-match"));
    }
    EXPECT_EQ(validators, (std::vector<std::string>{"", "", "\"v1\""}));
    EXPECT_EQ(rows("snapshots").size(), 4U + 2U);
}

// As where the package is not installed: what the loader finds first is none.
class WithoutLibcurl : public CaptureProcesses {
protected:
    WithoutLibcurl() {
        for (const char* name : {"libcurl.so.4", "libcurl-gnutls.so.4"}) {
            std::ofstream(home_.path() + "/" + name) << "not a library";
        }
    }

    test::Outcome run_without(std::vector<std::string> command) {
        auto all = options(words(std::move(command)));
        all.environment.push_back("LD_LIBRARY_PATH=" + home_.path());
        return test::run_process(FEEDARC_PROGRAM, all);
    }
};

TEST_F(WithoutLibcurl, CaptureSaysWhatToInstall) {
    configure(source("blog", "http://127.0.0.1:9/"));
    const auto outcome = run_without({"capture"});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_NE(outcome.err.find("install the package libcurl4"), std::string::npos) << outcome.err;
}

TEST_F(WithoutLibcurl, TheDoctorWarnsAndTheRestWorks) {
    configure("");
    EXPECT_EQ(run_without({"ingest", FEEDARC_FIXTURES "/snapshots/text"}).status, 0);
    const auto outcome = run_without({"doctor"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(outcome.out,
                testing::ContainsRegex(
                    "warning +libcurl +is needed to fetch pages and cannot be loaded; install"));
}

}  // namespace
}  // namespace feedarc
