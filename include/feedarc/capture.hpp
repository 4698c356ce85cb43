#pragma once

#include <feedarc/ingest.hpp>
#include <feedarc/source.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace feedarc {

/// What the environment has under a name.
using Environment = std::function<std::optional<std::string>(const char* name)>;

struct CaptureOptions {
    std::vector<ConfiguredSource> configured;
    std::vector<CategoryRule> categories;  ///< of records that are new or changed
    CaptureSettings defaults;              ///< of a URL that is not configured
    std::vector<std::string> wanted;  ///< names of sources, or URLs; empty: all that have a URL
    bool only_due = true;             ///< those alone that are due
    CaptureHooks hooks;
    unsigned jobs = 8;  ///< hosts that are asked at a time
    ReadLimits limits;
    std::chrono::milliseconds wait{60'000};  ///< for another writer
    std::uint64_t min_free = kMinFree;       ///< as IngestOptions has it; asked before each source
    std::function<Time()> now;
    Environment environment;
    const std::atomic<int>* stop = nullptr;  ///< set to a signal number: finish what is durable, go
    std::vector<std::string> resolve;  ///< `HOST:PORT:ADDRESS,...`, in place of asking (for tests)
};

/// Fetches the pages of sources and stores what comes in the archive at `location`, which is made
/// where it is missing. The listener hears of each page once that is durable, on any thread but one
/// at a time; `input` is the name of the source, for people.
///
/// Hosts are asked in parallel, one request at a time each. Another run at the same time does not
/// fetch the same source. The archive's lock is held only while a page is stored. Error(not_found)
/// for a name that is not configured; Error(busy), Error(archive) and Error(io) of the archive end
/// the run, and so does a signal.
[[nodiscard]] IngestSummary capture_pages(const std::string& location,
                                          const CaptureOptions& options,
                                          const IngestListener& listener);

/// The configured source of that name or URL; of another URL one with the default settings, named
/// as a new one is. Nothing for what is neither. Throws Error(not_found) for a source without a
/// URL.
[[nodiscard]] std::optional<ConfiguredSource> wanted_source(const CaptureOptions& options,
                                                            const std::string& wanted);

/// When a source may be captured next; nothing for one without a URL.
[[nodiscard]] std::optional<Time> next_capture(const ConfiguredSource& source,
                                               const SourceInfo& info);

/// How healthy a page is by what it shows alone, and why, in words for a person.
[[nodiscard]] std::pair<Health, std::string> health_of_page(const Page& page);

/// A page that was fetched and read, and is not stored.
struct TriedPage {
    std::string url;  ///< that it came from
    std::optional<int> status;
    Page page;
    Health health{};      ///< by what the page shows alone
    std::string verdict;  ///< why, in words for a person
    std::vector<std::string> warnings;
};

/// Fetches one page of a source and reads it; stores nothing. Throws Error where it cannot be had
/// or read, in words for a person.
[[nodiscard]] TriedPage try_page(const ConfiguredSource& source, const CaptureOptions& options);

}  // namespace feedarc
