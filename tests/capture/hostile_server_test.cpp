#include "support/hostile_text.hpp"
#include "support/installed_program.hpp"
#include "support/process.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <arpa/inet.h>
#include <cctype>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <memory>
#include <ostream>
#include <set>
#include <sstream>
#include <stdexcept>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace feedarc {
namespace {

using nlohmann::json;
using test::Outcome;
using test::Process;
using test::ProcessOptions;
using test::TemporaryFolder;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define FEEDARC_SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
#define FEEDARC_SANITIZED
#endif
#endif
#ifdef FEEDARC_SANITIZED
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

constexpr const char* kServer = FEEDARC_TESTS "/capture/hostile_server.py";
constexpr long kMostMemory = 100L << 10U;  // KiB
constexpr std::int64_t kDay = 24 * 60 * 60;

ProcessOptions python(std::vector<std::string> arguments) {
    ProcessOptions options;
    options.arguments = std::move(arguments);
    options.arguments.insert(options.arguments.begin(), kServer);
    const char* const path = std::getenv("PATH");
    options.environment = {std::string("PATH=") + (path != nullptr ? path : "/usr/bin:/bin")};
    return options;
}

// The server, for as long as the object lives.
class HostileServer {
public:
    explicit HostileServer(const std::vector<std::string>& more = {})
        : process_(FEEDARC_PYTHON, python(more)) {
        // `http://127.0.0.1:PORT/`, once it listens.
        const std::string line = process_.read_line();
        base_ = line.substr(0, line.find_last_not_of('/') + 1);
        const auto colon = base_.rfind(':');
        if (colon == std::string::npos) throw std::runtime_error("the server does not start");
        port_ = static_cast<std::uint16_t>(std::stoul(base_.substr(colon + 1)));
    }

    [[nodiscard]] const std::string& base() const { return base_; }
    [[nodiscard]] std::uint16_t port() const { return port_; }

    void forget() const { (void)get("/_reset"); }

    /// What was asked for: objects with `target` and `headers`.
    [[nodiscard]] std::vector<json> requests() const {
        std::vector<json> requests;
        std::istringstream lines(get("/_log"));
        for (std::string line; std::getline(lines, line);) requests.push_back(json::parse(line));
        return requests;
    }

private:
    [[nodiscard]] std::string get(const std::string& path) const {
        const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port_);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const std::string request = "GET " + path + " HTTP/1.1\r\n\r\n";
        std::string answer;
        if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
            ::send(socket, request.data(), request.size(), MSG_NOSIGNAL) > 0) {
            char buffer[4096];
            for (ssize_t got = 0; (got = ::recv(socket, buffer, sizeof buffer, 0)) > 0;) {
                answer.append(buffer, static_cast<std::size_t>(got));
            }
        }
        ::close(socket);
        const auto body = answer.find("\r\n\r\n");
        if (body == std::string::npos) throw std::runtime_error("the server does not answer");
        return answer.substr(body + 4);
    }

    Process process_;
    std::string base_;
    std::uint16_t port_ = 0;
};

// One for all tests of a process.
const HostileServer& hostile() {
    static const HostileServer server;
    return server;
}

struct Captured {
    Outcome process;
    double seconds = 0;
    std::vector<json> pages;  ///< the lines of type `snapshot`

    [[nodiscard]] std::string status() const {
        return pages.size() == 1 ? pages[0]["status"].get<std::string>() : "";
    }
};

constexpr const char* kPatient = R"(
timeout = "20s"
connect_timeout = "10s"
slow_timeout = "10s"
)";
constexpr const char* kImpatient = R"(
timeout = "2s"
connect_timeout = "1s"
slow_timeout = "1s"
)";
constexpr const char* kPrivate = "allow_private = true\n";

class HostileServerTest : public test::InstalledProgram {
protected:
    void SetUp() override { hostile().forget(); }

    // The source `hostile` at a URL.
    void configure(const std::string& url, const std::string& more) {
        configured_ = home_.write("config.toml", "[[source]]\nname = \"hostile\"\nurl = \"" + url +
                                                     "\"\ndelay = \"0s\"\n" + more);
    }
    void configure_path(const std::string& path, const std::string& more = "") {
        configure(hostile().base() + path,
                  std::string(kPatient) + kPrivate + "robots = false\n" + more);
    }

