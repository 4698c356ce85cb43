#pragma once

#include <feedarc/archive.hpp>
#include <feedarc/corrections.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace feedarc {

/// A correction as it was stored, and what it did.
struct Corrected {
    Correction correction;
    std::vector<RecordChange> changes;
};

/// Where something stands: a position, from 0, of a snapshot.
struct SnapshotPosition {
    SnapshotId snapshot = 0;
    std::int64_t position = 0;
};

/// Puts right what the rules judged wrongly or what was ingested wrongly, in one transaction each,
/// which derives the sources concerned anew. What is said here goes before every rule, now and for
/// all that is ingested later (docs/identity.md, "Corrections").
///
/// Throws Error(not_found) for an id that does not exist, Error(input) for what changes nothing or
/// cannot be, and Error(busy).
class Corrector {
public:
    /// `location` must hold an archive; corrections are made at `now`.
    Corrector(const std::string& location, Time now, std::chrono::milliseconds wait);

    /// The two records are one article. Both must be of one source.
    [[nodiscard]] Corrected join(RecordId one, RecordId other);
    /// What stands at these places is another article than the rest of the record. All sightings of
    /// the same contents go along.
    [[nodiscard]] Corrected split(RecordId record, std::span<const SnapshotPosition> places);
    /// The snapshot takes no part in anything. Its bytes stay until they are pruned.
    [[nodiscard]] Corrected forget(SnapshotId snapshot);
    /// The snapshot is of another source or another time; at least one is given.
    [[nodiscard]] Corrected amend(SnapshotId snapshot, const std::optional<std::string>& source,
                                  const std::optional<Time>& captured_at);
    /// Takes a correction back; without a number the latest one that is in force.
    [[nodiscard]] Corrected undo(const std::optional<std::int64_t>& correction);

private:
    RecordDetail record(RecordId id);
    Corrected finish(WriteBatch& batch, Correction&& correction, const std::string& source);
    Corrected finish(WriteBatch& batch, Correction&& correction, const SnapshotRef& about);
    void apply_to_snapshot(WriteBatch& batch, const SnapshotRef& ingested, Corrected& corrected);
    PlacedSnapshot snapshot(WriteBatch& batch, SnapshotId id) const;

    std::unique_ptr<Archive> archive_;
    Time now_;
    std::chrono::milliseconds wait_;
};

}  // namespace feedarc
