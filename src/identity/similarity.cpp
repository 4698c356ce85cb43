#include "identity/similarity.hpp"

#include "text/unicode.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace feedarc {
namespace {

constexpr std::size_t kRun = 4;
constexpr unsigned kBitsOfCharacter = 21;  // U+10FFFF

using Run = std::array<std::uint64_t, 2>;

// The distinct runs of four characters, sorted.
std::vector<Run> runs_of(std::string_view utf8) {
    std::vector<Run> runs;
    runs.reserve(utf8.size());
    Run run{};  // the last two characters, and the two before them
    std::size_t count = 0;
    for (std::size_t at = 0; at < utf8.size();) {
        const auto character = static_cast<std::uint64_t>(text::next_character(utf8, at));
        constexpr std::uint64_t kPair = (std::uint64_t{1} << 2 * kBitsOfCharacter) - 1;
        run[1] = (run[1] << kBitsOfCharacter | run[0] >> kBitsOfCharacter) & kPair;
        run[0] = (run[0] << kBitsOfCharacter | character) & kPair;
        if (++count >= kRun) runs.push_back(run);
    }
    std::sort(runs.begin(), runs.end());
    runs.erase(std::unique(runs.begin(), runs.end()), runs.end());
    return runs;
}

}  // namespace

double shared_part(std::string_view one, std::string_view other) {
    std::vector<Run> left = runs_of(one);
    std::vector<Run> right = runs_of(other);
    const std::size_t shorter = std::min(left.size(), right.size());
    if (shorter == 0) return 0;
    std::vector<Run> both;
    std::set_intersection(left.begin(), left.end(), right.begin(), right.end(),
                          std::back_inserter(both));
    return static_cast<double>(both.size()) / static_cast<double>(shorter);
}

}  // namespace feedarc
