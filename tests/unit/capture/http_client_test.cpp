#include "capture/http_client.hpp"

#include "support/loopback_server.hpp"
#include "support/temporary_folder.hpp"
#include "text/url_parts.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <memory>
#include <vector>

namespace feedarc::capture {
namespace {

using std::chrono::milliseconds;
using test::LoopbackServer;

LoopbackServer::Reply page(const std::string& body) {
    return {200, {}, body};
}

LoopbackServer::Reply redirect(const std::string& to, int status = 302) {
    return {status, {{"Location", to}}, "moved"};
}

LoopbackServer::Reply raw(const std::string& text, milliseconds hold = milliseconds(0)) {
    LoopbackServer::Reply reply;
    reply.raw = text;
    reply.hold = hold;
    return reply;
}

class HttpClientTest : public testing::Test {
protected:
    Request request_for(const std::string& url) const {
        Request request;
        request.url = url;
        request.user_agent = "test/1";
        request.allow_private = true;
        request.delay = milliseconds(0);
        request.limits.total = milliseconds(5000);
        return request;
    }

    // The reason of the failure; empty for an answer.
    std::string reason(const Request& request) {
        const Fetched fetched = client.fetch(request);
        if (!fetched.failure) return {};
        EXPECT_NE(fetched.failure->message.find(":"), std::string::npos);
        return fetched.failure->reason;
    }

    std::string reason_of(LoopbackServer::Reply reply) {
        const LoopbackServer server([&](const auto&) { return reply; });
        return reason(request_for(server.url("/")));
    }

