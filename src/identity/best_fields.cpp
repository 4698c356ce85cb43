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

}  // namespace

BestFields best_fields(std::span<const Revision> revisions) {
    std::vector<std::size_t> order(revisions.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return later(revisions[a], revisions[b]); });

    BestFields best;
    std::size_t longest = 0;
    best.excerpt_revision = order.front();
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
            best.excerpt_revision = index;
        }
    }
    best.entry.excerpt = revisions[best.excerpt_revision].entry.excerpt;
    return best;
}

}  // namespace feedarc
