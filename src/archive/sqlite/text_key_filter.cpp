#include "archive/sqlite/text_key_filter.hpp"

#include <utility>

namespace feedarc::sqlite {
namespace {

constexpr std::size_t kFewestSlots = 4096;

}  // namespace

std::size_t TextKeyFilter::place_of(std::uint32_t mark) const noexcept {
    const std::size_t last = slots_.size() - 1;
    std::size_t at = mark & last;
    while (slots_[at] != 0 && slots_[at] != mark) at = (at + 1) & last;
    return at;
}

void TextKeyFilter::grow() {
    const std::vector<std::uint32_t> old = std::exchange(
        slots_, std::vector<std::uint32_t>(slots_.empty() ? kFewestSlots : 2 * slots_.size(), 0));
    for (const std::uint32_t mark : old) {
        if (mark != 0) slots_[place_of(mark)] = mark;
    }
}

void TextKeyFilter::add(TextKey key) {
    if (4 * (size_ + 1) > 3 * slots_.size()) grow();
    const std::uint32_t mark = mark_of(key);
    std::uint32_t& slot = slots_[place_of(mark)];
    if (slot == mark) return;
    slot = mark;
    ++size_;
}

}  // namespace feedarc::sqlite
