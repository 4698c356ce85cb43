#include "cli/described_options.hpp"
#include "support/program.hpp"

#include <gmock/gmock.h>

#include <set>
#include <sstream>

namespace feedarc {
namespace {

using cli::DescribedCommand;
using cli::DescribedOption;
using cli::ValueKind;
using test::Program;
using testing::HasSubstr;

constexpr const char* kListedPage =
    "<!DOCTYPE html><main><article><h2><a href=\"https://x.example/1\">A title of its own</a></h2>"
    "<a rel=tag class=category href=/c/1>Networks</a><time datetime=2026-01-02>2026-01-02</time>"
    "<p>What there is to say about it.</p></article><article><h2><a href=\"https://x.example/2\">"
    "Another title, longer</a></h2><time datetime=2026-01-01>2026-01-01</time>"
    "<p>What there is to say about another.</p></article></main>";

// Something that the parser takes.
std::string value_of(const DescribedOption& argument) {
    if (!argument.choices.empty()) return argument.choices.front();
    if (argument.kind == ValueKind::source) return "wether";
    if (argument.value == "URL") return "https://weather.example/new";
    if (argument.value == "A" || argument.value == "B") return "2026-01-12";
    return "1";
}

// The command with all that it needs.
std::vector<std::string> words_of(const DescribedCommand& command) {
    std::vector<std::string> words;
    std::istringstream names(command.name);
    for (std::string word; names >> word;) words.push_back(word);
    for (const DescribedOption& argument : command.arguments) {
        if (argument.required || argument.kind == ValueKind::source) {
            words.push_back(value_of(argument));
        }
    }
    if (command.name == "export") words.insert(words.end(), {"--format", "csv"});
    if (command.name == "prune") words.insert(words.end(), {"--keep-last", "1"});
    return words;
}

class Suggestions : public testing::Test {
protected:
    Suggestions() {
        const auto ingested = program_.run(
            {"ingest", "-q", "--source", "weather", program_.home.write("page.html", kListedPage)});
        EXPECT_EQ(ingested.status, 0) << ingested.err;
        program_.home.write(".config/feedarc/config.toml",
                            "[[source]]\nname = \"weather\"\nurl = \"https://weather.example/\"\n");
    }

    void expect_suggestion(const std::vector<std::string>& words, const std::string& meant) {
        EXPECT_THAT(program_.run(words).err, HasSubstr("; did you mean '" + meant + "'?"))
            << testing::PrintToString(words);
    }

    Program program_;
};

TEST_F(Suggestions, AreMadeForTheNameOfASource) {
    // These give a source its name.
    const std::set<std::string> makers{"ingest", "amend", "sources add", "sources import"};
    int asked = 0;
    for (const DescribedCommand& command : cli::describe_commands()) {
        if (makers.contains(command.name)) continue;
        const auto words = words_of(command);
        for (const DescribedOption& argument : command.arguments) {
            if (argument.kind != ValueKind::source) continue;
            expect_suggestion(words, "weather");
            ++asked;
        }
        for (const DescribedOption& option : command.options) {
            if (option.kind != ValueKind::source) continue;
            auto with = words;
            with.insert(with.end(), {option.names.back(), "wether"});
            expect_suggestion(with, "weather");
            ++asked;
        }
    }
    EXPECT_GE(asked, 12);
}

TEST_F(Suggestions, AreMadeForACategory) {
    int asked = 0;
    for (const DescribedCommand& command : cli::describe_commands()) {
        if (command.name == "sources add") continue;  // gives one its name
        for (const DescribedOption& option : command.options) {
            if (option.kind != ValueKind::category) continue;
            auto words = words_of(command);
            words.insert(words.end(), {option.names.back(), "Netwroks"});
            expect_suggestion(words, "Networks");
            ++asked;
        }
    }
    EXPECT_GE(asked, 2);
}

TEST_F(Suggestions, AreMadeForCommandsAndOptions) {
    for (const DescribedCommand& command : cli::describe_commands()) {
        const std::string name = command.name + "q";
        const std::string meant = command.name.substr(command.name.find(' ') + 1);
        std::vector<std::string> words;
        std::istringstream names(name);
        for (std::string word; names >> word;) words.push_back(word);
        expect_suggestion(words, meant);
        for (const DescribedOption& option : command.options) {
            words = words_of(command);
            words.push_back(option.names.back() + "q");
            expect_suggestion(words, option.names.back());
        }
    }
}

}  // namespace
}  // namespace feedarc
