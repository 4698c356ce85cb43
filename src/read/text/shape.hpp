#pragma once

#include "read/text/line.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace feedarc::read {

/// What a template sees of a record: its lines as symbols (kind, short or long, marker, gap
/// before), the paragraphs of an excerpt as one.
struct Shape {
    std::uint64_t hash = 0;
    std::size_t symbols = 0;
    double bits_of_repeats = 0;  ///< for the further paragraphs
};

[[nodiscard]] Shape shape_of(std::span<const Line> lines, std::size_t long_columns) noexcept;

/// Adaptive code lengths of shapes, in bits. Only as many shapes are kept as a template can have: a
/// dump of more has none, and is dear under any cut.
class ShapeCode {
public:
    /// What one more of this shape costs; it is counted.
    double add(const Shape& shape) noexcept;

    /// What one would cost.
    [[nodiscard]] double cost(const Shape& shape) const noexcept;

private:
    [[nodiscard]] std::size_t find(std::uint64_t hash) const noexcept;

    std::array<std::pair<std::uint64_t, double>, 48> counts_{};
    std::size_t used_ = 0;
    double total_ = 0;
};

}  // namespace feedarc::read
