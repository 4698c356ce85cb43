#pragma once

#include <feedarc/error.hpp>
#include <feedarc/ingest.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace feedarc {

struct MergeOptions {
    bool dry_run = false;  ///< work on a private copy, which goes away
    std::chrono::milliseconds wait{60'000};
    const std::atomic<int>* stop = nullptr;  ///< set to a signal number: finish what is durable, go
};

/// What came of one archive.
struct MergedArchive {
    std::string location;
    std::int64_t snapshots = 0;    ///< in its log, as far as it was read
    std::int64_t added = 0;        ///< of them, were not here
    std::int64_t changed = 0;      ///< were here, but read or got otherwise, and that was better
    std::int64_t filled = 0;       ///< were here without their bytes
    std::int64_t corrections = 0;  ///< that were not here
    std::int64_t assignments = 0;  ///< of categories, that were not here
    std::int64_t fetches = 0;      ///< failed ones that were not here
    std::int64_t new_records = 0;
    std::optional<Error> error;  ///< why it was given up; what is counted came over all the same

    [[nodiscard]] bool brought_something() const noexcept {
        return added + changed + filled + corrections + assignments + fetches != 0;
    }
};

struct MergeSummary {
    std::vector<MergedArchive> archives;  ///< in the order in which they were named
    std::int64_t records = 0;             ///< the archive's total afterwards
};

/// Who is told what happens, on the calling thread.
struct MergeListener {
    std::function<void(const MergedArchive&)> archive;  ///< once all of it that came is durable
    std::function<void(const IngestProgress&)> progress;
};

/// Brings the logs of other archives into the archive at `location`: the union of all snapshots,
/// corrections, assigned categories and failed fetches. What is derived then is what it would be
/// had everything been ingested and corrected in one place, whatever the order and however often
/// (docs/identity.md, "Merged archives"). The others are not changed; those of an older version are
/// read in a private copy.
///
/// All others are opened before anything is written. One that is missing, foreign, newer or damaged
/// is told of, and costs only itself; of a damaged one nothing is taken over that is not as it was
/// written. Transactions are as small as those of an ingest, but where snapshots come before
/// others of their source: then one transaction takes all rows of the source over and derives it
/// once. Ended at any moment, the archive is whole, and the next run goes on.
///
/// Throws Error(usage) where one of the others is the archive itself, and Error(busy),
/// Error(archive), Error(io) and Error(interrupted) of the archive that is written.
[[nodiscard]] MergeSummary merge(const std::string& location,
                                 const std::vector<std::string>& others,
                                 const MergeOptions& options, const MergeListener& listener);

}  // namespace feedarc
