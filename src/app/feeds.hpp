#pragma once

#include <feedarc/archive.hpp>

#include "render/feeds/feed.hpp"

#include <atomic>
#include <optional>
#include <string>
#include <vector>

namespace feedarc::app {

/// What a feed says of itself.
struct FeedHead {
    std::string title;
    std::string home_url;  ///< empty: the page of its source, where it has only one
    std::string self_url;  ///< may be empty
    /// Which records, in words that do not depend on the time of day. They make the id of a feed
    /// whose `self_url` is not known.
    std::vector<std::string> choice;
    const std::atomic<int>* stop = nullptr;  ///< set to a signal number: give up
};

/// The records of a filter as the entries of a feed; with `at`, what the pages showed at that time.
///
/// An entry has the uuid of its record for an id. It was published when its page says so, where
/// that is a day at least, else when it was first seen, and updated when its latest revision was
/// first seen. Throws Error(interrupted).
[[nodiscard]] render::Feed feed_of_records(Archive& archive, const Filter& filter,
                                           const std::optional<Time>& at, const FeedHead& head);

/// Events as the entries of a feed. The id of each is made of all that it says and of its record's
/// uuid.
[[nodiscard]] render::Feed feed_of_events(Archive& archive, const EventFilter& filter,
                                          const FeedHead& head);

}  // namespace feedarc::app
