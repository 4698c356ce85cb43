#pragma once

#include <feedarc/filter.hpp>
#include <feedarc/identity.hpp>
#include <feedarc/read.hpp>
#include <feedarc/record.hpp>
#include <feedarc/variation.hpp>

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

/// A body as it is kept: compressed, perhaps with another body as prefix.
struct PackedBody {
    Hash128 hash;                 ///< of the bytes as captured
    std::uint64_t size = 0;       ///< of the bytes as captured
    std::string data;             ///< one zstd frame
    std::optional<Hash128> base;  ///< the body whose bytes are the prefix, by its hash
    int chain = 0;                ///< how many bodies must be unpacked before this one
};

/// The ages that a page shows, one for each entry; empty where it shows none.
using Ages = std::vector<std::optional<Age>>;

/// A parsed page: its contents in order. Equal lists share one stored page, and pages share the
/// contents that they have in common, since most of a page was on the one before.
struct ParsedPage {
    Hash128 hash;  ///< of the hashes of the contents, in order, and of the ages where there are any
    std::vector<std::shared_ptr<const Content>> contents;
    std::size_t entries = 0;  ///< how many contents; `contents` is empty where the page is stored
    Ages ages;                ///< likewise
};

/// One snapshot, ready to be stored: all that costs time was done outside of the lock.
struct PreparedSnapshot {
    std::string source;
    std::string source_url;                   ///< for a source that is new
    std::optional<std::string> source_rules;  ///< of a configured source, as to_text() gives them
    std::string page_url;                     ///< canonical; empty for a page without URL
    std::string url;                          ///< as given, else as the page gives it
    bool url_given = false;                   ///< reading depends on a URL that was given
    std::string media_type;
    Time captured_at{};
    Form form = Form::text;
    std::string rules;  ///< by which it was read, as to_text() gives them; empty for none
    PackedBody body;
    std::shared_ptr<const ParsedPage> page;  ///< null when reading was refused
    std::string refusal;                     ///< then the limit
};

enum class SnapshotStatus { stored, unchanged, known };

/// Snapshots of a source are walked by capture time, then by the hash of their bytes.
struct CaptureOrder {
    Time captured_at{};
    Hash128 body;

    auto operator<=>(const CaptureOrder&) const = default;
};

/// The result of derivation for one source, to replace what is stored. Records are given by index;
/// contents[i] belongs to records[content_record[i]].
struct DerivedSource {
    struct ContentOf {
        ContentId content = 0;
        std::size_t record = 0;
        Time first_seen{}, last_seen{};
        std::int64_t sightings = 0;
        std::optional<AgeSighting> age{};  ///< the best
    };
    struct RecordOf {
        Time first_seen{}, last_seen{};
        std::int64_t last_position = 0;
        std::int64_t sightings = 0;
    };
    struct EvidenceOf {
        EvidenceKey key;
        std::optional<std::size_t> record;  ///< nothing: borne by several
        ContentId content = 0;              ///< the one that first bore it
    };
    std::vector<RecordOf> records;    ///< in the order of their oldest observation
    std::vector<ContentOf> contents;  ///< in the order of their oldest observation
    std::vector<EvidenceOf> evidence;
};

/// What is known of the volatile places of sources. A record that is joined into another or derived
/// again takes what was known of it along: it is to be set anew.
class VariationStore {
public:
    VariationStore() = default;
    VariationStore(const VariationStore&) = delete;
    VariationStore& operator=(const VariationStore&) = delete;
    virtual ~VariationStore() = default;

    virtual SourceId source_of(RecordId record) = 0;
    /// What is known of a record; an empty variation is not kept.
    virtual void set(RecordId record, const Variation& variation) = 0;
    /// The records of a source that have one.
    virtual std::vector<RecordId> records(SourceId source) = 0;
    /// The places at which as many records of a source changed, and those that are volatile by now.
    virtual std::vector<PlaceCount> places(SourceId source, std::int64_t least_records) = 0;
    /// Says which places of a source are volatile, instead of those that were.
    virtual void set_volatile(SourceId source, std::span<const Place> places) = 0;
    /// How many records a source has.
    virtual std::int64_t count_records(SourceId source) = 0;
};

/// One write transaction. It holds the archive's lock from its beginning to its end, so nothing
/// slow is done while one lives. Destroyed without `commit()`, it rolls back.
///
/// The index that `records()` gives reflects everything done so far in this and earlier
/// transactions.
class WriteBatch {
public:
    WriteBatch() = default;
    WriteBatch(const WriteBatch&) = delete;
    WriteBatch& operator=(const WriteBatch&) = delete;
    virtual ~WriteBatch() = default;

    /// The id of a source, made when it is new. A URL given fills an empty one.
    virtual SourceId source(std::string_view name, std::string_view url) = 0;

    /// Sets the rules that a source has now, as to_text() gives them.
    virtual void set_rules(SourceId source, std::string_view rules) = 0;

    /// The last snapshot of a source in capture order.
    virtual std::optional<CaptureOrder> latest(SourceId source) = 0;

