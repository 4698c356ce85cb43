#pragma once

#include <feedarc/corrections.hpp>
#include <feedarc/event.hpp>
#include <feedarc/filter.hpp>
#include <feedarc/identity.hpp>
#include <feedarc/page_diff.hpp>
#include <feedarc/presence.hpp>
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
#include <utility>
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
    /// Of the hashes of the contents, in order, and of the ages and the obstacle where there are
    /// any.
    Hash128 hash;
    std::vector<std::shared_ptr<const Content>> contents;
    std::size_t entries = 0;  ///< how many contents; `contents` is empty where the page is stored
    Ages ages;                ///< likewise
    std::string obstacle;     ///< likewise; as Page has it
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

/// What joined a content to its record; nothing for one that the record began with.
struct Joined {
    std::optional<EvidenceKind> by;
    ContentId with = 0;                     ///< that first bore the key
    std::optional<EvidenceKind> connected;  ///< by which it joined another record to its own

    bool operator==(const Joined&) const = default;
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
        Joined joined{};
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
    struct TextKeyOf {
        TextKey key = 0;
        ContentId content = 0;
    };
    std::vector<TextKeyOf> text_keys;  ///< by key
    /// New contents, each with the one that an older reading had in its place.
    std::vector<std::pair<ContentId, ContentId>> heirs;
};

/// A record as it stands, to tell what changes.
struct RecordState {
    RecordId id = 0;
    std::vector<ContentId> contents;  ///< oldest first
    unsigned fields = 0;              ///< a bit for each best field that has a value
};

/// A snapshot with the place that it has, and the one that it was ingested with.
struct PlacedSnapshot {
    SnapshotId id = 0;
    SourceId source = 0;
    SnapshotRef ingested;
    std::string source_name;
    Time captured_at{};
    bool forgotten = false;
    bool refused = false;
};

/// A snapshot whose body is to be read again, by what it was read by.
struct SnapshotToRead {
    SnapshotId id = 0;
    std::string url;  ///< that was given; else empty
    std::string media_type;
    Form form = Form::text;
    std::string rules;  ///< as to_text() gives them
};

/// A kept body with the snapshots that show it.
struct BodyToRead {
    std::shared_ptr<const std::string> bytes;  ///< null where it is damaged
    std::string damage;                        ///< then what is wrong
    std::vector<SnapshotToRead> snapshots;
};

/// Gives all kept bodies, each after the one that it is packed with, so that each is unpacked once.
class BodyWalk {
public:
    BodyWalk() = default;
    BodyWalk(const BodyWalk&) = delete;
    BodyWalk& operator=(const BodyWalk&) = delete;
    virtual ~BodyWalk() = default;

    virtual std::optional<BodyToRead> next() = 0;
};

/// What a rebuild changes of a snapshot: the contents it showed, and those it shows now.
struct RereadSnapshot {
    SourceId source = 0;
    Hash128 body;
    std::vector<ContentId> before, after;
};

using PageId = std::int64_t;

/// What is stored of the presence of records on pages, within a write transaction.
class PresenceStore {
public:
    PresenceStore() = default;
    PresenceStore(const PresenceStore&) = delete;
    PresenceStore& operator=(const PresenceStore&) = delete;
    virtual ~PresenceStore() = default;

    /// The id of a watched page, made when it is new. `page_url` is canonical.
    virtual PageId page(SourceId source, std::string_view page_url) = 0;
    virtual std::vector<std::string> pages_of(SourceId source) = 0;
    /// The pages on which a record stood, each with its source.
    virtual std::vector<std::pair<SourceId, std::string>> pages_of_record(RecordId record) = 0;

    virtual PresenceTail tail(PageId page) = 0;
    virtual void set_tail(PageId page, const PresenceTail& tail) = 0;
    /// Takes back all that was said by the unsettled states of a tail, but their health. Gives the
    /// runs that were open before.
    virtual std::vector<PresenceWalk::OpenRun> rewind(PageId page, const PresenceTail& tail) = 0;
    /// Takes back all that was said of a page.
    virtual void forget(PageId page) = 0;

    struct Shown {
        SnapshotId snapshot = 0;
        Time captured_at{};
        std::vector<ContentId> contents;
        bool obstacle = false;
    };
    virtual Shown shown(SnapshotId snapshot) = 0;
    /// Visits the snapshots of a page that could be read, in capture order.
    virtual void walk(PageId page, const std::function<void(Shown)>& visit) = 0;

