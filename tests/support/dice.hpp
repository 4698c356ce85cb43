#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

namespace feedarc::test {

/// Random choices that are the same for a seed on every machine.
class Dice {
public:
    explicit Dice(std::uint32_t seed) : random_(seed) {}

    std::uint32_t seed() { return static_cast<std::uint32_t>(random_()); }
    /// From 0 to `bound` - 1.
    std::size_t below(std::size_t bound) { return random_() % bound; }
    bool one_in(std::size_t count) { return below(count) == 0; }

    template <typename T>
    const T& of(const std::vector<T>& all) {
        return all[below(all.size())];
    }
    template <typename T>
    void shuffle(std::vector<T>& all) {
        for (std::size_t left = all.size(); left > 1; --left) {
            std::swap(all[left - 1], all[below(left)]);
        }
    }

private:
    std::mt19937 random_;
};

}  // namespace feedarc::test
