#include "app/shared_text.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace feedarc::app {
namespace {

// By measurement (docs/architecture.md, "Blocks of bodies").
constexpr unsigned kCutBits = 5;  // a cut at one in 32 bytes
constexpr std::size_t kShortest = 16;
constexpr std::size_t kLongest = 1024;
constexpr std::size_t kLongestGap = 4096;

// Random numbers for each byte: the first of splitmix64.
constexpr std::array<std::uint64_t, 256> make_gear() {
    std::array<std::uint64_t, 256> gear{};
    std::uint64_t state = 0;
    for (std::uint64_t& number : gear) {
        state += 0x9e3779b97f4a7c15U;
        std::uint64_t mixed = state;
        mixed = (mixed ^ mixed >> 30U) * 0xbf58476d1ce4e5b9U;
        mixed = (mixed ^ mixed >> 27U) * 0x94d049bb133111ebU;
        number = mixed ^ mixed >> 31U;
    }
    return gear;
}

constexpr auto kGear = make_gear();

// Takes the first piece off. The upper bits of the sum depend on the last 64 bytes.
std::string_view take_piece(std::string_view& rest, std::uint64_t& sum) {
    constexpr std::uint64_t kCut = ((std::uint64_t{1} << kCutBits) - 1) << (64 - kCutBits);
    std::size_t size = 0;
    while (size < rest.size()) {
        sum = (sum << 1U) + kGear[static_cast<unsigned char>(rest[size])];
        ++size;
        if (size == kLongest || (size >= kShortest && (sum & kCut) == 0)) break;
    }
    const auto piece = rest.substr(0, size);
    rest.remove_prefix(size);
    return piece;
}

}  // namespace

void SharedText::add(std::string_view bytes) {
    std::uint64_t sum = 0;
    std::string_view gap;  // what was known since the last new piece
    bool any_new = false;
    while (!bytes.empty()) {
        const char* const gap_begin = gap.data();
        const auto piece = take_piece(bytes, sum);
        if (!known_.insert(hash_of(piece)).second) {
            gap = gap.empty() ? piece : std::string_view(gap_begin, gap.size() + piece.size());
            continue;
        }
        if (any_new && gap.size() <= kLongestGap) text_ += gap;
        text_ += piece;
        gap = {};
        any_new = true;
    }
}

}  // namespace feedarc::app
