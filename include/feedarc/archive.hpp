#pragma once

#include <feedarc/event.hpp>
#include <feedarc/filter.hpp>
#include <feedarc/page_diff.hpp>
#include <feedarc/snapshot_walk.hpp>
#include <feedarc/write_batch.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc {

class BodyStore;

/// How a stored body was read before, so that an unchanged page need not be parsed again.
struct StoredReading {
    ParsedPage page;  ///< without its contents
    std::string url;  ///< as given, else as the page gave it
};

/// A record that a key identifies in its source.
struct KeyBearer {
    EvidenceKey key;
    std::string source;
    RecordId record = 0;
    Time first_seen{};  ///< of the record
};

/// A content of a source that bears a text key.
struct SourceText {
    ContentId content = 0;
    RecordId record = 0;
    Time first_seen{};  ///< of the record
    Entry entry;
    bool shared = false;  ///< its fingerprint is borne by several articles of the source
};

/// An archive of snapshots and of what was derived from them.
///
/// An object may be used by one thread at a time. Text that visitors get lives as long as the call.
class Archive {
public:
    Archive() = default;
    Archive(const Archive&) = delete;
    Archive& operator=(const Archive&) = delete;
    virtual ~Archive() = default;

    /// Visits matching records in the filter's order; ends early when `visit` returns false.
    /// Throws Error(usage) for a cursor that does not fit the sort.
    virtual void find(const Filter& filter, const std::function<bool(const Record&)>& visit) = 0;
    virtual std::int64_t count(const Filter& filter) = 0;
    /// Visits what the pages of sources showed at a time, as they showed it: by source and page, in
    /// the order of the page. That is the latest healthy snapshot of each page until then. Of the
    /// filter, the source, the categories, where they are from and the limit count. Ends early as
    /// find() does.
    virtual void find_at(Time at, const Filter& filter,
                         const std::function<bool(const Record&)>& visit) = 0;
    /// Visits events in the order of time, or with `reverse` backwards; ends early when `visit`
    /// returns false.
    virtual void events(const EventFilter& filter,
                        const std::function<bool(const Event&)>& visit) = 0;
    /// A record by id, or by an id that was joined into it.
    virtual std::optional<RecordDetail> record(RecordId id) = 0;
    /// The records that these keys identify, each in its source: in the order of the keys, then by
    /// name of the source. A key that several records of a source bear brings none of them.
    virtual std::vector<KeyBearer> bearers(std::span<const EvidenceKey> keys) = 0;
    /// The sources that have a content under one of these text keys, by name.
    virtual std::vector<std::string> sources_with_texts(std::span<const TextKey> keys) = 0;
    /// The contents of a source that bear a text key, in any order; where they are more than
    /// `most`, any `most + 1` of them.
    virtual std::vector<SourceText> text_bearers(std::string_view source, TextKey key,
                                                 std::size_t most) = 0;
    /// Newest first.
    virtual void snapshots(const std::optional<std::string>& source,
                           const std::function<bool(const SnapshotInfo&)>& visit) = 0;
    virtual std::optional<SnapshotInfo> snapshot(SnapshotId id) = 0;
    /// The entries of a snapshot, in order; empty for an unknown one, and one that was refused.
    virtual std::vector<ShownEntry> entries(SnapshotId id) = 0;
    /// The latest readable snapshot of a page at a time. Nothing where there is none.
    virtual std::optional<SnapshotId> snapshot_at(std::string_view source,
                                                  std::string_view page_url, Time at) = 0;
    /// The pages of sources of which a snapshot could be read, by source and URL.
    struct WatchedPage {
        std::string source, page_url;
    };
    virtual std::vector<WatchedPage> pages() = 0;
    virtual std::vector<SourceInfo> sources() = 0;  ///< by name
    virtual std::vector<CategoryInfo> categories(const std::optional<std::string>& source) = 0;
    /// Visits what all records of a source, or of all, say of themselves, by their ids; ends early
    /// as find() does.
    virtual void category_texts(const std::optional<std::string>& source,
                                const VisitCategoryText& visit) = 0;
    /// The same of some records, in this order; one that is gone is left out.
    virtual void category_texts(std::span<const RecordId> records,
                                const VisitCategoryText& visit) = 0;
    virtual Statistics statistics() = 0;

