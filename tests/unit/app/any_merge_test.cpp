#include "support/merge_history.hpp"
#include "support/outside_number.hpp"

#include <gtest/gtest.h>

#include <cstdint>

// The logs of several machines, merged in any order and any grouping, any number of times, give the
// archive that would have come of ingesting and correcting everything in one place.
namespace feedarc::test {
namespace {

constexpr std::uint32_t kMergeParts = 8;  // that ctest may run side by side

class AnyMerge : public testing::TestWithParam<std::uint32_t> {};

TEST_P(AnyMerge, GivesTheArchiveOfOnePlace) {
    const std::uint32_t cases = number_from_outside("FEEDARC_PROPERTY_CASES", 80);
    const std::uint32_t first = number_from_outside("FEEDARC_PROPERTY_SEED", 1);
    for (std::uint32_t i = GetParam(); i < cases; i += kMergeParts) {
        const MergeHistory history = random_merge_history(first + i);
        const std::string problem = problem_of(history);
        if (problem.empty()) continue;
        const MergeHistory least = reduced(history);
        ADD_FAILURE() << "FEEDARC_PROPERTY_SEED=" << first + i << " FEEDARC_PROPERTY_CASES=1\n"
                      << to_string(least) << "\n"
                      << problem_of(least) << "\nwhole: " << problem;
    }
}

INSTANTIATE_TEST_SUITE_P(Part, AnyMerge, testing::Range(0U, kMergeParts));

}  // namespace
}  // namespace feedarc::test
