#pragma once

#include <feedarc/archive.hpp>

#include "archive/sqlite/assignment_log.hpp"
#include "archive/sqlite/bulk_insert.hpp"
#include "archive/sqlite/statement.hpp"
#include "archive/sqlite/variations.hpp"
#include "archive/sqlite/write_state.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace feedarc::sqlite {

struct OldRecord;

/// Writes what was derived: records, revisions, evidence. New rows go in at once; what every
/// sighting changes is kept in the WriteState and written by `flush()`.
class DerivedWriter {
public:
    DerivedWriter(sqlite3& db, WriteState& state);
    DerivedWriter(const DerivedWriter&) = delete;
    DerivedWriter& operator=(const DerivedWriter&) = delete;
    ~DerivedWriter();

    std::optional<WriteBatch::Assigned> assigned(SourceId source, ContentId content);
    RecordIndex& records(SourceId source);

    RecordId new_record(SourceId source, const Content& first, ContentId content);
    void assign(SourceId source, ContentId content, RecordId record, const Joined& joined);
    void claim(SourceId source, const EvidenceKey& key, RecordId record, ContentId content);
    void spoil(SourceId source, const EvidenceKey& key, ContentId content);
    void add_text_key(SourceId source, TextKey key, ContentId content);
    RecordId join(SourceId source, RecordId one, RecordId other);
    void sight(SourceId source, ContentId content, Time at, std::int64_t position);
    void set_age(SourceId source, ContentId content, const AgeSighting& age);

    std::vector<RecordId> touched();
    std::vector<Revision> revisions(RecordId record);
    void set_best(RecordId id, const BestFields& best);
    Entry entry(ContentId content);
    Hash128 hash_of_content(ContentId content);
    Variations& variations() { return variations_; }

    std::vector<RecordState> states(SourceId source);
    std::vector<RecordId> replace(SourceId source, const DerivedSource& derived);

    /// Writes what is dirty.
    void flush();

private:
    class Index;

    WriteState::RevisionRow* revision(SourceId source, ContentId content);
    WriteState::RecordRow& record(RecordId record);
    void touch(RecordId id, WriteState::RecordRow& row);
    void await_best(RecordId id, WriteState::RecordRow& row);
    void move_contents(SourceId source, RecordId from, RecordId to);
    void insert_revisions();
    void flush_revisions();
    void insert_text_keys();
    bool may_have(SourceId source, TextKey key);
    void load_text_keys(SourceId source, WriteState::SourceState& state);
    void write_seen(RecordId id, WriteState::RecordRow& row);
    Hash128 uuid_for(SourceId source, const Hash128& content, std::int64_t attempt);
    Hash128 unused_uuid(SourceId source, const Hash128& content);
    void revive_ids(SourceId source, const std::vector<std::vector<ContentId>>& contents,
                    std::vector<std::optional<OldRecord>>& kept);
    void follow_heirs(SourceId source, const DerivedSource& derived);
    void redirect_ids(SourceId source, const DerivedSource& derived,
                      const std::vector<RecordId>& ids);
    const Hash128& uuid_of(SourceId source);
    RecordId next_id();
    Hash128 list_key_of(SourceId source, const Entry& entry);
    void insert_record(RecordId id, const WriteState::NewRecord& record, WriteState::RecordRow& row,
                       const BestFields& best);
    void add_cells(std::vector<Cell>& cells, RecordId id, const WriteState::NewRecord& record,
                   WriteState::RecordRow& row, const BestFields& best,
                   const StoredCategory& category);
    StoredCategory category_of(RecordId record, const Entry& best);
    void refresh_category(RecordId record, const Entry& best);
    void insert_records_of_one_content(std::span<const RecordId> ids);
    void insert_record(RecordId id, const WriteState::NewRecord& record,
                       WriteState::RecordRow& row);
    void forget_new(RecordId id);
    void write_first_seen(RecordId id, WriteState::RecordRow& row);

    sqlite3& db_;
    WriteState& state_;
    std::unordered_map<SourceId, std::unique_ptr<Index>> indexes_;
    Statement find_revision_, update_revision_, update_age_;
    Statement find_record_, last_record_id_, update_record_, update_first_seen_, update_best_,
        update_category_, delete_record_;
    Statement find_uuid_, source_uuid_;
    Statement find_evidence_, insert_evidence_, spoil_evidence_;
    Statement find_text_key_;
    BulkInsert insert_revisions_, insert_text_keys_, insert_records_;
    Statement record_revisions_, record_entries_, content_entry_, stood_together_, place_,
        content_hash_;
    Statement contents_of_record_, move_revisions_, move_evidence_, move_aliases_, insert_alias_,
        redirect_former_;
    Variations variations_;
    AssignedCategories assigned_categories_;
};

}  // namespace feedarc::sqlite
