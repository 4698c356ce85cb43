#pragma once

#include "support/listing_sequence.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace feedarc::test {

/// What befalls the archives of several machines that watch the same pages, until they are merged.
struct MergeHistory {
    struct Step {
        enum class Kind {
            ingest,   ///< these captures
            strict,   ///< the same, where nothing of HTML may be read
            correct,  ///< at random
            assign,   ///< categories to some records, or takes them back
            rebuild,
            merge,  ///< the archive of another machine, as it is then
            prune,  ///< the bytes of some bodies
            say,    ///< what configurations and capturing say of sources, hosts and fetches
        };
        std::size_t machine = 0;
        Kind kind{};
        std::vector<std::size_t> captures;
        std::uint32_t number = 0;  ///< seed, or the other machine
    };
    std::vector<Capture> captures;  ///< in the order of time
    std::size_t machines = 0;
    std::vector<Step> steps;
    std::uint32_t order = 0;  ///< a seed: how they are merged in the end
};

/// The same for a seed on every machine.
[[nodiscard]] MergeHistory random_merge_history(std::uint32_t seed);

/// Lives a history on all machines, merges their archives in several orders and groupings, and
/// compares each result with one archive that ingested all and got the same corrections and
/// assignments; merges once more, which must change nothing; then rebuilds, which must change
/// nothing either. Empty where all is well.
[[nodiscard]] std::string problem_of(const MergeHistory& history);

/// A shorter history with a problem, by leaving out what is not needed for one.
[[nodiscard]] MergeHistory reduced(MergeHistory history);

/// For a failing test.
[[nodiscard]] std::string to_string(const MergeHistory& history);

}  // namespace feedarc::test
