#include "cli/described_options.hpp"
#include "support/program.hpp"

#include <gmock/gmock.h>

#include <filesystem>

namespace feedarc {
namespace {

using test::Printed;
using test::Program;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kPage =
    "<!DOCTYPE html><main><article><h2><a href=\"https://x.example/1\">A title of its own</a></h2>"
    "<a rel=tag class=category href=/c/1>{}</a><time datetime=2026-01-02>2026-01-02</time>"
    "<p>What there is to say about it.</p></article><article><h2><a href=\"https://x.example/2\">"
    "Another title, longer</a></h2><time datetime=2026-01-01>2026-01-01</time>"
    "<p>What there is to say about another.</p></article></main>";

void ingest(Program& program, const std::string& source, const std::string& category) {
    std::string page = kPage;
    page.replace(page.find("{}"), 2, category);
    ASSERT_EQ(
        program.run({"ingest", "-q", "--source", source, program.home.write("page.html", page)})
            .status,
        0);
}

TEST(CompleteValues, AreTheNamesInTheArchiveAndTheConfiguration) {
    Program program;
    ingest(program, "zebra", "NLP");
    ingest(program, "a blank", "nlp");
    ingest(program, "other", "原理 分析");
    program.home.write(".config/feedarc/config.toml",
                       "[[source]]\nname = \"configured\"\nurl = \"https://c.example/\"\n"
                       "[[source]]\nname = \"zebra\"\nurl = \"https://z.example/\"\n");
    EXPECT_EQ(program.run({"complete-values", "source"}).out,
              "a blank\nconfigured\nother\nzebra\n");
    const std::string categories = program.run({"complete-values", "category"}).out;
    EXPECT_THAT(categories, HasSubstr("原理 分析\n"));
    EXPECT_EQ(std::count(categories.begin(), categories.end(), '\n'), 2)
        << "one whose letters are of other case is the same: " << categories;
}

TEST(CompleteValues, LeaveOutWhatCannotBeTyped) {
    Program program;
    for (const char* const name :
         {"red\x1b[31m", "back\u202e", "two\nlines", "tab\t", "\xff", "good"}) {
        ingest(program, name, "");
    }
    EXPECT_EQ(program.run({"complete-values", "source"}).out, "good\n");
}

TEST(CompleteValues, SayNothingWhereNothingCanBeRead) {
    Program program;
    const auto expect_silence = [&](const std::vector<std::string>& more) {
        for (const char* const kind : {"source", "category"}) {
            std::vector<std::string> words{"complete-values", kind};
            words.insert(words.end(), more.begin(), more.end());
            const Printed printed = program.run(words);
            EXPECT_EQ(printed.status, 0);
            EXPECT_THAT(printed.out + printed.err, IsEmpty());
        }
    };
    expect_silence({});
    expect_silence({"--archive", program.home / "none.db"});
    expect_silence({"--archive", program.home.path()});
    expect_silence({"--archive", ""});
    expect_silence({"--archive", program.home.write("no.db", "no archive")});
    expect_silence({"--config", program.home.write("wrong.toml", "]")});
    EXPECT_FALSE(std::filesystem::exists(program.home / ".local"));
    EXPECT_FALSE(std::filesystem::exists(program.home / "none.db"));
    program.environment.clear();
    expect_silence({});
}

TEST(Completions, AreThereForEveryCommandAndOption) {
    for (const char* const shell : {"bash", "zsh", "fish"}) {
        const Printed script = Program().run({"completions", shell});
        EXPECT_EQ(script.status, 0);
        EXPECT_THAT(script.out, testing::Not(HasSubstr("'complete-values'")));
        for (const cli::DescribedCommand& command : cli::describe_commands()) {
            EXPECT_THAT(script.out, HasSubstr('\'' + command.name + '\'')) << shell;
            for (const cli::DescribedOption& option : command.options) {
                EXPECT_THAT(script.out, HasSubstr(option.names.back())) << shell;
            }
        }
    }
}

// What can be completed is said by names: a new option that has one of these is completed as well.
TEST(DescribedOptions, KnowWhatTheirValuesAre) {
    for (const cli::DescribedCommand& command : cli::describe_commands()) {
        for (const cli::DescribedOption& option : command.options) {
            const std::string where = command.name + " " + option.names.back();
            if (option.names.back() == "--format" || option.names.back() == "--sort") {
                EXPECT_EQ(option.kind, cli::ValueKind::choice) << where;
            }
            if (option.names.back() == "--source") {
                EXPECT_EQ(option.kind, cli::ValueKind::source) << where;
            }
            if (option.names.back() == "--category") {
                EXPECT_EQ(option.kind, cli::ValueKind::category) << where;
            }
        }
    }
}

}  // namespace
}  // namespace feedarc
