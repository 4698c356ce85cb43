#pragma once

#include "cli/described_options.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace feedarc::cli {

/// All that a script completes.
struct CompletedProgram {
    std::vector<DescribedOption> globals;
    std::vector<DescribedCommand> commands;
};

// Each script asks `feedarc complete-values` for names in the archive; nothing of what that says is
// evaluated by the shell, and all of it is quoted on its way into the command line.
[[nodiscard]] std::string bash_completions(const CompletedProgram& program);
[[nodiscard]] std::string zsh_completions(const CompletedProgram& program);
[[nodiscard]] std::string fish_completions(const CompletedProgram& program);

/// The shells that there is a script for.
[[nodiscard]] std::vector<std::string> completion_shells();

/// The script for one of them, made from what the parser knows of every command.
[[nodiscard]] std::string completion_script(std::string_view shell);

/// The word by which a script says what can stand as a value: `@file`, `@folder`, `@source`,
/// `@category`, `@other`, or the choices with blanks between.
[[nodiscard]] std::string value_words(const DescribedOption& option);

/// A text as a word of a shell, in single quotes; for fish these differ.
[[nodiscard]] std::string shell_quoted(std::string_view text);

/// The names of an option, or of several, with blanks between.
[[nodiscard]] std::string names_of(const std::vector<DescribedOption>& options);

/// The first words of commands, each once, and the second words behind one of them.
[[nodiscard]] std::vector<DescribedCommand> first_words(const CompletedProgram& program);
[[nodiscard]] std::vector<DescribedCommand> second_words(const CompletedProgram& program,
                                                         std::string_view first);

}  // namespace feedarc::cli
