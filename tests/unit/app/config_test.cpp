#include "app/config.hpp"

#include <feedarc/error.hpp>

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

auto problem(int line, const std::string& key, const std::string& message) {
    return AllOf(Field(&ConfigProblem::line, line), Field(&ConfigProblem::key, key),
                 Field(&ConfigProblem::message, HasSubstr(message)));
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

TEST_F(Configuration, GivesSourcesTheirRules) {
    const ConfigReport report = read(R"(
        [[source]]
        name = "boxes"
        date_order = "dmy"
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
              "record=div.box\ntitle=h2 > a\nlink=./h2/a/@href\ndate-order=dmy\n");
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
                            problem(12, "source[2].rules", "write [source.rules]")));
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
                "notification", "known here: source"},
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
