#include "read/text/shape.hpp"

#include "read/text/layout.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace feedarc::read {
namespace {

constexpr double kBitsOfSymbol = 4;    // to spell out a line of a new shape
constexpr double kBitsOfRepeat = 2;    // a further paragraph of the same excerpt
constexpr double kBitsBehindCut = 12;  // the same behind `…`, where an excerpt ends

// The bits of a symbol: 0-3 the kind, 4-6 the marker, 7-9 the level of a heading, 10 a gap before.
constexpr unsigned kKindBits = 15;
constexpr unsigned kLongText = 15;
constexpr unsigned kGap = 1U << 10U;

unsigned symbol_of(const Line& line, std::size_t long_columns) noexcept {
    auto symbol = static_cast<unsigned>(line.kind);
    if (line.kind == Kind::meta) symbol = static_cast<unsigned>(Kind::date);
    if (line.kind == Kind::text && is_long(line, long_columns)) symbol = kLongText;
    symbol |= static_cast<unsigned>(line.marker) << 4U;
    if (line.marker == Marker::heading) symbol |= std::min(line.number, 7U) << 7U;
    return symbol | (line.gap || line.rule ? kGap : 0U);
}

// FNV-1a over symbols.
constexpr std::uint64_t kHashStart = 0xCBF29CE484222325U;

constexpr std::uint64_t mix(std::uint64_t hash, unsigned symbol) noexcept {
    return (hash ^ symbol) * 0x100000001B3U;
}

}  // namespace

Shape shape_of(std::span<const Line> lines, std::size_t long_columns) noexcept {
    Shape shape{kHashStart, 0, 0};
    unsigned last = std::numeric_limits<unsigned>::max();
    for (std::size_t index = 0; index < lines.size(); ++index) {
        unsigned symbol = symbol_of(lines[index], long_columns);
        // What stands before a record says nothing about it.
        if (index == 0) symbol &= ~kGap;
        if (index > 0 && (symbol & kKindBits) == kLongText && symbol == last) {
            shape.bits_of_repeats += lines[index - 1].cut ? kBitsBehindCut : kBitsOfRepeat;
        } else {
            shape.hash = mix(shape.hash, symbol);
            ++shape.symbols;
        }
        last = symbol;
    }
    return shape;
}

double ShapeCode::add(const Shape& shape) noexcept {
    const double bits = cost(shape);
    ++total_;
    const auto index = find(shape.hash);
    if (index < used_) {
        ++counts_[index].second;
    } else if (used_ < counts_.size()) {
        counts_[used_++] = {shape.hash, 1};
    }
    return bits;
}

double ShapeCode::cost(const Shape& shape) const noexcept {
    const auto index = find(shape.hash);
    if (index < used_) {
        return shape.bits_of_repeats + std::log2((total_ + 1) / counts_[index].second);
    }
    return shape.bits_of_repeats + std::log2(total_ + 1) +
           kBitsOfSymbol * static_cast<double>(shape.symbols);
}

std::size_t ShapeCode::find(std::uint64_t hash) const noexcept {
    std::size_t index = 0;
    while (index < used_ && counts_[index].first != hash) ++index;
    return index;
}

}  // namespace feedarc::read
