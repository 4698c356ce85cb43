#include <feedarc/presence.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace feedarc {
namespace {

using Records = std::vector<RecordId>;

Time time_of(SnapshotId snapshot) {
    return Time(std::chrono::hours(snapshot));
}

// What a walk said.
struct Said {
    std::map<SnapshotId, Health> verdicts;
    std::map<std::pair<RecordId, SnapshotId>, PresenceSink::Run> runs;
    std::set<std::tuple<SnapshotId, RecordId, Shift>> shifts;
    std::set<SnapshotId> gaps;

    [[nodiscard]] RunEnd end_of(RecordId record) const {
        RunEnd end = RunEnd::present;
        for (const auto& [key, run] : runs) {
            if (key.first == record) end = run.end;
        }
        return end;
    }

    // What is compared between two ways to the same state: an open run has no last snapshot.
    [[nodiscard]] auto state() const {
        std::set<std::tuple<RecordId, SnapshotId, SnapshotId, RunEnd, SnapshotId>> all;
        for (const auto& [key, run] : runs) {
            const bool open = run.end == RunEnd::present;
            all.emplace(run.record, run.first, open ? 0 : run.last, run.end, run.ended_by);
        }
        return std::tuple(all, verdicts, shifts, gaps);
    }
};

// Keeps it as an archive would.
class Memory final : public PresenceSink {
public:
    void set_health(const PageState& state, Health health) override {
        if (state.stored) {
            for (SnapshotId id = state.first; id <= state.stored_last; ++id)
                said.verdicts[id] = health;
        }
        for (const SnapshotId id : state.fresh) said.verdicts[id] = health;
    }
    void add_run(const Run& run) override { said.runs[{run.record, run.first}] = run; }
    void add_shift(SnapshotId snapshot, RecordId record, Shift shift) override {
        said.shifts.emplace(snapshot, record, shift);
    }
    void add_gap(SnapshotId snapshot) override { said.gaps.insert(snapshot); }
    bool stood_before(RecordId record) override {
        const auto at = said.runs.lower_bound({record, 0});
        return at != said.runs.end() && at->first.first == record;
    }
    PageProfile profile(SnapshotId snapshot) override { return profiles[snapshot]; }

    void rewind(const PresenceTail& tail) {
        for (std::size_t i = tail.settled; i < tail.states.size(); ++i) {
            const SnapshotId first = tail.states[i].first;
            std::erase_if(said.runs, [&](const auto& row) { return row.second.first == first; });
            for (auto& [key, run] : said.runs) {
                if (run.ended_by != first) continue;
                run.ended_by = 0;
                run.end = RunEnd::present;
            }
            std::erase_if(said.shifts, [&](const auto& row) { return std::get<0>(row) == first; });
            said.gaps.erase(first);
        }
    }

    [[nodiscard]] std::vector<PresenceWalk::OpenRun> open() const {
        std::vector<PresenceWalk::OpenRun> open;
        for (const auto& [key, run] : said.runs) {
            if (run.end == RunEnd::present)
                open.push_back({run.record, run.first, time_of(run.first)});
        }
        return open;
    }

