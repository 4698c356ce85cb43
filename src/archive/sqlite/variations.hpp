#pragma once

#include <feedarc/archive.hpp>

#include "archive/sqlite/statement.hpp"

#include <vector>

namespace feedarc::sqlite {

/// The tables variations and volatile_places: of each record what changed, of each source how many
/// records changed at a place.
class Variations final : public VariationStore {
public:
    explicit Variations(sqlite3& db);

    SourceId source_of(RecordId record) override;
    void set(RecordId record, const Variation& variation) override;
    std::vector<RecordId> records(SourceId source) override;
    std::vector<PlaceCount> places(SourceId source, std::int64_t least_records) override;
    void set_volatile(SourceId source, std::span<const Place> places) override;
    std::int64_t count_records(SourceId source, std::int64_t most) override;

    /// Forgets all of a source.
    void clear(SourceId source);

private:
    Variation of(SourceId source, RecordId record);
    void count(SourceId source, const std::vector<Place>& before, const std::vector<Place>& now);

    Statement source_of_, find_, put_, remove_, records_;
    Statement count_up_, count_down_, remove_place_, places_, turn_, count_records_, clear_,
        clear_places_;
};

}  // namespace feedarc::sqlite
