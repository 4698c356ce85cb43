#include "cli/command_line.hpp"

#include <feedarc/version.hpp>

#include "cli/commands/commands.hpp"
#include "support/program.hpp"

#include <gmock/gmock.h>

namespace feedarc {
namespace {

using test::Program;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

cli::CommandLine read(const std::vector<const char*>& words) {
    return cli::read_command_line(words, cli::kCommandTable);
}

TEST(CommandLine, FindsTheCommandBehindGlobalOptionsAndTheirValues) {
    const auto line = read({"-q", "--archive", "list", "--wait=3", "list", "--limit", "5"});
    ASSERT_NE(line.command, nullptr);
    EXPECT_STREQ(line.command->name, "list");
    EXPECT_THAT(line.arguments, ElementsAre("-q", "--archive", "list", "--wait=3", "--limit", "5"));
}

TEST(CommandLine, TakesTwoWordsForACommandThatHasThem) {
    const auto line = read({"config", "-v", "check", "--config", "x"});
    ASSERT_NE(line.command, nullptr);
    EXPECT_STREQ(line.command->name, "config check");
    EXPECT_THAT(line.arguments, ElementsAre("-v", "--config", "x"));
}

TEST(CommandLine, KeepsAnEmptyValue) {
    EXPECT_THAT(read({"list", "--category="}).arguments, ElementsAre("--category", ""));
    EXPECT_THAT(read({"ingest", "--", "--odd="}).arguments, ElementsAre("--", "--odd="));
}

struct UsageCase {
    const char* name;
    std::vector<std::string> words;
    const char* message;
};

void PrintTo(const UsageCase& usage, std::ostream* out) {
    *out << usage.name;
}

class UsageError : public testing::TestWithParam<UsageCase> {};

TEST_P(UsageError, IsOneLineOnStandardErrorAndStatus2) {
    Program program;
    const auto printed = program.run(GetParam().words);
    EXPECT_EQ(printed.status, 2);
    EXPECT_THAT(printed.out, IsEmpty());
    EXPECT_THAT(printed.err, StartsWith("feedarc: "));
    EXPECT_THAT(printed.err, HasSubstr(GetParam().message));
    EXPECT_EQ(printed.err.find('\n'), printed.err.size() - 1) << printed.err;
}

const UsageCase kUsageErrors[]{
    {"no_command", {}, "a command is missing"},
    {"only_options", {"-q", "--archive", "x"}, "a command is missing"},
    {"misspelt_command", {"lsit"}, "did you mean 'list'?"},
    {"strange_command", {"frobnicate"}, "there is no command 'frobnicate'"},
    {"half_a_command", {"config"}, "a command is missing (check)"},
    {"misspelt_second_word", {"config", "chek"}, "did you mean 'check'?"},
    {"misspelt_option", {"list", "--categry", "NLP"}, "did you mean '--category'?"},
    {"strange_option", {"stats", "--frobnicate"}, "there is no option '--frobnicate'"},
    {"option_of_another_command", {"stats", "--jobs", "2"}, "there is no option '--jobs'"},
    {"present_and_gone", {"list", "--present", "--gone"}, "only one of them"},
    {"as_of_and_sorted", {"list", "--at", "2026-01-11", "--sort", "title"}, "in their own order"},
    {"misspelt_event", {"log", "--event", "scroled-off"}, "did you mean 'scrolled-off'?"},
    {"diff_of_one", {"diff", "1"}, "B is required"},
    {"misspelt_format", {"list", "--format", "jsno"}, "did you mean 'json'?"},
    {"misspelt_sort", {"list", "--sort", "last_seen"}, "did you mean 'last-seen'?"},
    {"misspelt_field", {"list", "--fields", "id,titel"}, "did you mean 'title'?"},
    {"bad_time", {"list", "--since", "2026-02-30"}, "--since: '2026-02-30' is not a time"},
    {"bad_limit", {"list", "--limit", "0"}, "--limit: '0' is not a whole number"},
    {"limit_with_unit", {"list", "--limit", "5k"}, "--limit: '5k'"},
    {"negative_wait", {"list", "--wait", "-1"}, "--wait: '-1'"},
    {"bad_colour", {"--color", "sometimes", "list"}, "--color: 'sometimes'"},
    {"missing_value", {"list", "--limit"}, "--limit"},
    {"twice", {"list", "--source", "a", "--source", "b"}, "--source"},
    {"no_input", {"ingest"}, "INPUT"},
    {"no_id", {"show"}, "ID"},
    {"bad_id", {"show", "first"}, "'first'"},
    {"two_ids", {"show", "1", "2"}, "'2' is one argument too many"},
    {"argument_to_none", {"stats", "all"}, "'all' is one argument too many"},
    {"relative_url", {"ingest", "--url", "/page", "x"}, "--url: '/page'"},
    {"bad_capture_time", {"ingest", "--captured-at", "soon", "x"}, "--captured-at: 'soon'"},
    {"bad_form", {"extract", "--input-format", "htm", "x"}, "did you mean 'html'?"},
    {"too_many_jobs", {"ingest", "--jobs", "99999", "x"}, "--jobs: '99999'"},
    {"escape_in_a_word", {"\x1b[31mlist"}, "\\u{1b}[31mlist"},
};

INSTANTIATE_TEST_SUITE_P(Each, UsageError, testing::ValuesIn(kUsageErrors),
                         [](const auto& parameter) { return std::string(parameter.param.name); });

TEST(Help, ListsEveryCommand) {
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"--help"}, {"-h"}, {"help"}}) {
        const auto printed = Program().run(words);
        EXPECT_EQ(printed.status, 0);
        EXPECT_THAT(printed.err, IsEmpty());
        for (const cli::Command& command : cli::kCommandTable) {
            const auto line = HasSubstr(std::string("\n  ") + command.name + " ");
            if (command.hidden) {
                EXPECT_THAT(printed.out, Not(line));
            } else {
                EXPECT_THAT(printed.out, line);
            }
        }
        EXPECT_THAT(printed.out, HasSubstr("--archive PATH"));
    }
}

