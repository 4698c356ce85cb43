#include "archive/sqlite/derived_writer.hpp"

#include <feedarc/error.hpp>

#include "archive/sqlite/record_query.hpp"
#include "text/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace feedarc::sqlite {
namespace {

std::int64_t seconds(Time time) {
    return time.time_since_epoch().count();
}
Time time_of(std::int64_t value) {
    return Time{std::chrono::seconds{value}};
}

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
        return {Bearer::State::record, run.integer(0)};
    }

    std::vector<Entry> contents_of(RecordId record) override {
        std::vector<Entry> entries;
        Statement::Run run(writer_.record_entries_, record);
        while (run.next()) entries.push_back(read_entry(run, 0));
        return entries;
    }

    bool stood_together(RecordId one, RecordId other) override {
        Statement::Run run(writer_.stood_together_, one, source_, other);
        return run.next();
    }

private:
    DerivedWriter& writer_;
    SourceId source_;
};

DerivedWriter::DerivedWriter(sqlite3& db, WriteState& state)
    : db_(db),
      state_(state),
      find_revision_(db,
                     "SELECT record, first_seen, last_seen, sightings FROM revisions "
                     "WHERE source = ? AND content = ?"),
      insert_revision_(db, "INSERT INTO revisions VALUES (?, ?, ?, 0, 0, 0)"),
      update_revision_(db,
                       "UPDATE revisions SET first_seen = ?, last_seen = ?, sightings = ? "
                       "WHERE source = ? AND content = ?"),
      find_record_(db,
                   "SELECT first_seen, last_seen, last_position, sightings, revisions "
                   "FROM records WHERE id = ?"),
      insert_record_(
          db,
          "INSERT INTO records (id, uuid, source, excerpt_content, fingerprint, list_key, "
          "first_seen, last_seen, last_position, sightings, revisions) "
          "VALUES (?, ?, ?, ?, ?, zeroblob(16), 0, 0, 0, 0, 0)"),
      update_record_(db,
                     "UPDATE records SET first_seen = ?, last_seen = ?, last_position = ?, "
                     "sightings = ?, revisions = ? WHERE id = ?"),
      update_best_(db,
                   "UPDATE records SET title = ?, url = ?, category = ?, category_key = ?, "
                   "published = ?, published_precision = ?, list_key = ?9, "
                   "(excerpt_content, fingerprint) = "
                   "(SELECT c.id, c.fingerprint FROM revisions v JOIN contents c "
                   "ON c.id = v.content WHERE v.record = ?8 ORDER BY c.excerpt IS ?7 DESC, "
                   "v.last_seen DESC, c.hash LIMIT 1) WHERE id = ?8"),
      delete_record_(db, "DELETE FROM records WHERE id = ?"),
      find_uuid_(db, "SELECT 1 FROM records WHERE uuid = ?"),
      source_uuid_(db, "SELECT uuid FROM sources WHERE id = ?"),
      uuid_of_source_(db,
                      "SELECT s.uuid FROM records r CROSS JOIN sources s ON s.id = r.source "
                      "WHERE r.id = ?"),
      find_evidence_(db, "SELECT record FROM evidence WHERE source = ? AND kind = ? AND key = ?"),
      insert_evidence_(db, "INSERT OR IGNORE INTO evidence VALUES (?, ?, ?, ?, ?, ?)"),
      spoil_evidence_(db,
                      "INSERT INTO evidence VALUES (?, ?, ?, NULL, ?, ?) "
                      "ON CONFLICT DO UPDATE SET record = NULL"),
      record_revisions_(db, kRevisionsOfRecord),
      record_entries_(db,
                      "SELECT c.title, c.url, c.guid, c.category, c.published, "
                      "c.published_precision, c.excerpt FROM revisions v "
                      "CROSS JOIN contents c ON c.id = v.content WHERE v.record = ?"),
      content_entry_(db,
                     "SELECT title, url, guid, category, published, published_precision, excerpt "
                     "FROM contents WHERE id = ?"),
      stood_together_(
          db,
          "SELECT 1 FROM revisions a "
          "CROSS JOIN page_entries x ON x.content = a.content "
          "CROSS JOIN page_entries y ON y.page = x.page "
          "CROSS JOIN revisions b ON b.source = ?2 AND b.content = y.content "
          "WHERE a.record = ?1 AND b.record = ?3 AND EXISTS "
          "(SELECT 1 FROM snapshots n WHERE n.page = x.page AND n.source = ?2) LIMIT 1"),
      move_revisions_(db, "UPDATE revisions SET record = ? WHERE record = ?"),
      move_evidence_(db, "UPDATE evidence SET record = ? WHERE record = ?"),
      move_aliases_(db, "UPDATE record_aliases SET record = ? WHERE record = ?"),
      insert_alias_(db, "INSERT INTO record_aliases VALUES (?, ?)") {}

