#pragma once

#include <csignal>

namespace feedarc::base {

/// While it lives, this process ignores a signal.
class IgnoredSignal {
public:
    explicit IgnoredSignal(int number) noexcept : number_(number) {
        struct sigaction ignore {};
        ignore.sa_handler = SIG_IGN;
        ::sigaction(number_, &ignore, &before_);
    }
    IgnoredSignal(const IgnoredSignal&) = delete;
    IgnoredSignal& operator=(const IgnoredSignal&) = delete;
    ~IgnoredSignal() { ::sigaction(number_, &before_, nullptr); }

private:
    int number_;
    struct sigaction before_ {};
};

}  // namespace feedarc::base
