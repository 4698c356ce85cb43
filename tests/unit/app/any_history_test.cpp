#include "support/archive_history.hpp"
#include "support/outside_number.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

// Any set of snapshots in any order, any number of times, gives the same archive, and that which a
// rebuild gives.
namespace feedarc::test {
namespace {

constexpr std::uint32_t kHistoryParts = 16;  // that ctest may run side by side

class AnyHistory : public testing::TestWithParam<std::uint32_t> {};

TEST_P(AnyHistory, GivesTheSameArchiveAsCaptureOrderAndRebuild) {
    const std::uint32_t cases = number_from_outside("FEEDARC_PROPERTY_CASES", 240);
    const std::uint32_t first = number_from_outside("FEEDARC_PROPERTY_SEED", 1);
    for (std::uint32_t i = GetParam(); i < cases; i += kHistoryParts) {
        const History history = random_history(first + i);
        const std::string problem = problem_of(history);
        if (problem.empty()) continue;
        const History least = reduced(history);
        ADD_FAILURE() << "FEEDARC_PROPERTY_SEED=" << first + i << " FEEDARC_PROPERTY_CASES=1\n"
                      << to_string(least) << "\n"
                      << problem_of(least) << "\nwhole: " << problem;
    }
}

TEST_P(AnyHistory, IsSalvagedWhole) {
    constexpr std::uint32_t kOneIn = 10;  // it costs as much as a history
    const std::uint32_t cases = number_from_outside("FEEDARC_PROPERTY_CASES", 240) / kOneIn;
    const std::uint32_t first = number_from_outside("FEEDARC_PROPERTY_SEED", 1);
    for (std::uint32_t i = GetParam(); i < cases; i += kHistoryParts) {
        EXPECT_EQ(problem_of_salvage(random_history(first + i)), "")
            << "FEEDARC_PROPERTY_SEED=" << first + i << " FEEDARC_PROPERTY_CASES=" << kOneIn;
    }
}

// Else the histories would prove little.
TEST(Histories, HoldAllThatCanHappenOnAPage) {
    std::string all;
    for (std::uint32_t seed = 1; seed <= 80; ++seed) {
        for (const std::string& text : archive_after(random_history(seed)).texts)
            all += text + "\n";
    }
    for (const char* const what :
         {" returned ",         " revised ",           " bumped ",           " moved ",
          " pinned ",           " scrolled-off ",      " removed ",          " gone ",
          " missed-entries ",   " redesign ",          " partial ",          " empty ",
          " blocked ",          " by permalink ",      " by guid ",          " by fingerprint ",
          " by title-and-day ", " by title-and-slug ", " by truncation ",    " by near-duplicate ",
          " by correction ",    "\n    volatile ",     "\n    also mirror ", " forgotten "}) {
        EXPECT_NE(all.find(what), std::string::npos) << what;
    }
}

INSTANTIATE_TEST_SUITE_P(Part, AnyHistory, testing::Range(0U, kHistoryParts));

}  // namespace
}  // namespace feedarc::test
