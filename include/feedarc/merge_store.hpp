#pragma once

#include <feedarc/archive_log.hpp>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace feedarc {

/// Takes rows of another archive's log over, within a write transaction. Nothing is derived here.
/// What is said twice is stored once, and of two rows that contradict each other the same one
/// stays, whichever came first.
class MergeStore {
public:
    MergeStore() = default;
    MergeStore(const MergeStore&) = delete;
    MergeStore& operator=(const MergeStore&) = delete;
    virtual ~MergeStore() = default;

    virtual std::optional<SourceId> find_source(std::string_view name) = 0;
    /// Where both have a text, the greater one stays. Returns whether anything changed.
    virtual bool take(const LoggedSource& source) = 0;
    /// The one that was tried later stays.
    virtual bool take_watch(std::string_view source, const Watch& watch) = 0;
    virtual bool take_host(std::string_view host, Time not_before) = 0;
    virtual bool take_robots(std::string_view origin, const RobotsFile& robots) = 0;
    /// As many of a fetch as the archive that has most of it. Returns how many are new.
    virtual std::int64_t take(SourceId source, const LoggedFetch& fetch) = 0;
    /// A correction as it was made. One that is known gets the contents that it speaks of here and
    /// there, as a rebuild may have moved them.
    enum class Taken { known, changed, added };
    virtual Taken take(const Correction& correction) = 0;

    /// False where it is known. A record that is here shows what is latest.
    virtual bool take(const CategoryAssignment& assignment) = 0;

    virtual std::optional<LoggedKey> find(const SnapshotRef& ingested) = 0;
    virtual LoggedSnapshot as_ingested(SnapshotId snapshot) = 0;
    /// What a page shows, in order.
    virtual std::vector<ContentId> contents_of(std::int64_t page) = 0;
    struct Body {
        bool kept = false;
        int chain = 0;
    };
    virtual std::optional<Body> find_body(const Hash128& body) = 0;
    /// Stores a body that is not there, or whose bytes are not; its base must be kept. Without data
    /// it is stored as one whose bytes are not kept. Returns whether it was there.
    virtual bool store(const PackedBody& body) = 0;
    virtual bool has_page(const Hash128& page) = 0;
    virtual void store(const ParsedPage& page) = 0;

    /// Writes the row of a snapshot that find() does not know; its body is stored. One that was
    /// amended may stand where it was captured: it is put aside, and whoever calls this gives all
    /// that corrections speak of their places again.
    virtual WriteBatch::Added add(SourceId source, const PreparedSnapshot& snapshot) = 0;
    /// Says otherwise how a snapshot was got and read.
    virtual WriteBatch::Added replace(SnapshotId id, const PreparedSnapshot& snapshot) = 0;
};

}  // namespace feedarc
