#pragma once

#include <feedarc/archive.hpp>

#include "archive/sqlite/bodies.hpp"
#include "archive/sqlite/statement.hpp"
#include "archive/sqlite/write_state.hpp"

#include <string_view>

namespace feedarc::sqlite {

/// Writes the rows of the observation log: sources, bodies, contents, pages, snapshots.
class LogWriter {
public:
    LogWriter(sqlite3& db, Bodies& bodies, WriteState& state);

    SourceId source(std::string_view name, std::string_view url);
    WriteBatch::Added add(SourceId source, const PreparedSnapshot& snapshot);

private:
    const WriteState::PageRow& page(const ParsedPage& page);
    ContentId content(const Content& content);
    std::optional<BodyId> body_id(const Hash128& hash);
    BodyId insert_body(const PackedBody& body);
    std::optional<SnapshotId> known(SourceId source, const PreparedSnapshot& snapshot, BodyId body,
                                    bool& refused);
    void complete(SnapshotId id, const PreparedSnapshot& snapshot, std::int64_t page);

    Bodies& bodies_;
    WriteState& state_;
    Statement find_source_, insert_source_, set_source_url_;
    Statement find_content_, insert_content_;
    Statement find_page_, insert_page_;
    Statement find_snapshot_, find_same_body_, insert_snapshot_, complete_snapshot_;
};

}  // namespace feedarc::sqlite
