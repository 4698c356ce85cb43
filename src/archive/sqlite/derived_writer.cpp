#include "archive/sqlite/derived_writer.hpp"

#include <feedarc/error.hpp>

#include "archive/sqlite/record_query.hpp"
#include "archive/sqlite/stored_time.hpp"
#include "archive/sqlite/uuid.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <utility>

namespace feedarc::sqlite {

namespace {

// A look-up takes about 2 us, a key of many 0.2 us. A capture asks for a few hundred.
constexpr std::size_t kFewestAsked = 1024;
constexpr std::size_t kKeysForOneLookUp = 8;

}  // namespace

// The records of one source, as identity asks for them.
class DerivedWriter::Index final : public RecordIndex {
public:
    Index(DerivedWriter& writer, SourceId source) : writer_(writer), source_(source) {}

    Bearer bearer(const EvidenceKey& key) override {
        Statement::Run run(writer_.find_evidence_, source_, static_cast<std::int64_t>(key.kind),
                           key.key);
        if (!run.next()) return {};
        if (run.is_null(0)) return {Bearer::State::several, 0};
        return {Bearer::State::record, run.integer(0), run.integer(1)};
    }

    std::optional<Place> place_of(const Hash128& content) override {
        writer_.insert_revisions();
        Statement::Run run(writer_.place_, content, source_);
        if (!run.next()) return std::nullopt;
        return Place{run.integer(0), run.integer(1)};
    }

    std::vector<Entry> contents_of(RecordId record) override {
        std::vector<Entry> entries;
        writer_.insert_revisions();
        Statement::Run run(writer_.record_entries_, record);
        while (run.next()) entries.push_back(read_entry(run, 0));
        return entries;
    }

    bool stood_together(RecordId one, RecordId other) override {
        writer_.flush_revisions();
        Statement::Run run(writer_.stood_together_, one, other);
        return run.next();
    }

    std::vector<TextBearer> text_bearers(TextKey key, std::size_t most) override {
        if (!writer_.may_have(source_, key)) return {};
        std::vector<ContentId> contents;
        {
            Statement::Run run(writer_.find_text_key_, source_, key,
                               static_cast<std::int64_t>(most) + 1);
            while (run.next()) contents.push_back(run.integer(0));
        }
        const auto& fresh = writer_.state_.source(source_).new_text_keys;
        if (const auto at = fresh.find(key); at != fresh.end()) {
            contents.insert(contents.end(), at->second.begin(), at->second.end());
        }
        if (contents.size() > most) contents.resize(most + 1);
        std::vector<TextBearer> bearers;
        for (const ContentId content : contents) {
            const auto* row = writer_.revision(source_, content);
            if (row != nullptr) bearers.push_back({content, row->record});
        }
        return bearers;
    }

