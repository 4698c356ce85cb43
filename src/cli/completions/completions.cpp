#include "cli/completions/completions.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace feedarc::cli {
namespace {

struct Shell {
    std::string_view name;
    std::string (*script)(const CompletedProgram& program);
};

constexpr std::array kShells{
    Shell{"bash", bash_completions},
    Shell{"zsh", zsh_completions},
    Shell{"fish", fish_completions},
};

}  // namespace

std::vector<std::string> completion_shells() {
    std::vector<std::string> names;
    for (const Shell& shell : kShells) names.emplace_back(shell.name);
    return names;
}

std::string completion_script(std::string_view shell) {
    const CompletedProgram program{describe_global_options(), describe_commands()};
    const auto* const found = std::find_if(kShells.begin(), kShells.end(),
                                           [&](const Shell& row) { return row.name == shell; });
    return found == kShells.end() ? std::string() : found->script(program);
}

std::string value_words(const DescribedOption& option) {
    switch (option.kind) {
        case ValueKind::choice: return fmt::format("{}", fmt::join(option.choices, " "));
        case ValueKind::file: return "@file";
        case ValueKind::folder: return "@folder";
        case ValueKind::source: return "@source";
        case ValueKind::category: return "@category";
        case ValueKind::other: break;
    }
    return "@other";
}

std::string shell_quoted(std::string_view text) {
    std::string word = "'";
    for (const char byte : text) {
        if (byte == '\'') {
            word += R"('\'')";
        } else {
            word += byte;
        }
    }
    return word + '\'';
}

std::string names_of(const std::vector<DescribedOption>& options) {
    std::vector<std::string> names;
    for (const DescribedOption& option : options) {
        names.insert(names.end(), option.names.begin(), option.names.end());
    }
    return fmt::format("{}", fmt::join(names, " "));
}

std::vector<DescribedCommand> first_words(const CompletedProgram& program) {
    std::vector<DescribedCommand> words;
    for (const DescribedCommand& command : program.commands) {
        const std::string first = command.name.substr(0, command.name.find(' '));
        const bool known =
            std::any_of(words.begin(), words.end(),
                        [&](const DescribedCommand& one) { return one.name == first; });
        if (known) continue;
        words.push_back(command);
        words.back().name = first;
    }
    return words;
}

std::vector<DescribedCommand> second_words(const CompletedProgram& program,
                                           std::string_view first) {
    std::vector<DescribedCommand> words;
    const std::string begin = fmt::format("{} ", first);
    for (const DescribedCommand& command : program.commands) {
        if (!command.name.starts_with(begin)) continue;
        words.push_back(command);
        words.back().name.erase(0, begin.size());
    }
    return words;
}

}  // namespace feedarc::cli
