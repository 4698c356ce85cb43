#include "app/audit_joins.hpp"

#include <feedarc/identity.hpp>
#include <feedarc/time.hpp>

#include "identity/similarity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace feedarc::app {
namespace {

// A record with more is judged by these: the first ones seen.
constexpr std::size_t kMostCompared = 60;
// A date of publication is put right by less.
constexpr std::chrono::days kDistant{14};

// Reasons add up; each leaves that part of the trust.
constexpr double kUnlikeText = 0.5;
constexpr double kUnlikeTitle = 0.4;
constexpr double kDistantDays = 0.3;
constexpr double kTwoPermalinks = 0.4;

struct Traits {
    std::string title, text;
    std::optional<Hash128> permalink;
    std::optional<Time> day;
    Time first_seen{}, last_seen{};
};

Traits traits_of(const Revision& revision) {
    const Content content = make_content(revision.entry);
    Traits traits{normalise(revision.entry.title),
                  normalise(revision.entry.excerpt),
                  content.permalink,
                  std::nullopt,
                  revision.first_seen,
                  revision.last_seen};
    const Published& published = revision.entry.published;
    if (published.precision >= DatePrecision::day) {
        traits.day = parse_time(published.value.substr(0, 10), Time{});
    }
    return traits;
}

// What of one revision speaks against another.
struct Against {
    double trust = 1;
    std::vector<std::string> reasons;

    void add(double weight, std::string reason) {
        trust *= 1 - weight;
        reasons.push_back(std::move(reason));
    }
};

bool alive_at_once(const Traits& one, const Traits& other) {
    return one.first_seen < other.last_seen && other.first_seen < one.last_seen;
}

Against against(const Traits& one, const Traits& other) {
    Against found;
    const bool titles = !one.title.empty() && !other.title.empty();
    if (titles && one.title != other.title &&
        shared_part(one.title, other.title) < kUnrelatedTexts) {
        found.add(kUnlikeTitle, "unlike titles");
    }
    if (!one.text.empty() && !other.text.empty() && one.text != other.text &&
        shared_part(one.text, other.text) < kUnrelatedTexts) {
        found.add(kUnlikeText, "unlike texts");
    }
    if (one.day && other.day && std::chrono::abs(*one.day - *other.day) > kDistant) {
        found.add(kDistantDays,
                  fmt::format("published {} and {}", format_time(*one.day).substr(0, 10),
                              format_time(*other.day).substr(0, 10)));
    }
    if (one.permalink && other.permalink && one.permalink != other.permalink &&
        alive_at_once(one, other)) {
        found.add(kTwoPermalinks, "two permalinks at the same time");
    }
    return found;
}

}  // namespace

UnlikeRevisions find_unlike(const std::vector<Revision>& revisions) {
    UnlikeRevisions unlike;
    std::vector<Traits> traits;
    for (const Revision& revision : revisions) {
        if (traits.size() == kMostCompared) break;
        traits.push_back(traits_of(revision));
    }
    for (std::size_t i = 1; i < traits.size(); ++i) {
        // Of one article each revision resembles one before it.
        Against least = against(traits[i - 1], traits[i]);
        for (std::size_t k = 0; k + 1 < i && least.trust < 1; ++k) {
            Against found = against(traits[k], traits[i]);
            if (found.trust > least.trust) least = std::move(found);
        }
        if (least.trust == 1) continue;
        const double score = 1 - least.trust;
        if (score > unlike.score) {
            unlike.score = score;
            unlike.reasons = std::move(least.reasons);
            unlike.odd.clear();
        }
        if (score == unlike.score) unlike.odd.push_back(i);
    }
    return unlike;
}

}  // namespace feedarc::app
