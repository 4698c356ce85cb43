#pragma once

#include <csignal>

namespace feedarc::base {

/// While it lives, SIGINT and SIGTERM wait for this thread: for the moment in which a file is there
/// that must not stay.
class BlockedInterruption {
public:
    BlockedInterruption() noexcept {
        sigset_t signals{};
        sigemptyset(&signals);
        sigaddset(&signals, SIGINT);
        sigaddset(&signals, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &signals, &before_);
    }
    BlockedInterruption(const BlockedInterruption&) = delete;
    BlockedInterruption& operator=(const BlockedInterruption&) = delete;
    ~BlockedInterruption() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

private:
    sigset_t before_{};
};

}  // namespace feedarc::base
