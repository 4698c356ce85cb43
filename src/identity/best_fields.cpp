#include <feedarc/identity.hpp>

#include "text/unicode.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace feedarc {
namespace {

// Latest first; what was seen last at the same time is told apart by its text, never by its place.
bool later(const Revision& one, const Revision& other) {
    return std::tie(one.last_seen, one.first_seen, one.fingerprint, one.entry) >
           std::tie(other.last_seen, other.first_seen, other.fingerprint, other.entry);
}

// Whether a date begins later than an instant: values are prefixes of what format_time() writes.
bool is_behind(const Published& date, Time time) {
    return date.value > format_time(time).substr(0, date.value.size());
}

Published date_of_ages(std::span<const Revision> revisions) {
    const auto first = std::min_element(
        revisions.begin(), revisions.end(),
        [](const auto& one, const auto& other) { return one.first_seen < other.first_seen; });
    std::optional<AgeSighting> best;
    for (const Revision& revision : revisions) {
        if (revision.age && is_better_age(*revision.age, best, first->first_seen)) {
            best = revision.age;
        }
    }
    return best ? published_at(best->age, best->captured_at) : Published{};
}

}  // namespace

bool is_better_age(const AgeSighting& seen, const std::optional<AgeSighting>& best,
                   Time first_seen) {
    const Published date = published_at(seen.age, seen.captured_at);
    if (date.value.empty() || is_behind(date, first_seen)) return false;
    if (!best) return true;
    const Published known = published_at(best->age, best->captured_at);
    if (date.precision != known.precision) return date.precision > known.precision;
    return std::tie(seen.captured_at, date.value, seen.age) <
           std::tie(best->captured_at, known.value, best->age);
}

BestFields best_fields(std::span<const Revision> revisions) {
    std::vector<std::size_t> order(revisions.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return later(revisions[a], revisions[b]); });

    BestFields best;
    std::size_t longest = 0;
    std::size_t excerpt_revision = order.front();
    for (const std::size_t index : order) {
        const Entry& entry = revisions[index].entry;
        if (best.entry.title.empty()) best.entry.title = entry.title;
        if (best.entry.url.empty()) best.entry.url = entry.url;
        if (best.entry.guid.empty()) best.entry.guid = entry.guid;
        if (best.entry.category.empty()) best.entry.category = entry.category;
        if (entry.published.precision > best.entry.published.precision) {
            best.entry.published = entry.published;
        }
        const std::size_t characters = text::count_characters(entry.excerpt);
        if (characters > longest) {
            longest = characters;
            excerpt_revision = index;
        }
    }
    if (best.entry.published.value.empty()) best.entry.published = date_of_ages(revisions);
    const Revision& excerpt = revisions[excerpt_revision];
    best.entry.excerpt = excerpt.entry.excerpt;
    best.excerpt_content = excerpt.content;
    best.fingerprint = excerpt.fingerprint;
    return best;
}

}  // namespace feedarc