DerivedWriter::~DerivedWriter() = default;

WriteState::RevisionRow* DerivedWriter::revision(SourceId source, ContentId content) {
    auto& known = state_.sources[source].revisions;
    if (const auto at = known.find(content); at != known.end()) return &at->second;
    Statement::Run run(find_revision_, source, content);
    if (!run.next()) return nullptr;
    WriteState::RevisionRow row;
    row.record = run.integer(0);
    row.first_seen = time_of(run.integer(1));
    row.last_seen = time_of(run.integer(2));
    row.sightings = run.integer(3);
    return &known.emplace(content, row).first->second;
}

WriteState::RecordRow& DerivedWriter::record(SourceId source, RecordId record) {
    auto& known = state_.sources[source].records;
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
    return known.emplace(record, row).first->second;
}

std::optional<WriteBatch::Assigned> DerivedWriter::assigned(SourceId source, ContentId content) {
    const auto* row = revision(source, content);
    if (row == nullptr) return std::nullopt;
    return WriteBatch::Assigned{row->record, row->first_seen};
}

RecordIndex& DerivedWriter::records(SourceId source) {
    auto& index = indexes_[source];
    if (!index) index = std::make_unique<Index>(*this, source);
    return *index;
}

// Of the content that the record began with, so that machines with the same history agree.
Hash128 DerivedWriter::unused_uuid(SourceId source, const Hash128& content) {
    Hash128 source_uuid;
    {
        Statement::Run run(source_uuid_, source);
        if (run.next()) source_uuid = run.hash(0);
    }
    for (std::int64_t attempt = 0;; ++attempt) {
        Hash128 uuid = FieldHash().add(source_uuid).add(content).add(attempt).finish();
        uuid.bytes[6] =
            static_cast<std::uint8_t>((uuid.bytes[6] & 0x0fU) | 0x80U);  // RFC 9562, 5.8
        uuid.bytes[8] = static_cast<std::uint8_t>((uuid.bytes[8] & 0x3fU) | 0x80U);
        Statement::Run run(find_uuid_, uuid);
        if (!run.next()) return uuid;
    }
}

void DerivedWriter::insert_record(std::optional<RecordId> id, const Hash128& uuid, SourceId source,
                                  ContentId content, const Fingerprint& fingerprint) {
    Statement::Run(insert_record_, id, uuid, source, content, fingerprint).next();
}

RecordId DerivedWriter::new_record(SourceId source, const Content& first, ContentId content) {
    insert_record(std::nullopt, unused_uuid(source, first.hash), source, content,
                  first.text.fingerprint);
    const RecordId id = sqlite3_last_insert_rowid(&db_);
    state_.sources[source].records.emplace(id, WriteState::RecordRow{});
    return id;
}

