#pragma once

#include "archive/check.hpp"
#include "archive/sqlite/sqlite_archive.hpp"

namespace feedarc::sqlite {

/// Compares what is derived with what deriving gives on a copy, table by table, both in the order
/// of their keys: it takes no memory, whatever their size.
class DerivedRows final : public archive::DerivedCopy {
public:
    /// `found` is of the newest version and lives longer.
    explicit DerivedRows(sqlite3& found);

    Archive& archive() override { return copy_; }
    void compare(const archive::CheckSink& sink) override;

private:
    sqlite3& found_;
    SqliteArchive copy_;
};

}  // namespace feedarc::sqlite
