#pragma once

#include <feedarc/presence.hpp>

#include <cstddef>
#include <deque>
#include <vector>

namespace feedarc {

/// A state of a page among its neighbours.
struct JudgedState {
    PageState state;
    std::vector<RecordId> sorted;  ///< the records, to compare sets
    Health health{};
};

/// How many records two sorted lists share.
[[nodiscard]] std::size_t count_shared(const std::vector<RecordId>& one,
                                       const std::vector<RecordId>& other);

/// The verdict on states[index], by the states within PresenceWalk::kReach of it. Asks for profiles
/// only where it shares nothing with those before it. Without a URL another page is no obstacle.
[[nodiscard]] Health judge_health(const std::deque<JudgedState>& states, std::size_t index,
                                  bool has_url, PresenceSink& sink);

}  // namespace feedarc
