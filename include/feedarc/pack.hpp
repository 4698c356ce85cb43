#pragma once

#include <feedarc/ingest.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace feedarc {

/// Whether the file of an archive is written anew without its free space.
enum class Shrink {
    when_worth_it,  ///< a quarter of the file is free, and the rest is soon written
    always,
    never,
};

struct PackOptions {
    std::vector<std::string> sources;  ///< by name; none: all
    std::size_t least = 16;            ///< fewer bodies of a source wait for more
    unsigned jobs = 0;     ///< threads at work, the calling one among them; 0: one per processor
    bool dry_run = false;  ///< do all of the work, and store nothing of it
    Shrink shrink = Shrink::when_worth_it;
    std::chrono::milliseconds wait{60'000};
    const std::atomic<int>* stop = nullptr;  ///< set to a signal number: finish what is durable, go
};

/// What became of the file, in bytes.
struct ShrinkSummary {
    std::uint64_t before = 0, after = 0;  ///< of the file
    std::uint64_t free = 0;               ///< of them, hold nothing
    std::string why_not;  ///< why it was not written anew though a good part is free; or empty
};

struct PackSummary {
    std::int64_t bodies = 0;          ///< that were packed anew
    std::int64_t blocks = 0;          ///< that they are in now
    std::uint64_t bytes = 0;          ///< of these bodies as captured
    std::uint64_t before = 0;         ///< what they took
    std::uint64_t after = 0;          ///< what they take
    std::int64_t waiting = 0;         ///< bodies that are too few to be packed yet
    std::int64_t incompressible = 0;  ///< bodies that would take no less
    std::int64_t damaged = 0;         ///< bodies that cannot be read, and stay as they are
    std::optional<ShrinkSummary> file;
};

struct PackListener {
    std::function<void(const IngestProgress&)> progress;
    std::function<void(const std::string&)> problem;  ///< a body that cannot be read
};

/// Packs the bodies of an archive anew, those of a source together: each stretch that some of them
/// have in common is kept once. They take half of what each takes with the one before as prefix,
/// and one is read back in less time.
///
/// Reading and compressing is done without the lock. A block of bodies is stored in one
/// transaction, once each of them was read back from it; ended at any moment, every body is kept in
/// the old or in the new form. Others may read, write, prune and pack meanwhile. Throws
/// Error(not_found) for a source that there is not, Error(interrupted), and Error(busy),
/// Error(archive) and Error(io) of the archive.
[[nodiscard]] PackSummary pack(const std::string& location, const PackOptions& options,
                               const PackListener& listener);

}  // namespace feedarc
