#pragma once

#include <feedarc/category.hpp>
#include <feedarc/entry.hpp>
#include <feedarc/fetch.hpp>
#include <feedarc/fingerprint.hpp>
#include <feedarc/hash.hpp>
#include <feedarc/health.hpp>
#include <feedarc/ids.hpp>
#include <feedarc/time.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace feedarc {

/// Where in the texts of a source a number or an age stands: a hash of the field and of what is
/// beside it (`# comments`, `阅读：#`), positive and stored. Scores, counts and ranks stand at
/// places at which the numbers of many records change.
using Place = std::int64_t;

/// The unique article that entries collapse to.
struct Record {
    RecordId id = 0;
    std::string source;
    /// The best values: title, category and published from the latest snapshot that has one (the
    /// more precise date first), the longest excerpt, the latest URL. Where none has a date,
    /// `published` is what the best of its ages means.
    Entry best;
    /// Where `best.category` is from. Only that of the page is among the best values of what it
    /// showed.
    CategoryFrom category_from = CategoryFrom::none;
    std::vector<std::string> urls;  ///< every URL it was seen under, latest first
    Fingerprint fingerprint;        ///< of the content that gave the excerpt
    Time first_seen{};
    Time last_seen{};
    std::int64_t sightings = 0;  ///< positions of snapshots
    std::int64_t revisions = 0;  ///< distinct contents, but for what is volatile in its source
    /// RunEnd::present while it stands on some page; else how the latest of its runs ended. Nothing
    /// where presence is not known.
    std::optional<RunEnd> presence{};
    std::string cursor;  ///< continues the list after this record; empty where the sort has none
    /// Of its source and of the content that it began with, so that machines with the same
    /// snapshots agree on it; it stays whatever the record shows later.
    Hash128 uuid{};
};

/// An age as a snapshot showed it.
struct AgeSighting {
    Age age;
    Time captured_at{};

    auto operator<=>(const AgeSighting&) const = default;
};

/// One distinct content of a record.
struct Revision {
    Entry entry;
    Fingerprint fingerprint;
    Time first_seen{};
    Time last_seen{};
    std::int64_t sightings = 0;
    std::optional<AgeSighting>
        age{};              ///< the best of those it was seen with, as is_better_age() has it
    ContentId content = 0;  ///< 0 for one that stands for several
};

/// A record at a position of a snapshot.
struct Sighting {
    SnapshotId snapshot = 0;
    Time captured_at{};
    std::string page_url;
    std::int64_t position = 0;
    std::int64_t revision = 0;  ///< which content it shows, from 1, by first seen
};

/// How a content came to its record.
struct JoinRow {
    std::int64_t revision = 0;  ///< which content, from 1, by first seen
    SnapshotId snapshot = 0;    ///< where it was first seen
    std::int64_t position = 0;
    Time captured_at{};
    std::string kind;  ///< of the evidence; empty: the record began with it
    std::string key;   ///< 32 hex digits; empty where it is kept no longer
    int rule_version = 0;
    SnapshotId with_snapshot = 0;  ///< where the content stood that first bore the key; 0: unknown
    std::int64_t with_position = 0;
    std::string with_title;
    std::string connected_by;  ///< the kind by which it led to another record, which was joined
};

/// A run of snapshots of one page that show a record.
struct PresenceRun {
    std::string page_url;
    SnapshotId first_snapshot = 0;
    Time first_seen{};
    std::optional<SnapshotId> last_snapshot;  ///< nothing while it is present
    std::optional<Time> last_seen;            ///< likewise
    RunEnd end{};
    std::optional<SnapshotId> ended_by;  ///< the first healthy snapshot without it
    std::optional<Time> ended_at;        ///< when that was captured
};

/// A reason to take entries for the same article, as stored with the join that it made.
struct EvidenceRow {
    std::string kind;  ///< `permalink`, `guid` or `fingerprint`
    std::string key;   ///< 32 hex digits
    int rule_version = 0;
};

/// A record with all that is known about it.
struct RecordDetail {
    Record record;
    /// Its distinct contents by first seen; revisions_of() makes its revisions of them.
    std::vector<Revision> revisions;
    std::vector<Sighting> sightings;  ///< by capture time
    std::vector<PresenceRun> runs;    ///< by first seen, then by page
    std::vector<EvidenceRow> evidence;
    std::vector<JoinRow> joins;            ///< by revision
    std::vector<Place> volatile_places{};  ///< of its source, sorted
};

/// A stored snapshot.
struct SnapshotInfo {
    SnapshotId id = 0;
    std::string source;
    std::string page_url;  ///< canonical; empty for a page without URL
    std::string url;       ///< as captured
    Time captured_at{};
    std::string form;  ///< how it was read: `text` or `html`; empty when it was refused
    Hash128 body_hash;
    std::int64_t size = 0;                ///< bytes of the body
    std::int64_t stored_bytes = 0;        ///< what the body takes in the archive
    bool kept = true;                     ///< false: its bytes were pruned
    std::optional<std::int64_t> entries;  ///< nothing when it was refused
    std::string refusal;                  ///< the limit that refused it, `forgotten`, or empty
    std::optional<Health> health;         ///< nothing when it was refused
    std::string rules;          ///< by which it was read, as to_text() gives them; empty for none
    std::optional<int> status;  ///< of HTTP, of one that was captured
    bool end_known = true;      ///< as Provenance has it
    std::string told_source;    ///< of an amended one: as it was ingested; else empty
    std::optional<Time> told_captured_at;  ///< likewise
};

struct SourceInfo {
    SourceId id = 0;
    std::string name;
    /// Of the configuration; else of its page, where it has only one. Empty where neither says it.
    std::string url;
    std::int64_t snapshots = 0;
    std::int64_t records = 0;
    std::optional<Time> first_captured;
    std::optional<Time> last_captured;
    std::int64_t present = 0;      ///< records that stand on a page of it now
    std::optional<Health> health;  ///< of its latest snapshot
    std::int64_t gaps = 0;         ///< snapshots before which entries may have been missed
    /// How often to capture it, so that half of its shortest page is new each time, by what came so
    /// far; nothing where too little came to say.
    std::optional<std::chrono::seconds> interval;
    std::string rules;     ///< that it has now, as to_text() gives them; empty for none
    std::string category;  ///< of its records whose page shows none; empty: they have none
    Watch watch;
};

struct CategoryInfo {
    std::string name;  ///< empty: records without a category
    std::int64_t records = 0;
    std::int64_t assigned = 0;  ///< of them, whose pages do not show it
    Time last_seen{};
};

struct Statistics {
    std::int64_t sources = 0;
    std::int64_t snapshots = 0;
    std::int64_t pruned = 0;  ///< of them, have their bytes no longer
    std::int64_t bodies = 0;
    std::int64_t records = 0;
    std::int64_t revisions = 0;
    std::int64_t sightings = 0;
    std::int64_t body_bytes = 0;     ///< of all snapshots, as captured
    std::int64_t stored_bytes = 0;   ///< of the bodies, as kept
    std::int64_t archive_bytes = 0;  ///< of the archive file and its log
    std::optional<Time> first_captured;
    std::optional<Time> last_captured;
};

}  // namespace feedarc
