#pragma once

#include <feedarc/archive.hpp>
#include <feedarc/categorize.hpp>
#include <feedarc/error.hpp>
#include <feedarc/read.hpp>
#include <feedarc/source.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace feedarc {

/// What is to stay free on the archive's disk, in bytes: so much, beside what is written.
inline constexpr std::uint64_t kMinFree = 16U << 20U;

struct IngestOptions {
    std::optional<std::string> source;
    std::optional<std::string> url;
    std::optional<Time> captured_at;
    std::optional<Form> form;
    std::string media_type;  ///< that the inputs came with; empty: not known
    unsigned jobs = 0;       ///< threads at work, the calling one among them; 0: one per processor
    bool dry_run = false;
    ReadLimits limits;
    std::chrono::milliseconds wait{60'000};
    std::vector<ConfiguredSource> configured;
    std::vector<CategoryRule> categories;    ///< of records that are new or changed
    Time now{};                              ///< when these get a category
    std::uint64_t min_free = kMinFree;       ///< 0: it is not asked how much is free
    const std::atomic<int>* stop = nullptr;  ///< set to a signal number: finish what is durable, go
};

enum class IngestStatus {
    stored,
    unchanged,
    known,
    refused,
    failed,
    deferred,  ///< the server asks to come back later
};

[[nodiscard]] const char* to_string(IngestStatus status) noexcept;

/// What became of one snapshot. It is reported only after its transaction is durable.
struct IngestedSnapshot {
    std::optional<SnapshotId> snapshot;
    std::string input;
    std::string source;
    std::string url;
    std::optional<Time> captured_at;
    IngestStatus status{};
    std::int64_t entries = 0;
    std::int64_t new_records = 0;
    std::int64_t changed_records = 0;
    /// By what is in the archive now; of one that was stored. Later snapshots may change it.
    std::optional<Health> health;
    std::string error;
    std::vector<std::string> warnings;
    ErrorCode code = ErrorCode::input;  ///< of a refused or failed one
};

struct IngestSummary {
    std::int64_t snapshots =
        0;  ///< stored, unchanged and known ones, and refused ones that are kept
    std::int64_t stored = 0, unchanged = 0, known = 0, refused = 0, failed = 0, deferred = 0;
    std::int64_t entries = 0;
    std::int64_t new_records = 0, changed_records = 0;
    std::int64_t records = 0;  ///< the archive's total afterwards

    /// Counts one in.
    void add(const IngestedSnapshot& snapshot);
};

/// How far a run is, for a progress display.
struct IngestProgress {
    std::size_t done = 0, total = 0;
};

/// Who is told what happens, on the calling thread.
struct IngestListener {
    std::function<void(const IngestedSnapshot&)> snapshot;
    std::function<void(const IngestProgress&)> progress;
    /// What was passed over in a web archive, as a line for people, once it is read.
    std::function<void(const std::string&)> remark;
    /// What went wrong beside a snapshot that is stored: a hook of a capture.
    std::function<void(const std::string&)> problem;
};

/// Reads snapshots (files, folders in depth, `-` for standard input) into the archive at
/// `location`. A web archive (WARC, ARC) holds many: each is reported as `FILE:OFFSET`.
///
/// Inputs are walked by capture time. Reading and packing run on `jobs` threads outside of the
/// lock; at most 500 snapshots, 24 MiB or one second of them are then stored in one transaction.
/// One bad input costs only itself; Error(busy), Error(archive) and Error(io) of the archive end
/// the run.
[[nodiscard]] IngestSummary ingest(const std::string& location,
                                   const std::vector<std::string>& inputs,
                                   const IngestOptions& options, Time now,
                                   const IngestListener& listener);

}  // namespace feedarc
