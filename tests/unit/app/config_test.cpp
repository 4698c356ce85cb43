#include "app/config.hpp"

#include <feedarc/error.hpp>

#include "config_problem.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <sys/stat.h>
#include <vector>

namespace feedarc::app {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class Configuration : public ::testing::Test {
protected:
    Configuration() {
        std::string pattern = (std::filesystem::temp_directory_path() / "feedarc-XXXXXX").string();
        folder_ = ::mkdtemp(pattern.data());
    }
    ~Configuration() override { std::filesystem::remove_all(folder_); }

    [[nodiscard]] std::string path() const { return folder_ / "config.toml"; }

    [[nodiscard]] ConfigReport read(const std::string& text) const {
        write(text);
        return read_config(path());
    }

    void write(const std::string& text) const { std::ofstream(path(), std::ios::binary) << text; }

private:
    std::filesystem::path folder_;
};

auto source(const std::string& name, const std::string& url) {
    return AllOf(Field(&ConfiguredSource::name, name), Field(&ConfiguredSource::url, url));
}

TEST_F(Configuration, ThatIsMissingIsEmptyAndNoError) {
    const ConfigReport report = read_config(path());
    EXPECT_FALSE(report.found);
    EXPECT_THAT(report.problems, IsEmpty());
    EXPECT_THAT(load_config(path()).sources, IsEmpty());
}

TEST_F(Configuration, MayBeTheNullDevice) {
    EXPECT_THAT(read_config("/dev/null").problems, IsEmpty());
    EXPECT_THAT(load_config("/dev/null").sources, IsEmpty());
}

TEST_F(Configuration, SaysHowMuchIsToStayFree) {
    EXPECT_EQ(read("").config.min_free, 16U << 20U);
    EXPECT_EQ(read("[archive]\nmin_free = \"1 GiB\"\n").config.min_free, 1U << 30U);
    const ConfigReport off = read("[archive]\nmin_free = 0\n");
    EXPECT_THAT(off.problems, IsEmpty());
    EXPECT_EQ(off.config.min_free, 0U);
    EXPECT_THAT(read("[archive]\nmin_free = \"much\"\n").problems,
                ElementsAre(problem(2, "archive.min_free", "such as \"500 kB\"")));
    EXPECT_THAT(read("[archive]\nmin_fre = 1\n").problems,
                ElementsAre(problem(2, "archive.min_fre", "did you mean \"min_free\"?")));
    EXPECT_THAT(read("archive = 5\n").problems,
                ElementsAre(problem(1, "archive", "write [archive] once")));
}

TEST_F(Configuration, GivesSourcesTheirRules) {
    const ConfigReport report = read(R"(
        [[source]]
        name = "boxes"
        date_order = "dmy"
        time_zone = "Europe/Berlin"
        [source.rules]
        record = "div.box"
        title = "h2 > a"
        link = "./h2/a/@href"

        [[source]]
        name = "plain"
    )");
    EXPECT_THAT(report.problems, IsEmpty());
    ASSERT_EQ(report.config.sources.size(), 2U);
    EXPECT_EQ(to_text(report.config.sources[0].rules),
              "record=div.box\ntitle=h2 > a\nlink=./h2/a/@href\ndate-order=dmy\n"
              "time-zone=Europe/Berlin\n");
    EXPECT_TRUE(report.config.sources[1].rules.empty());
}

TEST_F(Configuration, NamesWhatIsWrongWithARule) {
    const ConfigReport report = read(R"([[source]]
name = "boxes"
date_order = "ydm"
[source.rules]
record = "div >"
titel = "h2"
date = 5
date-order = "dmy"
next = "//a["
[[source]]
name = "other"
rules = "h2"
time_zone = "Europe/Berln"
)");
    EXPECT_THAT(report.problems,
                ElementsAre(problem(3, "source[1].date_order", "\"ydm\" is none of dmy, mdy, ymd"),
                            problem(5, "source[1].rules.record",
                                    "\"div >\" is no CSS selector: an element must follow '>' (at "
                                    "character 6)"),
                            problem(6, "source[1].rules.titel", "did you mean \"title\"?"),
                            problem(7, "source[1].rules.date", "must be text in quotes"),
                            problem(8, "source[1].rules.date-order", "unknown key"),
                            problem(9, "source[1].rules.next", "is no XPath selector"),
                            problem(12, "source[2].rules", "write [source.rules]"),
                            problem(13, "source[2].time_zone", "did you mean \"Europe/Berlin\"?")));
    EXPECT_THAT(report.config.sources, IsEmpty());
}

TEST_F(Configuration, NamesSourcesInTheOrderOfTheFile) {
    const ConfigReport report = read(R"(
        [[source]]
        name = "zebra"
        url = "https://zebra.example/latest?page=1"

        [[source]]
        name = "论文"
    )");
    EXPECT_TRUE(report.found);
    EXPECT_THAT(report.problems, IsEmpty());
    EXPECT_THAT(
        report.config.sources,
        ElementsAre(source("zebra", "https://zebra.example/latest?page=1"), source("论文", "")));
    EXPECT_EQ(load_config(path()).sources.size(), 2U);
}

TEST_F(Configuration, EmptyFileIsAnEmptyConfiguration) {
    EXPECT_THAT(read("").problems, IsEmpty());
    EXPECT_THAT(read("# nothing yet\n").problems, IsEmpty());
    EXPECT_TRUE(read("").found);
}

struct Mistake {
    const char* name;
    const char* text;
    int line;
    const char* key;
    const char* message;
};

class Mistakes : public Configuration, public ::testing::WithParamInterface<Mistake> {};

TEST_P(Mistakes, AreNamedWithLineAndKey) {
    const Mistake& mistake = GetParam();
    const ConfigReport report = read(mistake.text);
    EXPECT_THAT(report.problems, ElementsAre(problem(mistake.line, mistake.key, mistake.message)));
    for (const ConfigProblem& each : report.problems) EXPECT_EQ(each.file, path());
}

constexpr const char* kNotText = "must be text in quotes";

INSTANTIATE_TEST_SUITE_P(
    Configuration, Mistakes,
    ::testing::Values(
        Mistake{"Syntax", "[[source]]\nname = blog\n", 2, "", ""},
        Mistake{"NotUtf8", "[[source]]\nname = \"\xff\"\n", 2, "", ""},
        Mistake{"TheSameKeyTwice", "[[source]]\nname = \"a\"\nname = \"b\"\n", 3, "", ""},
        Mistake{"MisspeltTable", "[[sources]]\nname = \"a\"\n", 1, "sources",
                "did you mean \"source\"?"},
        Mistake{"UnknownTable", "[[source]]\nname = \"a\"\n[notification]\nmail = \"x\"\n", 3,
                "notification", "known here: archive, capture, category, retention, source"},
        Mistake{"MisspeltKey", "[[source]]\nname = \"a\"\nulr = \"https://a.example/\"\n", 3,
                "source[1].ulr", "did you mean \"url\"?"},
        Mistake{"UnknownKey", "[[source]]\nname = \"a\"\ninterval = 5\n", 3, "source[1].interval",
                "known here: name, url"},
        Mistake{"OneTableInsteadOfAList", "[source]\nname = \"a\"\n", 1, "source", "[[source]]"},
        Mistake{"ValueInsteadOfAList", "source = \"a\"\n", 1, "source", "[[source]]"},
        Mistake{"ListOfTexts", "source = [\"a\"]\n", 1, "source", "[[source]]"},
        Mistake{"NoName", "[[source]]\nname = \"a\"\n\n[[source]]\nurl = \"https://a.example\"\n",
                4, "source[2].name", "is missing"},
        Mistake{"EmptyName", "[[source]]\nname = \"\"\n", 2, "source[1].name", "empty"},
        Mistake{"NameOfBlanks", "[[source]]\nname = \" a\"\n", 2, "source[1].name", "spaces"},
        Mistake{"NameWithAnEscape", "[[source]]\nname = \"a\\u001b[31m\"\n", 2, "source[1].name",
                "control characters"},
        Mistake{"NameOfTwoLines", "[[source]]\nname = \"a\\nb\"\n", 2, "source[1].name",
                "one line"},
        Mistake{"NumberAsName", "[[source]]\nname = 5\n", 2, "source[1].name", kNotText},
        Mistake{"NameTwice", "[[source]]\nname = \"a\"\n[[source]]\nname = \"a\"\n", 4,
                "source[2].name", "line 2"},
        Mistake{"NumberAsUrl", "[[source]]\nname = \"a\"\nurl = 5\n", 3, "source[1].url", kNotText},
        Mistake{"OtherScheme", "[[source]]\nname = \"a\"\nurl = \"ftp://a.example/\"\n", 3,
                "source[1].url", "no http or https URL"},
        Mistake{"UrlWithoutScheme", "[[source]]\nname = \"a\"\nurl = \"a.example/b\"\n", 3,
                "source[1].url", "no http or https URL"},
        Mistake{"SameUrlTwice",
                "[[source]]\nname = \"a\"\nurl = \"https://a.example/b\"\n"
                "[[source]]\nname = \"c\"\nurl = \"HTTPS://A.example:443/b\"\n",
                6, "source[2].url", "line 3"}),
    [](const auto& test) { return std::string(test.param.name); });

// In [capture] unless it says where it stands.
Mistake in_capture(const char* name, const char* text, const char* key, const char* message) {
    return {name, text, 2, key, message};
}

INSTANTIATE_TEST_SUITE_P(
    Capture, Mistakes,
    ::testing::Values(
        Mistake{"TableTwiceAsList", "[[capture]]\nevery = \"1h\"\n", 1, "capture", "[capture]"},
        in_capture("UnknownKey", "[capture]\nevrey = \"1h\"\n", "capture.evrey",
                   "did you mean \"every\"?"),
        in_capture("KeyOfASource", "[capture]\nfollow = 3\n", "capture.follow",
                   "belongs into a [[source]]"),
        in_capture("NumberAsDuration", "[capture]\nevery = 3600\n", "capture.every",
                   "such as \"1h 30m\""),
        in_capture("DurationWithoutUnit", "[capture]\nevery = \"60\"\n", "capture.every",
                   "must be a duration"),
        in_capture("EveryTooShort", "[capture]\nevery = \"59s\"\n", "capture.every",
                   "\"59s\" is out of range: from 1m to 366d"),
        in_capture("EveryTooLong", "[capture]\nevery = \"367d\"\n", "capture.every",
                   "out of range"),
        in_capture("EveryInParts", "[capture]\nevery = \"1m 500ms\"\n", "capture.every",
                   "whole seconds"),
        in_capture("TextAsFlag", "[capture]\nrobots = \"no\"\n", "capture.robots", "true or false"),
        in_capture("AgentOfTwoLines", "[capture]\nuser_agent = \"a\\nb\"\n", "capture.user_agent",
                   "line breaks"),
        in_capture("DelayTooLong", "[capture]\ndelay = \"2h\"\n", "capture.delay", "from 0s to 1h"),
        in_capture("ProxyWithoutScheme", "[capture]\nproxy = \"proxy:3128\"\n", "capture.proxy",
                   "such as \"http://proxy.example:3128\", or \"environment\""),
        in_capture("NoTimeout", "[capture]\ntimeout = \"0s\"\n", "capture.timeout",
                   "from 1s to 1h"),
        in_capture("SizeOfWords", "[capture]\nmax_wire = \"much\"\n", "capture.max_wire",
                   "such as \"500 kB\" or \"16 MiB\""),
        in_capture("SizeTooLarge", "[capture]\nmax_page = \"257 MiB\"\n", "capture.max_page",
                   "257 MiB is out of range: from 1 B to 16 MiB"),
        in_capture("TooManyRedirects", "[capture]\nredirects = 21\n", "capture.redirects",
                   "from 0 to 20"),
        in_capture("FractionOfAJob", "[capture]\njobs = 1.5\n", "capture.jobs", "from 1 to 64"),
        in_capture("NoJobs", "[capture]\njobs = 0\n", "capture.jobs", "from 1 to 64"),
        in_capture("HookThatIsNoText", "[capture]\non_new = [\"a\"]\n", "capture.on_new",
                   kNotText)),
    [](const auto& test) { return std::string(test.param.name); });

#define SOURCE_A "[[source]]\nname = \"a\"\n"

INSTANTIATE_TEST_SUITE_P(
    CaptureOfASource, Mistakes,
    ::testing::Values(
        Mistake{"HookInASource", SOURCE_A "on_new = \"x\"\n", 3, "source[1].on_new",
                "belongs into [capture]"},
        Mistake{"UrlWithPassword", SOURCE_A "url = \"https://me:secret@a.example/\"\n", 3,
                "source[1].url", "put them into headers"},
        Mistake{"CategoryOfTwoLines", SOURCE_A "category = \"a\\nb\"\n", 3, "source[1].category",
                "one line"},
        Mistake{"FollowTooFar", SOURCE_A "follow = 101\n", 3, "source[1].follow", "from 0 to 100"},
        Mistake{"RenderAndFollow", SOURCE_A "render = \"cat\"\nfollow = 1\n", 4, "source[1].follow",
                "does not go with render"},
        Mistake{"HeadersAsText", SOURCE_A "headers = \"A: b\"\n", 3, "source[1].headers",
                "must be a table"},
        Mistake{"HeaderWithASpace", SOURCE_A "headers = { \"X Key\" = \"b\" }\n", 3,
                "source[1].headers.X Key", "is no name of a header"},
        Mistake{"OwnHeader", SOURCE_A "headers = { host = \"b\" }\n", 3, "source[1].headers.host",
                "sends this header itself"},
        Mistake{"UserAgentAsHeader", SOURCE_A "headers = { User-Agent = \"b\" }\n", 3,
                "source[1].headers.User-Agent", "user_agent"},
        Mistake{"HeaderTwice", SOURCE_A "headers = { X-A = \"b\", x-a = \"c\" }\n", 3,
                "source[1].headers.x-a", "twice"},
        Mistake{"HeaderOfTwoLines", SOURCE_A "headers = { X-A = \"b\\r\\nHost: c\" }\n", 3,
                "source[1].headers.X-A", "line breaks"},
        Mistake{"HeaderOfANumber", SOURCE_A "headers = { X-A = 5 }\n", 3, "source[1].headers.X-A",
                "{ file = \"PATH\" } or { env = \"NAME\" }"},
        Mistake{"HeaderFromTwoPlaces",
                SOURCE_A "headers = { X-A = { file = \"a\", env = \"B\" } }\n", 3,
                "source[1].headers.X-A", "must be text in quotes, {"},
        Mistake{"HeaderFromElsewhere", SOURCE_A "headers = { X-A = { fiel = \"a\" } }\n", 3,
                "source[1].headers.X-A.fiel", "did you mean \"file\"?"},
        Mistake{"HeaderFromNoFile", SOURCE_A "headers = { X-A = { file = \"\" } }\n", 3,
                "source[1].headers.X-A.file", "must not be empty"},
        Mistake{"HeaderFromNoVariable", SOURCE_A "headers = { X-A = { env = \"A=B\" } }\n", 3,
                "source[1].headers.X-A.env", "no name of a variable"}),
    [](const auto& test) { return std::string(test.param.name); });

#undef SOURCE_A

TEST_F(Configuration, SaysHowToCapture) {
    const ConfigReport report = read(R"(
        [capture]
        every = "12h"
        adaptive = true
        user_agent = "mine/1.0"
        delay = "500ms"
        robots = false
        proxy = "http://me:secret@proxy.example:3128"
        ca_file = "/etc/ca.pem"
        connect_timeout = "5s"
        timeout = "1m 30s"
        slow_timeout = "10s"
        max_wire = "500 kB"
        max_page = 1000000
        redirects = 0
        jobs = 3
        on_new = "notify new"
        on_removed = "notify removed"
        on_unhealthy = "notify unhealthy"

        [[source]]
        name = "plain"

        [[source]]
        name = "own"
        every = "30m"
        adaptive = false
        category = "NLP"
        follow = 3
        allow_private = true
        proxy = "environment"
        max_wire = "16 MiB"
    )");
    EXPECT_THAT(report.problems, IsEmpty());
    const Config& config = report.config;
    EXPECT_EQ(config.jobs, 3U);
    EXPECT_EQ(config.hooks.on_new, "notify new");
    EXPECT_EQ(config.hooks.on_removed, "notify removed");
    EXPECT_EQ(config.hooks.on_unhealthy, "notify unhealthy");
    CaptureSettings wanted;
    wanted.every = std::chrono::hours(12);
    wanted.adaptive = true;
    wanted.user_agent = "mine/1.0";
    wanted.delay = std::chrono::milliseconds(500);
    wanted.robots = false;
    wanted.proxy = "http://me:secret@proxy.example:3128";
    wanted.ca_file = "/etc/ca.pem";
    wanted.limits = {500'000,
                     1'000'000,
                     0,
                     std::chrono::seconds(5),
                     std::chrono::seconds(90),
                     std::chrono::seconds(10)};
    EXPECT_EQ(config.capture, wanted);
    ASSERT_EQ(config.sources.size(), 2U);
    EXPECT_EQ(config.sources[0].capture, wanted);
    wanted.every = std::chrono::minutes(30);
    wanted.adaptive = false;
    wanted.follow = 3;
    wanted.allow_private = true;
    wanted.proxy = "environment";
    wanted.limits.wire_bytes = 16U << 20U;
    EXPECT_EQ(config.sources[1].capture, wanted);
    EXPECT_EQ(config.sources[1].category, "NLP");
}

TEST_F(Configuration, FindsFilesFromItsFolderAndFromTheHomeFolder) {
    const std::string text = R"(
        [capture]
        ca_file = "certificates/ca.pem"
        [[source]]
        name = "a"
        headers = { A = "text", B = { file = "~/token" }, C = { file = "token" }, D = { env = "KEY" } }
    )";
    const ConfigReport report = parse_config(text, "/etc/feedarc/config.toml", "/home/me");
    EXPECT_THAT(report.problems, IsEmpty());
    EXPECT_EQ(report.config.capture.ca_file, "/etc/feedarc/certificates/ca.pem");
    ASSERT_EQ(report.config.sources.size(), 1U);
    using From = ConfiguredHeader::From;
    EXPECT_THAT(report.config.sources[0].capture.headers,
                ElementsAre(ConfiguredHeader{"A", From::text, "text"},
                            ConfiguredHeader{"B", From::file, "/home/me/token"},
                            ConfiguredHeader{"C", From::file, "/etc/feedarc/token"},
                            ConfiguredHeader{"D", From::environment, "KEY"}));
    EXPECT_THAT(parse_config(text, "config.toml", "").problems,
                ElementsAre(problem(6, "source[1].headers.B.file", "HOME is not set")));
}

