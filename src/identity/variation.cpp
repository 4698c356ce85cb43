#include <feedarc/identity.hpp>
#include <feedarc/variation.hpp>

#include "identity/number_places.hpp"
#include "text/unicode.hpp"
#include "text/url.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace feedarc {
namespace {

// A text with some of its numbers taken out. Entries hold no NUL, which stands for them.
template <typename IsMasked>
std::string masked(std::string_view text, const std::vector<PlacedNumber>& numbers,
                   IsMasked is_masked) {
    std::string result;
    result.reserve(text.size());
    std::size_t at = 0;
    for (const PlacedNumber& number : numbers) {
        if (!is_masked(number.place)) continue;
        result.append(text, at, number.begin - at);
        result += '\0';
        result.append(text, number.end, number.tail - number.end);
        at = number.tail_end;
    }
    result.append(text, at);
    return result;
}

// The two texts of an entry with their numbers.
struct NumberedTexts {
    std::string_view title, excerpt;
    std::vector<PlacedNumber> in_title, in_excerpt;

    explicit NumberedTexts(const Entry& entry)
        : title(entry.title),
          excerpt(entry.excerpt),
          in_title(placed_numbers(entry.title, "title")),
          in_excerpt(placed_numbers(entry.excerpt, "excerpt")) {}

    [[nodiscard]] bool has_none() const { return in_title.empty() && in_excerpt.empty(); }

    // What masking all of them takes out, in order, each with its place.
    [[nodiscard]] std::vector<std::pair<Place, std::string>> values() const {
        std::vector<std::pair<Place, std::string>> values;
        const auto add = [&](std::string_view text, const std::vector<PlacedNumber>& numbers) {
            for (const PlacedNumber& number : numbers) {
                std::string value(text.substr(number.begin, number.end - number.begin));
                value += '\0';
                value += text.substr(number.tail, number.tail_end - number.tail);
                values.emplace_back(number.place, std::move(value));
            }
        };
        add(title, in_title);
        add(excerpt, in_excerpt);
        return values;
    }

    template <typename IsMasked>
    [[nodiscard]] std::pair<std::string, std::string> mask(IsMasked is_masked) const {
        return {masked(title, in_title, is_masked), masked(excerpt, in_excerpt, is_masked)};
    }
};

bool earlier(const Revision& one, const Revision& other) {
    return std::tie(one.first_seen, one.last_seen, one.fingerprint, one.entry) <
           std::tie(other.first_seen, other.last_seen, other.fingerprint, other.entry);
}

// Which of two contents of one face stands for both: the one seen last.
bool stands_behind(const Revision& one, const Revision& other) {
    return std::tie(one.last_seen, one.fingerprint, one.entry) <
           std::tie(other.last_seen, other.fingerprint, other.entry);
}

// The contents of one face as one revision.
Revision joined(const std::vector<Revision>& contents) {
    Revision revision = *std::max_element(contents.begin(), contents.end(), stands_behind);
    revision.age.reset();
    revision.sightings = 0;
    if (contents.size() > 1) revision.content = 0;
    for (const Revision& content : contents) {
        revision.first_seen = std::min(revision.first_seen, content.first_seen);
        revision.sightings += content.sightings;
    }
    for (const Revision& content : contents) {
        if (content.age && is_better_age(*content.age, revision.age, revision.first_seen)) {
            revision.age = content.age;
        }
    }
    return revision;
}

// Of more contents each is looked at once, which costs less than each pair.
constexpr std::size_t kFewContents = 8;

// No number, age and what belongs to them is longer on either side of a place within it.
constexpr std::size_t kWindow = 64;

// A text around a place, cut where characters begin.
std::string_view around(std::string_view text, std::size_t place) {
    const auto is_inside = [&](std::size_t at) {
        return at < text.size() && text::is_continuation(text[at]);
    };
    std::size_t begin = place > kWindow ? place - kWindow : 0;
    std::size_t end = std::min(text.size(), place + kWindow);
    while (begin > 0 && is_inside(begin)) --begin;
    while (is_inside(end)) ++end;
    return text.substr(begin, end - begin);
}

// Whether two texts may differ in nothing but numbers: then there is one where they begin to
// differ. Most edits are told from that without a look at the rest.
bool may_differ_in_numbers(std::string_view one, std::string_view other) {
    const auto [left, right] = std::mismatch(one.begin(), one.end(), other.begin(), other.end());
    if (left == one.end() && right == other.end()) return true;
    const auto place = static_cast<std::size_t>(left - one.begin());
    return !placed_numbers(around(one, place), "").empty() &&
           !placed_numbers(around(other, place), "").empty();
}

// The contents that may be equal to another one but for numbers.
std::vector<const Entry*> comparable(std::span<const Revision> contents) {
    std::vector<bool> wanted(contents.size(), contents.size() > kFewContents);
    for (std::size_t i = 0; i < contents.size(); ++i) {
        for (std::size_t k = i + 1; k < contents.size(); ++k) {
            if (wanted[i] && wanted[k]) continue;
            const Entry& one = contents[i].entry;
            const Entry& other = contents[k].entry;
            if (may_differ_in_numbers(one.title, other.title) &&
                may_differ_in_numbers(one.excerpt, other.excerpt)) {
                wanted[i] = wanted[k] = true;
            }
        }
    }
    std::vector<const Entry*> entries;
    for (std::size_t i = 0; i < contents.size(); ++i) {
        if (wanted[i]) entries.push_back(&contents[i].entry);
    }
    return entries;
}

}  // namespace

