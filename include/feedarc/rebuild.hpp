#pragma once

#include <feedarc/corrections.hpp>
#include <feedarc/ingest.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace feedarc {

struct RebuildOptions {
    unsigned jobs = 0;     ///< threads at work, the calling one among them; 0: one per processor
    bool dry_run = false;  ///< work on a private copy, which goes away
    ReadLimits limits;
    std::chrono::milliseconds wait{60'000};
    const std::atomic<int>* stop = nullptr;  ///< ends it before the change-over, when it is not 0
};

struct RebuildSummary {
    std::int64_t snapshots = 0;         ///< read again
    std::int64_t reread_otherwise = 0;  ///< of them, show other entries than before
    std::int64_t kept = 0;              ///< not read again: their bytes are not kept
    std::int64_t refused = 0;  ///< nor those that this reader refuses: they keep what they show
    std::int64_t damaged = 0;  ///< nor those whose bytes are damaged
    std::int64_t joined = 0, split = 0, fresh = 0, gone = 0;  ///< records
    std::int64_t fields_gained = 0;  ///< best fields that records have and had not
    std::int64_t records = 0;        ///< the archive's total afterwards
    std::vector<RecordChange> changes;
};

struct RebuildListener {
    std::function<void(const IngestProgress&)> progress;
    std::function<void(const std::string&)> problem;  ///< a body that could not be read
};

/// Derives an archive again with today's rules: reads every kept body with the present reader,
/// under its own address, media type, form and rules, and judges all contents anew.
///
/// Reading runs on `jobs` threads, and what comes of it is stored beside what is there; then one
/// transaction changes over. Ended at any moment, the archive is the old one or the new one.
/// Throws Error(busy), Error(archive) and Error(io) of the archive, Error(interrupted) when it was
/// stopped.
[[nodiscard]] RebuildSummary rebuild(const std::string& location, const RebuildOptions& options,
                                     const RebuildListener& listener);

}  // namespace feedarc
