#pragma once

#include <feedarc/archive.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <string_view>

namespace feedarc {

struct WarcExportOptions {
    SnapshotFilter filter;
    bool gzip = false;                       ///< each record in a gzip member of its own
    const std::atomic<int>* stop = nullptr;  ///< set to a signal number: give up
};

struct WarcExportSummary {
    std::int64_t snapshots = 0;  ///< that were written
    std::int64_t revisits = 0;   ///< of them, those whose bytes came before
    std::int64_t pruned = 0;     ///< left out, as their bytes are not kept
    std::int64_t forgotten = 0;  ///< left out, as somebody said so
};

/// Writes the snapshots of an archive as WARC/1.1 (ISO 28500:2017) in the order of capture time:
/// what was captured over HTTP as a response, else as a resource, and bytes that came before as a
/// revisit. ingest() makes the same snapshots and records of it (docs/warc.md). Equal archives give
/// equal bytes; one snapshot is held at a time.
///
/// Throws Error(archive) for bytes that are damaged, Error(interrupted), and what `sink` throws.
[[nodiscard]] WarcExportSummary export_warc(Archive& archive, const WarcExportOptions& options,
                                            const std::function<void(std::string_view)>& sink);

}  // namespace feedarc
