#include "archive/sqlite/derived_writer.hpp"
#include "archive/sqlite/former_records.hpp"
#include "archive/sqlite/joined_columns.hpp"
#include "archive/sqlite/stored_time.hpp"

#include <unordered_map>
#include <unordered_set>

namespace feedarc::sqlite {
namespace {

// The contents of each new record, oldest first.
std::vector<std::vector<ContentId>> contents_by_record(const DerivedSource& derived) {
    std::vector<std::vector<ContentId>> contents(derived.records.size());
    for (const auto& row : derived.contents) contents[row.record].push_back(row.content);
    return contents;
}

// A record keeps the id of its oldest observation; where that is new, of the oldest that has one.
std::vector<std::optional<OldRecord>> keep_ids(const std::vector<std::vector<ContentId>>& contents,
                                               OldRecords& old) {
    std::vector<std::optional<OldRecord>> kept(contents.size());
    const auto take = [&](std::size_t i, ContentId content) {
        if (kept[i]) return;
        if (const OldRecord* record = old.take(content)) kept[i] = *record;
    };
    for (std::size_t i = 0; i < contents.size(); ++i) take(i, contents[i].front());
    for (std::size_t i = 0; i < contents.size(); ++i) {
        for (const ContentId content : contents[i]) take(i, content);
    }
    return kept;
}

void run(sqlite3& db, const char* sql, SourceId source) {
    Statement statement(db, sql);
    Statement::Run(statement, source).next();
}

void insert_contents(sqlite3& db, SourceId source, const DerivedSource& derived,
                     const std::vector<RecordId>& ids) {
    Statement insert(db, "INSERT INTO revisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (const auto& row : derived.contents) {
        const std::string age = row.age ? to_string(row.age->age) : std::string();
        std::optional<std::int64_t> age_seen;
        if (row.age) age_seen = seconds(row.age->captured_at);
        const JoinedColumns joined(row.joined);
        Statement::Run(insert, source, row.content, ids[row.record], seconds(row.first_seen),
                       seconds(row.last_seen), row.sightings, TextOrNull{age}, age_seen, joined.by,
                       joined.with, joined.connected)
            .next();
    }
    Statement evidence(db, "INSERT INTO evidence VALUES (?, ?, ?, ?, ?, ?)");
    for (const auto& row : derived.evidence) {
        std::optional<RecordId> record;
        if (row.record) record = ids[*row.record];
        Statement::Run(evidence, source, static_cast<std::int64_t>(row.key.kind), row.key.key,
                       record, row.content, kIdentityVersion)
            .next();
    }
    std::vector<Cell> text_keys;
    text_keys.reserve(3 * derived.text_keys.size());
    for (const auto& row : derived.text_keys) {
        text_keys.insert(text_keys.end(), {source, row.key, row.content});
    }
    BulkInsert(db, "OR IGNORE INTO text_keys", 3).write(text_keys);
}

}  // namespace

Hash128 DerivedWriter::hash_of_content(ContentId content) {
    Statement::Run run(content_hash_, content);
    return run.next() ? run.hash(0) : Hash128{};
}

// Former ids go along with what stands in the place of their contents.
void DerivedWriter::follow_heirs(SourceId source, const DerivedSource& derived) {
    Statement follow(
        db_,
        "UPDATE record_aliases SET content = ?1, row_hash = hash_of(id, source, record, "
        "uuid, ?1) WHERE source = ?2 AND content = ?3");
    for (const auto& [heir, before] : derived.heirs) {
        Statement::Run(follow, hash_of_content(heir), source, hash_of_content(before)).next();
    }
}

// A record that went, because it was joined or nothing showed it, takes its id back.
void DerivedWriter::revive_ids(SourceId source, const std::vector<std::vector<ContentId>>& contents,
                               std::vector<std::optional<OldRecord>>& kept) {
    FormerIds former(db_);
    Statement remove(db_, "DELETE FROM record_aliases WHERE id = ?");
    for (std::size_t i = 0; i < contents.size(); ++i) {
        for (std::size_t k = 0; !kept[i] && k < contents[i].size(); ++k) {
            kept[i] = former.find(source, hash_of_content(contents[i][k]));
            if (kept[i]) Statement::Run(remove, kept[i]->id).next();
        }
    }
}

// Every former id leads to the record that has the content it began with, and where none has, to
// where it led before.
void DerivedWriter::redirect_ids(SourceId source, const DerivedSource& derived,
                                 const std::vector<RecordId>& ids) {
    std::unordered_map<Hash128, RecordId> record_of;
    for (const auto& row : derived.contents) {
        record_of.emplace(hash_of_content(row.content), ids[row.record]);
    }
    std::vector<std::pair<RecordId, RecordId>> moved;
    {
        Statement aliases(db_, "SELECT id, content, record FROM record_aliases WHERE source = ?");
        Statement::Run alias(aliases, source);
        while (alias.next()) {
            const auto at = record_of.find(alias.hash(1));
            if (at != record_of.end() && at->second != alias.integer(2)) {
                moved.emplace_back(alias.integer(0), at->second);
            }
        }
    }
    Statement move(
        db_,
        "UPDATE record_aliases SET record = ?1, row_hash = hash_of(id, source, ?1, uuid, "
        "content) WHERE id = ?2");
    for (const auto& [id, record] : moved) Statement::Run(move, record, id).next();
}

std::vector<RecordId> DerivedWriter::replace(SourceId source, const DerivedSource& derived) {
    flush();
    OldRecords old(db_, source);
    old.add_heirs(derived.heirs);
    const auto contents = contents_by_record(derived);
    auto kept = keep_ids(contents, old);
    if (FormerIds(db_).any()) {
        follow_heirs(source, derived);
        revive_ids(source, contents, kept);
    }

    variations_.clear(source);
    run(db_, "DELETE FROM evidence WHERE source = ?", source);
    run(db_, "DELETE FROM text_keys WHERE source = ?", source);
    run(db_, "DELETE FROM revisions WHERE source = ?", source);
    run(db_, "DELETE FROM records WHERE source = ?", source);
    state_.sources.erase(source);
    old.visit_all([&](RecordId id) { state_.records.erase(id); });

    Statement keys(db_, "SELECT hash, fingerprint FROM contents WHERE id = ?");
    std::vector<RecordId> ids(contents.size());
    std::unordered_map<ContentId, RecordId> record_of;
    // Kept ids first, so that no new record takes the uuid of one that is still to come.
    std::vector<std::size_t> order;
    for (const bool is_new : {false, true}) {
        for (std::size_t i = 0; i < contents.size(); ++i) {
            if (kept[i].has_value() != is_new) order.push_back(i);
        }
    }
    for (const std::size_t i : order) {
        const ContentId first = contents[i].front();
        Statement::Run row(keys, first);
        row.next();
        const Hash128 uuid = kept[i] ? kept[i]->uuid : unused_uuid(source, row.hash(0));
        ids[i] = kept[i] ? kept[i]->id : next_id();
        const auto& record = derived.records[i];
        WriteState::RecordRow fresh{record.first_seen, record.last_seen, record.last_position,
                                    record.sightings,
                                    static_cast<std::int64_t>(contents[i].size())};
        insert_record(ids[i], {source, uuid, first, row.hash(1), {}}, fresh);
        for (const ContentId content : contents[i]) record_of.emplace(content, ids[i]);
    }
    insert_contents(db_, source, derived, ids);
    Statement alias(db_,
                    "INSERT INTO record_aliases VALUES (?1, ?2, ?3, ?4, ?5, "
                    "hash_of(?1, ?2, ?3, ?4, ?5))");
    old.visit_left([&](const OldRecord& gone, ContentId content, ContentId heir) {
        state_.first_new_content = 0;  // former ids may begin with any content from now on
        // The content itself, where it is there still.
        auto now = record_of.find(content);
        if (now == record_of.end()) now = record_of.find(heir);
        const ContentId oldest = now == record_of.end() ? content : now->first;
        std::optional<RecordId> record;
        if (now != record_of.end()) record = now->second;
        Statement::Run(move_aliases_, record, gone.id).next();
        Statement::Run(alias, gone.id, source, record, gone.uuid, hash_of_content(oldest)).next();
    });
    if (FormerIds(db_).any()) redirect_ids(source, derived, ids);
    for (const RecordId id : ids) {
        auto& row = record(id);
        row.best_is_stale = true;
        touch(id, row);
    }
    return ids;
}

}  // namespace feedarc::sqlite