TEST_F(Configuration, TellsEveryMistakeFromTheTopDown) {
    const ConfigReport report = read(
        "zzz = 1\n[[source]]\nurl = \"x\"\nnmae = \"a\"\n[[source]]\n"
        "name = \"good\"\n");
    EXPECT_THAT(
        report.problems,
        ElementsAre(problem(1, "zzz", "unknown key"), problem(2, "source[1].name", "missing"),
                    problem(3, "source[1].url", "no http"),
                    problem(4, "source[1].nmae", "did you mean \"name\"?")));
    EXPECT_THAT(report.config.sources, ElementsAre(source("good", "")));
}

TEST_F(Configuration, StopsACommandWithFileLineKeyAndCount) {
    write("[[source]]\nname = 1\nurl = 2\n");
    try {
        (void)load_config(path());
        FAIL() << "was loaded";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::usage);
        EXPECT_EQ(std::string(error.what()), path() +
                                                 ":2: source[1].name: must be text in quotes "
                                                 "(1 more: run feedarc config check)");
    }
}

TEST_F(Configuration, ThatCannotBeReadIsAnErrorOfUsage) {
    const std::string folder = std::filesystem::path(path()).parent_path();
    const std::string fifo = folder + "/fifo";
    ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
    for (const std::string& unreadable : {folder, fifo}) {
        try {
            (void)read_config(unreadable);
            FAIL() << unreadable << " was read";
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::usage);
            EXPECT_THAT(error.what(), StartsWith(unreadable + ": "));
        }
    }
}

TEST_F(Configuration, SurvivesDeepNesting) {
    const ConfigReport report = read("source = " + std::string(100'000, '['));
    EXPECT_EQ(report.problems.size(), 1U);
}

}  // namespace
}  // namespace feedarc::app
