#include "base/file.hpp"
#include "cli/output.hpp"
#include "cli/pager.hpp"
#include "cli/session.hpp"
#include "cli/terminal.hpp"

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <unistd.h>

namespace {

// A signal handler reaches nothing but what is static.
feedarc::cli::Interruption& interruption() {
    static feedarc::cli::Interruption instance;
    return instance;
}

// The first signal waits for the transaction in hand where there is one; a second one does not.
extern "C" void on_signal(int number) {
    auto& state = interruption();
    if (!state.deferred || state.signal != 0) {
        feedarc::cli::leave_pager(state, number);
        ::_exit(128 + number);
    }
    state.signal = number;
}

void install_signal_handlers() {
    interruption();
    struct sigaction action {};
    action.sa_handler = on_signal;
    for (const int number : {SIGINT, SIGTERM}) {
        struct sigaction before {};
        // Who was started with a signal ignored, as by nohup or in the background, keeps to that.
        if (::sigaction(number, nullptr, &before) == 0 && before.sa_handler == SIG_IGN) continue;
        ::sigaction(number, &action, nullptr);
    }
    // A closed pipe and a file that may not grow are seen where they are written to.
    action.sa_handler = SIG_IGN;
    for (const int number : {SIGPIPE, SIGXFSZ}) ::sigaction(number, &action, nullptr);
}

}  // namespace

int main(int argc, char** argv) {
    install_signal_handlers();
    feedarc::cli::DescriptorBuffer buffer(STDOUT_FILENO);
    std::ostream out(&buffer);
    out.exceptions(std::ios::badbit);
    feedarc::cli::Pager pager(buffer, std::cerr, interruption());
    return feedarc::cli::run(
        argc, argv,
        feedarc::cli::Session{
            out, std::cerr, feedarc::base::descriptor_source(STDIN_FILENO, "standard input"),
            [] {
                return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
            },
            [](const char* name) -> std::optional<std::string> {
                const char* const value = std::getenv(name);
                if (value == nullptr) return std::nullopt;
                return value;
            },
            feedarc::cli::current_terminal(), &interruption(), &pager});
}
