#include "archive/sqlite/variations.hpp"

#include "archive/sqlite/content_list.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

namespace feedarc::sqlite {

Variations::Variations(sqlite3& db)
    : source_of_(db, "SELECT source FROM records WHERE id = ?"),
      find_(db, "SELECT variants, places FROM variations WHERE source = ? AND record = ?"),
      put_(db,
           "INSERT INTO variations VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE "
           "SET variants = excluded.variants, places = excluded.places"),
      remove_(db, "DELETE FROM variations WHERE source = ? AND record = ?"),
      records_(db, "SELECT record FROM variations WHERE source = ? ORDER BY record"),
      count_up_(db,
                "INSERT INTO volatile_places VALUES (?, ?, 1, 0) "
                "ON CONFLICT DO UPDATE SET records = records + 1"),
      count_down_(db,
                  "UPDATE volatile_places SET records = records - 1 "
                  "WHERE source = ? AND place = ?"),
      remove_place_(db,
                    "DELETE FROM volatile_places WHERE source = ? AND place = ? AND records = 0"),
      places_(db,
              "SELECT place, records, is_volatile FROM volatile_places "
              "WHERE source = ?1 AND (records >= ?2 OR is_volatile) ORDER BY place"),
      turn_(db, "UPDATE volatile_places SET is_volatile = ? WHERE source = ? AND place = ?"),
      count_records_(db, "SELECT count(*) FROM (SELECT 1 FROM records WHERE source = ? LIMIT ?)"),
      clear_(db, "DELETE FROM variations WHERE source = ?"),
      clear_places_(db, "DELETE FROM volatile_places WHERE source = ?") {}

SourceId Variations::source_of(RecordId record) {
    Statement::Run run(source_of_, record);
    return run.next() ? run.integer(0) : 0;
}

Variation Variations::of(SourceId source, RecordId record) {
    Statement::Run run(find_, source, record);
    if (!run.next()) return {};
    return {run.integer(0), read_content_list(run.text(1))};
}

void Variations::count(SourceId source, const std::vector<Place>& before,
                       const std::vector<Place>& now) {
    const auto run_for_missing = [&](const std::vector<Place>& of, const std::vector<Place>& in,
                                     Statement& statement) {
        std::vector<Place> missing;
        std::set_difference(of.begin(), of.end(), in.begin(), in.end(),
                            std::back_inserter(missing));
        for (const Place place : missing) Statement::Run(statement, source, place).next();
    };
    run_for_missing(now, before, count_up_);
    run_for_missing(before, now, count_down_);
    run_for_missing(before, now, remove_place_);
}

void Variations::set(RecordId record, const Variation& variation) {
    const SourceId source = source_of(record);
    const Variation before = of(source, record);
    if (before == variation) return;
    if (variation.empty()) {
        Statement::Run(remove_, source, record).next();
    } else {
        const std::string places = write_content_list(variation.places);
        Statement::Run(put_, source, record, variation.variants, std::string_view(places)).next();
    }
    count(source, before.places, variation.places);
}

std::vector<RecordId> Variations::records(SourceId source) {
    std::vector<RecordId> records;
    Statement::Run run(records_, source);
    while (run.next()) records.push_back(run.integer(0));
    return records;
}

std::vector<PlaceCount> Variations::places(SourceId source, std::int64_t least_records) {
    std::vector<PlaceCount> places;
    Statement::Run run(places_, source, least_records);
    while (run.next()) {
        places.push_back({run.integer(0), run.integer(1), run.integer(2) != 0});
    }
    return places;
}

void Variations::set_volatile(SourceId source, std::span<const Place> places) {
    for (const PlaceCount& known : this->places(source, 1)) {
        const bool is_volatile = std::binary_search(places.begin(), places.end(), known.place);
        if (is_volatile == known.is_volatile) continue;
        Statement::Run(turn_, is_volatile ? 1 : 0, source, known.place).next();
    }
}

std::int64_t Variations::count_records(SourceId source, std::int64_t most) {
    Statement::Run run(count_records_, source, most);
    return run.next() ? run.integer(0) : 0;
}

void Variations::clear(SourceId source) {
    Statement::Run(clear_, source).next();
    Statement::Run(clear_places_, source).next();
}

}  // namespace feedarc::sqlite
