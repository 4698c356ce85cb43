#pragma once

#include <cerrno>

namespace feedarc::base {

/// Makes a system call until no signal interrupts it, and gives what it gave.
template <typename Call>
auto retried(Call call) {
    for (;;) {
        const auto result = call();
        if (result != -1 || errno != EINTR) return result;
    }
}

}  // namespace feedarc::base
