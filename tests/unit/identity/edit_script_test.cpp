#include "identity/edit_script.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

namespace feedarc {
namespace {

using Sequence = std::vector<std::uint32_t>;

constexpr std::size_t kPlenty = 1'000'000;

Sequence kept(const Sequence& all, const std::vector<std::uint8_t>& left_out) {
    Sequence rest;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (left_out[i] == 0) rest.push_back(all[i]);
    }
    return rest;
}

// The length of the longest common subsequence, by the table that everyone knows.
std::size_t common(const Sequence& one, const Sequence& other) {
    std::vector<std::size_t> row(other.size() + 1);
    for (const std::uint32_t element : one) {
        std::size_t diagonal = 0;
        for (std::size_t j = 0; j < other.size(); ++j) {
            const std::size_t above = row[j + 1];
            row[j + 1] = element == other[j] ? diagonal + 1 : std::max(above, row[j]);
            diagonal = above;
        }
    }
    return row.back();
}

TEST(EditScript, IsTheShortestOfRandomSequences) {
    std::mt19937 random(20260111);
    for (int round = 0; round < 20'000; ++round) {
        const auto make = [&] {
            Sequence sequence(random() % 12);
            for (auto& element : sequence) element = static_cast<std::uint32_t>(random() % 4);
            return sequence;
        };
        const Sequence before = make();
        const Sequence after = make();
        const EditScript script = edit_script(before, after, kPlenty);
        const Sequence rest = kept(before, script.removed);
        ASSERT_EQ(rest, kept(after, script.added)) << round;
        ASSERT_EQ(rest.size(), common(before, after)) << round;
    }
}

TEST(EditScript, IsTheShortestOfLongerOnes) {
    std::mt19937 random(7);
    for (int round = 0; round < 200; ++round) {
        Sequence before(50 + random() % 150);
        for (auto& element : before) element = static_cast<std::uint32_t>(random() % 30);
        Sequence after = before;
        for (int edits = static_cast<int>(random() % 40); edits > 0; --edits) {
            const auto at = static_cast<std::ptrdiff_t>(random() % after.size());
            if (random() % 2 == 0) {
                after.erase(after.begin() + at);
            } else {
                after.insert(after.begin() + at, static_cast<std::uint32_t>(random() % 30));
            }
        }
        const EditScript script = edit_script(before, after, kPlenty);
        const Sequence rest = kept(before, script.removed);
        ASSERT_EQ(rest, kept(after, script.added)) << round;
        ASSERT_EQ(rest.size(), common(before, after)) << round;
    }
}

TEST(EditScript, IsRightWithWhateverStepsItMayTake) {
    std::mt19937 random(3);
    Sequence before(60);
    Sequence after(70);
    for (auto& element : before) element = static_cast<std::uint32_t>(random() % 5);
    for (auto& element : after) element = static_cast<std::uint32_t>(random() % 5);
    for (std::size_t most = 0; most < 2000; ++most) {
        const EditScript script = edit_script(before, after, most);
        ASSERT_EQ(kept(before, script.removed), kept(after, script.added)) << most;
    }
}

TEST(EditScript, TakesNoStepsForWhatBothBeginAndEndWith) {
    Sequence before(1'000'000);
    std::iota(before.begin(), before.end(), 0U);
    Sequence after = before;
    after[500'000] = 7;
    const EditScript script = edit_script(before, after, 10);
    EXPECT_EQ(std::count(script.removed.begin(), script.removed.end(), 1), 1);
    EXPECT_EQ(script.added[500'000], 1);
}

}  // namespace
}  // namespace feedarc
