#include "read/text/menus.hpp"

#include <algorithm>
#include <cstddef>

namespace feedarc::read {
namespace {

constexpr std::size_t kAnchorColumns = 88;  // a text of so many is an excerpt
constexpr std::size_t kMinAnchors = 4;
constexpr std::size_t kMinMenu = 6;
constexpr std::size_t kMaxDistance = 4;

// Lines that menus do not have.
bool is_anchor(const Line& line) noexcept {
    return line.kind != Kind::text || line.cut || line.columns >= kAnchorColumns;
}

// Lines [begin, end) stand between two anchors, or an anchor and an end of the dump.
struct Run {
    std::size_t begin = 0, end = 0;

    [[nodiscard]] std::size_t size() const noexcept { return end - begin; }
};

std::vector<Run> find_runs(const std::vector<Line>& lines, std::size_t& anchors) {
    std::vector<Run> runs;
    std::size_t begin = 0;
    for (std::size_t index = 0; index <= lines.size(); ++index) {
        if (index < lines.size() && !is_anchor(lines[index])) continue;
        if (index > begin) runs.push_back({begin, index});
        begin = index + 1;
        anchors += index < lines.size() ? 1U : 0U;
    }
    return runs;
}

// The usual number of short texts between two anchors.
std::size_t usual_size(const std::vector<Run>& runs) {
    std::vector<std::size_t> sizes;
    sizes.reserve(runs.size());
    for (const Run& run : runs) sizes.push_back(run.size());
    const auto middle = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2);
    std::nth_element(sizes.begin(), middle, sizes.end());
    return *middle;
}

std::size_t columns_of(const std::vector<Line>& lines, const Run& run) noexcept {
    std::size_t columns = 0;
    for (auto index = run.begin; index < run.end; ++index) columns += lines[index].columns;
    return columns;
}

}  // namespace

void drop_menus(std::vector<Line>& lines) {
    std::size_t anchors = 0;
    std::vector<Run> runs = find_runs(lines, anchors);
    if (anchors < kMinAnchors || runs.empty()) return;
    const std::size_t usual = usual_size(runs);
    if (usual > kMaxDistance) return;

    std::erase_if(runs,
                  [usual](const Run& run) { return run.size() < std::max(kMinMenu, 3 * usual); });
    std::size_t dropped = 0;
    for (Run& run : runs) {
        if (run.end != lines.size()) run.end -= usual;
        dropped += columns_of(lines, run);
    }
    if (dropped * 2 > columns_of(lines, {0, lines.size()})) return;

    std::size_t kept = 0;
    auto run = runs.begin();
    for (std::size_t index = 0; index < lines.size();) {
        if (run != runs.end() && index == run->begin) {
            index = run->end;
            if (index < lines.size()) lines[index].gap = true;
            ++run;
            continue;
        }
        lines[kept++] = lines[index++];
    }
    lines.resize(kept);
}

}  // namespace feedarc::read
