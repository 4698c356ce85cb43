#pragma once

#include "base/byte_sink.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace feedarc::base {

/// A command to be run.
struct Command {
    std::string text;  ///< for `/bin/sh -c`, where there are no arguments
    /// A program, which is found by PATH, and what it is told; no shell sees it.
    std::vector<std::string> arguments;
    std::string input;                                             ///< for its standard input
    std::vector<std::pair<std::string, std::string>> environment;  ///< besides ours
    std::string hidden_prefix;  ///< variables of ours that begin so are kept from it; or empty
    std::size_t output_limit = 16U << 20U;  ///< bytes of its standard output
    /// Gets its standard output as it comes, in place of the result; then there is no limit. What
    /// it throws ends the command.
    ByteSink sink;
    bool own_group = true;  ///< see ProcessStart
    std::chrono::milliseconds time_limit{60'000};
    const std::atomic<int>* stop = nullptr;  ///< once it is not 0, the command is ended
};

/// How it ended.
struct CommandResult {
    enum class End { exited, signalled, over_output_limit, over_time_limit, stopped, not_started };
    End end = End::exited;
    int status = 0;  ///< exit status, or the signal, or errno of one that did not start
    std::string output;
    /// The end of what it said on its standard error, and the last line of it that is not blank. It
    /// reaches no terminal by itself: what a command says may come from a page.
    std::string errors;
    std::string last_words;
};

/// Runs a command to its end, by default in a process group of its own, which is ended as a whole
/// where it goes over a limit or is stopped. A command that does not read its input is no error.
[[nodiscard]] CommandResult run_command(const Command& command);

/// A command that answers what it is told, for as long as the object lives; then it is ended. Its
/// standard error goes nowhere, and limits and `input` of the command say nothing.
class ChildStream {
public:
    /// Throws std::system_error where it does not start; so do the others where it has ended.
    explicit ChildStream(const Command& command);
    ChildStream(const ChildStream&) = delete;
    ChildStream& operator=(const ChildStream&) = delete;
    ~ChildStream();

    /// Returns once all of it is on its way; so one must not tell it more than it reads unanswered.
    void write(std::string_view text);
    /// Waits for bytes, and gives how many there are; 0 at the end.
    [[nodiscard]] std::size_t read(char* to, std::size_t size);

private:
    class Child;
    std::unique_ptr<Child> child_;
};

}  // namespace feedarc::base