    virtual void add_run(PageId page, const PresenceSink::Run& run) = 0;
    virtual void add_shift(SnapshotId snapshot, RecordId record, Shift shift) = 0;
    virtual void add_gap(SnapshotId snapshot) = 0;
    virtual void set_health(SnapshotId snapshot, Health health) = 0;
    /// Changes that of all snapshots of a page from one to another.
    virtual void change_health(PageId page, SnapshotId first, SnapshotId last, Health health) = 0;
    virtual bool stood_before(PageId page, RecordId record) = 0;
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
        bool obstacle = false;
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
    virtual void assign(SourceId source, ContentId content, RecordId record,
                        const Joined& joined) = 0;
    void assign(SourceId source, ContentId content, RecordId record) {
        assign(source, content, record, Joined{});
    }
    virtual void claim(SourceId source, const EvidenceKey& key, RecordId record,
                       ContentId content) = 0;
    virtual void spoil(SourceId source, const EvidenceKey& key, ContentId content) = 0;
    /// Lets an assigned content be found by a text key.
    virtual void add_text_key(SourceId source, TextKey key, ContentId content) = 0;
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

    // ---- corrections

    /// Those of a source, and all that undo one; of all sources without one.
    virtual std::vector<Correction> corrections(std::optional<SourceId> source) = 0;
    /// Stores a correction made at `made_at`, or a second after the latest one where that is later,
    /// and gives it as it is stored.
    virtual Correction add_correction(Correction correction, Time made_at) = 0;
    /// Says where the contents of a correction stand by a newer reading.
    virtual void set_contents(const Correction& correction) = 0;
    /// The contents of a record, each where it was first seen.
    virtual std::vector<ContentRef> content_refs(RecordId record) = 0;
    /// The content at a position of a snapshot; nothing where there is none.
    virtual std::optional<ContentRef> content_at(SnapshotId snapshot, std::int64_t position) = 0;
    virtual std::optional<PlacedSnapshot> placed(SnapshotId snapshot) = 0;
    virtual std::optional<PlacedSnapshot> placed(const SnapshotRef& ingested) = 0;
    /// Gives a snapshot its place. Throws Error(input) where another one has it.
    virtual void place(const PlacedSnapshot& snapshot) = 0;

    // ---- rebuild

    /// The records of a source as they stand, with their best values.
    virtual std::vector<RecordState> record_states(SourceId source) = 0;
    /// The id that a record has now, or of the one that it was joined into.
    virtual std::optional<RecordId> current_id(RecordId record) = 0;
    /// Forgets what an earlier rebuild left that did not come to its end.
    virtual void begin_rebuild() = 0;
    /// Stores how a snapshot is read now. It shows its old page until apply_rebuild().
    virtual void note_reading(SnapshotId snapshot, const ParsedPage& page) = 0;
    /// The snapshots that note_reading() has not heard of and that another reader read.
    virtual std::unique_ptr<BodyWalk> walk_unread() = 0;
    /// Points the snapshots at the pages that were noted, and visits those that show others now.
    virtual void apply_rebuild(const std::function<void(const RereadSnapshot&)>& visit) = 0;
    /// Sets the fingerprints that were computed by older rules.
    virtual void refresh_fingerprints(const std::function<Fingerprint(const Entry&)>& compute) = 0;
    /// Drops the pages and contents that nothing refers to. Derived rows are up to date.
    virtual void end_rebuild() = 0;
    virtual Hash128 content_hash_of(ContentId content) = 0;
    virtual PresenceStore& presence() = 0;

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
    /// Visits what the pages of sources showed at a time, as they showed it: by source and page, in
    /// the order of the page. That is the latest healthy snapshot of each page until then. Of the
    /// filter, the source, the categories and the limit count. Ends early as find() does.
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
    /// Newest first.
    virtual void snapshots(const std::optional<std::string>& source,
                           const std::function<bool(const SnapshotInfo&)>& visit) = 0;
    virtual std::optional<SnapshotInfo> snapshot(SnapshotId id) = 0;
    /// The entries of a snapshot, in order; empty for an unknown one, and one that was refused.
    virtual std::vector<ShownEntry> entries(SnapshotId id) = 0;
    /// The latest readable snapshot of a page at a time. Nothing where there is none.
    virtual std::optional<SnapshotId> snapshot_at(std::string_view source,
                                                  std::string_view page_url, Time at) = 0;
    /// The pages of sources that could be read at least once, by source and URL.
    struct WatchedPage {
        std::string source, page_url;
    };
    virtual std::vector<WatchedPage> pages() = 0;
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

    /// The fields of a content, by their hash.
    virtual std::optional<Entry> content(const Hash128& hash) = 0;
    /// The revisions of a record, by first seen.
    virtual std::vector<Revision> revisions(RecordId record) = 0;
    /// Whether some snapshot shows both records.
    virtual bool stood_together(RecordId one, RecordId other) = 0;
    /// All of them, in no order; see mark_in_force().
    virtual std::vector<Correction> corrections() = 0;
    /// Until it is destroyed, transactions may come and go.
    virtual std::unique_ptr<BodyWalk> walk_bodies() = 0;

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
