#include <feedarc/presence.hpp>

#include "identity/health.hpp"
#include "identity/transition.hpp"

#include <algorithm>
#include <deque>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace feedarc {

class PresenceWalk::Walk {
public:
    Walk(PresenceSink& sink, bool has_url) : sink_(sink), has_url_(has_url) {}

    void resume(std::vector<PageState> settled, std::span<const OpenRun> open) {
        for (PageState& state : settled) append(std::move(state));
        for (JudgedState& judged : states_) judged.health = *judged.state.stored;
        next_ = states_.size();
        settled_ = states_.size();
        healthy_ = seen_ = next_ - 1;
        for (const OpenRun& run : open) {
            open_.emplace(run.record, Open{run.first, states_.back().state.last, true, run.began});
        }
    }

    void push(PageState state) {
        if (!states_.empty()) {
            PageState& last = states_.back().state;
            if (next_ < states_.size() && last.records == state.records &&
                last.obstacle == state.obstacle && last.end_known == state.end_known) {
                extend(last, std::move(state));
                return;
            }
        }
        append(std::move(state));
        while (next_ + kReach < states_.size()) {
            judge(next_++);
            settle();
        }
    }

    PresenceTail finish() {
        const std::size_t settled = settled_;
        while (next_ < states_.size()) judge(next_++);
        for (const auto& [record, run] : open_) {
            if (!run.stored)
                sink_.add_run({record, run.first, run.last, RunEnd::present, 0, false});
        }
        PresenceTail tail;
        tail.settled = settled;
        for (const JudgedState& judged : states_) {
            tail.states.push_back({judged.state.first, judged.state.last, judged.health});
        }
        return tail;
    }

private:
    struct Open {
        SnapshotId first = 0, last = 0;
        bool stored = false;
        Time began{};
    };

    static bool proves_absence(const JudgedState& judged) {
        return judged.health == Health::healthy && judged.state.end_known;
    }

    void append(PageState state) {
        JudgedState judged;
        judged.sorted = state.records;
        std::sort(judged.sorted.begin(), judged.sorted.end());
        judged.state = std::move(state);
        states_.push_back(std::move(judged));
    }

    static void extend(PageState& last, PageState more) {
        last.last = more.last;
        last.fresh.insert(last.fresh.end(), more.fresh.begin(), more.fresh.end());
    }

    void judge(std::size_t index) {
        JudgedState& judged = states_[index];
        judged.health = judge_health(states_, index, has_url_, sink_);
        sink_.set_health(judged.state, judged.health);
        if (proves_absence(judged)) {
            pass(index);
            healthy_ = index;
        }
        note_gap(index);
        for (const RecordId record : judged.state.records) {
            Open& run =
                open_.try_emplace(record, Open{judged.state.first, 0, false, judged.state.began})
                    .first->second;
            run.last = judged.state.last;
        }
    }

    // Of the page's own states; one that something else stood in the place of says nothing.
    void note_gap(std::size_t index) {
        const JudgedState& judged = states_[index];
        if (judged.health == Health::empty || judged.health == Health::blocked) return;
        if (judged.health == Health::healthy && seen_ &&
            count_shared(states_[*seen_].sorted, judged.sorted) == 0) {
            sink_.add_gap(judged.state.first);
        }
        seen_ = index;
    }

    // From the last healthy state to this one.
    void pass(std::size_t index) {
        if (!healthy_) {
            end_all_others(index);
            return;
        }
        const PageState& before = states_[*healthy_].state;
        const PageState& after = states_[index].state;
        RecordHistory history;
        history.stood_before = [this](RecordId record) {
            return open_.contains(record) || ended_.contains(record) || sink_.stood_before(record);
        };
        history.is_older = [this](RecordId one, RecordId other) {
            return open_.at(one).began < open_.at(other).began;
        };
        const Transition transition =
            compare_states(before.records, after.records, open_records(), has_url_, history);
        for (const auto& [record, end] : transition.ends) {
            const bool back = end == RunEnd::removed && returns(record, index);
            end_run(record, back ? RunEnd::unknown : end, after.first);
        }
        for (const auto& [record, shift] : transition.shifts) {
            sink_.add_shift(after.first, record, shift);
        }
    }

    // What only unhealthy snapshots showed so far.
    void end_all_others(std::size_t index) {
        const JudgedState& judged = states_[index];
        for (const RecordId record : open_records()) {
            if (!std::binary_search(judged.sorted.begin(), judged.sorted.end(), record)) {
                end_run(record, RunEnd::unknown, judged.state.first);
            }
        }
    }

    // In the order of ids, which is that of their first appearance.
    std::vector<RecordId> open_records() const {
        std::vector<RecordId> records;
        records.reserve(open_.size());
        for (const auto& [record, run] : open_) records.push_back(record);
        std::sort(records.begin(), records.end());
        return records;
    }

    // What comes back at once was not removed.
    bool returns(RecordId record, std::size_t index) const {
        for (std::size_t i = index + 1; i < states_.size() && i <= index + kReach; ++i) {
            if (std::binary_search(states_[i].sorted.begin(), states_[i].sorted.end(), record))
                return true;
        }
        return false;
    }

    void end_run(RecordId record, RunEnd end, SnapshotId by) {
        const auto at = open_.find(record);
        const Open& run = at->second;
        sink_.add_run({record, run.first, run.last, end, by, run.stored});
        ended_.insert(record);
        open_.erase(at);
    }

    // What was judged just now stays so. Only what is within reach of the last healthy state is
    // needed from here on.
    void settle() {
        // One that may be cut does not: records that it lacks were seen last in one before it.
        if (!proves_absence(states_[next_ - 1])) return;
        settled_ = next_;
        const std::size_t old = settled_ > kReach + 1 ? settled_ - kReach - 1 : 0;
        states_.erase(states_.begin(), states_.begin() + static_cast<std::ptrdiff_t>(old));
        next_ -= old;
        settled_ -= old;
        healthy_ = next_ - 1;
        seen_ = next_ - 1;
    }

    PresenceSink& sink_;
    bool has_url_;
    std::deque<JudgedState> states_;
    std::size_t next_ = 0;                // the first that is not judged
    std::size_t settled_ = 0;             // those before it cannot change any more
    std::optional<std::size_t> healthy_;  // the last that proves what is absent
    std::optional<std::size_t> seen_;     // the last judged one that shows entries of the page
    std::unordered_map<RecordId, Open> open_;
    std::unordered_set<RecordId> ended_;
};

PresenceWalk::PresenceWalk(PresenceSink& sink, bool has_url)
    : walk_(std::make_unique<Walk>(sink, has_url)) {}
PresenceWalk::~PresenceWalk() = default;

void PresenceWalk::resume(std::vector<PageState> settled, std::span<const OpenRun> open) {
    walk_->resume(std::move(settled), open);
}

void PresenceWalk::push(PageState state) {
    walk_->push(std::move(state));
}

PresenceTail PresenceWalk::finish() {
    return walk_->finish();
}

}  // namespace feedarc