    Said said;
    std::map<SnapshotId, PageProfile> profiles;
};

PageState snapshot(SnapshotId id, Records records, bool obstacle = false) {
    PageState state;
    state.first = state.last = id;
    state.began = time_of(id);
    state.records = std::move(records);
    state.obstacle = obstacle;
    state.fresh = {id};
    return state;
}

// Which snapshots may be cut.
using MayBeCut = bool (*)(SnapshotId);
bool none_is_cut(SnapshotId) {
    return false;
}

// Snapshots are numbered from 1.
Said walk(const std::vector<Records>& pages, bool has_url = true,
          MayBeCut may_be_cut = none_is_cut) {
    Memory memory;
    PresenceWalk presence(memory, has_url);
    SnapshotId id = 0;
    for (const Records& page : pages) {
        ++id;
        PageState state = snapshot(id, page);
        state.end_known = !may_be_cut(id);
        presence.push(std::move(state));
    }
    presence.finish();
    return memory.said;
}

TEST(Presence, ASnapshotThatMayBeCutEndsNoRun) {
    const auto second = [](SnapshotId id) { return id == 2; };
    const Said said = walk({{5, 4, 3, 2, 1}, {6, 5, 3}, {6, 5, 3, 2, 1}}, true, second);
    EXPECT_EQ(said.runs.at({4, 1}).ended_by, 3);
    EXPECT_EQ(said.end_of(2), RunEnd::present);
    EXPECT_EQ(said.end_of(6), RunEnd::present);
    const auto all = [](SnapshotId) { return true; };
    EXPECT_EQ(walk({{5, 4, 3}, {6, 5, 3}, {7, 6, 5}}, true, all).end_of(4), RunEnd::present);
}

TEST(Presence, WhatLeavesAtTheEndScrolledOff) {
    const Said said = walk({{5, 4, 3, 2, 1}, {7, 6, 5, 4, 3}});
    EXPECT_EQ(said.end_of(1), RunEnd::scrolled_off);
    EXPECT_EQ(said.end_of(2), RunEnd::scrolled_off);
    EXPECT_EQ(said.end_of(3), RunEnd::present);
    EXPECT_EQ(said.runs.at({1, 1}).last, 1);
    EXPECT_EQ(said.runs.at({1, 1}).ended_by, 2);
}

TEST(Presence, WhatLeavesBetweenNeighboursThatStayWasRemoved) {
    const Said said = walk({{5, 4, 3, 2, 1}, {6, 5, 4, 2, 1}});
    EXPECT_EQ(said.end_of(3), RunEnd::removed);
}

TEST(Presence, OfAHeadThatLeftNothingIsClaimed) {
    EXPECT_EQ(walk({{5, 4, 3, 2, 1}, {4, 3, 2, 1}}).end_of(5), RunEnd::unknown);
}

TEST(Presence, WhereSomethingElseStandsBelowNothingIsClaimedOfTheLast) {
    // An older entry was pulled in, or another one was chosen.
    EXPECT_EQ(walk({{5, 4, 3, 2}, {5, 4, 3, 1}}).end_of(2), RunEnd::unknown);
}

TEST(Presence, APageThatShowsAChoiceProvesNoRemoval) {
    // 9 was never seen and stands between entries that were: the page shows a choice.
    const Said said = walk({{5, 4, 3, 2, 1}, {5, 9, 4, 2, 1}});
    EXPECT_EQ(said.end_of(3), RunEnd::unknown);
}

TEST(Presence, WhatComesBackAtOnceWasNotRemoved) {
    const Said said = walk({{5, 4, 3, 2, 1}, {5, 4, 2, 1}, {5, 4, 3, 2, 1}});
    EXPECT_EQ(said.runs.at({3, 1}).end, RunEnd::unknown);
    EXPECT_EQ(said.runs.at({3, 3}).end, RunEnd::present);
}

TEST(Presence, PagesWithoutUrlProveLess) {
    EXPECT_EQ(walk({{5, 4, 3, 2, 1}, {6, 5, 4, 2, 1}}, false).end_of(3), RunEnd::removed);
    EXPECT_EQ(walk({{5, 4, 3, 2, 1}, {6, 5, 4, 3}}, false).end_of(1), RunEnd::scrolled_off);
    // Less than half of the shorter one is shared: another page, perhaps.
    EXPECT_EQ(walk({{5, 4, 3, 2, 1}, {9, 8, 7, 6, 5, 4}}, false).end_of(1), RunEnd::unknown);
    EXPECT_EQ(walk({{5, 4, 3, 2, 1}, {9, 8, 7, 6, 5, 4}}).end_of(1), RunEnd::scrolled_off);
}

TEST(Presence, BumpsAndPinsAreToldFromNewEntries) {
    const Said said = walk({{5, 4, 3, 2, 1}, {2, 5, 4, 3, 1}, {2, 6, 5, 4, 3}, {2, 7, 6, 5, 4}});
    EXPECT_TRUE(said.shifts.contains({2, 2, Shift::bumped}));
    EXPECT_FALSE(said.shifts.contains({3, 2, Shift::bumped}));
    EXPECT_TRUE(said.shifts.contains({4, 2, Shift::pinned}));
    EXPECT_EQ(said.end_of(2), RunEnd::present);
    EXPECT_EQ(said.end_of(1), RunEnd::scrolled_off);
    EXPECT_EQ(said.runs.size(), 7U);
}

TEST(Presence, AnArticleDatedBackPinsNothing) {
    const Said said = walk({{5, 4, 3, 2, 1}, {6, 5, 4, 3, 2}, {6, 9, 5, 4, 3}});
    EXPECT_TRUE(said.shifts.empty());
}

TEST(Health, LessThanHalfIsPartial) {
    const Said said = walk({{8, 7, 6, 5, 4, 3, 2, 1}, {8, 7, 6}, {8, 7, 6, 5, 4, 3, 2, 1}});
    EXPECT_EQ(said.verdicts.at(2), Health::partial);
    EXPECT_EQ(said.runs.size(), 8U) << "nothing ends by it";
}

TEST(Health, APageThatStaysShorterIsHealthyAgain) {
    const Records long_page{8, 7, 6, 5, 4, 3, 2, 1};
    const Said said =
        walk({long_page, {9, 8, 7, 6, 5, 4, 3, 2}, {9, 8, 7}, {10, 9, 8}, {11, 10, 9}});
    EXPECT_EQ(said.verdicts.at(5), Health::healthy);
    EXPECT_EQ(said.end_of(5), RunEnd::scrolled_off);
}

TEST(Health, EmptyPagesAndObstaclesEndNothing) {
    Memory memory;
    PresenceWalk presence(memory, true);
    presence.push(snapshot(1, {3, 2, 1}));
    presence.push(snapshot(2, {}));
    presence.push(snapshot(3, {77}, true));
    presence.push(snapshot(4, {3, 2, 1}));
    presence.finish();
    EXPECT_EQ(memory.said.verdicts.at(2), Health::empty);
    EXPECT_EQ(memory.said.verdicts.at(3), Health::blocked);
    EXPECT_EQ(memory.said.end_of(1), RunEnd::present);
    EXPECT_EQ(memory.said.runs.at({1, 1}).first, 1);
    EXPECT_FALSE(memory.said.runs.contains({1, 4}));
}

TEST(Health, OtherEntriesInThePlaceOfAPageThatContinuesAreBlocked) {
    const Said said = walk({{5, 4, 3}, {5, 4, 3, 2}, {91, 92, 93}, {91, 92, 94}, {6, 5, 4, 3}});
    EXPECT_EQ(said.verdicts.at(3), Health::blocked);
    EXPECT_EQ(said.verdicts.at(4), Health::blocked);
    EXPECT_EQ(said.verdicts.at(5), Health::healthy);
    EXPECT_EQ(said.end_of(4), RunEnd::present);
    EXPECT_TRUE(said.gaps.empty());
}

TEST(Health, PagesWithoutUrlMayBeSeveral) {
    const Said said = walk({{5, 4, 3}, {5, 4, 3, 2}, {91, 92, 93}, {6, 5, 4, 3}}, false);
    EXPECT_EQ(said.verdicts.at(3), Health::healthy);
    EXPECT_EQ(said.end_of(4), RunEnd::present);
    EXPECT_EQ(said.end_of(2), RunEnd::unknown);
}

TEST(Health, OtherEntriesInAnotherFormAreARedesign) {
    Memory memory;
    for (SnapshotId id = 1; id <= 4; ++id) {
        PageProfile& profile = memory.profiles[id];
        profile.entries = 10;
        profile.with = {10, 10, id <= 2 ? 10U : 0U, 0, 10};
    }
    PresenceWalk presence(memory, true);
    presence.push(snapshot(1, {3, 2, 1}));
    presence.push(snapshot(2, {4, 3, 2}));
    presence.push(snapshot(3, {13, 12, 11}));
    presence.push(snapshot(4, {14, 13, 12}));
    presence.finish();
    EXPECT_EQ(memory.said.verdicts.at(3), Health::redesign);
    EXPECT_EQ(memory.said.verdicts.at(4), Health::healthy);
    EXPECT_EQ(memory.said.end_of(4), RunEnd::unknown);
}

TEST(Health, SnapshotsThatShareNothingMayHaveMissedEntries) {
    const Said said = walk({{3, 2, 1}, {4, 3, 2}, {9, 8, 7}, {10, 9, 8}});
    EXPECT_EQ(said.gaps, std::set<SnapshotId>{3});
    EXPECT_EQ(said.verdicts.at(3), Health::healthy);
    EXPECT_EQ(said.end_of(2), RunEnd::unknown);
}

// ---- generated pages

// A list of the newest first, in which things happen, and what truly became of its entries.
class GeneratedPage {
public:
    // `missing`: captures are missing at times, and so much came meanwhile that nothing is shared.
    explicit GeneratedPage(unsigned seed, bool missing = false) : missing_(missing), random_(seed) {
        for (int i = 0; i < 40; ++i) live_.insert(live_.begin(), ++last_);
    }

