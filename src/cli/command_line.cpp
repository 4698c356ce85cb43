#include "cli/command_line.hpp"

#include <feedarc/error.hpp>

#include "cli/suggest.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace feedarc::cli {
namespace {

// Global options that take the next word as their value.
constexpr std::array<std::string_view, 4> kWithValue{"--archive", "--config", "--wait", "--color"};

// The index of the first word from `from` that is no global option; the number of words if there is
// none.
std::size_t next_plain_word(std::span<const char* const> words, std::size_t from) {
    for (std::size_t i = from; i < words.size(); ++i) {
        const std::string_view word = words[i];
        if (word == "--") return words.size();
        if (word.size() < 2 || word.front() != '-') return i;
        if (std::find(kWithValue.begin(), kWithValue.end(), word) != kWithValue.end()) ++i;
    }
    return words.size();
}

const Command* command_named(std::span<const Command> commands, std::string_view name) {
    const auto found = std::find_if(commands.begin(), commands.end(),
                                    [&](const Command& command) { return name == command.name; });
    return found == commands.end() ? nullptr : &*found;
}

std::vector<std::string> second_words(std::span<const Command> commands, std::string_view first) {
    std::vector<std::string> words;
    const std::string start = std::string(first) + ' ';
    for (const Command& command : commands) {
        const std::string_view name = command.name;
        if (name.substr(0, start.size()) == start) words.emplace_back(name.substr(start.size()));
    }
    return words;
}

[[noreturn]] void unknown_command(std::span<const Command> commands, std::string_view word) {
    std::vector<std::string> names;
    for (const Command& command : commands) {
        if (command.hidden) continue;
        const std::string_view name = command.name;
        names.emplace_back(name.substr(0, name.find(' ')));
    }
    throw Error(ErrorCode::usage,
                fmt::format("there is no command '{}'{} (feedarc --help lists them)", word,
                            did_you_mean(word, names)));
}

// CLI11 takes the next word for the value of `--name=`, where an empty value is meant.
void add_argument_word(std::vector<std::string>& arguments, std::string_view word, bool options) {
    const bool empty_value = options && word.size() > 3 && word.substr(0, 2) == "--" &&
                             word.find('=') == word.size() - 1;
    if (empty_value) {
        arguments.emplace_back(word.substr(0, word.size() - 1));
        arguments.emplace_back();
    } else {
        arguments.emplace_back(word);
    }
}

// The words at which the name of the command stands.
struct Place {
    const Command* command = nullptr;
    std::size_t first = 0, second = 0;
};

Place find_command(std::span<const char* const> words, std::span<const Command> commands,
                   std::size_t from) {
    const std::size_t first = next_plain_word(words, from);
    if (first == words.size()) return {nullptr, first, first};
    const std::string_view word = words[first];
    const auto seconds = second_words(commands, word);
    const std::size_t second = seconds.empty() ? first : next_plain_word(words, first + 1);
    if (second != first && second < words.size()) {
        const auto* const command =
            command_named(commands, fmt::format("{} {}", word, words[second]));
        if (command != nullptr) return {command, first, second};
    }
    const auto* const command = command_named(commands, word);
    // Of a word that is a command alone and with a second word, the next word is no argument.
    const bool misspelt = !seconds.empty() && second == first + 1 && second < words.size();
    if (command != nullptr && !misspelt) return {command, first, first};
    if (seconds.empty()) unknown_command(commands, word);
    if (second == words.size()) {
        throw Error(ErrorCode::usage,
                    fmt::format("{}: a command is missing ({})", word, fmt::join(seconds, ", ")));
    }
    throw Error(ErrorCode::usage, fmt::format("{}: there is no command '{}'{}", word, words[second],
                                              did_you_mean(words[second], seconds)));
}

}  // namespace

CommandLine read_command_line(std::span<const char* const> words,
                              std::span<const Command> commands) {
    CommandLine line;
    std::size_t help = next_plain_word(words, 0);
    line.help = help < words.size() && std::string_view(words[help]) == "help";
    if (!line.help) help = words.size();
    const Place place = find_command(words, commands, line.help ? help + 1 : 0);
    line.command = place.command;
    bool options = true;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i == help) continue;
        if (line.command != nullptr && (i == place.first || i == place.second)) continue;
        if (std::string_view(words[i]) == "--") options = false;
        add_argument_word(line.arguments, words[i], options);
    }
    return line;
}

}  // namespace feedarc::cli
