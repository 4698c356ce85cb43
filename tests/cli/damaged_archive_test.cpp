#include "support/damaged_archive.hpp"

#include "support/archive_user.hpp"
#include "support/dice.hpp"
#include "support/outside_number.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <fstream>
#include <string>

// An archive may be damaged, or made by somebody who means harm: it is read to an end, or refused.
namespace feedarc::test {
namespace {

constexpr std::uint32_t kParts = 4;  // that ctest may run side by side

std::string random_patches(Dice& dice) {
    std::string patches;
    for (std::size_t left = 1 + dice.below(60); left > 0; --left) {
        patches += static_cast<char>(dice.below(256));
    }
    return patches;
}

TEST(SampleArchive, IsSound) {
    ArchiveUser user;
    EXPECT_EQ(user.problem_with(sample_archive(), 0), "");
    EXPECT_EQ(user.problem_with(damaged_archive(""), 1), "");
}

class AnyDamage : public testing::TestWithParam<std::uint32_t> {};

TEST_P(AnyDamage, EndsInAnErrorAtMost) {
    const std::uint32_t cases = number_from_outside("FEEDARC_PROPERTY_ARCHIVES", 400);
    const std::uint32_t first = number_from_outside("FEEDARC_PROPERTY_SEED", 1);
    ArchiveUser user;
    for (std::uint32_t i = GetParam(); i < cases; i += kParts) {
        Dice dice(first + i);
        const std::string patches = random_patches(dice);
        EXPECT_EQ(user.problem_with(damaged_archive(patches), dice.below(256)), "")
            << "FEEDARC_PROPERTY_SEED=" << first + i << " FEEDARC_PROPERTY_ARCHIVES=1";
    }
    // Else what reads would hardly be met.
    if (cases >= 100) {
        EXPECT_GT(user.opened(), cases / kParts / 4);
    }
    RecordProperty("opened", static_cast<int>(user.opened()));
}

INSTANTIATE_TEST_SUITE_P(Part, AnyDamage, testing::Range(0U, kParts));

}  // namespace
}  // namespace feedarc::test
