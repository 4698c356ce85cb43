#pragma once

#include "cli/command.hpp"

#include <span>
#include <string>
#include <vector>

namespace feedarc::cli {

/// The words of a command line, taken apart before any option is declared, so that only those of
/// one command have to be.
struct CommandLine {
    const Command* command = nullptr;    ///< null where none was named
    std::vector<std::string> arguments;  ///< all but the command's name; `--name=` is two words
    bool help = false;                   ///< `feedarc help [COMMAND]`
};

/// Finds the command, which may stand behind global options. Throws Error(usage) for a word that is
/// no command, with "did you mean".
[[nodiscard]] CommandLine read_command_line(std::span<const char* const> words,
                                            std::span<const Command> commands);

}  // namespace feedarc::cli
