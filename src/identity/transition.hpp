#pragma once

#include <feedarc/presence.hpp>

#include <functional>
#include <span>
#include <utility>
#include <vector>

namespace feedarc {

/// What happened between two healthy states of a page.
struct Transition {
    bool continues = false;  ///< they share a record
    std::vector<std::pair<RecordId, RunEnd>> ends;
    std::vector<std::pair<RecordId, Shift>> shifts;
};

/// What a transition asks of records.
struct RecordHistory {
    /// Whether a record stood on the page before, in a run that has ended.
    std::function<bool(RecordId)> stood_before;
    /// Whether the run of the one began before that of the other; both stand on the page before.
    std::function<bool(RecordId, RecordId)> is_older;
};

/// Compares two states, given by their records in order. `open` are the records whose runs may end:
/// those on the page before, and those that an unhealthy snapshot in between showed. `has_url`:
/// whether both are known to be of one page.
[[nodiscard]] Transition compare_states(std::span<const RecordId> before,
                                        std::span<const RecordId> after,
                                        std::span<const RecordId> open, bool has_url,
                                        const RecordHistory& history);

}  // namespace feedarc
