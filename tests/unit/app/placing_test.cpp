#include "app/placing.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>

namespace feedarc::app {
namespace {

Time at(std::int64_t seconds) {
    return Time{std::chrono::seconds{seconds}};
}

// Ingested at a time, wanted at another one; the number tells who it is.
WantedPlace wanted(SnapshotId id, std::int64_t ingested, std::int64_t wanted) {
    PlacedSnapshot now;
    now.id = id;
    now.ingested = {"blog", "https://a.example/", at(ingested), hash_of("bytes")};
    now.source_name = "blog";
    now.captured_at = at(ingested);
    WantedPlace one{now, now};
    one.wanted.captured_at = at(wanted);
    return one;
}

// The time at which each stands in the end; negative for one that is forgotten there.
std::map<SnapshotId, std::int64_t> settled(std::vector<WantedPlace> snapshots) {
    (void)settle_places(snapshots);
    std::map<SnapshotId, std::int64_t> times;
    for (const WantedPlace& one : snapshots) {
        const auto time = one.wanted.captured_at.time_since_epoch().count();
        times[one.now.id] = one.wanted.forgotten ? -time : time;
    }
    return times;
}

using Times = std::map<SnapshotId, std::int64_t>;

TEST(Placing, GivesEverySnapshotItsPlaceWhereTheyDiffer) {
    EXPECT_EQ(settled({wanted(1, 100, 200), wanted(2, 200, 300)}), (Times{{1, 200}, {2, 300}}));
    EXPECT_EQ(settled({wanted(1, 100, 200), wanted(2, 200, 100)}), (Times{{1, 200}, {2, 100}}));
}

TEST(Placing, ForgetsWhatIsThereTwiceWhereItWasIngested) {
    EXPECT_EQ(settled({wanted(1, 100, 200), wanted(2, 200, 200)}), (Times{{1, -100}, {2, 200}}));
    // Of two that are amended to one place the one that was ingested first has it.
    EXPECT_EQ(settled({wanted(1, 150, 300), wanted(2, 100, 300)}), (Times{{1, -150}, {2, 300}}));
    // One that goes back is in the way of the next.
    EXPECT_EQ(settled({wanted(1, 100, 200), wanted(2, 200, 200), wanted(3, 300, 100)}),
              (Times{{1, -100}, {2, 200}, {3, -300}}));
}

TEST(Placing, LeavesOneThatCouldNotBeReadAsItIs) {
    auto refused = wanted(1, 100, 200);
    refused.now.refused = refused.wanted.refused = true;
    EXPECT_EQ(settled({refused, wanted(2, 200, 200)}), (Times{{1, 100}, {2, 200}}));
}

TEST(Placing, NamesWhoIsInTheWay) {
    std::vector<WantedPlace> snapshots{wanted(1, 100, 200), wanted(2, 200, 200)};
    auto clashes = settle_places(snapshots);
    ASSERT_EQ(clashes.size(), 1U);
    EXPECT_EQ(clashes[0].snapshot, 1);
    EXPECT_EQ(clashes[0].with, 2);
    EXPECT_TRUE(clashes[0].is_new);
    snapshots[0].now = snapshots[0].wanted;
    snapshots[0].wanted.captured_at = at(200);
    clashes = settle_places(snapshots);
    ASSERT_EQ(clashes.size(), 1U);
    EXPECT_FALSE(clashes[0].is_new);
}

TEST(Placing, DoesNotDependOnTheOrder) {
    std::vector<WantedPlace> snapshots{wanted(1, 100, 200), wanted(2, 200, 300),
                                       wanted(3, 300, 100), wanted(4, 400, 200),
                                       wanted(5, 500, 400), wanted(6, 600, 600)};
    const Times first = settled(snapshots);
    std::vector<std::size_t> order{0, 1, 2, 3, 4, 5};
    do {
        std::vector<WantedPlace> shuffled;
        for (const std::size_t i : order) shuffled.push_back(snapshots[i]);
        ASSERT_EQ(settled(shuffled), first);
    } while (std::next_permutation(order.begin(), order.end()));
}

}  // namespace
}  // namespace feedarc::app
