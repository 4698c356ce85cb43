#pragma once

#include <feedarc/archive.hpp>

#include "archive/sqlite/log_writer.hpp"
#include "archive/sqlite/statement.hpp"

#include <functional>

namespace feedarc::sqlite {

/// What a rebuild reads is noted beside the snapshots, which show their old pages until all of it
/// is taken over in one transaction.
class Rebuilding {
public:
    Rebuilding(sqlite3& db, LogWriter& log);

    void begin();
    void note(SnapshotId snapshot, const ParsedPage& page);
    void apply(const std::function<void(const RereadSnapshot&)>& visit);
    void refresh_fingerprints(const std::function<Fingerprint(const Entry&)>& compute);
    void end();

private:
    void take_over(const Statement::Run& row);

    sqlite3& db_;
    LogWriter& log_;
    Statement note_, update_;
};

}  // namespace feedarc::sqlite
