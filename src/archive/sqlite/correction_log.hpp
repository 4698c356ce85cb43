#pragma once

#include <feedarc/archive.hpp>

#include "archive/sqlite/statement.hpp"

#include <optional>
#include <span>
#include <vector>

namespace feedarc::sqlite {

/// Reads corrections: those of a source and all that undo one, or all; in no order.
[[nodiscard]] std::vector<Correction> read_corrections(sqlite3& db, std::optional<SourceId> source);

/// Of all that a correction says, so that equal corrections of two machines are one.
[[nodiscard]] Hash128 correction_uuid(const Correction& correction);

/// Those that forget or amend a snapshot, and all that undo one; in no order.
[[nodiscard]] std::vector<Correction> read_snapshot_corrections(sqlite3& db);

/// Writes corrections, and gives snapshots the place that they say. Few are made, so its statements
/// are prepared where they are used.
class CorrectionLog {
public:
    explicit CorrectionLog(sqlite3& db) : db_(db) {}

    [[nodiscard]] Correction add(Correction correction, Time made_at);
    void set_contents(const Correction& correction);
    [[nodiscard]] std::vector<ContentRef> content_refs(RecordId record);
    [[nodiscard]] std::optional<ContentRef> content_at(SnapshotId snapshot, std::int64_t position);
    [[nodiscard]] std::optional<PlacedSnapshot> placed(SnapshotId snapshot);
    [[nodiscard]] std::optional<PlacedSnapshot> placed(const SnapshotRef& ingested);
    void place(std::span<const PlacedSnapshot> snapshots);
    /// Writes a correction as it was made, and sets its id.
    void insert(Correction& correction);

private:
    void place(const PlacedSnapshot& snapshot);

    sqlite3& db_;
};

}  // namespace feedarc::sqlite
