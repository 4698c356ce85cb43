#include "render/columns.hpp"

#include "text/width.hpp"

#include <algorithm>

namespace feedarc::render {
namespace {

constexpr std::size_t kNarrowest = 8;

}  // namespace

std::vector<std::size_t> fit_columns(const std::vector<ColumnWidth>& columns, std::size_t available,
                                     std::size_t gap) {
    std::size_t total = columns.empty() ? 0 : gap * (columns.size() - 1);
    std::vector<std::size_t> widths;
    for (const ColumnWidth& column : columns) {
        widths.push_back(column.natural);
        total += column.natural;
    }
    while (total > available) {
        // Each round takes the widest one down to the next narrower, or as far as is needed.
        std::size_t widest = columns.size();
        std::size_t next = kNarrowest;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (!columns[i].flexible) continue;
            if (widest == columns.size() || widths[i] > widths[widest]) {
                if (widest != columns.size()) next = std::max(next, widths[widest]);
                widest = i;
            } else {
                next = std::max(next, widths[i]);
            }
        }
        if (widest == columns.size() || widths[widest] <= kNarrowest) break;
        // Equally wide ones give way in turn.
        const std::size_t target = std::max(kNarrowest, std::min(next, widths[widest] - 1));
        const std::size_t taken = std::min(widths[widest] - target, total - available);
        widths[widest] -= taken;
        total -= taken;
    }
    return widths;
}

std::string padded(std::string_view text, std::size_t width, bool right) {
    const std::size_t taken = text::display_width(text);
    const std::string space(taken < width ? width - taken : 0, ' ');
    return right ? space + std::string(text) : std::string(text) + space;
}

}  // namespace feedarc::render
