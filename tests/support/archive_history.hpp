#pragma once

#include "support/archive_text.hpp"
#include "support/listing_sequence.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace feedarc::test {

/// What befalls an archive: captures ingested in some order, in batches, some of them repeatedly,
/// between them corrections, rebuilds, and what is done to save space.
struct History {
    std::vector<Capture> captures;  ///< in the order of time
    struct Step {
        std::vector<std::size_t> captures;  ///< one ingest of these, all of one source and URL
        bool rebuild = false;               ///< instead
        std::uint32_t correction = 0;       ///< instead, where it is not 0: a random one
        std::uint32_t care = 0;             ///< likewise: a random pruning or packing
    };
    std::vector<Step> steps;
};

/// Random captures, some of them left out, in random order. The same for a seed on every machine.
[[nodiscard]] History random_history(std::uint32_t seed);

/// The archive that has lived a history.
[[nodiscard]] ArchiveText archive_after(const History& history);

/// Lives a history and compares the archive with one that ingested the captures in the order of
/// time and was then corrected in the same way; then with itself after a rebuild. Empty where they
/// are equal; else what differs.
[[nodiscard]] std::string problem_of(const History& history);

/// Lives a history, salvages the archive and compares the two, ids included. Empty where they are
/// equal; else what differs.
[[nodiscard]] std::string problem_of_salvage(const History& history);

/// A shorter history with a problem, by leaving out what is not needed for one.
[[nodiscard]] History reduced(History history);

/// For a failing test.
[[nodiscard]] std::string to_string(const History& history);

}  // namespace feedarc::test
