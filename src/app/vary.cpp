#include "app/vary.hpp"

#include <algorithm>

namespace feedarc::app {
namespace {

std::vector<Place> volatile_by_now(std::span<const PlaceCount> counts) {
    std::vector<Place> places;
    for (const PlaceCount& one : counts) {
        if (one.is_volatile) places.push_back(one.place);
    }
    std::sort(places.begin(), places.end());
    return places;
}

bool fewer_records(const PlaceCount& one, const PlaceCount& other) {
    return one.records < other.records;
}

}  // namespace

const std::vector<Place>& Varying::volatile_places(SourceId source) {
    const auto [at, is_new] = known_.try_emplace(source);
    if (is_new) {
        at->second = volatile_by_now(batch_.variations().places(source, kLeastVolatileRecords));
    }
    return at->second;
}

void Varying::see(RecordId record, std::span<const Revision> contents) {
    if (contents.size() < 2) return;
    VariationStore& store = batch_.variations();
    const auto& places = volatile_places(store.source_of(record));
    store.set(record, {count_variants(contents, places), changing_places(contents)});
}

void Varying::learn(SourceId source) {
    VariationStore& store = batch_.variations();
    const auto counts = store.places(source, kLeastVolatileRecords);
    if (counts.empty()) return;
    // Of so many records no place is volatile, and of more neither.
    const auto most = std::max_element(counts.begin(), counts.end(), fewer_records);
    const std::int64_t enough = most->records * kMostRecordsForOneVolatile + 1;
    const auto places = feedarc::volatile_places(counts, store.count_records(source, enough));
    if (places == volatile_by_now(counts)) return;
    store.set_volatile(source, places);
    known_[source] = places;
    for (const RecordId record : store.records(source)) see(record, batch_.revisions(record));
}

}  // namespace feedarc::app
