#include "archive/sqlite/derived_writer.hpp"
#include "archive/sqlite/stored_time.hpp"

#include <unordered_map>
#include <unordered_set>

namespace feedarc::sqlite {
namespace {

struct OldRecord {
    RecordId id = 0;
    Hash128 uuid;
};

// What a source's contents belonged to before.
class OldRecords {
public:
    OldRecords(sqlite3& db, SourceId source) {
        Statement records(db, "SELECT id, uuid FROM records WHERE source = ?");
        Statement::Run record(records, source);
        while (record.next()) {
            records_.emplace(record.integer(0), OldRecord{record.integer(0), record.hash(1)});
        }
        Statement revisions(db,
                            "SELECT content, record FROM revisions WHERE source = ? "
                            "ORDER BY first_seen, content");
        Statement::Run revision(revisions, source);
        while (revision.next()) {
            of_content_.emplace(revision.integer(0), revision.integer(1));
            oldest_content_.emplace(revision.integer(1), revision.integer(0));
        }
    }

    // The record that had this content, unless another one kept its id already.
    const OldRecord* take(ContentId content) {
        const auto at = of_content_.find(content);
        if (at == of_content_.end() || !taken_.insert(at->second).second) return nullptr;
        const auto record = records_.find(at->second);
        return record == records_.end() ? nullptr : &record->second;  // none: a damaged archive
    }

    template <typename Visit>
    void visit_all(Visit visit) const {
        for (const auto& [id, record] : records_) visit(id);
    }

    // Visits the ids that nobody took, each with its oldest content.
    template <typename Visit>
    void visit_left(Visit visit) const {
        for (const auto& [id, content] : oldest_content_) {
            if (!taken_.contains(id)) visit(id, content);
        }
    }

private:
    std::unordered_map<RecordId, OldRecord> records_;
    std::unordered_map<ContentId, RecordId> of_content_;
    std::unordered_map<RecordId, ContentId> oldest_content_;
    std::unordered_set<RecordId> taken_;
};

// The contents of each new record, oldest first.
std::vector<std::vector<ContentId>> contents_by_record(const DerivedSource& derived) {
    std::vector<std::vector<ContentId>> contents(derived.records.size());
    for (const auto& row : derived.contents) contents[row.record].push_back(row.content);
    return contents;
}

// A record keeps the id of its oldest observation; where that is new, of the oldest that has one.
std::vector<const OldRecord*> keep_ids(const std::vector<std::vector<ContentId>>& contents,
                                       OldRecords& old) {
    std::vector<const OldRecord*> kept(contents.size(), nullptr);
    for (std::size_t i = 0; i < contents.size(); ++i) kept[i] = old.take(contents[i].front());
    for (std::size_t i = 0; i < contents.size(); ++i) {
        for (std::size_t k = 1; kept[i] == nullptr && k < contents[i].size(); ++k) {
            kept[i] = old.take(contents[i][k]);
        }
    }
    return kept;
}

void run(sqlite3& db, const char* sql, SourceId source) {
    Statement statement(db, sql);
    Statement::Run(statement, source).next();
}

void insert_contents(sqlite3& db, SourceId source, const DerivedSource& derived,
                     const std::vector<RecordId>& ids) {
    Statement insert(db, "INSERT INTO revisions VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    for (const auto& row : derived.contents) {
        const std::string age = row.age ? to_string(row.age->age) : std::string();
        std::optional<std::int64_t> age_seen;
        if (row.age) age_seen = seconds(row.age->captured_at);
        Statement::Run(insert, source, row.content, ids[row.record], seconds(row.first_seen),
                       seconds(row.last_seen), row.sightings, TextOrNull{age}, age_seen)
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
}

}  // namespace

std::vector<RecordId> DerivedWriter::replace(SourceId source, const DerivedSource& derived) {
    flush();
    OldRecords old(db_, source);
    const auto contents = contents_by_record(derived);
    const auto kept = keep_ids(contents, old);

    variations_.clear(source);
    run(db_, "DELETE FROM evidence WHERE source = ?", source);
    run(db_, "DELETE FROM revisions WHERE source = ?", source);
    run(db_, "DELETE FROM records WHERE source = ?", source);
    state_.sources.erase(source);
    old.visit_all([&](RecordId id) { state_.records.erase(id); });

    Statement keys(db_, "SELECT hash, fingerprint FROM contents WHERE id = ?");
    std::vector<RecordId> ids;
    std::unordered_map<ContentId, RecordId> record_of;
    // Kept ids first, so that no new record takes the uuid of one that is still to come.
    std::vector<std::size_t> order;
    for (const bool is_new : {false, true}) {
        for (std::size_t i = 0; i < contents.size(); ++i) {
            if ((kept[i] == nullptr) == is_new) order.push_back(i);
        }
    }
    ids.resize(contents.size());
    for (const std::size_t i : order) {
        const ContentId first = contents[i].front();
        Statement::Run row(keys, first);
        row.next();
        const Hash128 uuid = kept[i] != nullptr ? kept[i]->uuid : unused_uuid(source, row.hash(0));
        ids[i] = kept[i] != nullptr ? kept[i]->id : next_id();
        const auto& record = derived.records[i];
        insert_record(ids[i], {source, uuid, first, row.hash(1), {}},
                      {record.first_seen, record.last_seen, record.last_position, record.sightings,
                       static_cast<std::int64_t>(contents[i].size())},
                      Entry{});
        for (const ContentId content : contents[i]) record_of.emplace(content, ids[i]);
    }
    insert_contents(db_, source, derived, ids);
    old.visit_left([&](RecordId gone, ContentId content) {
        const auto heir = record_of.find(content);
        if (heir == record_of.end()) return;
        const RecordId now = heir->second;
        Statement::Run(move_aliases_, now, gone).next();
        Statement::Run(insert_alias_, gone, now).next();
    });
    for (const RecordId id : ids) {
        auto& row = record(id);
        row.best_is_stale = true;
        touch(id, row);
    }
    return ids;
}

}  // namespace feedarc::sqlite
