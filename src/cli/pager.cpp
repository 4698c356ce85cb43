#include "cli/pager.hpp"

#include "base/ignored_signal.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <ostream>
#include <string_view>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace feedarc::cli {
namespace {

// Ours, and what `less` needs to quit at the end of one page, show colours and leave the text.
std::vector<std::string> environment_of_pager() {
    std::vector<std::string> variables;
    for (char** ours = environ; ours != nullptr && *ours != nullptr; ++ours) {
        variables.emplace_back(*ours);
    }
    if (std::getenv("LESS") == nullptr) variables.emplace_back("LESS=FRX");
    return variables;
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const std::size_t begin = std::min(text.find_first_not_of(" \t"), text.size());
        const std::size_t end = std::min(text.find_first_of(" \t", begin), text.size());
        if (end > begin) words.emplace_back(text.substr(begin, end - begin));
        text.remove_prefix(end);
    }
    return words;
}

// A command of plain words needs no shell, and says so where it does not exist.
std::vector<std::string> arguments_of(const std::string& command) {
    const bool plain = command.find_first_of("|&;<>()$`\\\"'*?[#~=%!{}\n") == std::string::npos;
    if (plain) return words_of(command);
    return {"/bin/sh", "-c", command};
}

}  // namespace

void Pager::show_by(std::vector<std::string> arguments) {
    out_.before_output([this, arguments = std::move(arguments)] {
        try {
            start(arguments);
        } catch (const std::system_error&) {
            // Then it is printed as it comes.
            input_ = base::FileDescriptor();
        }
    });
}

void Pager::start(const std::vector<std::string>& arguments) {
    base::Pipe pipe = base::open_pipe();
    base::ProcessStart how;
    how.arguments = arguments;
    how.environment = environment_of_pager();
    how.input = pipe.read.get();
    how.output = STDOUT_FILENO;
    how.own_group = false;
    const pid_t id = base::start_process(how);
    process_.emplace(id, false);
    input_ = std::move(pipe.write);
    interruption_.pager_input = input_.get();
    interruption_.pager = id;
    said_to_ = err_.rdbuf(held_.rdbuf());
    out_.redirect(input_.get());
}

void Pager::finish() noexcept {
    if (!process_) return;
    {
        // What its user interrupts is the pager; it stays until it is left.
        const base::IgnoredSignal interrupt(SIGINT);
        const base::IgnoredSignal quit(SIGQUIT);
        interruption_.pager_input = -1;
        input_ = base::FileDescriptor();
        process_->wait();
        interruption_.pager = 0;
        process_.reset();
    }
    try {
        err_.rdbuf(said_to_);
        err_ << held_.str() << std::flush;
    } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch)
        // Nobody is left to tell.
    }
}

void page_output(Session& session, const GlobalOptions& options) {
    if (session.pager == nullptr || !session.terminal.out || options.no_pager) return;
    const auto chosen = session.environment("PAGER");
    std::vector<std::string> arguments;
    if (chosen) {
        arguments = arguments_of(*chosen);
        if (arguments.empty() || arguments == std::vector<std::string>{"cat"}) return;
    } else {
        const std::string terminal = session.environment("TERM").value_or("");
        if (terminal.empty() || terminal == "dumb") return;
        arguments = {"less", "-FRX"};
    }
    session.pager->show_by(std::move(arguments));
}

void leave_pager(const Interruption& interruption, int signal) noexcept {
    const int pager = interruption.pager;
    if (pager == 0) return;
    if (signal != SIGINT) ::kill(pager, signal);
    const int input = interruption.pager_input;
    if (input >= 0) ::close(input);
    while (::waitpid(pager, nullptr, 0) < 0 && errno == EINTR) {
    }
}

}  // namespace feedarc::cli
