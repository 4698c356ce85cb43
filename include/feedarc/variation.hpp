#pragma once

#include <feedarc/record.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace feedarc {

/// What the contents of one record show of the volatile places of its source.
struct Variation {
    std::int64_t variants = 0;  ///< contents that are no revision of their own
    std::vector<Place> places;  ///< at which its numbers changed and nothing else did; sorted

    [[nodiscard]] bool empty() const { return variants == 0 && places.empty(); }
    bool operator==(const Variation&) const = default;
};

/// How many records of a source changed at a place.
struct PlaceCount {
    Place place = 0;
    std::int64_t records = 0;
    bool is_volatile = false;  ///< by what is stored
};

/// A place is volatile when this many records changed there, and of all records of the source one
/// in so many: what only some articles had corrected remains a revision.
inline constexpr std::int64_t kLeastVolatileRecords = 3;
inline constexpr std::int64_t kMostRecordsForOneVolatile = 8;

/// The places at which the texts of two contents or more differ, while all that stands between the
/// numbers is the same. Sorted. The order of the contents does not matter.
[[nodiscard]] std::vector<Place> changing_places(std::span<const Revision> contents);

/// Of the places at which records changed, those that are volatile in a source of so many records.
/// Sorted.
[[nodiscard]] std::vector<Place> volatile_places(std::span<const PlaceCount> changed,
                                                 std::int64_t records);

/// The contents of a record as its revisions: of those that are equal but for volatile places
/// (which are sorted) and for what a canonical URL leaves out, the one seen last stands for all,
/// with the sightings of all. By first seen, then by last seen and content.
[[nodiscard]] std::vector<Revision> revisions_of(std::vector<Revision> contents,
                                                 std::span<const Place> volatile_places);

/// Makes revisions_of() of the contents of a record, and has its sightings and joins name those.
void group_revisions(RecordDetail& detail);

/// Equal for contents that are one revision: a hash of all that is not volatile in them.
[[nodiscard]] Hash128 revision_face(const Entry& content, std::span<const Place> volatile_places);

/// How many contents revisions_of() leaves out.
[[nodiscard]] std::int64_t count_variants(std::span<const Revision> contents,
                                          std::span<const Place> volatile_places);

}  // namespace feedarc
