#include "base/edit_distance.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

namespace feedarc::base {
namespace {

TEST(EditDistance, CountsInsertionsDeletionsReplacementsAndSwaps) {
    struct Case {
        const char* left;
        const char* right;
        std::size_t distance;
    };
    constexpr std::array kCases{
        Case{"", "", 0},
        Case{"", "abc", 3},
        Case{"list", "list", 0},
        Case{"list", "lists", 1},
        Case{"lits", "list", 1},
        Case{"lisp", "list", 1},
        Case{"kitten", "sitting", 3},
        Case{"ingets", "ingest", 1},
        Case{"abcd", "badc", 2},
        // The swapped pair is not edited again: three edits, where the unrestricted distance is
        // two.
        Case{"ca", "abc", 3},
    };
    for (const Case& one : kCases) {
        EXPECT_EQ(edit_distance(one.left, one.right), one.distance) << one.left << " " << one.right;
        EXPECT_EQ(edit_distance(one.right, one.left), one.distance) << one.right << " " << one.left;
    }
}

TEST(Nearest, FindsTheNameThatWasMeant) {
    const std::vector<std::string> commands{"ingest", "extract", "list", "show", "snapshots"};
    EXPECT_EQ(nearest("lsit", commands), "list");
    EXPECT_EQ(nearest("LIST", commands), "list");
    EXPECT_EQ(nearest("snapshot", commands), "snapshots");
    EXPECT_EQ(nearest("injest", commands), "ingest");
    EXPECT_EQ(nearest("shwo", commands), "show");
}

TEST(Nearest, OffersNothingThatNobodyMeant) {
    const std::vector<std::string> commands{"ingest", "list", "cat"};
    EXPECT_EQ(nearest("export", commands), std::nullopt);
    EXPECT_EQ(nearest("", commands), std::nullopt);
    EXPECT_EQ(nearest("xy", commands), std::nullopt);
    EXPECT_EQ(nearest("list", {}), std::nullopt);
    EXPECT_EQ(nearest(std::string(1'000'000, 'x'), commands), std::nullopt);
}

TEST(Nearest, PrefersTheNearestAndThenTheFirst) {
    const std::vector<std::string> names{"cats", "cast", "cat"};
    EXPECT_EQ(nearest("cat", names), "cat");
    EXPECT_EQ(nearest("cst", std::vector<std::string>{"cat", "cut"}), "cat");
}

}  // namespace
}  // namespace feedarc::base
