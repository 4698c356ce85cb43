#include "app/git_program.hpp"

#include <feedarc/error.hpp>

#include <fmt/format.h>

#include <cerrno>
#include <chrono>
#include <system_error>
#include <utility>

namespace feedarc::app {
namespace {

// A million commits that change one file take a tenth of it.
constexpr std::size_t kMostOutput = 1U << 30U;
constexpr std::chrono::hours kLongest{6};

// The first line of what it said; git explains at length what to type, for people at its prompt.
std::string complaint_of(const base::CommandResult& result) {
    std::string_view text = result.errors;
    text = text.substr(0, text.find('\n'));
    constexpr std::string_view kFatal = "fatal: ";
    if (text.starts_with(kFatal)) text.remove_prefix(kFatal.size());
    if (text.find("dubious ownership") != std::string_view::npos) {
        return fmt::format("{} (git config --global --add safe.directory FOLDER, if you trust it)",
                           text);
    }
    if (!text.empty()) return std::string(text);
    const bool signalled = result.end == base::CommandResult::End::signalled;
    return fmt::format("it ended with {} {}", signalled ? "signal" : "status", result.status);
}

Error failure(const std::string& repository, const base::CommandResult& result) {
    using End = base::CommandResult::End;
    switch (result.end) {
        case End::stopped:
            return {ErrorCode::interrupted, "interrupted; nothing of this run was stored"};
        case End::over_output_limit:
        case End::over_time_limit:
            return {ErrorCode::limit,
                    fmt::format("{}: its history is too long for git to list", repository)};
        case End::not_started:
            return {ErrorCode::input,
                    result.status == ENOENT
                        ? std::string("git: there is no such program; install git")
                        : fmt::format("git: {}", std::generic_category().message(result.status))};
        case End::exited:
        case End::signalled: break;
    }
    return {ErrorCode::input, fmt::format("{}: git: {}", repository, complaint_of(result))};
}

}  // namespace

base::Command GitProgram::command(const std::vector<std::string>& arguments) const {
    base::Command command;
    command.arguments = {"git",
                         "--no-pager",
                         "--literal-pathspecs",
                         "--no-replace-objects",
                         "--no-optional-locks",
                         "-C",
                         repository_,
                         "-c",
                         "core.fsmonitor=false",
                         "-c",
                         "core.hooksPath=/dev/null"};
    command.arguments.insert(command.arguments.end(), arguments.begin(), arguments.end());
    command.hidden_prefix = "GIT_";
    // A clone without all objects would fetch those that are missing, by the program that its
    // configuration names. Older versions know only the list of protocols, which is empty here.
    command.environment = {{"GIT_NO_LAZY_FETCH", "1"},
                           {"GIT_ALLOW_PROTOCOL", ""},
                           {"GIT_TERMINAL_PROMPT", "0"},
                           {"LC_ALL", "C"}};
    command.stop = stop_;
    return command;
}

std::string GitProgram::run(const std::vector<std::string>& arguments, std::string input) const {
    base::Command running = command(arguments);
    running.input = std::move(input);
    running.output_limit = kMostOutput;
    running.time_limit = kLongest;
    base::CommandResult result = base::run_command(running);
    if (result.end != base::CommandResult::End::exited || result.status != 0) {
        throw failure(repository_, result);
    }
    return std::move(result.output);
}

}  // namespace feedarc::app
