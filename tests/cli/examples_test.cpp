#include "cli/examples.hpp"

#include "cli/commands/commands.hpp"
#include "cli/parser.hpp"
#include "support/program.hpp"

#include <gmock/gmock.h>

#include <sstream>

namespace feedarc {
namespace {

using test::Program;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// As a shell takes it apart, up to where the output goes.
std::vector<std::string> words_of(std::string_view line) {
    std::vector<std::string> words;
    std::string word;
    bool quoted = false;
    for (const char byte : std::string(line) + ' ') {
        if (byte == '\'') {
            quoted = !quoted;
        } else if (byte == ' ' && !quoted) {
            if (word == ">") break;
            if (!word.empty()) words.push_back(word);
            word.clear();
        } else {
            word += byte;
        }
    }
    return words;
}

class EveryCommand : public testing::TestWithParam<cli::Command> {};

TEST_P(EveryCommand, HasExamplesInItsHelpThatTheParserTakes) {
    const auto examples = cli::examples_of(GetParam().name);
    EXPECT_THAT(examples, Not(IsEmpty()))
        << "feedarc " << GetParam().name << ": add an example of it to src/cli/examples.cpp";
    std::vector<std::string> help{"help"};
    std::istringstream names(GetParam().name);
    for (std::string word; names >> word;) help.push_back(word);
    const std::string text = Program().run(help).out;
    for (const cli::Example& example : examples) {
        EXPECT_THAT(text, HasSubstr("  " + std::string(example.line) + "\n"));
        const auto words = words_of(example.line);
        ASSERT_EQ(words.front(), "feedarc") << example.line;
        std::vector<const char*> typed;
        for (std::size_t i = 1; i < words.size(); ++i) typed.push_back(words[i].c_str());
        const auto line = cli::read_command_line(typed, cli::kCommandTable);
        ASSERT_NE(line.command, nullptr) << example.line;
        EXPECT_STREQ(line.command->name, GetParam().name) << example.line;
        cli::Parsed parsed;
        EXPECT_NO_THROW(cli::parse(line, parsed)) << example.line;
        EXPECT_THAT(parsed.shown, IsEmpty());
    }
}

std::vector<cli::Command> shown_commands() {
    std::vector<cli::Command> commands;
    for (const cli::Command& command : cli::kCommandTable) {
        if (!command.hidden) commands.push_back(command);
    }
    return commands;
}

INSTANTIATE_TEST_SUITE_P(Of, EveryCommand, testing::ValuesIn(shown_commands()),
                         [](const auto& parameter) {
                             std::string name = parameter.param.name;
                             for (char& byte : name) {
                                 if (byte == ' ' || byte == '-') byte = '_';
                             }
                             return name;
                         });

}  // namespace
}  // namespace feedarc
