#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace feedarc::base {

/// A shell command to be run to its end.
struct Command {
    std::string text;                                              ///< for `/bin/sh -c`
    std::string input;                                             ///< for its standard input
    std::vector<std::pair<std::string, std::string>> environment;  ///< besides ours
    std::size_t output_limit = 16U << 20U;                         ///< bytes of its standard output
    std::chrono::milliseconds time_limit{60'000};
    const std::atomic<int>* stop = nullptr;  ///< once it is not 0, the command is ended
};

/// How it ended.
struct CommandResult {
    enum class End { exited, signalled, over_output_limit, over_time_limit, stopped, not_started };
    End end = End::exited;
    int status = 0;  ///< exit status, or the signal, or errno of one that did not start
    std::string output;
    /// The last line of its standard error that is not blank, or the end of that line. It reaches
    /// no terminal by itself: what a command says may come from a page.
    std::string last_words;
};

/// Runs a command in a process group of its own, which is ended as a whole where it goes over a
/// limit or is stopped. A command that does not read its input is no error.
[[nodiscard]] CommandResult run_command(const Command& command);

}  // namespace feedarc::base