    Entry entry_of(ContentId content) override { return writer_.entry(content); }

private:
    DerivedWriter& writer_;
    SourceId source_;
};

DerivedWriter::DerivedWriter(sqlite3& db, WriteState& state)
    : db_(db),
      state_(state),
      find_revision_(
          db,
          "SELECT record, first_seen, last_seen, sightings, age, age_seen FROM revisions "
          "WHERE source = ? AND content = ?"),
      update_revision_(db,
                       "UPDATE revisions SET first_seen = ?, last_seen = ?, sightings = ? "
                       "WHERE source = ? AND content = ?"),
      update_age_(db,
                  "UPDATE revisions SET age = ?, age_seen = ? WHERE source = ? AND content = ?"),
      find_record_(db,
                   "SELECT first_seen, last_seen, last_position, sightings, revisions, source, "
                   "excerpt_content, list_key, published_precision FROM records WHERE id = ?"),
      last_record_id_(db, "SELECT seq FROM sqlite_sequence WHERE name = 'records'"),
      update_record_(db,
                     "UPDATE records SET last_seen = ?, last_position = ?, sightings = ?, "
                     "revisions = ? WHERE id = ?"),
      update_first_seen_(db, "UPDATE records SET first_seen = ? WHERE id = ?"),
      update_best_(db,
                   "UPDATE records SET title = ?, url = ?, category = ?, category_key = ?, "
                   "category_from = ?, published = ?, published_precision = ?, list_key = ?, "
                   "excerpt_content = ?, "
                   "fingerprint = ?, last_seen = ?, last_position = ?, sightings = ?, "
                   "revisions = ? WHERE id = ?"),
      update_category_(db,
                       "UPDATE records SET category = ?2, category_key = ?3, category_from = ?4 "
                       "WHERE id = ?1 AND (category IS NOT ?2 OR category_from IS NOT ?4)"),
      delete_record_(db, "DELETE FROM records WHERE id = ?"),
      find_uuid_(db,
                 "SELECT 1 FROM records WHERE uuid = ?1 UNION ALL "
                 "SELECT 1 FROM record_aliases WHERE uuid = ?1"),
      source_uuid_(db, "SELECT uuid FROM sources WHERE id = ?"),
      find_evidence_(db,
                     "SELECT record, content FROM evidence "
                     "WHERE source = ? AND kind = ? AND key = ?"),
      insert_evidence_(db, "INSERT OR IGNORE INTO evidence VALUES (?, ?, ?, ?, ?, ?)"),
      spoil_evidence_(db,
                      "INSERT INTO evidence VALUES (?, ?, ?, NULL, ?, ?) "
                      "ON CONFLICT DO UPDATE SET record = NULL"),
      find_text_key_(db, "SELECT content FROM text_keys WHERE source = ? AND key = ? LIMIT ?"),
      insert_revisions_(db,
                        "OR FAIL INTO revisions (source, content, record, first_seen, last_seen, "
                        "sightings, joined_by, joined_with, connected_by)",
                        9),
      insert_text_keys_(db, "OR IGNORE INTO text_keys", 3),
      insert_records_(
          db,
          "OR FAIL INTO records (id, uuid, source, excerpt_content, fingerprint, title, url, "
          "category, category_key, published, published_precision, list_key, first_seen, "
          "last_seen, last_position, sightings, revisions, row_hash, category_from)",
          19),
      record_revisions_(db, kRevisionsOfRecord),
      record_entries_(db,
                      "SELECT c.title, c.url, c.guid, c.category, c.published, "
                      "c.published_precision, c.excerpt FROM revisions v "
                      "CROSS JOIN contents c ON c.id = v.content WHERE v.record = ?"),
      content_entry_(db,
                     "SELECT title, url, guid, category, published, published_precision, excerpt "
                     "FROM contents WHERE id = ?"),
      stood_together_(db, kStoodTogether),
      place_(db,
             "SELECT v.record, v.content FROM contents c CROSS JOIN revisions v "
             "ON v.source = ?2 AND v.content = c.id WHERE c.hash = ?1"),
      content_hash_(db, "SELECT hash FROM contents WHERE id = ?"),
      contents_of_record_(db, "SELECT content FROM revisions WHERE record = ?"),
      move_revisions_(db, "UPDATE revisions SET record = ? WHERE record = ?"),
      move_evidence_(db, "UPDATE evidence SET record = ? WHERE record = ?"),
      move_aliases_(db,
                    "UPDATE record_aliases SET record = ?1, row_hash = hash_of(id, source, ?1, "
                    "uuid, content) WHERE record = ?2"),
      insert_alias_(
          db,
          "INSERT INTO record_aliases SELECT *, hash_of(id, source, record, uuid, content) FROM "
          "(SELECT r.id, r.source, ?2 AS record, r.uuid, "
          "(SELECT c.hash FROM revisions v JOIN contents c ON c.id = v.content "
          "WHERE v.record = r.id ORDER BY v.first_seen, c.id LIMIT 1) AS content "
          "FROM records r WHERE r.id = ?1)"),
      redirect_former_(
          db,
          "UPDATE record_aliases SET record = ?1, row_hash = hash_of(id, source, ?1, uuid, "
          "content) WHERE source = ?2 AND content = (SELECT hash FROM contents WHERE id = ?3)"),
      variations_(db),
      assigned_categories_(db, state) {}

DerivedWriter::~DerivedWriter() = default;

WriteState::RevisionRow* DerivedWriter::revision(SourceId source, ContentId content) {
    WriteState::SourceState& state = state_.source(source);
    auto& known = state.revisions;
    if (const auto at = known.find(content); at != known.end()) return &at->second;
    if (state_.is_new_to(state, content)) return nullptr;
    Statement::Run run(find_revision_, source, content);
    if (!run.next()) return nullptr;
    WriteState::RevisionRow row;
    row.record = run.integer(0);
    row.first_seen = time_of(run.integer(1));
    row.last_seen = time_of(run.integer(2));
    row.sightings = run.integer(3);
    row.age = read_age(run, 4);
    return &known.emplace(content, row).first->second;
}

WriteState::RecordRow& DerivedWriter::record(RecordId record) {
    auto& known = state_.records;
    if (const auto at = known.find(record); at != known.end()) return at->second;
    Statement::Run run(find_record_, record);
    if (!run.next()) {
        throw Error(ErrorCode::archive,
                    fmt::format("{}: record {} is missing; restore the archive from a backup",
                                sqlite3_db_filename(&db_, nullptr), record));
    }
    WriteState::RecordRow row;
    row.first_seen = time_of(run.integer(0));
    row.last_seen = time_of(run.integer(1));
    row.last_position = run.integer(2);
    row.sightings = run.integer(3);
    row.revisions = run.integer(4);
    row.source = run.integer(5);
    row.stored = {row.first_seen, run.integer(6), run.hash(7), precision_from(run.text(8))};
    return known.emplace(record, row).first->second;
}

std::optional<WriteBatch::Assigned> DerivedWriter::assigned(SourceId source, ContentId content) {
    const auto* row = revision(source, content);
    if (row == nullptr) return std::nullopt;
    return WriteBatch::Assigned{row->record, row->first_seen, row->age};
}

RecordIndex& DerivedWriter::records(SourceId source) {
    auto& index = indexes_[source];
    if (!index) index = std::make_unique<Index>(*this, source);
    return *index;
}

const Hash128& DerivedWriter::uuid_of(SourceId source) {
    auto& uuid = state_.source(source).uuid;
    if (!uuid) {
        Statement::Run run(source_uuid_, source);
        uuid = run.next() ? run.hash(0) : Hash128{};
    }
    return *uuid;
}

RecordId DerivedWriter::next_id() {
    if (state_.last_record_id == 0) {
        Statement::Run run(last_record_id_);
        if (run.next()) state_.last_record_id = run.integer(0);
    }
    return ++state_.last_record_id;
}

// Of the content that the record began with, so that machines with the same history agree.
Hash128 DerivedWriter::uuid_for(SourceId source, const Hash128& content, std::int64_t attempt) {
    return as_uuid(FieldHash().add(uuid_of(source)).add(content).add(attempt).finish());
}

Hash128 DerivedWriter::unused_uuid(SourceId source, const Hash128& content) {
    for (std::int64_t attempt = 0;; ++attempt) {
        const Hash128 uuid = uuid_for(source, content, attempt);
        Statement::Run run(find_uuid_, uuid);
        if (!run.next() && !state_.new_uuids.contains(uuid)) return uuid;
    }
}

RecordId DerivedWriter::new_record(SourceId source, const Content& first, ContentId content) {
    const RecordId id = next_id();
    const Hash128 uuid = unused_uuid(source, first.hash);
    state_.new_records.emplace(
        id, WriteState::NewRecord{source, uuid, content, first.text.fingerprint, first.entry});
    state_.new_uuids.insert(uuid);
    WriteState::RecordRow& row = state_.records[id];
    row.source = source;
    touch(id, row);
    return id;
}

void DerivedWriter::assign(SourceId source, ContentId content, RecordId id, const Joined& joined) {
    WriteState::RevisionRow row;
    row.record = id;
    row.joined = joined;
    row.state = WriteState::RowState::missing;
    // A former id leads to what shows the content that it began with, as soon as anything does.
    if (!state_.is_new(content)) Statement::Run(redirect_former_, id, source, content).next();
    state_.source(source).revisions[content] = row;
    state_.new_revisions.emplace_back(source, content);
    auto& owner = record(id);
    ++owner.revisions;
    owner.best_is_stale = true;
}

void DerivedWriter::claim(SourceId source, const EvidenceKey& key, RecordId record,
                          ContentId content) {
    Statement::Run(insert_evidence_, source, static_cast<std::int64_t>(key.kind), key.key, record,
                   content, kIdentityVersion)
        .next();
}

void DerivedWriter::spoil(SourceId source, const EvidenceKey& key, ContentId content) {
    Statement::Run(spoil_evidence_, source, static_cast<std::int64_t>(key.kind), key.key, content,
                   kIdentityVersion)
        .next();
}

void DerivedWriter::add_text_key(SourceId source, TextKey key, ContentId content) {
    WriteState::SourceState& state = state_.source(source);
    state.new_text_keys[key].push_back(content);
    auto& filter = state.text_keys;
    if (!filter) return;
    filter->add(key);
    if (filter->size() > TextKeyFilter::kMostKeys) filter.reset();
}

// Nearly all keys of new texts are new, and are not looked up once the keys of the source are
// loaded: as soon as as many were asked for as take about the time of that.
bool DerivedWriter::may_have(SourceId source, TextKey key) {
    WriteState::SourceState& state = state_.source(source);
    if (state.text_keys) return state.text_keys->may_hold(key);
    const std::size_t asked = ++state.text_keys_asked;
    if (asked >= kFewestAsked && std::has_single_bit(asked)) load_text_keys(source, state);
    return !state.text_keys || state.text_keys->may_hold(key);
}

void DerivedWriter::load_text_keys(SourceId source, WriteState::SourceState& state) {
    insert_text_keys();
    const std::size_t most =
        std::min(kKeysForOneLookUp * state.text_keys_asked, TextKeyFilter::kMostKeys);
    TextKeyFilter filter;
    std::size_t rows = 0;
    Statement statement(db_, "SELECT key FROM text_keys WHERE source = ? LIMIT ?");
    Statement::Run run(statement, source, most + 1);
    for (; run.next(); ++rows) filter.add(run.integer(0));
    if (rows <= most) state.text_keys = std::move(filter);
}

void DerivedWriter::sight(SourceId source, ContentId content, Time at, std::int64_t position) {
    auto* seen = revision(source, content);
    if (seen == nullptr) throw Error(ErrorCode::internal, "a content without a record was sighted");
    if (seen->state == WriteState::RowState::clean) {
        state_.dirty_revisions.emplace_back(source, content);
        seen->state = WriteState::RowState::dirty;
    }
    const bool first = seen->sightings++ == 0;
    seen->first_seen = first ? at : std::min(seen->first_seen, at);
    seen->last_seen = first ? at : std::max(seen->last_seen, at);

    auto& owner = record(seen->record);
    touch(seen->record, owner);
    if (owner.sightings == 0 || at > owner.last_seen) {
        owner.last_position = position;
    } else if (at == owner.last_seen) {
        owner.last_position = std::min(owner.last_position, position);
    }
    owner.first_seen = owner.sightings == 0 ? at : std::min(owner.first_seen, at);
    owner.last_seen = owner.sightings == 0 ? at : std::max(owner.last_seen, at);
    ++owner.sightings;
}

void DerivedWriter::set_age(SourceId source, ContentId content, const AgeSighting& age) {
    auto* seen = revision(source, content);
    if (seen == nullptr) throw Error(ErrorCode::internal, "a content without a record has an age");
    seen->age = age;
    state_.dirty_ages.emplace_back(source, content);
    auto& owner = record(seen->record);
    owner.best_is_stale = owner.has_age = true;
    touch(seen->record, owner);
}

std::vector<Revision> DerivedWriter::revisions(RecordId record) {
    std::vector<Revision> revisions;
    flush_revisions();
    Statement::Run run(record_revisions_, record);
    while (run.next()) revisions.push_back(read_revision(run));
    return revisions;
}

Entry DerivedWriter::entry(ContentId content) {
    Statement::Run run(content_entry_, content);
    if (!run.next()) {
        throw Error(ErrorCode::archive,
                    fmt::format("{}: content {} is missing; restore the archive from a backup",
                                sqlite3_db_filename(&db_, nullptr), content));
    }
    return read_entry(run, 0);
}

}  // namespace feedarc::sqlite