    struct Added {
        SnapshotStatus status{};
        SnapshotId snapshot = 0;
        std::vector<ContentId> contents;  ///< of the page, in order; empty when known or refused
        Ages ages;
    };
    /// Writes the log rows of a snapshot; `known` writes nothing.
    virtual Added add(SourceId source, const PreparedSnapshot& snapshot) = 0;

    /// The record of a content in a source, the time that content was first seen, its best age.
    struct Assigned {
        RecordId record = 0;
        Time first_seen{};
        std::optional<AgeSighting> age;
    };
    virtual std::optional<Assigned> assigned(SourceId source, ContentId content) = 0;
    virtual RecordIndex& records(SourceId source) = 0;

    virtual RecordId new_record(SourceId source, const Content& first, ContentId content) = 0;
    virtual void assign(SourceId source, ContentId content, RecordId record) = 0;
    virtual void claim(SourceId source, const EvidenceKey& key, RecordId record,
                       ContentId content) = 0;
    virtual void spoil(SourceId source, const EvidenceKey& key, ContentId content) = 0;
    /// Joins two records into the one that was seen first, whose id is given; the other id stays as
    /// an alias.
    virtual RecordId join(SourceId source, RecordId one, RecordId other) = 0;
    /// Counts one sighting of an assigned content.
    virtual void sight(SourceId source, ContentId content, Time at, std::int64_t position) = 0;
    /// Notes the best age of a content that was sighted.
    virtual void set_age(SourceId source, ContentId content, const AgeSighting& age) = 0;

    /// Visits the snapshots of a source that have a page, in capture order.
    using VisitSnapshot = std::function<void(SnapshotId, const CaptureOrder&,
                                             std::span<const ContentId>, const Ages&)>;
    virtual void walk(SourceId source, const VisitSnapshot& visit) = 0;
    virtual Entry entry(ContentId id) = 0;
    /// Replaces everything derived for a source. A record keeps the id of its oldest observation;
    /// ids that go become aliases. Returns the ids of the records, by index.
    virtual std::vector<RecordId> replace_derived(SourceId source,
                                                  const DerivedSource& derived) = 0;

    /// Records whose best values may have changed in this transaction, since they have several
    /// revisions or a new one. Whoever commits sets the best values of each.
    virtual std::vector<RecordId> touched() = 0;
    virtual std::vector<Revision> revisions(RecordId record) = 0;
    virtual void set_best(RecordId record, const BestFields& best) = 0;
    /// To be asked once the best values are set, when every record is stored.
    virtual VariationStore& variations() = 0;

    /// Returns once the transaction is durable.
    virtual void commit() = 0;
};

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
    /// A record by id, or by an id that was joined into it.
    virtual std::optional<RecordDetail> record(RecordId id) = 0;
    /// The records that these keys identify, each in its source: in the order of the keys, then by
    /// name of the source. A key that several records of a source bear brings none of them.
    virtual std::vector<KeyBearer> bearers(std::span<const EvidenceKey> keys) = 0;
    /// Newest first.
    virtual void snapshots(const std::optional<std::string>& source,
                           const std::function<bool(const SnapshotInfo&)>& visit) = 0;
    virtual std::optional<SnapshotInfo> snapshot(SnapshotId id) = 0;
    virtual std::vector<SourceInfo> sources() = 0;  ///< by name
    virtual std::vector<CategoryInfo> categories(const std::optional<std::string>& source) = 0;
    virtual Statistics statistics() = 0;
    /// The bytes of a snapshot, unpacked and compared with their hash. Throws Error(archive) when
    /// they are damaged. Nothing for an unknown id.
    virtual std::optional<std::string> body(SnapshotId id) = 0;

    /// How a body was read by this reader version, as `form`, by `rules`, with `media_type` and
    /// under `url` where that was given (else it is empty). Nothing where it was not, or was
    /// refused.
    virtual std::optional<StoredReading> reading(const Hash128& body, std::string_view url,
                                                 std::string_view media_type, Form form,
                                                 std::string_view rules) = 0;
    virtual bool has_body(const Hash128& body) = 0;
    /// The hashes of all bodies, in any order; nothing where there may be more than `most`.
    virtual std::optional<std::vector<Hash128>> body_hashes(std::size_t most) = 0;
    /// The bytes of a body by their hash. Nothing where they are not kept; else as body().
    virtual std::optional<std::string> body_bytes(const Hash128& body) = 0;
    struct Base {
        Hash128 hash;
        int chain = 0;
        std::string bytes;
    };
    /// The latest body of a page: the prefix for the next one.
    virtual std::optional<Base> latest_body(std::string_view source, std::string_view page_url) = 0;
    /// Of the bodies of a page that show some of these contents (by their hashes), the one that
    /// most of them were last shown by. Costs a few look-ups a content.
    virtual std::optional<Base> similar_body(std::string_view source, std::string_view page_url,
                                             std::span<const Hash128> contents) = 0;

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