    /// Where the watching of a source stands; an unknown one was never tried.
    virtual Watch watch(std::string_view source) = 0;
    /// How often to capture a source, as SourceInfo has it.
    virtual std::optional<std::chrono::seconds> recommended_interval(std::string_view source) = 0;
    /// Until when a host asked not to be asked again; nothing where it did not.
    virtual std::optional<Time> host_not_before(std::string_view host) = 0;
    virtual std::optional<RobotsFile> robots(std::string_view origin) = 0;
    /// The last page of a URL that is stored, came whole and is kept with its bytes.
    virtual std::optional<FetchedPage> fetched_page(std::string_view source,
                                                    std::string_view page_url) = 0;

    /// The bytes of a snapshot, unpacked and compared with their hash. Throws Error(archive) when
    /// they are damaged, Error(not_found) when they were pruned. Nothing for an unknown id.
    virtual std::optional<std::string> body(SnapshotId id) = 0;

    /// How a body was read by this reader version, as `form`, by `rules`, with `media_type` and
    /// under `url` where that was given (else it is empty). Nothing where it was not, or was
    /// refused.
    virtual std::optional<StoredReading> reading(const Hash128& body, std::string_view url,
                                                 std::string_view media_type, Form form,
                                                 std::string_view rules) = 0;
    /// Whether the bytes of a body are kept.
    virtual bool has_body(const Hash128& body) = 0;
    /// Whether they were, and are no longer.
    virtual bool was_pruned(const Hash128& body) = 0;
    /// The hashes of all bodies, in any order; nothing where there may be more than `most`.
    virtual std::optional<std::vector<Hash128>> body_hashes(std::size_t most) = 0;
    /// The bytes of a body by their hash. Nothing where they are not kept; else as body().
    virtual std::optional<std::string> body_bytes(const Hash128& body) = 0;
    struct Base {
        Hash128 hash;
        int chain = 0;
        std::string bytes;
        std::size_t shows = 0;  ///< so many of the contents that were asked for
    };
    /// The latest body of a page: the prefix for the next one.
    virtual std::optional<Base> latest_body(std::string_view source, std::string_view page_url) = 0;
    /// Of the bodies of a page that show some of these contents (by their hashes), one that shows
    /// most of them: the best of the latest ones, or of those by which they were last shown. Costs
    /// a few look-ups a content.
    virtual std::optional<Base> similar_body(std::string_view source, std::string_view page_url,
                                             std::span<const Hash128> contents) = 0;

    /// The fields of a content, by their hash.
    virtual std::optional<Entry> content(const Hash128& hash) = 0;
    /// The revisions of a record, by first seen.
    virtual std::vector<Revision> revisions(RecordId record) = 0;
    /// The volatile places of a record's source, sorted, as revisions_of() takes them.
    virtual std::vector<Place> volatile_places(RecordId record) = 0;
    /// Whether some snapshot shows both records.
    virtual bool stood_together(RecordId one, RecordId other) = 0;
    /// All of them, in no order; see mark_in_force().
    virtual std::vector<Correction> corrections() = 0;
    /// Until it is destroyed, transactions may come and go.
    virtual std::unique_ptr<BodyWalk> walk_bodies() = 0;
    /// The snapshots of the log, by capture time.
    virtual std::unique_ptr<SnapshotWalk> walk_snapshots(const SnapshotFilter& filter) = 0;

    /// How bodies are kept, for `pack` and `prune`. Lives as long as the archive.
    virtual BodyStore& body_store() = 0;

    /// Takes the lock, waiting for `wait` at most, and begins. Throws Error(busy).
    virtual std::unique_ptr<WriteBatch> begin(std::chrono::milliseconds wait) = 0;
};

enum class OpenMode {
    read,   ///< of an existing archive; changes nothing
    write,  ///< makes the archive and its folder where they are missing, and migrates an older one
    rehearse,  ///< a private copy that goes with the object; empty where there is no archive
};

/// Opens an archive by its location: a path, or `:memory:` for one that lives as long as the
/// object. Throws Error(archive) where it is missing (for a reader), foreign, newer than this
/// program or damaged, Error(busy) where the lock is not had in `wait`, Error(io) for the rest.
[[nodiscard]] std::unique_ptr<Archive> open_archive(const std::string& location, OpenMode mode,
                                                    std::chrono::milliseconds wait);

}  // namespace feedarc