    // One capture; most are of the page as it is.
    Records capture() {
        for (auto times = missing_ && random_() % 50 == 0 ? 40 : 1; times > 0; --times) live();
        const auto luck = random_() % 100;
        if (luck < 3) return {9001, 9002, 9003};  // something else in its place
        if (luck < 6) return {};
        Records page = shown();
        if (luck < 9) page.resize(page.size() / 3);
        if (luck >= 9 && luck < 12) std::shuffle(page.begin(), page.end(), random_);
        if (luck >= 12 || luck < 9) note(page);
        return page;
    }

    std::map<RecordId, RunEnd> truth;  // of those that left

private:
    [[nodiscard]] Records shown() const {
        Records page(live_.begin(), live_.begin() + std::min<long>(kWindow, std::ssize(live_)));
        if (pinned_ != 0) {
            std::erase(page, pinned_);
            page.insert(page.begin(), pinned_);
        }
        return page;
    }

    // Some hours pass: entries come, are removed, are bumped; one is pinned for a while.
    void live() {
        for (auto hours = 1 + random_() % 3; hours > 0; --hours) {
            if (random_() % 2 == 0) live_.insert(live_.begin(), ++last_);
            if (random_() % 10 == 0) remove(random_() % kWindow);
            if (random_() % 20 == 0) bump(1 + random_() % (kWindow - 1));
            if (random_() % 60 == 0) pinned_ = pinned_ == 0 ? live_[random_() % 5] : 0;
        }
    }
    void remove(std::size_t place) {
        const RecordId gone = live_[place];
        if (gone == pinned_) return;
        removed_.insert(gone);
        live_.erase(live_.begin() + static_cast<std::ptrdiff_t>(place));
    }
    void bump(std::size_t place) {
        const RecordId up = live_[place];
        live_.erase(live_.begin() + static_cast<std::ptrdiff_t>(place));
        live_.insert(live_.begin(), up);
    }
    void note(const Records& page) {
        for (const RecordId record : page) seen_.insert(record);
        for (const RecordId record : seen_) {
            truth[record] = removed_.contains(record) ? RunEnd::removed : RunEnd::scrolled_off;
        }
    }

