#include "render/columns.hpp"

#include <gmock/gmock.h>

namespace feedarc::render {
namespace {

using testing::ElementsAre;

TEST(FitColumns, LeavesWhatFitsAlone) {
    EXPECT_THAT(fit_columns({{4, false}, {20, true}}, 80, 2), ElementsAre(4, 20));
}

TEST(FitColumns, TakesFromTheWidestAndNeverFromWhatMayNotBeCut) {
    EXPECT_THAT(fit_columns({{16, false}, {10, true}, {200, true}}, 80, 2),
                ElementsAre(16, 10, 50));
}

TEST(FitColumns, SharesBetweenEquallyWideOnes) {
    EXPECT_THAT(fit_columns({{100, true}, {100, true}}, 62, 2), ElementsAre(30, 30));
}

TEST(FitColumns, StopsAtTheNarrowestColumnThatCanBeRead) {
    EXPECT_THAT(fit_columns({{16, false}, {100, true}, {3, true}}, 10, 2), ElementsAre(16, 8, 3));
    EXPECT_THAT(fit_columns({}, 10, 2), ElementsAre());
}

TEST(Padded, CountsColumnsAndNotBytes) {
    EXPECT_EQ(padded("词", 4, false), "词  ");
    EXPECT_EQ(padded("7", 3, true), "  7");
    EXPECT_EQ(padded("too long", 3, true), "too long");
}

}  // namespace
}  // namespace feedarc::render
