#include "archive/sqlite/derived_writer.hpp"
#include "archive/sqlite/row_hash.hpp"
#include "archive/sqlite/stored_time.hpp"
#include "text/unicode.hpp"

#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The rows of records. An index costs a row a search and a change of the tree, so only what became
// different is written.
namespace feedarc::sqlite {

// Ends every order of a list, so that it does not depend on ids.
Hash128 DerivedWriter::list_key_of(SourceId source, const Entry& entry) {
    return FieldHash()
        .add(uuid_of(source))
        .add(entry.excerpt)
        .add(entry.title)
        .add(entry.url)
        .add(entry.category)
        .add(entry.published.value)
        .add(entry.guid)
        .finish();
}

// That of its pages; where they show none, that which was assigned.
StoredCategory DerivedWriter::category_of(RecordId record, const Entry& best) {
    if (!best.category.empty()) return {best.category, text::fold(best.category), ""};
    return assigned_categories_.of_record(record).value_or(StoredCategory{});
}

// The values of a row, which refer to `best` and `category`.
void DerivedWriter::add_cells(std::vector<Cell>& cells, RecordId id,
                              const WriteState::NewRecord& record, WriteState::RecordRow& row,
                              const BestFields& best, const StoredCategory& category) {
    const Entry& entry = best.entry;
    row.stored = {row.first_seen, best.excerpt_content, list_key_of(record.source, entry),
                  entry.published.precision};
    cells.insert(
        cells.end(),
        {id, record.uuid, record.source, best.excerpt_content, best.fingerprint,
         TextOrNull{entry.title}, TextOrNull{entry.url}, TextOrNull{category.name},
         TextOrNull{category.key}, TextOrNull{entry.published.value},
         TextOrNull{to_string(entry.published.precision)}, row.stored.list_key,
         seconds(row.first_seen), seconds(row.last_seen), row.last_position, row.sightings,
         row.revisions, RowHash().add(id).add(record.uuid).finish(), TextOrNull{category.from}});
}

void DerivedWriter::insert_record(RecordId id, const WriteState::NewRecord& record,
                                  WriteState::RecordRow& row, const BestFields& best) {
    const StoredCategory category = category_of(id, best.entry);
    std::vector<Cell> cells;
    add_cells(cells, id, record, row, best, category);
    insert_records_.write(cells);
}

// One whose best values are not known yet.
void DerivedWriter::insert_record(RecordId id, const WriteState::NewRecord& record,
                                  WriteState::RecordRow& row) {
    BestFields unknown;
    unknown.excerpt_content = record.content;
    unknown.fingerprint = record.fingerprint;
    insert_record(id, record, row, unknown);
}

void DerivedWriter::forget_new(RecordId id) {
    const auto fresh = state_.new_records.find(id);
    state_.new_uuids.erase(fresh->second.uuid);
    state_.new_records.erase(fresh);
}

// New records of a single content, whose best values are its own.
void DerivedWriter::insert_records_of_one_content(std::span<const RecordId> ids) {
    std::vector<Cell> cells;
    std::deque<BestFields> best;
    std::deque<StoredCategory> categories;
    for (const RecordId id : ids) {
        WriteState::NewRecord& record = state_.new_records.at(id);
        WriteState::RecordRow& row = state_.records.at(id);
        best.push_back({std::move(record.entry), record.content, record.fingerprint});
        const std::string& own = best.back().entry.category;
        categories.push_back(own.empty()
                                 ? assigned_categories_.of_content(record.source, record.content)
                                       .value_or(StoredCategory{})
                                 : StoredCategory{own, text::fold(own), ""});
        row.dirty = row.best_is_stale = false;
        add_cells(cells, id, record, row, best.back(), categories.back());
        forget_new(id);
    }
    insert_records_.write(cells);
}

void DerivedWriter::write_first_seen(RecordId id, WriteState::RecordRow& row) {
    if (row.first_seen == row.stored.first_seen) return;
    row.stored.first_seen = row.first_seen;
    Statement::Run(update_first_seen_, seconds(row.first_seen), id).next();
}

void DerivedWriter::write_seen(RecordId id, WriteState::RecordRow& row) {
    row.dirty = false;
    if (const auto fresh = state_.new_records.find(id); fresh != state_.new_records.end()) {
        insert_record(id, fresh->second, row);
        forget_new(id);
        return;
    }
    Statement::Run(update_record_, seconds(row.last_seen), row.last_position, row.sightings,
                   row.revisions, id)
        .next();
    write_first_seen(id, row);
}

void DerivedWriter::set_best(RecordId id, const BestFields& best) {
    auto& row = record(id);
    const Entry& entry = best.entry;
    row.best_is_stale = row.awaits_best = false;
    if (const auto fresh = state_.new_records.find(id); fresh != state_.new_records.end()) {
        row.dirty = false;
        insert_record(id, fresh->second, row, best);
        forget_new(id);
        return;
    }
    const Hash128 list_key = list_key_of(row.source, entry);
    if (list_key == row.stored.list_key && entry.published.precision == row.stored.precision &&
        best.excerpt_content == row.stored.excerpt_content) {
        write_seen(id, row);
        refresh_category(id, entry);
        return;
    }
    row.dirty = false;
    row.stored.excerpt_content = best.excerpt_content;
    row.stored.list_key = list_key;
    row.stored.precision = entry.published.precision;
    const StoredCategory category = category_of(id, entry);
    Statement::Run(update_best_, TextOrNull{entry.title}, TextOrNull{entry.url},
                   TextOrNull{category.name}, TextOrNull{category.key}, TextOrNull{category.from},
                   TextOrNull{entry.published.value},
                   TextOrNull{to_string(entry.published.precision)}, list_key, best.excerpt_content,
                   best.fingerprint, seconds(row.last_seen), row.last_position, row.sightings,
                   row.revisions, id)
        .next();
    write_first_seen(id, row);
}

// Of a record that has other contents than before, what was assigned may be other, too.
void DerivedWriter::refresh_category(RecordId id, const Entry& best) {
    if (!best.category.empty() || !assigned_categories_.any()) return;
    const StoredCategory category = category_of(id, best);
    Statement::Run(update_category_, id, TextOrNull{category.name}, TextOrNull{category.key},
                   TextOrNull{category.from})
        .next();
}

}  // namespace feedarc::sqlite