std::vector<Place> changing_places(std::span<const Revision> contents) {
    if (contents.size() < 2) return {};
    std::map<std::pair<std::string, std::string>, std::vector<NumberedTexts>> equal;
    for (const Entry* content : comparable(contents)) {
        NumberedTexts texts(*content);
        if (texts.has_none()) continue;
        auto frame = texts.mask([](Place) { return true; });
        equal[std::move(frame)].push_back(std::move(texts));
    }
    std::set<Place> places;
    for (const auto& [frame, group] : equal) {
        const auto first = group.front().values();
        for (const NumberedTexts& texts : group) {
            const auto values = texts.values();
            for (std::size_t i = 0; i < std::min(first.size(), values.size()); ++i) {
                if (first[i].second == values[i].second) continue;
                places.insert({first[i].first, values[i].first});
            }
        }
    }
    return {places.begin(), places.end()};
}

std::vector<Place> volatile_places(std::span<const PlaceCount> changed, std::int64_t records) {
    std::vector<Place> places;
    for (const PlaceCount& one : changed) {
        if (one.records >= kLeastVolatileRecords &&
            one.records >=
                (records + kMostRecordsForOneVolatile - 1) / kMostRecordsForOneVolatile) {
            places.push_back(one.place);
        }
    }
    std::sort(places.begin(), places.end());
    return places;
}

Hash128 revision_face(const Entry& content, std::span<const Place> volatile_places) {
    Entry face = content;
    if (auto url = text::canonical_url(content.url)) face.url = std::move(*url);
    if (!volatile_places.empty()) {
        std::tie(face.title, face.excerpt) = NumberedTexts(content).mask([&](Place place) {
            return std::binary_search(volatile_places.begin(), volatile_places.end(), place);
        });
    }
    return content_hash(face);
}

std::vector<Revision> revisions_of(std::vector<Revision> contents,
                                   std::span<const Place> volatile_places) {
    std::map<Hash128, std::vector<Revision>> faces;
    for (Revision& content : contents) {
        const Hash128 face = revision_face(content.entry, volatile_places);
        faces[face].push_back(std::move(content));
    }
    std::vector<Revision> revisions;
    revisions.reserve(faces.size());
    for (const auto& [face, group] : faces) revisions.push_back(joined(group));
    std::sort(revisions.begin(), revisions.end(), earlier);
    return revisions;
}

void group_revisions(RecordDetail& detail) {
    const auto face_of = [&](const Revision& content) {
        return revision_face(content.entry, detail.volatile_places);
    };
    std::vector<Hash128> faces;
    faces.reserve(detail.revisions.size());
    for (const Revision& content : detail.revisions) faces.push_back(face_of(content));
    detail.revisions = revisions_of(std::move(detail.revisions), detail.volatile_places);
    std::map<Hash128, std::int64_t> numbers;
    for (const Revision& revision : detail.revisions) {
        numbers.emplace(face_of(revision), static_cast<std::int64_t>(numbers.size()) + 1);
    }
    const auto name_revision = [&](auto& row) {
        row.revision = numbers.at(faces.at(static_cast<std::size_t>(row.revision - 1)));
    };
    std::for_each(detail.sightings.begin(), detail.sightings.end(), name_revision);
    std::for_each(detail.joins.begin(), detail.joins.end(), name_revision);
}

std::int64_t count_variants(std::span<const Revision> contents,
                            std::span<const Place> volatile_places) {
    if (contents.size() < 2) return 0;
    std::set<Hash128> faces;
    for (const Revision& content : contents) {
        faces.insert(revision_face(content.entry, volatile_places));
    }
    return static_cast<std::int64_t>(contents.size() - faces.size());
}

}  // namespace feedarc
