#pragma once

#include "cli/command_line.hpp"
#include "cli/context.hpp"

#include <string>

namespace feedarc::cli {

/// What a command line comes to.
struct Parsed {
    GlobalOptions globals;
    Action action;
    std::string shown;         ///< help or version: printed in place of any work
    bool prints_rows = false;  ///< the command has the options of OutputOptions
};

/// Declares the options of a command, or of none, and those that every command has.
Action declare(CLI::App& app, const Command* command, GlobalOptions& globals);

/// Reads the words of a command. Fills `parsed`, whose globals the options write to: it must not
/// move. Throws Error(usage).
void parse(const CommandLine& line, Parsed& parsed);

}  // namespace feedarc::cli
