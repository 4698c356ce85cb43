#pragma once

#include <feedarc/archive.hpp>

#include "archive/sqlite/statement.hpp"

#include <optional>
#include <vector>

namespace feedarc::sqlite {

/// Reads corrections: those of a source and all that undo one, or all; in no order.
[[nodiscard]] std::vector<Correction> read_corrections(sqlite3& db, std::optional<SourceId> source);

/// Of all that a correction says, so that equal corrections of two machines are one.
[[nodiscard]] Hash128 correction_uuid(const Correction& correction);

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
    void place(const PlacedSnapshot& snapshot);

private:
    sqlite3& db_;
};

}  // namespace feedarc::sqlite
