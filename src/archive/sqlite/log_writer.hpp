#pragma once

#include <feedarc/archive.hpp>

#include "archive/sqlite/bodies.hpp"
#include "archive/sqlite/search_index.hpp"
#include "archive/sqlite/statement.hpp"
#include "archive/sqlite/write_state.hpp"

#include <string_view>

namespace feedarc::sqlite {

/// Over everything that a snapshot row says, as it was ingested, with the hashes of what it points
/// to.
[[nodiscard]] Hash128 row_hash(std::string_view source_name, const PreparedSnapshot& snapshot);

/// Deterministic, so that two machines that watch the same source give it the same identifier.
[[nodiscard]] Hash128 source_uuid(std::string_view name);

/// Writes the rows of the observation log: sources, bodies, contents, pages, snapshots.
class LogWriter {
public:
    LogWriter(sqlite3& db, Bodies& bodies, WriteState& state);

    SourceId source(std::string_view name, std::string_view url);
    void set_rules(SourceId source, std::string_view rules);
    void set_category(SourceId source, std::string_view category);
    WriteBatch::Added add(SourceId source, const PreparedSnapshot& snapshot);
    const WriteState::PageRow& page(const ParsedPage& page);
    /// Brings the search index up to date with the contents that were stored. Once in a
    /// transaction, at its end: each statement that fires a trigger has FTS5 write what it
    /// gathered, as a part of the index that is merged with the others later.
    void index_contents();

    // What add() does one after the other.
    std::optional<BodyId> body_id(const Hash128& hash);
    /// The key of rules, whose row is made when they are new; nothing for none.
    std::optional<Hash128> rules(std::string_view text);
    /// The row of its page, which is told of in `added`; nothing where it was refused.
    std::optional<std::int64_t> page_of(const PreparedSnapshot& snapshot, WriteBatch::Added& added);
    SnapshotId insert(SourceId source, const PreparedSnapshot& snapshot, BodyId body,
                      std::optional<std::int64_t> page);

private:
    SourceId find_or_insert_source(std::string_view name);
    ContentId content(const Content& content);
    std::optional<BodyId> base_of(const PackedBody& body);
    BodyId insert_body(const PackedBody& body);
    void keep_body(BodyId id, const PackedBody& body);
    std::optional<SnapshotId> known(SourceId source, const PreparedSnapshot& snapshot, BodyId body,
                                    bool& refused);
    WriteBatch::Added complete(SnapshotId id, PreparedSnapshot snapshot);

    Bodies& bodies_;
    WriteState& state_;
    Statement find_source_, insert_source_, set_source_url_, set_source_rules_,
        set_source_category_, insert_rules_;
    Statement find_content_, insert_content_;
    SearchIndex search_;
    Statement find_page_, insert_page_;
    Statement find_snapshot_, find_amended_, find_same_body_, insert_snapshot_, how_got_,
        complete_snapshot_;
};

}  // namespace feedarc::sqlite
