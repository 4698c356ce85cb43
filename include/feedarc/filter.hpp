#pragma once

#include <feedarc/category.hpp>
#include <feedarc/time.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace feedarc {

/// Which records by their presence: on a page now, on none any more, taken off while their
/// neighbours stayed.
enum class PresenceFilter { present, gone, removed };

enum class Sort {
    last_seen,
    first_seen,
    published,
    sightings,
    title,
    relevance,  ///< of what is searched for: the best first, then newest last-seen
};

/// Which records, in which order. The default is all of them, newest last-seen first.
///
/// `since` bounds are inclusive and `until` bounds too. Every order is total and does not depend on
/// the order in which snapshots were ingested: records seen last at the same time come in the order
/// of their page.
struct Filter {
    std::vector<std::string> categories;  ///< any of these, ASCII case ignored; "" is "no category"
    std::vector<CategoryFrom> category_from;  ///< any of these
    std::optional<std::string> source;
    std::optional<Time> since, until;  ///< by last seen
    std::optional<Time> first_seen_since, first_seen_until;
    std::optional<Time> published_since, published_until;  ///< by the start of the published date
    std::optional<PresenceFilter> presence;
    /// What some revision must show in title and text, as a person types it (docs/search.md);
    /// empty: anything. Every text is a query.
    std::string query;
    Sort sort = Sort::last_seen;
    bool reverse = false;
    std::optional<std::int64_t> limit;
    std::optional<std::string> after;  ///< a cursor of a record of the same sort and direction
};

}  // namespace feedarc
