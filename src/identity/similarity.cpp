#include "identity/similarity.hpp"

#include "text/unicode.hpp"

#include <algorithm>
#include <bit>

namespace feedarc {
namespace {

constexpr std::size_t kRun = 4;
constexpr unsigned kBitsOfCharacter = 21;  // U+10FFFF

constexpr double kSide = 0.4;         // the head and the tail of a text
constexpr std::size_t kEndRuns = 24;  // its very end

// Four characters are 84 bits: the older two are folded over the younger ones by an odd factor. No
// run has the hash 0 (a text has no NULs).
constexpr std::uint64_t hash_of_run(std::uint64_t older, std::uint64_t younger) noexcept {
    const std::uint64_t hash = (older * 0x9e3779b97f4a7c15U) ^ younger;
    return hash == 0 ? 1 : hash;
}

std::size_t slot_of(std::uint64_t run, std::size_t mask) noexcept {
    return static_cast<std::size_t>((run * 0xff51afd7ed558ccdU) >> 32U) & mask;
}

}  // namespace

Runs::Runs(std::string_view utf8) {
    places_.reserve(utf8.size() / 2);
    constexpr std::uint64_t kPair = (std::uint64_t{1} << 2 * kBitsOfCharacter) - 1;
    std::uint64_t younger = 0;
    std::uint64_t older = 0;
    std::size_t count = 0;
    for (std::size_t at = 0; at < utf8.size();) {
        const auto character = static_cast<std::uint64_t>(text::next_character(utf8, at));
        older = (older << kBitsOfCharacter | younger >> kBitsOfCharacter) & kPair;
        younger = (younger << kBitsOfCharacter | character) & kPair;
        if (++count >= kRun) places_.push_back({hash_of_run(older, younger), false});
    }
    table_.resize(std::bit_ceil(2 * places_.size() + 1));
    const std::size_t mask = table_.size() - 1;
    for (Place& place : places_) {
        std::size_t slot = slot_of(place.run, mask);
        while (table_[slot] != 0 && table_[slot] != place.run) slot = (slot + 1) & mask;
        if (table_[slot] != 0) continue;
        table_[slot] = place.run;
        place.first = true;
        ++different_;
    }
}

bool Runs::contains(std::uint64_t run) const noexcept {
    const std::size_t mask = table_.size() - 1;
    std::size_t slot = slot_of(run, mask);
    while (table_[slot] != 0 && table_[slot] != run) slot = (slot + 1) & mask;
    return table_[slot] == run;
}

Shared Runs::shared_with(const Runs& other) const {
    struct Part {
        std::size_t shared = 0;
        std::size_t all = 0;

        void count(bool found) {
            ++all;
            if (found) ++shared;
        }
        [[nodiscard]] double value() const {
            return all == 0 ? 0 : static_cast<double>(shared) / static_cast<double>(all);
        }
    };
    Part whole;
    Part head;
    Part tail;
    Part end;
    const auto length = static_cast<double>(places_.size());
    for (std::size_t i = 0; i < places_.size(); ++i) {
        const bool at_end = i + kEndRuns >= places_.size();
        if (!places_[i].first && !at_end) continue;
        const bool found = other.contains(places_[i].run);
        if (at_end) end.count(found);
        if (!places_[i].first) continue;
        whole.count(found);
        const auto at = static_cast<double>(i);
        if (at < kSide * length) head.count(found);
        if (at >= (1 - kSide) * length) tail.count(found);
    }
    return {whole.value(), head.value(), tail.value(), end.value()};
}

double shared_part(std::string_view one, std::string_view other) {
    const Runs left(one);
    const Runs right(other);
    return left.size() <= right.size() ? left.shared_with(right).whole
                                       : right.shared_with(left).whole;
}

}  // namespace feedarc
