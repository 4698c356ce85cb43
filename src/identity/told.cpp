#include "identity/told.hpp"

#include <algorithm>

namespace feedarc {

bool Told::is_in(const Hash128& content, RecordId record) const {
    const auto place = index_.place_of(content);
    return place && place->record == record;
}

bool Told::one_article(std::size_t one, std::size_t other) const {
    return links_.one_with(hash(one)).contains(hash(other));
}

std::optional<RecordIndex::Place> Told::place_of(std::size_t entry) const {
    for (const Hash128& content : links_.one_with(hash(entry))) {
        if (content == hash(entry)) continue;
        if (auto place = index_.place_of(content)) return place;
    }
    return std::nullopt;
}

bool Told::apart(std::size_t one, std::size_t other) const {
    if (links_.apart_from(hash(one)).contains(hash(other))) return true;
    const auto record_of = [&](std::size_t entry, bool& told) -> std::optional<RecordId> {
        if (entries_[entry].known) return entries_[entry].known;
        const auto place = place_of(entry);
        if (!place) return std::nullopt;
        told = true;
        return place->record;
    };
    bool told = false;
    const auto first = record_of(one, told);
    const auto second = record_of(other, told);
    if (told && first && second && first != second) return true;
    return (first && apart_from_record(other, *first)) ||
           (second && apart_from_record(one, *second));
}

bool Told::apart_from_record(std::size_t entry, RecordId record) const {
    const auto& apart = links_.apart_from(hash(entry));
    return std::any_of(apart.begin(), apart.end(),
                       [&](const Hash128& content) { return is_in(content, record); });
}

void Told::add_apart(std::size_t entry, std::unordered_set<RecordId>& records) const {
    for (const Hash128& content : links_.apart_from(hash(entry))) {
        if (const auto place = index_.place_of(content)) records.insert(place->record);
    }
}

bool Told::records_apart(RecordId one, RecordId other) const {
    return std::any_of(links_.all_apart().begin(), links_.all_apart().end(), [&](const auto& pair) {
        return is_in(pair.first, one) &&
               std::any_of(pair.second.begin(), pair.second.end(),
                           [&](const Hash128& content) { return is_in(content, other); });
    });
}

std::vector<EvidenceKey> Told::keys_of(std::size_t entry) const {
    std::vector<EvidenceKey> keys;
    for (const Hash128& correction : links_.said_by(hash(entry))) {
        keys.push_back({EvidenceKind::correction, correction});
    }
    return keys;
}

}  // namespace feedarc
