#include "base/foreground_process.hpp"

#include "base/ignored_signal.hpp"
#include "base/spawn.hpp"

#include <cerrno>
#include <csignal>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace feedarc::base {
namespace {

std::vector<std::string> our_environment() {
    std::vector<std::string> variables;
    for (char** ours = environ; ours != nullptr && *ours != nullptr; ++ours) {
        variables.emplace_back(*ours);
    }
    return variables;
}

}  // namespace

int run_in_foreground(const std::vector<std::string>& arguments) {
    ProcessStart start;
    start.arguments = arguments;
    start.environment = our_environment();
    start.input = STDIN_FILENO;
    start.output = STDOUT_FILENO;
    start.own_group = false;
    ProcessGroup process(start_process(start), false);
    // From here on: the program is not to start with them ignored.
    const IgnoredSignal interrupt(SIGINT);
    const IgnoredSignal quit(SIGQUIT);
    const auto status = process.wait();
    if (!status) throw std::system_error(ECHILD, std::generic_category());
    constexpr int kSignalled = 128;
    return WIFSIGNALED(*status) ? kSignalled + WTERMSIG(*status) : WEXITSTATUS(*status);
}

}  // namespace feedarc::base
