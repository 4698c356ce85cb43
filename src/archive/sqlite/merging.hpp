#pragma once

#include <feedarc/merge_store.hpp>

#include "archive/sqlite/assignment_log.hpp"
#include "archive/sqlite/bodies.hpp"
#include "archive/sqlite/log_writer.hpp"
#include "archive/sqlite/logged_snapshots.hpp"
#include "archive/sqlite/statement.hpp"
#include "archive/sqlite/write_state.hpp"

namespace feedarc::sqlite {

/// Writes rows that come from the log of another archive.
class Merging final : public MergeStore {
public:
    Merging(sqlite3& db, LogWriter& log, WriteState& state);

    std::optional<SourceId> find_source(std::string_view name) override;
    bool take(const LoggedSource& source) override;
    bool take_watch(std::string_view source, const Watch& watch) override;
    bool take_host(std::string_view host, Time not_before) override;
    bool take_robots(std::string_view origin, const RobotsFile& robots) override;
    std::int64_t take(SourceId source, const LoggedFetch& fetch) override;
    Taken take(const Correction& correction) override;
    bool take(const CategoryAssignment& assignment) override {
        return assignments_.take(assignment);
    }

    std::optional<LoggedKey> find(const SnapshotRef& ingested) override {
        return snapshots_.find(ingested);
    }
    LoggedSnapshot as_ingested(SnapshotId snapshot) override { return snapshots_.read(snapshot); }
    std::vector<ContentId> contents_of(std::int64_t page) override;
    std::optional<Body> find_body(const Hash128& body) override;
    bool store(const PackedBody& body) override;
    bool has_page(const Hash128& page) override;
    void store(const ParsedPage& page) override { (void)log_.page(page); }
    WriteBatch::Added add(SourceId source, const PreparedSnapshot& snapshot) override;
    WriteBatch::Added replace(SnapshotId id, const PreparedSnapshot& snapshot) override;

private:
    template <typename... Values>
    bool changes(Statement& statement, Values&&... values);
    bool take_content(std::int64_t correction, int side, const ContentRef& ref);

    sqlite3& db_;
    LogWriter& log_;
    WriteState& state_;
    LoggedSnapshots snapshots_;
    AssignmentLog assignments_;
    Statement find_source_, read_source_, set_source_, set_watch_, set_host_, set_robots_;
    Statement count_fetches_, insert_fetch_;
    Statement find_correction_, set_content_;
    Statement find_body_, insert_body_, fill_body_, find_page_, shown_, put_aside_, replace_;
};

}  // namespace feedarc::sqlite
