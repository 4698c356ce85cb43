#include "archive/sqlite/derived_writer.hpp"
#include "archive/sqlite/joined_columns.hpp"
#include "archive/sqlite/stored_time.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What was remembered while snapshots were assigned becomes rows: each new one once, each changed
// one once a batch.
namespace feedarc::sqlite {

void DerivedWriter::touch(RecordId id, WriteState::RecordRow& row) {
    if (!row.dirty) state_.dirty_records.push_back(id);
    row.dirty = true;
}

void DerivedWriter::insert_revisions() {
    std::vector<Cell> cells;
    for (const auto& [source, content] : std::exchange(state_.new_revisions, {})) {
        auto& row = state_.source(source).revisions[content];
        const JoinedColumns joined(row.joined);
        cells.insert(cells.end(),
                     {source, content, row.record, seconds(row.first_seen), seconds(row.last_seen),
                      row.sightings, joined.by, joined.with, joined.connected});
        row.state = WriteState::RowState::clean;
    }
    insert_revisions_.write(cells);
}

void DerivedWriter::flush_revisions() {
    insert_revisions();
    for (const auto& [source, content] : std::exchange(state_.dirty_revisions, {})) {
        auto& row = state_.source(source).revisions[content];
        Statement::Run(update_revision_, seconds(row.first_seen), seconds(row.last_seen),
                       row.sightings, source, content)
            .next();
        row.state = WriteState::RowState::clean;
    }
    for (const auto& [source, content] : std::exchange(state_.dirty_ages, {})) {
        const auto& age = state_.source(source).revisions[content].age;
        const std::string text = to_string(age->age);
        Statement::Run(update_age_, std::string_view(text), seconds(age->captured_at), source,
                       content)
            .next();
    }
}

// In the order of the table, so that few of its pages are touched twice.
void DerivedWriter::insert_text_keys() {
    std::vector<std::pair<TextKey, ContentId>> rows;
    std::vector<Cell> cells;
    for (auto& [source, state] : state_.sources) {
        if (state.new_text_keys.empty()) continue;
        rows.clear();
        for (const auto& [key, contents] : std::exchange(state.new_text_keys, {})) {
            for (const ContentId content : contents) rows.emplace_back(key, content);
        }
        std::sort(rows.begin(), rows.end());
        cells.clear();
        for (const auto& [key, content] : rows) cells.insert(cells.end(), {source, key, content});
        insert_text_keys_.write(cells);
    }
}

void DerivedWriter::await_best(RecordId id, WriteState::RecordRow& row) {
    if (!row.awaits_best) state_.awaiting_best.push_back(id);
    row.awaits_best = true;
}

// Those whose best values may have changed stay touched, but are not written again for it.
void DerivedWriter::flush() {
    flush_revisions();
    insert_text_keys();
    for (const RecordId id : std::exchange(state_.dirty_records, {})) {
        const auto at = state_.records.find(id);
        if (at == state_.records.end() || !at->second.dirty) continue;  // joined, or written
        write_seen(id, at->second);
        if (at->second.needs_best()) await_best(id, at->second);
    }
}

std::vector<RecordId> DerivedWriter::touched() {
    flush_revisions();
    std::vector<RecordId> dirty;
    std::vector<RecordId> single;
    for (const RecordId id : std::exchange(state_.dirty_records, {})) {
        const auto at = state_.records.find(id);
        if (at == state_.records.end() || !at->second.dirty) continue;
        WriteState::RecordRow& row = at->second;
        if (row.revisions == 1 && !row.has_age && state_.new_records.contains(id)) {
            single.push_back(id);
        } else if (row.needs_best()) {
            dirty.push_back(id);  // its row is written once, by set_best()
            await_best(id, row);
        } else {
            write_seen(id, row);
        }
    }
    insert_records_of_one_content(single);
    state_.dirty_records = std::move(dirty);
    // Those that were joined, or set since, are left out, and none is named twice.
    for (const RecordId id : std::exchange(state_.awaiting_best, {})) {
        const auto at = state_.records.find(id);
        if (at == state_.records.end() || !std::exchange(at->second.awaits_best, false)) continue;
        state_.awaiting_best.push_back(id);
    }
    for (const RecordId id : state_.awaiting_best) state_.records.at(id).awaits_best = true;
    return state_.awaiting_best;
}

}  // namespace feedarc::sqlite
