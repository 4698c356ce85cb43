#include "base/edit_distance.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <vector>

namespace feedarc::base {
namespace {

// More than anyone types as a name; keeps the table of distances small whatever comes in.
constexpr std::size_t kLongestName = 256;

}  // namespace

std::size_t edit_distance(std::string_view left, std::string_view right) {
    // row[j] is the distance from the start of `left` read so far to right[0, j).
    std::vector<std::size_t> before_last(right.size() + 1);
    std::vector<std::size_t> last(right.size() + 1);
    std::vector<std::size_t> row(right.size() + 1);
    for (std::size_t j = 0; j <= right.size(); ++j) row[j] = j;

    for (std::size_t i = 1; i <= left.size(); ++i) {
        before_last.swap(last);
        last.swap(row);
        row[0] = i;
        for (std::size_t j = 1; j <= right.size(); ++j) {
            const std::size_t replaced = last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
            const bool swapped =
                i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
            if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
        }
    }
    return row[right.size()];
}

std::optional<std::string> nearest(std::string_view word, std::span<const std::string> choices) {
    if (word.empty() || word.size() > kLongestName) return std::nullopt;
    const std::string typed = lowered(word);
    const std::string* best = nullptr;
    std::size_t best_distance = 0;
    for (const std::string& choice : choices) {
        if (choice.empty() || choice.size() > kLongestName) continue;
        const std::size_t distance = edit_distance(typed, lowered(choice));
        const std::size_t allowed =
            std::max<std::size_t>(1, std::max(typed.size(), choice.size()) / 3);
        if (distance > allowed) continue;
        if (best == nullptr || distance < best_distance) {
            best = &choice;
            best_distance = distance;
        }
    }
    if (best == nullptr) return std::nullopt;
    return *best;
}

}  // namespace feedarc::base
