#pragma once

#include <feedarc/time.hpp>

#include "base/file.hpp"

#include <atomic>
#include <cstddef>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>

namespace feedarc::cli {

class Pager;

/// What is known about where the output goes.
struct Terminal {
    bool out = false;        ///< standard output is a terminal
    bool err = false;        ///< standard error is one
    std::size_t width = 80;  ///< in columns
    bool in = false;         ///< standard input is one
};

/// How SIGINT and SIGTERM reach the work.
struct Interruption {
    std::atomic<int> signal{0};  ///< the signal that came, or 0
    /// Set while something must be brought to an end first; otherwise a signal ends the program.
    std::atomic<bool> deferred{false};
    /// The process of a pager that shows our output, or 0, and the descriptor that we write it to.
    std::atomic<int> pager{0};
    std::atomic<int> pager_input{-1};
};

/// While it lives, SIGINT and SIGTERM wait for the transaction in hand.
class DeferredInterruption {
public:
    explicit DeferredInterruption(Interruption* interruption) : interruption_(interruption) {
        if (interruption_ != nullptr) interruption_->deferred = true;
    }
    DeferredInterruption(const DeferredInterruption&) = delete;
    DeferredInterruption& operator=(const DeferredInterruption&) = delete;
    ~DeferredInterruption() {
        if (interruption_ != nullptr) interruption_->deferred = false;
    }

private:
    Interruption* interruption_;
};

/// All that the program has from outside. main() gives the real ones, a test its own.
///
/// A stream that cannot be written throws (see output.hpp) where `exceptions()` says so.
struct Session {
    std::ostream& out;
    std::ostream& err;
    base::ByteSource input;  ///< standard input
    std::function<Time()> now;
    std::function<std::optional<std::string>(const char* name)> environment;
    Terminal terminal;
    Interruption* interruption = nullptr;
    Pager* pager = nullptr;  ///< none where output goes to no terminal of ours
};

/// The whole program. Returns the exit status and throws nothing.
int run(int argc, const char* const* argv, Session session);

}  // namespace feedarc::cli
