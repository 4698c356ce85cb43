#pragma once

#include <feedarc/category.hpp>
#include <feedarc/corrections.hpp>
#include <feedarc/fetch.hpp>
#include <feedarc/write_batch.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc {

/// A source as the log of an archive has it. Texts are empty where it has none.
struct LoggedSource {
    std::string name;
    std::string url;    ///< that a configuration gave it
    std::string rules;  ///< as to_text() gives them
    std::string category;

    bool operator==(const LoggedSource&) const = default;
};

/// What tells a logged snapshot from all others, and whether one of another archive is the same.
struct LoggedKey {
    SnapshotId id = 0;
    SnapshotRef ingested;
    Hash128 row_hash;
    bool kept = false;  ///< its bytes are
};

/// A snapshot as it was ingested, whatever corrections say of it now.
struct LoggedSnapshot {
    /// Its body lacks the data, and its page the contents.
    PreparedSnapshot snapshot;
    std::int64_t page = 0;  ///< the number of its page in its archive; 0: it was refused
    bool kept = false;
    Hash128 row_hash;
};

/// A parsed page by the numbers that its contents have in its archive.
struct LoggedPage {
    Hash128 hash;
    std::vector<ContentId> contents;
    Ages ages;
    std::string obstacle;
};

struct LoggedContent {
    Hash128 hash;
    Fingerprint fingerprint;
    int fingerprint_version = 0;
    Entry entry;
};

/// A body as an archive keeps it.
struct LoggedBody {
    std::shared_ptr<const std::string> bytes;  ///< as captured
    std::optional<Hash128> base;               ///< whose bytes are the prefix of the frame
    std::string frame;                         ///< empty where its prefix is a block
};

/// A fetch that brought no snapshot, and how often it was logged.
struct LoggedFetch {
    FetchEvent event;
    std::int64_t times = 0;
};

/// The log of an archive, as it is when this is opened: what was captured and what people put
/// right, without anything derived. What others write meanwhile is not seen. Nothing is changed.
///
/// A row that is not as it was written throws Error(archive). Of pages, contents and bodies, the
/// hash is theirs, and whoever uses pages and contents compares them with it: that takes more
/// than an archive knows.
class ArchiveLog {
public:
    ArchiveLog() = default;
    ArchiveLog(const ArchiveLog&) = delete;
    ArchiveLog& operator=(const ArchiveLog&) = delete;
    virtual ~ArchiveLog() = default;

    virtual std::vector<LoggedSource> sources() = 0;  ///< by name
    /// All of them, in no order; see mark_in_force().
    virtual std::vector<Correction> corrections() = 0;

    /// In the order in which they were made.
    virtual void assignments(const std::function<void(const CategoryAssignment&)>& visit) = 0;

    virtual std::int64_t count_snapshots() = 0;
    /// Those that were ingested as of a source, in capture order as they were ingested.
    virtual std::vector<LoggedKey> keys(std::string_view source) = 0;
    virtual LoggedSnapshot snapshot(SnapshotId id) = 0;
    virtual LoggedPage page(std::int64_t page) = 0;
    virtual LoggedContent content(ContentId content) = 0;
    /// The body whose bytes must be unpacked before this one; nothing for one that stands alone.
    virtual std::optional<Hash128> base_of(const Hash128& body) = 0;
    /// A body that is kept, its bytes compared with the hash. Quick where those walked before, and
    /// its base, are like it: the last 64 MB are remembered.
    virtual LoggedBody body(const Hash128& body) = 0;

    virtual std::vector<LoggedFetch> fetches(std::string_view source) = 0;
    /// Without its last failure, which follows from the fetches; nothing for one never tried.
    virtual std::optional<Watch> watch(std::string_view source) = 0;
    virtual void hosts(
        const std::function<void(std::string_view host, Time not_before)>& visit) = 0;
    virtual void robots(
        const std::function<void(std::string_view origin, const RobotsFile&)>& visit) = 0;
};

/// Opens the log of the archive at a path. One with an older schema is brought up to date in a
/// private copy. Throws Error(archive) where it is missing, foreign, newer than this program or
/// damaged, and Error(io).
[[nodiscard]] std::unique_ptr<ArchiveLog> open_archive_log(const std::string& location);

}  // namespace feedarc
