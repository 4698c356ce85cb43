#pragma once

#include <feedarc/snapshot_walk.hpp>

#include "archive/sqlite/bodies.hpp"
#include "archive/sqlite/body_cache.hpp"
#include "archive/sqlite/statement.hpp"

#include <memory>
#include <optional>
#include <string>

namespace feedarc::sqlite {

/// Walks the snapshots by one statement, which holds its view of the archive until it is done.
class StoredSnapshotWalk final : public SnapshotWalk {
public:
    StoredSnapshotWalk(sqlite3& db, Bodies& bodies, const SnapshotFilter& filter);

    std::optional<WalkedSnapshot> next() override;
    std::shared_ptr<const std::string> bytes() override;

private:
    std::optional<std::string> source_;
    Statement order_;
    Statement row_;
    std::optional<Statement::Run> walk_;  ///< gives the numbers of snapshots alone
    BodyCache cache_;
    BodyId body_ = 0;
};

}  // namespace feedarc::sqlite
