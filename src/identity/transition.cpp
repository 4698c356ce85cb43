#include "identity/transition.hpp"

#include <algorithm>
#include <cstddef>
#include <unordered_map>

namespace feedarc {
namespace {

// More entries than these are not pinned at the top of a page.
constexpr std::size_t kMostPinned = 3;

// A record that stands on both pages.
struct Kept {
    RecordId record = 0;
    std::size_t from = 0, to = 0;  // its places
    bool pinned = false;
    bool anchor = false;  // one of those whose order did not change
};

using Places = std::unordered_map<RecordId, std::size_t>;

Places places_of(std::span<const RecordId> records) {
    Places places;
    places.reserve(records.size());
    for (std::size_t i = 0; i < records.size(); ++i) places.emplace(records[i], i);
    return places;
}

// A longest increasing subsequence of the places on the later page (Fredman 1975: one binary search
// for each): what is not in it was put elsewhere.
void mark_anchors(std::vector<Kept>& kept) {
    std::vector<std::size_t> ends;  // of the best sequence of each length: an index
    std::vector<std::size_t> previous(kept.size());
    for (std::size_t i = 0; i < kept.size(); ++i) {
        if (kept[i].pinned) continue;
        const auto at = std::lower_bound(
            ends.begin(), ends.end(), kept[i].to,
            [&](std::size_t end, std::size_t place) { return kept[end].to < place; });
        previous[i] = at == ends.begin() ? kept.size() : *(at - 1);
        if (at == ends.end()) {
            ends.push_back(i);
        } else {
            *at = i;
        }
    }
    for (std::size_t i = ends.empty() ? kept.size() : ends.back(); i < kept.size();
         i = previous[i]) {
        kept[i].anchor = true;
    }
}

class Comparison {
public:
    Comparison(std::span<const RecordId> before, std::span<const RecordId> after,
               const RecordHistory& history)
        : before_(before),
          after_(after),
          history_(history),
          was_(places_of(before)),
          is_(places_of(after)) {
        for (std::size_t i = 0; i < before.size(); ++i) {
            if (const auto at = is_.find(before[i]); at != is_.end()) {
                kept_.push_back({before[i], i, at->second});
            }
        }
        mark_pinned();
        mark_anchors(kept_);
        measure();
    }

    Transition run(std::span<const RecordId> open, bool has_url) {
        Transition transition;
        transition.continues = !kept_.empty();
        const bool plain = has_url || continues_plainly();
        for (const RecordId record : open) {
            if (is_.contains(record)) continue;
            transition.ends.emplace_back(record, plain ? end_of(record) : RunEnd::unknown);
        }
        if (plain && in_order_) add_shifts(transition);
        return transition;
    }

private:
    bool is_new(RecordId record) const {
        return !was_.contains(record) && !history_.stood_before(record);
    }

    // The same few records head both pages, and below them is something newer: they do not flow
    // with the others. They must be older than what was below them, since an article that was
    // published behind others, or dated back, is inserted so too.
    void mark_pinned() {
        std::size_t heads = 0;
        while (heads < kept_.size() && kept_[heads].from == heads && kept_[heads].to == heads)
            ++heads;
        if (heads == 0 || heads > kMostPinned || heads >= after_.size()) return;
        if (heads >= before_.size() || !is_new(after_[heads])) return;
        for (std::size_t i = 0; i < heads; ++i) {
            if (!history_.is_older(before_[i], before_[heads])) return;
        }
        for (std::size_t i = 0; i < heads; ++i) kept_[i].pinned = true;
    }

    void measure() {
        std::size_t loose = 0;
        for (const Kept& one : kept_) {
            if (one.pinned) continue;
            if (!one.anchor) {
                ++loose;
                continue;
            }
            if (anchors_++ == 0) first_ = one;
            last_ = one;
        }
        in_order_ = anchors_ >= 2 * loose;
        if (anchors_ == 0) return;
        for (std::size_t i = first_.to; i < last_.to; ++i) inserted_ |= is_new(after_[i]);
        for (std::size_t i = last_.to + 1; i < after_.size(); ++i) {
            pulled_in_ |= !was_.contains(after_[i]);
        }
        loose_ = loose;
    }

    // Without a URL to say so: most of the shorter page is there, in order, with nothing between.
    bool continues_plainly() const {
        return loose_ == 0 && !inserted_ &&
               kept_.size() * 2 >= std::min(before_.size(), after_.size());
    }

    RunEnd end_of(RecordId record) const {
        const auto place = was_.find(record);
        if (place == was_.end() || anchors_ == 0 || !in_order_) return RunEnd::unknown;
        const bool anchor_above = first_.from < place->second;
        const bool anchor_below = place->second < last_.from;
        if (!anchor_above) return RunEnd::unknown;
        // Unknown entries between known ones: the page shows a choice, and may not have chosen it.
        if (anchor_below) return inserted_ ? RunEnd::unknown : RunEnd::removed;
        // Below all that stayed. Something else now stands there, so it may have been removed.
        return pulled_in_ ? RunEnd::unknown : RunEnd::scrolled_off;
    }

    void add_shifts(Transition& transition) const {
        for (const Kept& one : kept_) {
            if (one.pinned) {
                transition.shifts.emplace_back(one.record, Shift::pinned);
            } else if (!one.anchor) {
                const bool to_top = one.to < first_.to && one.from > first_.from;
                transition.shifts.emplace_back(one.record, to_top ? Shift::bumped : Shift::moved);
            }
        }
    }

    std::span<const RecordId> before_, after_;
    const RecordHistory& history_;
    Places was_, is_;
    std::vector<Kept> kept_;  // by their places before
    Kept first_, last_;       // of the anchors
    std::size_t anchors_ = 0;
    std::size_t loose_ = 0;
    bool in_order_ = false;   // most kept their order
    bool inserted_ = false;   // something new stands between anchors
    bool pulled_in_ = false;  // something else stands below the last anchor
};

}  // namespace

Transition compare_states(std::span<const RecordId> before, std::span<const RecordId> after,
                          std::span<const RecordId> open, bool has_url,
                          const RecordHistory& history) {
    return Comparison(before, after, history).run(open, has_url);
}

}  // namespace feedarc
