#include "app/shared_text.hpp"

#include "base/zstd.hpp"
#include "support/dice.hpp"

#include <gtest/gtest.h>

namespace feedarc::app {
namespace {

std::string random_text(std::uint32_t seed, std::size_t size) {
    test::Dice dice(seed);
    std::string text;
    while (text.size() < size) text += static_cast<char>('a' + dice.below(26));
    return text;
}

TEST(SharedText, HoldsWhatSeveralTextsShowOnce) {
    const std::string common = random_text(1, 50'000);
    SharedText shared;
    for (std::uint32_t i = 0; i < 20; ++i) shared.add(random_text(100 + i, 1'000) + common);
    EXPECT_NE(shared.text().find(common.substr(2'000, 40'000)), std::string::npos);
    EXPECT_LT(shared.text().size(), 90'000U);
    EXPECT_GT(shared.text().size(), 70'000U);
}

TEST(SharedText, AnInsertionCostsItselfAndThePiecesBesideIt) {
    const std::string page = random_text(1, 50'000);
    SharedText shared;
    shared.add(page);
    const std::size_t before = shared.text().size();
    std::string edited = page;
    edited.insert(25'000, "a few words");
    shared.add(edited);
    EXPECT_GT(shared.text().size(), before);
    EXPECT_LT(shared.text().size(), before + 1'500);
}

TEST(SharedText, KeepsTogetherWhatAShortKnownStretchLiesBetween) {
    const std::string known = random_text(1, 2'000);
    SharedText shared;
    shared.add(known);
    const std::string page = random_text(2, 1'000) + known + random_text(3, 1'000);
    shared.add(page);
    EXPECT_NE(shared.text().find(page.substr(100, 3'500)), std::string::npos);
}

TEST(SharedText, TakesAnyBytes) {
    for (const std::string& bytes : {std::string(), std::string("x"), std::string(100'000, '\0'),
                                     std::string("\x37\xa4\x30\xec and more")}) {
        SharedText shared;
        shared.add(bytes);
        shared.add(bytes);
        base::ZstdPrefixCompressor compressor(shared.text(), bytes.size());
        EXPECT_EQ(base::zstd_decompress(compressor.compress(bytes), shared.text(), bytes.size()),
                  bytes);
    }
}

}  // namespace
}  // namespace feedarc::app
