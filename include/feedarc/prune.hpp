#pragma once

#include <feedarc/pack.hpp>
#include <feedarc/retention.hpp>
#include <feedarc/source.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace feedarc {

struct PruneOptions {
    std::vector<std::string> sources;  ///< by name; none: all that have a policy
    /// For all of them, in place of what is configured. Without rules: what is configured counts.
    RetentionPolicy policy;
    RetentionPolicy configured_policy;         ///< of sources that have none of their own
    std::vector<ConfiguredSource> configured;  ///< which may have one
    bool dry_run = false;
    bool pack = true;  ///< pack what is left anew, and shrink the file
    Shrink shrink = Shrink::when_worth_it;
    unsigned jobs = 0;  ///< threads that pack, the calling one among them; 0: one per processor
    std::chrono::milliseconds wait{60'000};
    const std::atomic<int>* stop = nullptr;  ///< set to a signal number: finish what is durable, go
};

/// What goes of a source.
struct PrunedSource {
    std::string source;
    std::int64_t snapshots = 0;                         ///< that lose their bytes
    std::int64_t kept = 0;                              ///< that have them still
    std::optional<Time> first_captured, last_captured;  ///< of those that lose them
    std::uint64_t bytes = 0;                            ///< of these, as captured
};

struct PruneSummary {
    std::vector<PrunedSource> sources;  ///< that have a policy, by name
    std::int64_t snapshots = 0;         ///< of all sources, that lose their bytes
    std::int64_t bodies = 0;            ///< of these snapshots, equal bytes counted once
    std::uint64_t bytes = 0;            ///< of the bodies, as captured
    std::uint64_t stored = 0;           ///< that they take in the archive
    std::int64_t in_use = 0;            ///< bodies that stay, since a snapshot of now needs them
    std::optional<PackSummary> packed;
};

struct PruneListener {
    std::function<void(const PruneSummary&)> plan;  ///< before anything goes
    std::function<void(const IngestProgress&)> progress;
    std::function<void(const std::string&)> problem;
};

/// Drops the bytes of snapshots that no rule keeps (see kept_by()), each page of a source by
/// itself. Snapshots, what they showed and all that is derived of it stay; what is ingested again
/// is known as before. Always kept are the bytes of the last snapshot of a page, of those that were
/// never read, and of those that a kept snapshot shows as well. Snapshots that were forgotten
/// count for no rule, and none keeps them.
///
/// Bodies that are packed with one that goes are packed anew before. Each transaction is short, and
/// ended at any moment, every body is kept or gone; the next run goes on. Others may read, write,
/// prune and pack meanwhile. Throws Error(usage) where no source has a policy, or a named one has
/// none, Error(not_found) for a source that there is not, Error(interrupted), and Error(busy),
/// Error(archive) and Error(io) of the archive.
[[nodiscard]] PruneSummary prune(const std::string& location, const PruneOptions& options,
                                 const PruneListener& listener);

}  // namespace feedarc
