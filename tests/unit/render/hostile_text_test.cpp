#include "support/hostile_text.hpp"

#include "support/dice.hpp"
#include "support/outside_number.hpp"
#include "support/rendering.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

// Whatever a page says, nothing of it takes over a terminal or a spreadsheet, and what programs
// read is what it said.
namespace feedarc::test {
namespace {

constexpr std::uint32_t kParts = 8;  // that ctest may run side by side

TEST(HostileText, IsHarmlessInEveryFormat) {
    for (const HostileText& hostile : hostile_texts()) {
        EXPECT_EQ(problem_of_rendering(hostile.text), "") << hostile.name;
    }
}

class AnyText : public testing::TestWithParam<std::uint32_t> {};

TEST_P(AnyText, IsHarmlessInEveryFormatAndReadsBack) {
    const std::uint32_t cases = number_from_outside("FEEDARC_PROPERTY_TEXTS", 20'000);
    const std::uint32_t first = number_from_outside("FEEDARC_PROPERTY_SEED", 1);
    for (std::uint32_t i = GetParam(); i < cases; i += kParts) {
        Dice dice(first + i);
        const std::string text = random_hostile_text(dice);
        ASSERT_EQ(problem_of_rendering(text), "")
            << "FEEDARC_PROPERTY_SEED=" << first + i << " FEEDARC_PROPERTY_TEXTS=1\n"
            << testing::PrintToString(text);
    }
}

INSTANTIATE_TEST_SUITE_P(Part, AnyText, testing::Range(0U, kParts));

// Else the test above would prove nothing.
TEST(Checks, SeeWhatIsNotHarmless) {
    for (const char* const bad : {"\x1b[1m", "\u009b", "\u202e", "\u2028", "\x7f", "a\rb", "\xff",
                                  "\xe4"
                                  "ab",
                                  "\xed\xa0\x80"}) {
        EXPECT_FALSE(unsafe_in(bad).empty()) << bad;
    }
    EXPECT_EQ(unsafe_in("a\tb", "").size(), 1U);
    EXPECT_TRUE(unsafe_in("词\t🙂\r\n").empty());
    for (const char* const formula : {"=1", "\u00a0＝1", "-x", "-", "@a", "\t"}) {
        EXPECT_TRUE(is_formula(formula)) << formula;
    }
    for (const char* const text : {"", "-5", "+1.5", "'=1", "a=1"}) {
        EXPECT_FALSE(is_formula(text)) << text;
    }
    EXPECT_EQ(cells_of_csv("a,\"x;=1\"\r\n\r\n", ';'),
              (std::vector<std::vector<std::string>>{{"a,\"x", "=1\""}, {""}}));
    for (const char* const markup :
         {" <b> ", " [x](y) ", " &nbsp; ", " http://x ", " <http://a b> "}) {
        EXPECT_NE(problem_of_markdown(markup), "") << markup;
    }
    EXPECT_TRUE(cells_of_markdown("| a | b").empty());
    EXPECT_EQ(without_own_colours("\x1b[1mA\x1b[0m\x1b[5m"), "A\x1b[5m");
}

}  // namespace
}  // namespace feedarc::test
