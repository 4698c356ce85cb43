#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc::render {

/// The width of one column of a table, in columns of the terminal.
struct ColumnWidth {
    std::size_t natural = 0;  ///< what its cells would like
    bool flexible = false;    ///< whether its cells may be cut short
};

/// Shrinks the flexible columns, the widest first, until all of them with `gap` between fit into
/// `available`; none below 8. Where even that is too wide, lines are longer than the terminal.
[[nodiscard]] std::vector<std::size_t> fit_columns(const std::vector<ColumnWidth>& columns,
                                                   std::size_t available, std::size_t gap);

/// A cell of exactly `width` columns (or more, where it may not be cut).
[[nodiscard]] std::string padded(std::string_view text, std::size_t width, bool right);

}  // namespace feedarc::render
