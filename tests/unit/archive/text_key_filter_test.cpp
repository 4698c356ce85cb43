#include "archive/sqlite/text_key_filter.hpp"

#include "support/dice.hpp"

#include <gtest/gtest.h>

#include <unordered_set>

namespace feedarc::sqlite {
namespace {

TEST(TextKeyFilter, HoldsNothingAtFirst) {
    EXPECT_FALSE(TextKeyFilter().may_hold(0));
    EXPECT_FALSE(TextKeyFilter().may_hold(1));
}

TEST(TextKeyFilter, HoldsAllThatItWasGivenAndHardlyAnythingElse) {
    test::Dice dice(7);
    const auto any_key = [&dice] {
        return static_cast<TextKey>(dice.seed()) << 16U | dice.seed() >> 16U;
    };
    TextKeyFilter filter;
    std::unordered_set<TextKey> given{0, 1, TextKey{1} << 32U};
    while (given.size() < 20'000) given.insert(any_key());
    for (const TextKey key : given) filter.add(key);
    for (const TextKey key : given) ASSERT_TRUE(filter.may_hold(key)) << key;
    std::size_t wrong = 0;
    for (int i = 0; i < 20'000; ++i) {
        const TextKey key = any_key();
        if (!given.contains(key) && filter.may_hold(key)) ++wrong;
    }
    EXPECT_LE(wrong, 5U);
}

TEST(TextKeyFilter, CountsAKeyOnce) {
    TextKeyFilter filter;
    for (int i = 0; i < 10'000; ++i) filter.add(1 + i % 100);
    EXPECT_EQ(filter.size(), 100U);
}

}  // namespace
}  // namespace feedarc::sqlite
