#include "identity/health.hpp"

#include <algorithm>
#include <utility>

namespace feedarc {
namespace {

using States = std::deque<JudgedState>;

// Less than one in so many of the entries that neighbours show is no whole page.
constexpr std::size_t kPartial = 2;

// A field that so many more (or fewer) per cent of the entries show makes another form.
constexpr std::size_t kOtherForm = 60;

bool shows_entries(const JudgedState& judged) {
    return !judged.state.obstacle && !judged.state.records.empty();
}

struct Neighbours {
    std::vector<const JudgedState*> before, behind;  // nearest first
};

Neighbours neighbours_of(const States& states, std::size_t index) {
    Neighbours near;
    for (std::size_t step = 1; step <= PresenceWalk::kReach; ++step) {
        if (index >= step && shows_entries(states[index - step]))
            near.before.push_back(&states[index - step]);
        if (index + step < states.size() && shows_entries(states[index + step]))
            near.behind.push_back(&states[index + step]);
    }
    return near;
}

// The page before and the page behind continue each other, and this one neither: something else
// stood in its place.
bool is_other_page(const JudgedState& judged, const Neighbours& near) {
    const auto is_alien = [&](const JudgedState* other) {
        return count_shared(judged.sorted, other->sorted) == 0;
    };
    for (const JudgedState* before : near.before) {
        if (!is_alien(before)) continue;
        for (const JudgedState* behind : near.behind) {
            if (is_alien(behind) && count_shared(before->sorted, behind->sorted) > 0) return true;
        }
    }
    return false;
}

// By the median, so that a page that became shorter for good is whole once its neighbours are
// short.
bool is_partial(const JudgedState& judged, const Neighbours& near) {
    std::vector<std::size_t> sizes;
    for (const auto* other : near.before) sizes.push_back(other->sorted.size());
    for (const auto* other : near.behind) sizes.push_back(other->sorted.size());
    if (sizes.empty()) return false;
    const auto middle = sizes.begin() + static_cast<std::ptrdiff_t>((sizes.size() - 1) / 2);
    std::nth_element(sizes.begin(), middle, sizes.end());
    return judged.sorted.size() * kPartial < *middle;
}

bool of_other_form(const PageProfile& one, const PageProfile& other) {
    if (one.entries == 0 || other.entries == 0) return false;
    for (std::size_t i = 0; i < one.with.size(); ++i) {
        const std::size_t left = one.with[i] * 100 / one.entries;
        const std::size_t right = other.with[i] * 100 / other.entries;
        if (std::max(left, right) - std::min(left, right) >= kOtherForm) return true;
    }
    return false;
}

bool is_redesign(const JudgedState& judged, const Neighbours& near, PresenceSink& sink) {
    if (near.before.empty()) return false;
    for (const JudgedState* before : near.before) {
        if (count_shared(judged.sorted, before->sorted) > 0) return false;
    }
    return of_other_form(sink.profile(judged.state.first),
                         sink.profile(near.before.front()->state.last));
}

}  // namespace

std::size_t count_shared(const std::vector<RecordId>& one, const std::vector<RecordId>& other) {
    std::size_t shared = 0;
    for (auto left = one.begin(), right = other.begin();
         left != one.end() && right != other.end();) {
        if (*left == *right) ++shared;
        const bool advance_left = *left <= *right;
        const bool advance_right = *right <= *left;
        if (advance_left) ++left;
        if (advance_right) ++right;
    }
    return shared;
}

Health judge_health(const States& states, std::size_t index, bool has_url, PresenceSink& sink) {
    const JudgedState& judged = states[index];
    if (judged.state.obstacle) return Health::blocked;
    if (judged.sorted.empty()) return Health::empty;
    const Neighbours near = neighbours_of(states, index);
    if (has_url && is_other_page(judged, near)) return Health::blocked;
    if (is_partial(judged, near)) return Health::partial;
    if (is_redesign(judged, near, sink)) return Health::redesign;
    return Health::healthy;
}

}  // namespace feedarc