void DerivedWriter::assign(SourceId source, ContentId content, RecordId id) {
    Statement::Run(insert_revision_, source, content, id).next();
    WriteState::RevisionRow row;
    row.record = id;
    state_.sources[source].revisions[content] = row;
    auto& owner = record(source, id);
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

RecordId DerivedWriter::join(SourceId source, RecordId one, RecordId other) {
    flush();
    // A record that is new on this page was not sighted yet, so it gives way.
    const auto age = [&](RecordId id) {
        const auto& row = record(source, id);
        return std::tuple(row.sightings == 0, row.first_seen, id);
    };
    const auto [to, from] =
        std::minmax(one, other, [&](RecordId a, RecordId b) { return age(a) < age(b); });
    const WriteState::RecordRow lost = record(source, from);
    Statement::Run(move_revisions_, to, from).next();
    Statement::Run(move_evidence_, to, from).next();
    Statement::Run(move_aliases_, to, from).next();
    Statement::Run(delete_record_, from).next();
    Statement::Run(insert_alias_, from, to).next();
    auto& known = state_.sources[source];
    known.records.erase(from);
    for (auto& [content, row] : known.revisions) {
        if (row.record == from) row.record = to;
    }
    auto& kept = record(source, to);
    if (kept.sightings == 0 || lost.last_seen > kept.last_seen) {
        kept.last_position = lost.last_position;
    } else if (lost.last_seen == kept.last_seen) {
        kept.last_position = std::min(kept.last_position, lost.last_position);
    }
    kept.first_seen =
        kept.sightings == 0 ? lost.first_seen : std::min(kept.first_seen, lost.first_seen);
    kept.last_seen = std::max(kept.last_seen, lost.last_seen);
    kept.sightings += lost.sightings;
    kept.revisions += lost.revisions;
    kept.best_is_stale = true;
    if (!kept.dirty) state_.dirty_records.emplace_back(source, to);
    kept.dirty = true;
    return to;
}

void DerivedWriter::sight(SourceId source, ContentId content, Time at, std::int64_t position) {
    auto* seen = revision(source, content);
    if (seen == nullptr) throw Error(ErrorCode::internal, "a content without a record was sighted");
    if (!seen->dirty) state_.dirty_revisions.emplace_back(source, content);
    seen->dirty = true;
    const bool first = seen->sightings++ == 0;
    seen->first_seen = first ? at : std::min(seen->first_seen, at);
    seen->last_seen = first ? at : std::max(seen->last_seen, at);

    auto& owner = record(source, seen->record);
    if (!owner.dirty) state_.dirty_records.emplace_back(source, seen->record);
    owner.dirty = true;
    if (owner.sightings == 0 || at > owner.last_seen) {
        owner.last_position = position;
    } else if (at == owner.last_seen) {
        owner.last_position = std::min(owner.last_position, position);
    }
    owner.first_seen = owner.sightings == 0 ? at : std::min(owner.first_seen, at);
    owner.last_seen = owner.sightings == 0 ? at : std::max(owner.last_seen, at);
    ++owner.sightings;
}

void DerivedWriter::flush() {
    for (const auto& [source, content] : state_.dirty_revisions) {
        auto& row = state_.sources[source].revisions[content];
        Statement::Run(update_revision_, seconds(row.first_seen), seconds(row.last_seen),
                       row.sightings, source, content)
            .next();
        row.dirty = false;
    }
    state_.dirty_revisions.clear();
    for (const auto& [source, id] : state_.dirty_records) {
        const auto& rows = state_.sources[source].records;
        const auto at = rows.find(id);
        if (at == rows.end()) continue;  // joined into another one meanwhile
        const auto& row = at->second;
        Statement::Run(update_record_, seconds(row.first_seen), seconds(row.last_seen),
                       row.last_position, row.sightings, row.revisions, id)
            .next();
    }
}

std::vector<RecordId> DerivedWriter::touched() {
    flush();
    std::vector<RecordId> ids;
    for (const auto& [source, id] : state_.dirty_records) {
        auto& rows = state_.sources[source].records;
        const auto at = rows.find(id);
        if (at == rows.end()) continue;
        auto& row = at->second;
        if (row.dirty && (row.best_is_stale || row.revisions > 1)) ids.push_back(id);
        row.dirty = row.best_is_stale = false;
    }
    state_.dirty_records.clear();
    return ids;
}

std::vector<Revision> DerivedWriter::revisions(RecordId record) {
    std::vector<Revision> revisions;
    Statement::Run run(record_revisions_, record);
    while (run.next()) revisions.push_back(read_revision(run));
    return revisions;
}

// Ends every order of a list, so that it does not depend on ids.
Hash128 DerivedWriter::list_key_of(RecordId record, const Entry& entry) {
    FieldHash hash;
    Statement::Run run(uuid_of_source_, record);
    if (run.next()) hash.add(run.hash(0));
    return hash.add(entry.excerpt)
        .add(entry.title)
        .add(entry.url)
        .add(entry.category)
        .add(entry.published.value)
        .finish();
}

void DerivedWriter::set_best(RecordId record, const BestFields& best) {
    const Entry& entry = best.entry;
    const std::string category_key = text::fold(entry.category);
    const Hash128 list_key = list_key_of(record, entry);
    Statement::Run(update_best_, TextOrNull{entry.title}, TextOrNull{entry.url},
                   TextOrNull{entry.category}, TextOrNull{category_key},
                   TextOrNull{entry.published.value},
                   TextOrNull{to_string(entry.published.precision)}, TextOrNull{entry.excerpt},
                   record, list_key)
        .next();
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
