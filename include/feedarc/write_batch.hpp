#pragma once

#include <feedarc/category.hpp>
#include <feedarc/corrections.hpp>
#include <feedarc/derived_stores.hpp>
#include <feedarc/fetch.hpp>
#include <feedarc/identity.hpp>
#include <feedarc/read.hpp>
#include <feedarc/record.hpp>

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
    /// The bytes as captured, where `data` may turn out to be of no use once it is stored: where it
    /// is empty, since the body was stored already, or has a base that was, and another process may
    /// have pruned that one meanwhile. Then the bytes are packed alone.
    std::shared_ptr<const std::string> bytes{};
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
    std::string source_url;                   ///< that the configuration gives; or empty
    std::optional<std::string> source_rules;  ///< of a configured source, as to_text() gives them
    std::string source_category;              ///< likewise; or empty
    std::string page_url;                     ///< canonical; empty for a page without URL
    std::string url;                          ///< as given, else as the page gives it
    bool url_given = false;                   ///< reading depends on a URL that was given
    std::string media_type;
    Time captured_at{};
    Form form = Form::text;
    std::string rules;  ///< by which it was read, as to_text() gives them; empty for none
    int reader_version = kReaderVersion;
    PackedBody body;
    std::optional<Provenance> fetched;       ///< of one that was captured
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

class MergeStore;

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

    /// The id of a source, made when it is new. A URL that is given becomes its own.
    virtual SourceId source(std::string_view name, std::string_view url) = 0;

    /// Sets the rules that a source has now, as to_text() gives them.
    virtual void set_rules(SourceId source, std::string_view rules) = 0;
    /// Sets the category of its records whose page shows none; empty for none.
    virtual void set_category(SourceId source, std::string_view category) = 0;

    /// The last snapshot of a source in capture order.
    virtual std::optional<CaptureOrder> latest(SourceId source) = 0;

    struct Added {
        SnapshotStatus status{};
        SnapshotId snapshot = 0;
        std::vector<ContentId> contents;  ///< of the page, in order; empty when known or refused
        Ages ages;
        bool obstacle = false;
        bool end_known = true;
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
    /// Those that forget or amend a snapshot of any source, and all that undo one.
    virtual std::vector<Correction> snapshot_corrections() = 0;
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
    /// Gives snapshots their places; they may take one another's. Throws Error(input) where a
    /// further one has such a place.
    virtual void place(std::span<const PlacedSnapshot> snapshots) = 0;

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
    virtual FetchStore& fetches() = 0;
    /// To be asked once the best values are set.
    virtual AssignmentStore& assignments() = 0;
    virtual MergeStore& merging() = 0;

    /// Returns once the transaction is durable.
    virtual void commit() = 0;
};

}  // namespace feedarc
