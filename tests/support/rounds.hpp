#pragma once

#include <cstdlib>

namespace feedarc::test {

/// How often a test of chances is to try: as usual, or FEEDARC_ROUNDS times for a long run.
inline int rounds(int usual) {
    // Nothing here sets a variable. NOLINTNEXTLINE(concurrency-mt-unsafe)
    const char* const asked = std::getenv("FEEDARC_ROUNDS");
    return asked == nullptr ? usual : std::atoi(asked);
}

}  // namespace feedarc::test