    HostTurns turns{""};
    HttpClient client{turns, {}};
};

TEST_F(HttpClientTest, GivesTheAnswerWithItsHeadersAndBody) {
    const LoopbackServer server([](const auto& request) {
        return LoopbackServer::Reply{
            200, {{"ETag", "\"a\""}, {"X-Odd", " b "}}, "asked for " + request.target};
    });
    const Fetched fetched = client.fetch(request_for(server.url("/list?a=1#part")));
    ASSERT_FALSE(fetched.failure) << fetched.failure->message;
    EXPECT_EQ(fetched.response.status, 200);
    EXPECT_EQ(fetched.response.body, "asked for /list?a=1");
    EXPECT_EQ(fetched.response.header("etag"), "\"a\"");
    EXPECT_EQ(fetched.response.header("x-odd"), "b");
    EXPECT_EQ(fetched.response.header("none"), "");
    EXPECT_TRUE(fetched.response.end_known);
}

TEST_F(HttpClientTest, KeepsItsConnectionForTheNextPageOfTheHost) {
    const LoopbackServer server([](const auto&) { return page("x"); });
    for (int i = 0; i < 5; ++i) EXPECT_EQ(reason(request_for(server.url("/"))), "");
    EXPECT_EQ(server.connections(), 1);
    EXPECT_EQ(server.requests().size(), 5U);
}

TEST_F(HttpClientTest, AsksForPackedBodiesAndUnpacksNone) {
    const LoopbackServer server([](const auto&) {
        return LoopbackServer::Reply{200, {{"Content-Encoding", "gzip"}}, "as it came"};
    });
    const Fetched fetched = client.fetch(request_for(server.url("/")));
    ASSERT_FALSE(fetched.failure);
    EXPECT_EQ(fetched.response.body, "as it came");
    EXPECT_EQ(server.requests().front().header("accept-encoding"), "gzip, deflate, br, zstd");
    EXPECT_EQ(server.requests().front().header("user-agent"), "test/1");
}

TEST_F(HttpClientTest, SendsTheValidatorsThatItIsGiven) {
    const LoopbackServer server([](const auto&) { return LoopbackServer::Reply{304}; });
    Request request = request_for(server.url("/"));
    request.validators = {"\"v1\"", "Mon, 01 Jan 2024 00:00:00 GMT", server.url("/")};
    const Fetched fetched = client.fetch(request);
    ASSERT_FALSE(fetched.failure);
    EXPECT_EQ(fetched.response.status, 304);
    EXPECT_EQ(server.requests().front().header("if-none-match"), "\"v1\"");
    EXPECT_EQ(server.requests().front().header("if-modified-since"),
              "Mon, 01 Jan 2024 00:00:00 GMT");
}

const std::vector<std::string>& private_hosts() {
    static const std::vector<std::string> kHosts{"127.0.0.1",
                                                 "2130706433",
                                                 "0177.0.0.1",
                                                 "0x7f000001",
                                                 "127.1",
                                                 "0x7f.1",
                                                 "0.0.0.0",
                                                 "0",
                                                 "localhost",
                                                 "LOCALHOST",
                                                 "localhost.",
                                                 "[::1]",
                                                 "[::ffff:127.0.0.1]",
                                                 "[::ffff:7f00:1]",
                                                 "[0:0:0:0:0:0:0:1]",
                                                 "[::]",
                                                 "[64:ff9b::7f00:1]",
                                                 "127.0.0.1.",
                                                 "%31%32%37.0.0.1",
                                                 "１２７.0.0.1",
                                                 "[::127.0.0.1]",
                                                 "[2002:7f00:1::]"};
    return kHosts;
}

// Whatever an address is called, nothing is asked of it: the listener counts.
TEST_F(HttpClientTest, MakesNoConnectionToAPrivateAddressHoweverItIsSpelled) {
    const LoopbackServer server([](const auto&) { return page("secret"); });
    for (const std::string& host : private_hosts()) {
        Request request = request_for("http://" + host + ":" + std::to_string(server.port()) + "/");
        request.allow_private = false;
        EXPECT_NE(reason(request), "") << host;
    }
    EXPECT_EQ(server.connections(), 0);
}

// What may be private is the host of the source, and nothing that it redirects to.
TEST_F(HttpClientTest, MakesNoConnectionToAPrivateAddressBehindARedirect) {
    const LoopbackServer server([](const auto&) { return page("secret"); });
    std::string host;
    const LoopbackServer leading([&](const auto&) {
        return redirect("http://" + host + ":" + std::to_string(server.port()) + "/");
    });
    int led = 0;
    for (const std::string& each : private_hosts()) {
        host = each;
        // Some spellings are the very host of the source.
        const auto parts = text::parse_url("http://" + each + "/", "");
        if (parts && parts->host == "127.0.0.1") continue;
        ++led;
        EXPECT_NE(reason(request_for(leading.url("/"))), "") << each;
    }
    EXPECT_GE(led, 10);
    EXPECT_GE(leading.requests().size(), 10U);
    EXPECT_EQ(server.connections(), 0);
}

TEST_F(HttpClientTest, RefusesAPrivateAddressOfAPublicName) {
    const LoopbackServer server([](const auto&) { return page("secret"); });
    const std::string port = std::to_string(server.port());
    HttpClient resolving(turns,
                         {nullptr, {"public.example:" + port + ":127.0.0.1,10.0.0.1,::1"}, {}});
    Request request = request_for("http://public.example:" + port + "/");
    request.allow_private = false;
    const Fetched fetched = resolving.fetch(request);
    ASSERT_TRUE(fetched.failure);
    EXPECT_EQ(fetched.failure->reason, "private-address");
    EXPECT_EQ(server.connections(), 0);
}

// What was opened for a source that may be private is not there for one that may not.
TEST_F(HttpClientTest, DoesNotLendAPrivateConnectionToOthers) {
    const LoopbackServer server([](const auto&) { return page("x"); });
    EXPECT_EQ(reason(request_for(server.url("/"))), "");
    Request request = request_for(server.url("/"));
    request.allow_private = false;
    EXPECT_EQ(reason(request), "private-address");
    EXPECT_EQ(server.requests().size(), 1U);
}

TEST_F(HttpClientTest, FollowsRedirectsAsFarAsTheLimit) {
    const LoopbackServer server([](const auto& request) {
        const int left = std::stoi(request.target.substr(1));
        return left == 0 ? page("there") : redirect("/" + std::to_string(left - 1));
    });
    const Fetched fetched = client.fetch(request_for(server.url("/10")));
    ASSERT_FALSE(fetched.failure) << fetched.failure->message;
    EXPECT_EQ(fetched.response.body, "there");
    EXPECT_EQ(fetched.response.url, server.url("/0"));
    EXPECT_EQ(reason(request_for(server.url("/11"))), "redirects");
}

TEST_F(HttpClientTest, FollowsNothingButHttp) {
    std::string to;
    const LoopbackServer server([&](const auto&) { return redirect(to); });
    for (const char* target : {"file:///etc/passwd", "ftp://127.0.0.1:9/x",
                               "gopher://127.0.0.1:9/_x", "dict://127.0.0.1:9/x",
                               "javascript:alert(1)", "data:text/html,x", "mailto:a@b.example"}) {
        to = target;
        EXPECT_EQ(reason(request_for(server.url("/"))), "redirect-scheme") << target;
    }
    to = "http://127.0.0.1:99999/";
    EXPECT_EQ(reason(request_for(server.url("/"))), "bad-redirect");
    to = "http://user:secret@127.0.0.1:9/";
    EXPECT_EQ(reason(request_for(server.url("/"))), "bad-url");
    EXPECT_EQ(reason(request_for("file:///etc/passwd")), "scheme");
    EXPECT_EQ(reason(request_for("/etc/passwd")), "bad-url");
}

TEST_F(HttpClientTest, SendsTheFieldsOfASourceToNobodyElse) {
    const LoopbackServer other([](const auto&) { return page("other"); });
    const LoopbackServer server([&](const auto& request) {
        return request.target == "/" ? redirect(request.target + "own") : redirect(other.url("/"));
    });
    Request request = request_for(server.url("/"));
    request.own_headers = {{"Authorization", "Bearer token"}, {"X-Key", "key"}};
    ASSERT_EQ(reason(request), "");
    ASSERT_EQ(server.requests().size(), 2U);
    for (const auto& seen : server.requests()) {
        EXPECT_EQ(seen.header("authorization"), "Bearer token");
        EXPECT_EQ(seen.header("x-key"), "key");
    }
    ASSERT_EQ(other.requests().size(), 1U);
    EXPECT_EQ(other.requests().front().header("authorization"), "");
    EXPECT_EQ(other.requests().front().header("x-key"), "");
}

TEST_F(HttpClientTest, TakesNothingFromTheHomeFolderAndTheEnvironment) {
    const LoopbackServer server([](const auto& request) {
        return request.header("authorization").empty()
                   ? LoopbackServer::Reply{401, {{"WWW-Authenticate", "Basic realm=\"x\""}}, ""}
                   : page("in");
    });
    const LoopbackServer proxy([](const auto&) { return page("proxied"); });
    const test::TemporaryFolder home;
    std::ofstream(home.path() + "/.netrc") << "machine 127.0.0.1 login a password b\n";
    ::setenv("HOME", home.path().c_str(), 1);
    for (const char* name : {"http_proxy", "all_proxy", "ALL_PROXY"}) {
        ::setenv(name, proxy.url("").c_str(), 1);
    }
    const Fetched fetched = client.fetch(request_for(server.url("/")));
    for (const char* name : {"http_proxy", "all_proxy", "ALL_PROXY"}) ::unsetenv(name);
    ASSERT_FALSE(fetched.failure) << fetched.failure->message;
    EXPECT_EQ(fetched.response.status, 401);
    EXPECT_EQ(proxy.connections(), 0);
}

TEST_F(HttpClientTest, UsesTheProxyThatIsAskedFor) {
    const LoopbackServer proxy([](const auto& request) { return page("via " + request.target); });
    Request request = request_for("http://site.example/list");
    request.allow_private = false;
    request.proxy = proxy.url("");
    const Fetched fetched = client.fetch(request);
    ASSERT_FALSE(fetched.failure) << fetched.failure->message;
    EXPECT_EQ(fetched.response.body, "via http://site.example/list");

    HttpClient with_environment(turns,
                                {nullptr, {}, [&](const char* name) -> std::optional<std::string> {
                                     if (std::string(name) == "http_proxy") return proxy.url("");
                                     if (std::string(name) == "no_proxy") return "direct.example";
                                     return std::nullopt;
                                 }});
    request.proxy = "environment";
    EXPECT_FALSE(with_environment.fetch(request).failure);
    // What goes past the proxy is judged as ever, and so is what is private by its name.
    request.url = "http://127.1/";
    EXPECT_EQ(with_environment.fetch(request).failure.value().reason, "private-address");
    EXPECT_EQ(proxy.requests().size(), 2U);
}

TEST_F(HttpClientTest, EndsWhatIsTooLarge) {
    EXPECT_EQ(reason_of(raw("HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n")), "wire-size");
    EXPECT_EQ(
        reason_of(raw("HTTP/1.1 200 OK\r\nContent-Length: 1" + std::string(30, '0') + "\r\n\r\n")),
        "wire-size");
    EXPECT_EQ(reason_of(raw("HTTP/1.1 200 OK\r\n\r\n" + std::string(17U << 20U, 'x'))),
              "wire-size");
    EXPECT_EQ(
        reason_of(raw("HTTP/1.1 200 OK\r\nX: " + std::string(90U << 10U, 'y') + "\r\nY: " +
                      std::string(90U << 10U, 'y') + "\r\nY: " + std::string(90U << 10U, 'y') +
                      "\r\nY: " + std::string(90U << 10U, 'y') + "\r\nContent-Length: 0\r\n\r\n")),
        "header-size");
}

TEST_F(HttpClientTest, SeesWhetherABodyIsWhole) {
    EXPECT_EQ(reason_of(raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")), "cut-off");
    EXPECT_EQ(reason_of(raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n")),
              "cut-off");
    const LoopbackServer server(
        [](const auto&) { return raw("HTTP/1.1 200 OK\r\n\r\nwho knows"); });
    const Fetched fetched = client.fetch(request_for(server.url("/")));
    ASSERT_FALSE(fetched.failure);
    EXPECT_FALSE(fetched.response.end_known);
}

TEST_F(HttpClientTest, TakesNothingForHttpThatIsNone) {
    EXPECT_EQ(reason_of(raw("<html>0.9</html>")), "protocol");
    EXPECT_EQ(reason_of(raw("HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\nbody")), "protocol");
    EXPECT_EQ(
        reason_of(raw("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nbody")),
        "protocol");
    EXPECT_EQ(reason_of(raw("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nbody")), "protocol");
}

TEST_F(HttpClientTest, EndsWhatIsTooSlowWithinASecondOfItsLimit) {
    for (const std::string& begin : {std::string("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx"),
                                     std::string("HTTP/1.1 ")}) {
        const LoopbackServer server([&](const auto&) { return raw(begin, milliseconds(9000)); });
        Request request = request_for(server.url("/"));
        request.limits.total = milliseconds(700);
        const auto began = std::chrono::steady_clock::now();
        EXPECT_EQ(reason(request), "timeout");
        EXPECT_LT(std::chrono::steady_clock::now() - began, milliseconds(1700));
        request.limits.total = milliseconds(8000);
        request.limits.slow = std::chrono::seconds(1);
        EXPECT_EQ(reason(request), "too-slow");
    }
}

TEST_F(HttpClientTest, CountsAllRedirectsTowardsOneLimitOfTime) {
    const LoopbackServer server([](const auto&) {
        auto reply = redirect("/");
        reply.delay = milliseconds(200);
        return reply;
    });
    Request request = request_for(server.url("/"));
    request.limits.total = milliseconds(700);
    EXPECT_EQ(reason(request), "timeout");
}

TEST_F(HttpClientTest, StopsWhenItIsAskedTo) {
    const LoopbackServer server([](const auto&) { return raw("HTTP/1.1 ", milliseconds(9000)); });
    std::atomic<int> stop{0};
    HttpClient stoppable(turns, {&stop, {}, {}});
    std::thread later([&] {
        std::this_thread::sleep_for(milliseconds(100));
        stop = 15;
    });
    const auto began = std::chrono::steady_clock::now();
    const Fetched fetched = stoppable.fetch(request_for(server.url("/")));
    later.join();
    ASSERT_TRUE(fetched.failure);
    EXPECT_EQ(fetched.failure->reason, "interrupted");
    EXPECT_LT(std::chrono::steady_clock::now() - began, milliseconds(1700));
}

TEST_F(HttpClientTest, SaysWhatKeptItFromTheServer) {
    std::uint16_t free_port = 0;
    {
        free_port = LoopbackServer([](const auto&) { return page(""); }).port();
    }
    EXPECT_EQ(reason(request_for("http://127.0.0.1:" + std::to_string(free_port) + "/")),
              "connect");
    EXPECT_EQ(reason(request_for("http://no-such-host.invalid/")), "dns");
    const LoopbackServer server([](const auto&) { return page("plain"); });
    EXPECT_EQ(reason(request_for("https://127.0.0.1:" + std::to_string(server.port()) + "/")),
              "tls");
}

TEST_F(HttpClientTest, LeavesTheDelayBetweenTwoRequestsToAHost) {
    const LoopbackServer server([](const auto&) { return page("x"); });
    Request request = request_for(server.url("/"));
    request.delay = milliseconds(150);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(reason(request), "");
    const auto requests = server.requests();
    EXPECT_GE(requests[1].began - requests[0].ended, milliseconds(140));
    EXPECT_GE(requests[2].began - requests[1].ended, milliseconds(140));
}

}  // namespace
}  // namespace feedarc::capture
