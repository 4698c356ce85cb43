#pragma once

#include <csignal>
#include <ctime>

namespace feedarc::base {

/// While it lives, a write to a pipe or connection that nobody reads fails with EPIPE alone: the
/// signal SIGPIPE is held back from this thread, and one that came is dropped in the end.
class BlockedSigpipe {
public:
    BlockedSigpipe() noexcept {
        sigset_t pending{};
        sigemptyset(&pending);
        sigpending(&pending);
        was_pending_ = sigismember(&pending, SIGPIPE) == 1;
        sigemptyset(&pipe_);
        sigaddset(&pipe_, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
    }
    BlockedSigpipe(const BlockedSigpipe&) = delete;
    BlockedSigpipe& operator=(const BlockedSigpipe&) = delete;
    ~BlockedSigpipe() {
        const timespec at_once{};
        if (!was_pending_) {
            while (sigtimedwait(&pipe_, nullptr, &at_once) == SIGPIPE) {
            }
        }
        pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }

    /// The signals that were held back before: for a process to start with.
    [[nodiscard]] const sigset_t& mask_before() const noexcept { return before_; }

private:
    sigset_t pipe_{};
    sigset_t before_{};
    bool was_pending_ = false;
};

}  // namespace feedarc::base
