#pragma once

#include <feedarc/archive_log.hpp>

#include "archive/sqlite/statement.hpp"

#include <optional>

namespace feedarc::sqlite {

/// Reads snapshots as they were ingested, whatever corrections say of them now.
class LoggedSnapshots {
public:
    explicit LoggedSnapshots(sqlite3& db);

    /// Whatever stands there by a correction does not count.
    [[nodiscard]] std::optional<LoggedKey> find(const SnapshotRef& ingested);
    /// Throws Error(archive) where the row is not as it was written.
    [[nodiscard]] LoggedSnapshot read(SnapshotId id);

private:
    Statement as_is_, amended_, row_;
};

}  // namespace feedarc::sqlite
