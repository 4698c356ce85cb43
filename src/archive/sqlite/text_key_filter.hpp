#pragma once

#include <feedarc/identity.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace feedarc::sqlite {

/// A set of text keys that keeps 32 bits of each, and so takes one of 4,000 others for a key it has
/// where it has a million. It can only say that there is nothing to look up.
///
/// Open addressing (Knuth, "The Art of Computer Programming", volume 3, 6.4, algorithm L); 6 to 11
/// bytes a key.
class TextKeyFilter {
public:
    /// More keys than this take more memory than look-ups are worth.
    static constexpr std::size_t kMostKeys = 12'000'000;

    void add(TextKey key);

    [[nodiscard]] bool may_hold(TextKey key) const noexcept {
        return !slots_.empty() && slots_[place_of(mark_of(key))] != 0;
    }

    [[nodiscard]] std::size_t size() const noexcept { return size_; }

private:
    // Keys are hashes: any of their bits will do. 0 marks a free slot.
    static std::uint32_t mark_of(TextKey key) noexcept {
        const auto mark = static_cast<std::uint32_t>(key);
        return mark == 0 ? 1 : mark;
    }
    // Where a mark is, or would be.
    [[nodiscard]] std::size_t place_of(std::uint32_t mark) const noexcept;
    void grow();

    std::vector<std::uint32_t> slots_;  // as many as a power of two, or none
    std::size_t size_ = 0;
};

}  // namespace feedarc::sqlite
