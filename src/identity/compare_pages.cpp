#include <feedarc/changes.hpp>
#include <feedarc/page_diff.hpp>

#include "identity/transition.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace feedarc {
namespace {

using FirstPlaces = std::unordered_map<RecordId, const ShownEntry*>;

FirstPlaces first_places(std::span<const ShownEntry> entries) {
    FirstPlaces places;
    for (const ShownEntry& entry : entries) places.emplace(entry.record, &entry);
    return places;
}

std::vector<RecordId> records_of(std::span<const ShownEntry> entries) {
    std::vector<RecordId> records;
    std::unordered_set<RecordId> taken;
    for (const ShownEntry& entry : entries) {
        if (taken.insert(entry.record).second) records.push_back(entry.record);
    }
    return records;
}

std::vector<std::string> changed_fields(const Entry& before, const Entry& after) {
    std::vector<std::string> fields;
    for (const Change& change : changes_between(before, after)) {
        fields.emplace_back(to_string(change.field));
    }
    return fields;
}

std::unordered_set<RecordId> shifted_records(std::span<const ShownEntry> before,
                                             std::span<const ShownEntry> after) {
    // Nothing is known of what was before: an entry on one of the two pages alone is new.
    const RecordHistory history{[](RecordId) { return false; },
                                [](RecordId, RecordId) { return false; }};
    const Transition transition =
        compare_states(records_of(before), records_of(after), {}, true, history);
    std::unordered_set<RecordId> shifted;
    for (const auto& [record, shift] : transition.shifts) shifted.insert(record);
    return shifted;
}

}  // namespace

const char* to_string(EntryChange change) noexcept {
    switch (change) {
        case EntryChange::added: return "added";
        case EntryChange::removed: return "removed";
        case EntryChange::edited: return "edited";
        case EntryChange::moved: return "moved";
    }
    return "";
}

std::vector<EntryDifference> compare_pages(std::span<const ShownEntry> before,
                                           std::span<const ShownEntry> after) {
    const FirstPlaces was = first_places(before);
    const FirstPlaces is = first_places(after);
    const std::unordered_set<RecordId> shifted = shifted_records(before, after);
    std::vector<EntryDifference> differences;
    for (const ShownEntry& entry : before) {
        if (is.contains(entry.record) || was.at(entry.record) != &entry) continue;
        EntryDifference& gone = differences.emplace_back();
        gone.change = EntryChange::removed;
        gone.record = entry.record;
        gone.old_position = entry.position;
        gone.old_entry = entry.entry;
    }
    for (const ShownEntry& entry : after) {
        if (is.at(entry.record) != &entry) continue;
        EntryDifference difference;
        difference.record = entry.record;
        difference.new_position = entry.position;
        difference.new_entry = entry.entry;
        const auto old = was.find(entry.record);
        if (old != was.end()) {
            difference.old_position = old->second->position;
            difference.old_entry = old->second->entry;
            difference.fields = changed_fields(old->second->entry, entry.entry);
            if (difference.fields.empty() && !shifted.contains(entry.record)) continue;
            difference.change =
                difference.fields.empty() ? EntryChange::moved : EntryChange::edited;
        }
        differences.push_back(std::move(difference));
    }
    return differences;
}

}  // namespace feedarc