    static constexpr long kWindow = 20;
    bool missing_;
    std::mt19937 random_;
    Records live_;
    RecordId last_ = 0;
    RecordId pinned_ = 0;
    std::set<RecordId> removed_, seen_;
};

TEST(PresenceAccuracy, WhatIsClaimedOfGeneratedPagesIsRight) {
    int claimed = 0;
    int right = 0;
    int unknown = 0;
    int false_removals = 0;
    for (unsigned seed = 1; seed <= 40; ++seed) {
        GeneratedPage page(seed);
        std::vector<Records> captures;
        for (int i = 0; i < 100; ++i) captures.push_back(page.capture());
        const Said said = walk(captures);
        for (const auto& [record, truth] : page.truth) {
            const RunEnd end = said.end_of(record);
            if (end == RunEnd::present) continue;
            if (end == RunEnd::unknown) {
                ++unknown;
                continue;
            }
            ++claimed;
            if (end == truth) ++right;
            if (end == RunEnd::removed && truth != RunEnd::removed) ++false_removals;
        }
        for (const auto& [key, run] : said.runs) {
            if (run.ended_by == 0) continue;
            EXPECT_EQ(said.verdicts.at(run.ended_by), Health::healthy);
        }
    }
    RecordProperty("claimed", claimed);
    RecordProperty("unknown", unknown);
    EXPECT_GT(claimed, 1000);
    EXPECT_LT(unknown * 4, claimed) << "most ends are explained";
    EXPECT_GE(right * 1000, claimed * 990) << right << " of " << claimed << ", unknown " << unknown;
    EXPECT_LE(false_removals * 1000, claimed * 5) << false_removals;
}

// A walk that is taken up at its tail says the same as one over everything.
class PresenceResume : public testing::TestWithParam<unsigned> {};

// Whatever is cut, the same is said in the end.
void expect_same_in_batches(unsigned seed, MayBeCut may_be_cut, bool settles) {
    std::mt19937 random(seed);
    GeneratedPage page(seed, true);
    std::vector<Records> captures;
    for (int i = 0; i < 60; ++i) {
        captures.push_back(random() % 4 == 0 && i > 0 ? captures.back() : page.capture());
    }
    const Said whole = walk(captures, true, may_be_cut);

    Memory memory;
    PresenceTail tail;
    for (std::size_t begin = 0; begin < captures.size();) {
        const std::size_t end = std::min(captures.size(), begin + 1 + random() % 5);
        memory.rewind(tail);
        PresenceWalk presence(memory, true);
        std::vector<PageState> settled;
        for (std::size_t i = 0; i < tail.states.size(); ++i) {
            const PresenceTail::Span& span = tail.states[i];
            PageState state =
                snapshot(span.first, captures[static_cast<std::size_t>(span.first - 1)]);
            state.end_known = !may_be_cut(span.first);
            state.last = state.stored_last = span.last;
            state.stored = span.health;
            state.fresh.clear();
            if (i < tail.settled) {
                settled.push_back(std::move(state));
                if (i + 1 == tail.settled) presence.resume(std::move(settled), memory.open());
            } else {
                presence.push(std::move(state));
            }
        }
        for (; begin < end; ++begin) {
            PageState state = snapshot(static_cast<SnapshotId>(begin + 1), captures[begin]);
            state.end_known = !may_be_cut(state.first);
            presence.push(std::move(state));
        }
        tail = presence.finish();
        if (settles) {
            EXPECT_LE(tail.settled, PresenceWalk::kReach + 1);
        }
        ASSERT_EQ(memory.said.state(),
                  [&] {
                      return walk(
                          {captures.begin(), captures.begin() + static_cast<std::ptrdiff_t>(end)},
                          true, may_be_cut);
                  }()
                      .state());
    }
    EXPECT_EQ(memory.said.state(), whole.state());
}

TEST_P(PresenceResume, AnyDivisionIntoBatchesGivesTheSame) {
    expect_same_in_batches(GetParam(), none_is_cut, true);
}

TEST_P(PresenceResume, AnyDivisionGivesTheSameWhereSnapshotsMayBeCut) {
    expect_same_in_batches(
        GetParam(), [](SnapshotId id) { return id % 4 == 0; }, false);
    expect_same_in_batches(
        GetParam(), [](SnapshotId id) { return id / 11 % 2 == 1; }, false);
    expect_same_in_batches(
        GetParam(), [](SnapshotId) { return true; }, false);
}

INSTANTIATE_TEST_SUITE_P(Seeds, PresenceResume, testing::Range(1U, 41U));

}  // namespace
}  // namespace feedarc
