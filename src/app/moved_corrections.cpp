#include "app/moved_corrections.hpp"

namespace feedarc::app {

MovedCorrections::MovedCorrections(WriteBatch& batch)
    : corrections_(batch.corrections(std::nullopt)) {
    for (std::size_t i = 0; i < corrections_.size(); ++i) {
        for (const bool other : {false, true}) {
            const auto& side = other ? corrections_[i].other : corrections_[i].one;
            for (std::size_t k = 0; k < side.size(); ++k) {
                places_.emplace(side[k], Place{i, other, k});
            }
        }
    }
}

void MovedCorrections::follow(const ContentRef& before, const ContentRef& now) {
    if (before == now) return;
    const auto [begin, end] = places_.equal_range(before);
    for (auto at = begin; at != end; ++at) {
        const Place& place = at->second;
        Correction& correction = corrections_[place.correction];
        (place.other ? correction.other : correction.one)[place.index] = now;
        moved_.insert(place.correction);
    }
}

void MovedCorrections::store(WriteBatch& batch) const {
    for (const std::size_t correction : moved_) batch.set_contents(corrections_[correction]);
}

}  // namespace feedarc::app
