#pragma once

#include <feedarc/archive.hpp>

#include "archive/sqlite/bulk_insert.hpp"
#include "archive/sqlite/statement.hpp"
#include "archive/sqlite/write_state.hpp"

namespace feedarc::sqlite {

/// Writes the tables of presence. New runs go in with the tail of their page, other rows at once.
class PresenceWriter final : public PresenceStore {
public:
    PresenceWriter(sqlite3& db, WriteState& state);

    PageId page(SourceId source, std::string_view page_url) override;
    std::vector<std::string> pages_of(SourceId source) override;
    std::vector<std::pair<SourceId, std::string>> pages_of_record(RecordId record) override;
    PresenceTail tail(PageId page) override;
    void set_tail(PageId page, const PresenceTail& tail) override;
    std::vector<PresenceWalk::OpenRun> rewind(PageId page, const PresenceTail& tail) override;
    void forget(PageId page) override;
    Shown shown(SnapshotId snapshot) override;
    void walk(PageId page, const std::function<void(Shown)>& visit) override;
    void add_run(PageId page, const PresenceSink::Run& run) override;
    void add_shift(SnapshotId snapshot, RecordId record, Shift shift) override;
    void add_gap(SnapshotId snapshot) override;
    void set_health(SnapshotId snapshot, Health health) override;
    void change_health(PageId page, SnapshotId first, SnapshotId last, Health health) override;
    bool stood_before(PageId page, RecordId record) override;

private:
    sqlite3& db_;
    WriteState& state_;
    Statement find_page_, insert_page_, tail_, set_tail_;
    Statement drop_begun_, reopen_, drop_shifts_, drop_gap_, open_runs_;
    Statement shown_;
    BulkInsert insert_runs_;
    Statement end_run_, insert_shift_, insert_gap_, insert_health_, drop_health_, stood_before_;
};

}  // namespace feedarc::sqlite