    Outcome feedarc(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"--config", configured_, "--archive", archive_});
        ProcessOptions hostile_environment = options(std::move(arguments));
        // What other programs would obey.
        for (const char* name : {"http_proxy", "https_proxy", "all_proxy", "ALL_PROXY"}) {
            hostile_environment.environment.push_back(std::string(name) + "=http://127.0.0.1:9");
        }
        hostile_environment.environment.push_back("FEEDARC_TEST_KEY=" + std::string(kKey));
        return test::run_process(FEEDARC_PROGRAM, hostile_environment);
    }

    Captured capture(const std::vector<std::string>& more = {"hostile"}) {
        std::vector<std::string> arguments{"capture", "--json"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        Captured captured;
        const auto begin = std::chrono::steady_clock::now();
        captured.process = feedarc(std::move(arguments));
        const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
        captured.seconds = taken.count();
        std::istringstream lines(captured.process.out);
        for (std::string line; std::getline(lines, line);) {
            const json parsed = json::parse(line);
            if (parsed["type"] == "snapshot") captured.pages.push_back(parsed);
        }
        EXPECT_THAT(test::unsafe_in(captured.process.out), IsEmpty());
        EXPECT_THAT(test::unsafe_in(captured.process.err), IsEmpty());
        return captured;
    }

    json rows(std::vector<std::string> arguments) {
        arguments.insert(arguments.end(), {"--format", "json"});
        const Outcome outcome = feedarc(std::move(arguments));
        return outcome.out.empty() ? json::array() : json::parse(outcome.out);
    }

    json snapshots() { return rows({"snapshots", "--fields", "id,status,end_known,body"}); }

    // `reason: message` of each failed fetch.
    std::vector<std::string> failures() {
        std::vector<std::string> details;
        for (const json& event : rows({"log", "--event", "fetch-failed"})) {
            details.push_back(event["detail"]);
        }
        return details;
    }

    std::string reason() {
        const auto details = failures();
        if (details.empty()) return "";
        return details.size() == 1 ? details[0].substr(0, details[0].find(':')) : "several";
    }

    // Snapshots are told apart by the second.
    static void wait_for_next_second() {
        const std::time_t then = std::time(nullptr);
        while (std::time(nullptr) == then) {
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
    }

    static constexpr const char* kKey = "key-of-the-environment-7391";

    std::string configured_;
    std::string archive_ = home_ / "archive.db";
};

enum class Kind {
    plain,
    quick,    ///< a bomb or an endless body: not even two seconds
    slow,     ///< ends by a limit of time: two seconds, and one more
    proxied,  ///< by way of a proxy, so that no network is touched, to where nobody may go
};

struct Scenario {
    std::string path;
    int exit = 0;
    std::string status = "stored";
    std::string reason{};  ///< or any of several, between `|`
    Kind kind = Kind::plain;
    std::size_t requests = 1;
    bool end_known = true;
};

void PrintTo(const Scenario& scenario, std::ostream* out) {
    *out << scenario.path;
}

Scenario failed(std::string path, std::string reason, Kind kind = Kind::plain,
                std::size_t requests = 1) {
    return {std::move(path), 1, "failed", std::move(reason), kind, requests};
}

Scenario refused(std::string path, std::string reason, Kind kind = Kind::plain,
                 std::size_t requests = 1) {
    return {std::move(path), 5, "refused", std::move(reason), kind, requests};
}

Scenario evil(const std::string& name, std::string reason) {
    return failed("/redir-evil?to=" + name, std::move(reason), Kind::proxied);
}

std::vector<Scenario> scenarios() {
    return {
        {"/ok"},
        {"/etag"},
        failed("/etag-liar", "status"),
        {"/etag-evil"},
        {"/etag-same-new-body"},
        {"/etag-told"},
        // Only a page that is one: 200.
        failed("/status", "status"),
        failed("/status?code=201", "status"),
        failed("/status?code=203", "status"),
        failed("/status?code=226", "status"),
        failed("/status?code=301", "status"),
        failed("/status?code=400", "status"),
        failed("/status?code=403", "status"),
        failed("/status?code=404", "status"),
        failed("/status?code=410", "status"),
        {"/status?code=429", 0, "deferred", "status"},
        failed("/status?code=503", "status"),
        failed("/status?code=999", "status"),
        {"/retry-after", 0, "deferred", "status"},
        {"/retry-after?code=503&after=7", 0, "deferred", "status"},
        {"/retry-after?code=429&after=0", 0, "deferred", "status"},
        {"/retry-after?code=429&after=soon", 0, "deferred", "status"},
        failed("/retry-after?code=503&after=soon", "status"),
        failed("/retry-after?code=500&after=7", "status"),
        {"/retry-after-huge", 0, "deferred", "status"},
        failed("/retry-after-bad", "status"),
        failed("/flaky", "status"),
        failed("/empty", "body"),
        failed("/204", "status"),
        failed("/206", "status"),
        {"/login"},
        // Bodies that are cut, or lie about their length.
        failed("/truncated", "cut-off"),
        failed("/truncated?missing=1", "cut-off"),
        {"/longer"},
        failed("/cl-negative", "protocol"),
        refused("/cl-huge", "wire-size"),
        refused("/cl-overflow", "wire-size"),
        failed("/cl-two", "protocol"),
        {"/no-cl", 0, "stored", "", Kind::plain, 1, false},
        {"/chunked"},
        failed("/chunked-cut", "cut-off"),
        failed("/chunked-bad", "cut-off|protocol"),
        failed("/chunked-huge", "cut-off|protocol"),
        failed("/chunked-ext", "cut-off|protocol", Kind::quick),
        {"/chunked-trailers"},
        refused("/chunked-trailers?n=100000", "header-size", Kind::quick),
        failed("/reset", "protocol"),
        failed("/reset-mid", "cut-off"),
        failed("/close", "protocol"),
        failed("/garbage", "protocol"),
        failed("/http09", "protocol"),
        // One of the two limits; libcurl looks at the speed of some seconds, once in a second.
        failed("/slow-head", "too-slow|timeout", Kind::slow),
        failed("/slow-head?every=0.005", "too-slow|timeout", Kind::slow),
        failed("/slow-body", "too-slow|timeout", Kind::slow),
        failed("/slow-body?bytes=20", "too-slow|timeout", Kind::slow),
        failed("/slow-body?bytes=100", "timeout", Kind::slow),
        failed("/hang", "too-slow|timeout", Kind::slow),
        failed("/hang-mid", "too-slow|timeout", Kind::slow),
        failed("/endless?mbps=1", "timeout", Kind::slow),
        refused("/endless", "wire-size", Kind::quick),
        refused("/endless-chunked", "wire-size", Kind::quick),
        refused("/100-continue-flood", "header-size", Kind::quick),
        refused("/big", "wire-size", Kind::quick),
        refused("/big?mb=17", "wire-size", Kind::quick),
        {"/gzip"},
        refused("/cl-lie-small-gzip", "page-size", Kind::quick),
        refused("/gzip-bomb", "page-size", Kind::quick),
        refused("/gzip-bomb2", "page-size", Kind::quick),
        refused("/deflate-bomb", "page-size", Kind::quick),
        refused("/gz-file-bomb", "page-size", Kind::quick),
        failed("/gzip-cut", "body"),
        failed("/gzip-crc", "body"),
        {"/gzip-trailing"},
        failed("/gzip-not", "body"),
        failed("/encoding-unknown", "body"),
        {"/encoding-lines"},
        failed("/encoding-many", "body"),
        {"/headers-many"},
        refused("/headers-many?n=100000", "header-size", Kind::quick),
        refused("/header-long", "header-size", Kind::quick),
        refused("/headers-endless", "header-size", Kind::quick),
        {"/cookies-many"},
        failed("/header-nul", "protocol"),
        {"/header-crlf-fold"},
        // Redirects.
        {"/redir", 0, "stored", "", Kind::plain, 2},
        {"/redir?to=/ok&code=301", 0, "stored", "", Kind::plain, 2},
        {"/redir?to=/ok&code=303", 0, "stored", "", Kind::plain, 2},
        {"/redir?to=/ok&code=307", 0, "stored", "", Kind::plain, 2},
        {"/redir?to=/ok&code=308", 0, "stored", "", Kind::plain, 2},
        failed("/redir?to=/ok&code=300", "status"),
        failed("/redir?to=/ok&code=304", "status"),
        failed("/redir?to=/truncated", "cut-off", Kind::plain, 2),
        failed("/redir?to=/status?code=404", "status", Kind::plain, 2),
        refused("/redir-loop", "redirects", Kind::quick, 11),
        refused("/redir-loop2", "redirects", Kind::quick, 11),
        {"/redir-chain?n=9", 0, "stored", "", Kind::plain, 11},
        refused("/redir-chain", "redirects", Kind::quick, 11),
        refused("/redir-grow", "redirects", Kind::quick, 11),
        failed("/redir-grow?x=" + std::string(3000, 'a'), "bad-redirect", Kind::quick, 2),
        evil("file", "redirect-scheme"),
        evil("file-host", "redirect-scheme"),
        evil("meta", "private-address"),
        evil("meta6", "private-address"),
        evil("loop", "private-address"),
        evil("loop-dec", "private-address"),
        evil("loop-oct", "private-address"),
        evil("loop-hex", "private-address"),
        evil("loop-short", "private-address"),
        evil("zero", "private-address"),
        evil("loop6", "private-address"),
        evil("mapped", "private-address"),
        evil("nat64", "private-address"),
        evil("localhost", "private-address"),
        evil("private", "private-address"),
        evil("private2", "private-address"),
        evil("private3", "private-address"),
        evil("cgnat", "private-address"),
        evil("gopher", "redirect-scheme"),
        evil("dict", "redirect-scheme"),
        evil("ftp", "redirect-scheme"),
        evil("smb", "redirect-scheme"),
        evil("scp", "redirect-scheme"),
        evil("ldap", "redirect-scheme"),
        evil("telnet", "redirect-scheme"),
        evil("mailto", "redirect-scheme"),
        evil("data", "redirect-scheme"),
        evil("javascript", "redirect-scheme"),
        evil("user", "bad-url"),
        evil("crlf", "private-address"),
        evil("space", "private-address"),
        evil("nul", "private-address"),
        evil("empty", "status"),
        evil("noscheme", "private-address"),
        evil("backslash", "private-address"),
        evil("at", "bad-url"),
        evil("hash-at", "private-address"),
        evil("badport", "bad-redirect"),
        // A public name: the proxy is asked for it, and knows none.
        failed("/redir-evil?to=idn", "status", Kind::proxied, 2),
        // What may be private is the host of the source, and nothing that it leads to.
        failed("/redir-auth", "private-address"),
        failed("/redir-no-location", "status"),
        {"/redir-told", 0, "stored", "", Kind::plain, 2},
        {"/redir-refresh"},
        {"/_echo"},
        failed("/auth", "status"),
        {"/alt-svc"},
        failed("/upgrade", "protocol"),
        // What is odd about a page, but is one.
        {"/cs-latin1-as-utf8"},
        {"/cs-utf8-as-latin1"},
        {"/cs-unknown"},
        {"/cs-utf7"},
        {"/cs-utf16"},
        {"/cs-sjis"},
        {"/cs-long"},
        {"/type-none"},
        {"/type-image"},
        failed("/type-png", "not-a-page"),
        {"/type-path"},
        {"/nul"},
        {"/escapes"},
        {"/robots.txt"},
        {"/feed-laughs", 0, "stored", "", Kind::quick},
        {"/feed-xxe", 0, "stored", "", Kind::quick},
        {"/xxe-hit"},
        {"/changing"},
    };
}

std::string test_name(const testing::TestParamInfo<Scenario>& info) {
    std::string name = info.param.path.substr(1, 40);
    for (char& letter : name) {
        if (std::isalnum(static_cast<unsigned char>(letter)) == 0) letter = '_';
    }
    return name;
}

class HostileScenario : public HostileServerTest, public testing::WithParamInterface<Scenario> {
protected:
    void configure_scenario() {
        const Scenario& scenario = GetParam();
        const bool proxied = scenario.kind == Kind::proxied;
        configure((proxied ? "http://listing.example" : hostile().base()) + scenario.path,
                  std::string(scenario.kind == Kind::slow ? kImpatient : kPatient) +
                      (proxied ? "proxy = \"" + hostile().base() + "\"\n" : kPrivate) +
                      "robots = false\n");
    }
};

TEST_P(HostileScenario, EndsAsItShould) {
    const Scenario& scenario = GetParam();
    configure_scenario();
    const Captured captured = capture();
    SCOPED_TRACE(captured.process.out + captured.process.err);
    EXPECT_EQ(captured.process.status, scenario.exit);
    EXPECT_EQ(captured.status(), scenario.status);
    EXPECT_THAT("|" + scenario.reason + "|", HasSubstr("|" + reason() + "|"));
    EXPECT_THAT(hostile().requests(), SizeIs(scenario.requests));
    const json stored = snapshots();
    ASSERT_EQ(stored.size(), scenario.status == "stored" ? 1U : 0U);
    if (!stored.empty()) {
        EXPECT_EQ(stored[0]["status"], 200);
        EXPECT_EQ(stored[0]["end_known"], scenario.end_known);
    }
    if (scenario.kind == Kind::slow) {
        EXPECT_LT(captured.seconds, 3);
    }
    if (kSanitized) return;
    if (scenario.kind == Kind::quick) {
        EXPECT_LT(captured.seconds, 2);
    }
    EXPECT_LT(captured.process.peak_kilobytes, kMostMemory);
}

INSTANTIATE_TEST_SUITE_P(Each, HostileScenario, testing::ValuesIn(scenarios()), test_name);

TEST(HostileScenarios, AreAllThatTheServerHas) {
    std::set<std::string> listed;
    std::istringstream lines(test::run_process(FEEDARC_PYTHON, python({"--list"})).out);
    std::string evil_names;
    for (std::string line; std::getline(lines, line);) {
        const std::string path = line.substr(0, line.find(' '));
        listed.insert(path);
        if (path == "/redir-evil") evil_names = line.substr(line.find("one of: ") + 8);
    }
    std::set<std::string> covered;
    std::set<std::string> whole;
    for (const Scenario& scenario : scenarios()) {
        covered.insert(scenario.path.substr(0, scenario.path.find('?')));
        whole.insert(scenario.path);
    }
    EXPECT_EQ(covered, listed);
    EXPECT_THAT(evil_names, Not(IsEmpty()));
    std::istringstream names(evil_names);
    for (std::string name; names >> name;) {
        EXPECT_THAT(whole, Contains("/redir-evil?to=" + name));
    }
}

TEST_F(HostileServerTest, IsNotAskedUnlessPrivateAddressesAreAllowed) {
    configure(hostile().base() + "/ok", "robots = false\n");
    EXPECT_EQ(capture().process.status, 1);
    EXPECT_EQ(reason(), "private-address");
    EXPECT_THAT(hostile().requests(), IsEmpty());
    EXPECT_EQ(capture({"--allow-private", "hostile"}).status(), "stored");
}

std::string sent(const json& request, const std::string& header) {
    return request["headers"].value(header, "");
}

TEST_F(HostileServerTest, GetsItsEntityTagBack) {
    configure_path("/etag");
    ASSERT_EQ(capture().status(), "stored");
    wait_for_next_second();
    const Captured again = capture();
    EXPECT_EQ(again.process.status, 0);
    EXPECT_EQ(again.status(), "unchanged");
    const auto requests = hostile().requests();
    ASSERT_THAT(requests, SizeIs(2));
    EXPECT_EQ(sent(requests[0], "if-none-match"), "");
    EXPECT_THAT(sent(requests[1], "if-none-match"), StartsWith("\""));
    const json stored = snapshots();
    ASSERT_EQ(stored.size(), 2U);
    EXPECT_EQ(stored[0]["status"], 304);
    EXPECT_EQ(stored[0]["body"], stored[1]["body"]);
    // A 304 keeps what it stands for: the tag is sent a third time.
    wait_for_next_second();
    EXPECT_EQ(capture().status(), "unchanged");
    EXPECT_EQ(hostile().requests().at(2)["headers"]["if-none-match"],
              requests[1]["headers"]["if-none-match"]);
}

TEST_F(HostileServerTest, DoesNotGetAnEvilEntityTagBack) {
    configure_path("/etag-evil");
    ASSERT_EQ(capture().status(), "stored");
    wait_for_next_second();
    EXPECT_EQ(capture().status(), "unchanged");
    const auto requests = hostile().requests();
    ASSERT_THAT(requests, SizeIs(2));
    EXPECT_FALSE(requests[1]["headers"].contains("if-none-match"));
    EXPECT_FALSE(requests[1]["headers"].contains("if-modified-since"));
}

TEST_F(HostileServerTest, IsBelievedThatThePageIsAnotherUnderTheSameEntityTag) {
    configure_path("/etag-same-new-body");
    ASSERT_EQ(capture().status(), "stored");
    wait_for_next_second();
    EXPECT_EQ(capture().status(), "stored");
    EXPECT_EQ(sent(hostile().requests().at(1), "if-none-match"), "\"same\"");
    const json stored = snapshots();
    ASSERT_EQ(stored.size(), 2U);
    EXPECT_NE(stored[0]["body"], stored[1]["body"]);
}

// The time behind `until ` in a message.
std::int64_t time_asked_for(const std::string& message) {
    std::tm parts{};
    const auto at = message.rfind("until ");
    if (at == std::string::npos) return 0;
    if (::strptime(message.c_str() + at + 6, "%Y-%m-%dT%H:%M:%SZ", &parts) == nullptr) return 0;
    return ::timegm(&parts);
}

struct Wait {
    const char* name;
    std::string path;
    std::int64_t least, most;  ///< seconds
};

std::string http_date_in(std::int64_t seconds) {
    const std::time_t then = std::time(nullptr) + seconds;
    std::tm parts{};
    ::gmtime_r(&then, &parts);
    char text[64];
    // Blanks as %20, for a query.
    const std::size_t size =
        std::strftime(text, sizeof text, "%a,%%20%d%%20%b%%20%Y%%20%H:%M:%S%%20GMT", &parts);
    return {text, size};
}

void PrintTo(const Wait& wait, std::ostream* out) {
    *out << wait.path;
}

class WaitingServer : public HostileServerTest, public testing::WithParamInterface<Wait> {};

TEST_P(WaitingServer, IsLeftAloneForSoLong) {
    const Wait& wait = GetParam();
    std::string path = wait.path;
    const std::string_view place = "IN_AN_HOUR";
    if (const auto at = path.find(place); at != std::string::npos) {
        path.replace(at, place.size(), http_date_in(3600));
    }
    configure_path(path);
    const auto begin = std::time(nullptr);
    const Captured first = capture();
    EXPECT_EQ(first.process.status, 0) << first.process.err;
    EXPECT_EQ(first.status(), "deferred");
    const auto details = failures();
    ASSERT_THAT(details, SizeIs(1));
    const std::int64_t until = time_asked_for(details[0]);
    EXPECT_GE(until, begin + wait.least) << details[0];
    EXPECT_LE(until, std::time(nullptr) + wait.most) << details[0];
    EXPECT_EQ(capture({"--due"}).process.status, 0);
    EXPECT_EQ(capture({"--due", "hostile"}).process.status, 0);
    const Captured named = capture();
    EXPECT_EQ(named.process.status, 0);
    EXPECT_EQ(named.status(), "deferred");
    EXPECT_THAT(hostile().requests(), SizeIs(1));
    EXPECT_EQ(snapshots().size(), 0U);
}

INSTANTIATE_TEST_SUITE_P(
    Each, WaitingServer,
    testing::Values(Wait{"Seconds", "/retry-after?code=429&after=100", 100, 100},
                    Wait{"SecondsOf503", "/retry-after?code=503&after=100", 100, 100},
                    Wait{"Date", "/retry-after?after=IN_AN_HOUR", 3590, 3600},
                    Wait{"FarDate", "/retry-after?after=Thu,%2001%20Jan%202099%2000:00:00%20GMT",
                         kDay, kDay},
                    Wait{"Huge", "/retry-after-huge", kDay, kDay},
                    Wait{"Nothing", "/status?code=429", 3600, 3600}),
    [](const auto& parameter) { return std::string(parameter.param.name); });

TEST_F(HostileServerTest, IsAskedAgainAfterTheWait) {
    configure_path("/retry-after?after=1&ok=2");
    EXPECT_EQ(capture().status(), "deferred");
    wait_for_next_second();
    wait_for_next_second();
    EXPECT_EQ(capture().status(), "stored");
    EXPECT_THAT(hostile().requests(), SizeIs(2));
}

TEST_F(HostileServerTest, MayFailInTurnsUntilItGivesThePage) {
    configure_path("/flaky?ok=4");
    for (int turn = 0; turn < 3; ++turn) {
        const Captured captured = capture();
        EXPECT_EQ(captured.process.status, 1);
        EXPECT_EQ(captured.status(), "failed");
        EXPECT_EQ(snapshots().size(), 0U);
    }
    EXPECT_EQ(capture().status(), "stored");
    EXPECT_THAT(failures(),
                testing::UnorderedElementsAre(StartsWith("status:"), StartsWith("protocol:"),
                                              StartsWith("cut-off:")));
    EXPECT_EQ(snapshots().size(), 1U);
}

TEST_F(HostileServerTest, ChangesItsPageBetweenCaptures) {
    configure_path("/changing?add=3");
    ASSERT_EQ(capture().status(), "stored");
    wait_for_next_second();
    EXPECT_EQ(capture().status(), "stored");
    EXPECT_EQ(snapshots().size(), 2U);
}

TEST_F(HostileServerTest, DoesNotGetThePasswordsOfNetrc) {
    const std::string netrc = home_.write(".netrc",
                                          "machine 127.0.0.1 login someone password netrc-secret\n"
                                          "default login someone password netrc-secret\n");
    std::filesystem::permissions(netrc, std::filesystem::perms::owner_read);
    configure_path("/auth");
    const Captured captured = capture();
    EXPECT_EQ(captured.process.status, 1);
    EXPECT_EQ(reason(), "status");
    for (const json& request : hostile().requests()) {
        EXPECT_FALSE(request["headers"].contains("authorization"));
    }
    EXPECT_EQ(snapshots().size(), 0U);
}

class SecretsOfASource : public HostileServerTest {
protected:
    void configure_with_secrets(const std::string& path) {
        home_.write("secret.txt", "Bearer " + std::string(kSecret) + "\n");
        configure_path(path, kHeaders);
    }

    void expect_untold(const std::string& text, const std::string& where) {
        EXPECT_EQ(text.find(kSecret), std::string::npos) << where;
        EXPECT_EQ(text.find(kKey), std::string::npos) << where;
    }

    static constexpr const char* kHeaders =
        "headers = { Authorization = { file = \"secret.txt\" }, X-Key = { env = "
        "\"FEEDARC_TEST_KEY\" } }\n";

    // Neither printed nor stored.
    void expect_untold(const Captured& captured) {
        expect_untold(captured.process.out, "standard output");
        expect_untold(captured.process.err, "standard error");
        for (const std::vector<std::string>& words :
             std::vector<std::vector<std::string>>{{"log", "--format", "json"},
                                                   {"snapshots", "--format", "json"},
                                                   {"sources", "show", "hostile"}}) {
            const Outcome outcome = feedarc(words);
            expect_untold(outcome.out + outcome.err, words[0]);
        }
        int files = 0;
        for (const auto& file : std::filesystem::recursive_directory_iterator(home_.path())) {
            if (!file.is_regular_file() || file.path().filename() == "secret.txt") continue;
            ++files;
            expect_untold(test::read_whole_file(file.path()), file.path());
        }
        EXPECT_GE(files, 2);
    }

    static constexpr const char* kSecret = "token-of-the-file-4815";
};

TEST_F(SecretsOfASource, GoToItsHostAlone) {
    home_.write("secret.txt", "Bearer " + std::string(kSecret) + "\n");
    configure("http://listing.example/redir?to=http://other.example/_echo",
              "robots = false\nproxy = \"" + hostile().base() + "\"\n" + kHeaders);
    const Captured captured = capture({"-v", "hostile"});
    EXPECT_EQ(captured.status(), "stored") << captured.process.err;
    const auto requests = hostile().requests();
    ASSERT_THAT(requests, SizeIs(2));
    EXPECT_EQ(sent(requests[0], "authorization"), "Bearer " + std::string(kSecret));
    EXPECT_EQ(sent(requests[0], "x-key"), kKey);
    EXPECT_THAT(requests[1]["target"].get<std::string>(), testing::EndsWith("/_echo"));
    EXPECT_FALSE(requests[1]["headers"].contains("authorization"));
    EXPECT_FALSE(requests[1]["headers"].contains("x-key"));
    EXPECT_FALSE(requests[1]["headers"].contains("cookie"));
    expect_untold(captured);
}

TEST_F(SecretsOfASource, AreNotKeptWhereTheServerTellsThemBack) {
    for (const char* path : {"/redir-told", "/redir-told?to=/status", "/redir-told?to=/truncated",
                             "/redir-told?to=ftp://127.0.0.1/", "/etag-told"}) {
        SCOPED_TRACE(path);
        hostile().forget();
        configure_with_secrets(path);
        const Captured captured = capture({"-v", "hostile"});
        EXPECT_EQ(captured.pages.size(), 1U) << captured.process.err;
        EXPECT_EQ(sent(hostile().requests().at(0), "authorization"),
                  "Bearer " + std::string(kSecret));
        expect_untold(captured);
    }
}

TEST_F(HostileServerTest, IsNotAskedForExternalEntities) {
    configure_path("/feed-xxe");
    const Captured captured = capture();
    EXPECT_EQ(captured.status(), "stored") << captured.process.err;
    for (const json& request : hostile().requests()) EXPECT_NE(request["target"], "/xxe-hit");
    EXPECT_THAT(feedarc({"list", "--format", "json"}).out, Not(HasSubstr("root:")));
}

TEST_F(HostileServerTest, CannotSendWhatATerminalObeys) {
    configure_path("/escapes", "[source.rules]\nrecord = \"li\"\ntitle = \"a\"\nlink = \"a\"\n");
    ASSERT_EQ(capture().status(), "stored");
    EXPECT_NE(feedarc({"list", "--count"}).out, "0\n");
    for (const std::vector<std::string>& words :
         std::vector<std::vector<std::string>>{{"list"},
                                               {"list", "--format", "table"},
                                               {"list", "--format", "json"},
                                               {"list", "--format", "jsonl"},
                                               {"list", "--format", "markdown"},
                                               {"log"},
                                               {"log", "--format", "table"},
                                               {"log", "--format", "csv"},
                                               {"show", "1"},
                                               {"snapshots", "--format", "table"}}) {
        const Outcome outcome = feedarc(words);
        EXPECT_EQ(outcome.status, 0) << words[0] << outcome.err;
        EXPECT_THAT(test::unsafe_in(outcome.out + outcome.err), IsEmpty())
            << testing::PrintToString(words);
    }
}

TEST_F(HostileServerTest, HasARobotsFileThatIsObeyed) {
    const auto obeying = std::string(kPatient) + kPrivate;
    configure(hostile().base() + "/private/list", obeying);
    const Captured refused = capture();
    EXPECT_EQ(refused.process.status, 1);
    EXPECT_EQ(reason(), "robots");
    // What it asks for lies between pages of a run, and a day at most.
    configure(hostile().base() + "/ok", obeying);
    const Captured captured = capture();
    EXPECT_EQ(captured.status(), "stored") << captured.process.err;
    const auto requests = hostile().requests();
    ASSERT_THAT(requests, SizeIs(2));
    EXPECT_EQ(requests[0]["target"], "/robots.txt");
    EXPECT_EQ(requests[1]["target"], "/ok");
}

class HostileTls : public HostileServerTest {
protected:
    void SetUp() override {
        HostileServerTest::SetUp();
        const Outcome made =
            test::run_process(FEEDARC_PYTHON, python({"--make-cert", folder_.path()}));
        ASSERT_EQ(made.status, 0) << made.err;
    }

    void start(const std::string& certificate) {
        server_ = std::make_unique<HostileServer>(std::vector<std::string>{
            "--tls", folder_ / (certificate + ".pem"), folder_ / (certificate + ".key")});
    }

    void configure_trusting(const std::string& url, const std::string& certificate) {
        configure(url, std::string(kPatient) + kPrivate + "robots = false\n" +
                           (certificate.empty()
                                ? ""
                                : "ca_file = \"" + (folder_ / (certificate + ".pem")) + "\"\n"));
    }

    void expect_failure(const std::string& expected) {
        const Captured captured = capture();
        EXPECT_EQ(captured.process.status, 1) << captured.process.err;
        EXPECT_EQ(captured.status(), "failed");
        EXPECT_EQ(reason(), expected);
        EXPECT_EQ(snapshots().size(), 0U);
    }

    TemporaryFolder folder_;
    std::unique_ptr<HostileServer> server_;
};

TEST_F(HostileTls, IsTakenWithACertificateThatIsTrusted) {
    start("good");
    configure_trusting(server_->base() + "/ok", "good");
    const Captured captured = capture();
    EXPECT_EQ(captured.process.status, 0) << captured.process.err;
    EXPECT_EQ(captured.status(), "stored");
}

TEST_F(HostileTls, IsNotTakenWithoutTrust) {
    start("good");
    configure_trusting(server_->base() + "/ok", "");
    expect_failure("tls");
}

TEST_F(HostileTls, IsNotTakenForAnotherHost) {
    start("wronghost");
    configure_trusting(server_->base() + "/ok", "wronghost");
    expect_failure("tls");
}

TEST_F(HostileTls, IsNotTakenForPlainHttp) {
    start("good");
    configure_trusting("http://127.0.0.1:" + std::to_string(server_->port()) + "/ok", "good");
    expect_failure("protocol");
}

TEST_F(HostileTls, IsWantedWhereTheUrlSaysSo) {
    configure_trusting("https://127.0.0.1:" + std::to_string(hostile().port()) + "/ok", "good");
    expect_failure("tls");
    EXPECT_THAT(hostile().requests(), IsEmpty());
}

TEST_F(HostileTls, IsNotLeftByARedirect) {
    start("good");
    configure_trusting(server_->base() + "/redir?to=" + hostile().base() + "/ok", "good");
    expect_failure("redirect-downgrade");
    EXPECT_THAT(hostile().requests(), IsEmpty());
    std::filesystem::remove(archive_);
    configure_trusting(hostile().base() + "/redir?to=" + server_->base() + "/ok", "good");
    EXPECT_EQ(capture().status(), "stored");
}

}  // namespace
}  // namespace feedarc