TEST(Help, ShowsTheOptionsOfACommandAlsoWhereArgumentsAreMissing) {
    for (const cli::Command& command : cli::kCommandTable) {
        std::vector<std::string> words{"help"};
        std::istringstream names(command.name);
        for (std::string word; names >> word;) words.push_back(word);
        const auto by_word = Program().run(words);
        words.erase(words.begin());
        words.emplace_back("--help");
        const auto by_option = Program().run(words);
        EXPECT_EQ(by_option.status, 0) << command.name;
        EXPECT_THAT(by_option.out, HasSubstr(std::string("Usage: feedarc ") + command.name));
        EXPECT_EQ(by_option.out, by_word.out);
    }
}

TEST(Version, NamesTheLinkedLibraries) {
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"--version"}, {"ingest", "--version"}}) {
        const auto printed = Program().run(words);
        EXPECT_EQ(printed.status, 0);
        EXPECT_THAT(printed.out, StartsWith(std::string("feedarc ") + kVersion + "\n"));
        for (const char* library : {"SQLite 3.", "zstd 1.", "ICU ", "xxHash 0.", "zlib 1."}) {
            EXPECT_THAT(printed.out, HasSubstr(library));
        }
    }
}

TEST(ArchiveLocation, IsTheOptionThenTheVariableThenXdg) {
    Program program;
    const auto missing = [&](const std::vector<std::string>& words) {
        const auto printed = program.run(words);
        EXPECT_EQ(printed.status, 4);
        return printed.err;
    };
    EXPECT_THAT(missing({"list"}), HasSubstr(program.home / ".local/share/feedarc/archive.db"));
    program.environment["XDG_DATA_HOME"] = "relative";
    EXPECT_THAT(missing({"list"}), HasSubstr(program.home / ".local/share/feedarc/archive.db"));
    program.environment["XDG_DATA_HOME"] = program.home / "xdg";
    EXPECT_THAT(missing({"list"}), HasSubstr(program.home / "xdg/feedarc/archive.db"));
    program.environment["FEEDARC_ARCHIVE"] = program.home / "variable.db";
    EXPECT_THAT(missing({"list"}), HasSubstr("variable.db"));
    EXPECT_THAT(missing({"list", "--archive", program.home / "option.db"}), HasSubstr("option.db"));
    EXPECT_THAT(missing({"--archive", program.home / "option.db", "list"}), HasSubstr("option.db"));
}

TEST(ArchiveLocation, NeedsAHome) {
    Program program;
    program.environment.clear();
    const auto printed = program.run({"list"});
    EXPECT_EQ(printed.status, 2);
    EXPECT_THAT(printed.err, HasSubstr("--archive"));
}

TEST(CommandLine, TakesWhatIsBehindTwoDashesAsItIs) {
    test::Program program;
    EXPECT_THAT(program.run({"ingest", "--", "-missing.txt"}).err, HasSubstr("-missing.txt: "));
    EXPECT_EQ(program.run({"ingest", "--", "-missing.txt"}).status, 1);
    EXPECT_THAT(program.run({"list", "--", "more"}).err, HasSubstr("'more' is one argument"));
}

}  // namespace
}  // namespace feedarc
