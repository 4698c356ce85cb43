#pragma once

#include <feedarc/archive.hpp>

#include "app/presence.hpp"
#include "app/vary.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace feedarc::app {

/// Contents of now with the contents that an older reading had in their place.
using Heirs = std::vector<std::pair<ContentId, ContentId>>;

/// What a snapshot brought.
struct Derivation {
    std::int64_t new_records = 0;
    std::int64_t changed_records = 0;  ///< that were there and have a new revision: no mere counter
};

/// Derives records and their presence from the snapshots of one transaction, in step with the log:
/// a snapshot that is the latest of its source is judged against the state before it; one that
/// comes late, and is not made of entries that were there before its time, re-derives its source
/// from the stored contents. So the result is the same in whatever order snapshots come.
class Deriver {
public:
    explicit Deriver(WriteBatch& batch) : batch_(batch), presence_(batch), varying_(batch) {}

    /// Says that snapshots of a source follow. Called before the first log row of theirs is
    /// written.
    void begin(SourceId source);

    /// Takes a snapshot whose log rows are written. Its page may lack the contents. Those of a
    /// source must come in capture order within one transaction. The result is complete after
    /// `finish()`. Returns the index under which `result()` has it.
    std::size_t see(SourceId source, const PreparedSnapshot& snapshot,
                    const WriteBatch::Added& added);

    /// Asks for a source to be derived anew from its stored contents.
    void rederive(SourceId source, const Heirs& heirs = {});

    /// Re-derives what must be, and sets the best values of all records that changed.
    void finish();

    [[nodiscard]] const Derivation& result(std::size_t index) const { return results_[index]; }
    /// The records that are new or have a content more, by their ids; after a re-derivation all of
    /// the source.
    [[nodiscard]] std::vector<RecordId> gained() const {
        std::vector<RecordId> records(gained_.begin(), gained_.end());
        std::sort(records.begin(), records.end());
        return records;
    }
    [[nodiscard]] std::optional<Health> health_of(SnapshotId snapshot) const {
        return presence_.health_of(snapshot);
    }

private:
    struct Late {
        std::size_t result = 0;
        std::vector<ContentId> unassigned;
    };
    struct SourceState {
        std::optional<CaptureOrder> latest;
        std::vector<Late> late;
        bool rederive = false;
        Heirs heirs;
        ContentLinks links;
    };

    SourceState& state_of(SourceId source);
    void note_ages(SourceId source, Time at, const WriteBatch::Added& added);
    // A content that is new to a record that was there.
    struct Fresh {
        SourceId source = 0;
        ContentId content = 0;
        std::size_t result = 0;
    };
    void count(SourceId source, const SourceState& state, const DerivedSource& derived);
    // A record that was there, all its contents and those that are new to it.
    struct Gained {
        std::vector<Fresh> fresh;
        std::vector<Revision> contents;
    };
    std::unordered_map<RecordId, Gained> gained_contents();
    void count_changed(const Gained& gained);

    WriteBatch& batch_;
    PresenceUpdate presence_;
    std::map<SourceId, SourceState> sources_;
    std::vector<Derivation> results_;
    std::vector<Fresh> fresh_;             // in the order of their results
    std::unordered_set<RecordId> gained_;  // records that have a content more
    Varying varying_;
};

/// What corrections say of the contents of a source.
[[nodiscard]] ContentLinks links_of(WriteBatch& batch, SourceId source);

/// Derives a source from its stored contents and the corrections alone.
[[nodiscard]] DerivedSource derive_source(WriteBatch& batch, SourceId source);

}  // namespace feedarc::app
