#include "identity/traits.hpp"

#include "identity/link_keys.hpp"
#include "identity/similarity.hpp"
#include "text/url.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>
#include <string_view>

namespace feedarc {
namespace {

// By so much a date of publication is put right; but not by whole weeks, as columns come.
constexpr std::chrono::days kMostCorrected{14};
constexpr std::chrono::days kWeek{7};

// Both sides show something and nothing of it is equal.
template <typename Value>
bool differ(const std::set<Value>& one, const std::set<Value>& other) {
    if (one.empty() || other.empty()) return false;
    return std::none_of(one.begin(), one.end(),
                        [&](const Value& value) { return other.contains(value); });
}

// How much the most alike of two sets of texts share; nothing where a side shows none.
std::optional<double> likeness(const Traits& one, const Traits& other) {
    if (one.texts.empty() || other.texts.empty()) return std::nullopt;
    double best = 0;
    for (const std::string& left : one.texts) {
        for (const std::string& right : other.texts)
            best = std::max(best, shared_part(left, right));
    }
    return best;
}

std::chrono::sys_days day_of(std::string_view text) {
    unsigned year = 0;
    unsigned month = 1;
    unsigned day = 1;
    std::from_chars(text.data(), text.data() + 4, year);
    std::from_chars(text.data() + 5, text.data() + 7, month);
    std::from_chars(text.data() + 8, text.data() + 10, day);
    return std::chrono::year(static_cast<int>(year)) / std::chrono::month(month) /
           std::chrono::day(day);
}

// Whether some day of the one lies near some day of the other.
bool near(const std::set<std::string>& one, const std::set<std::string>& other) {
    return std::any_of(one.begin(), one.end(), [&](const std::string& left) {
        return std::any_of(other.begin(), other.end(), [&](const std::string& right) {
            const auto apart = std::chrono::abs(day_of(left) - day_of(right));
            return apart <= kMostCorrected && apart % kWeek != std::chrono::days(0);
        });
    });
}

}  // namespace

void Traits::add(const Entry& entry, const std::optional<Hash128>& permalink,
                 const std::optional<Hash128>& guid) {
    if (!entry.title.empty()) titles.insert(normalise(entry.title));
    if (permalink) permalinks.insert(*permalink);
    if (guid) guids.insert(*guid);
    const Published& published = entry.published;
    if (published.precision >= DatePrecision::day) days.insert(published.value.substr(0, 10));
}

void Traits::add(const Entry& entry) {
    const LinkKeys links = link_keys(entry);
    add(entry, links.permalink, links.guid);
}

void Traits::add_proof(const Entry& entry) {
    if (link_keys(entry).permalink) {
        folders.insert(text::folder_of(entry.url));
        is_named = is_named || !text::slug_of(entry.url).empty();
    }
    if (!entry.excerpt.empty()) texts.insert(normalise(entry.excerpt));
}

bool contradict(const Traits& one, const Traits& other, bool strong) {
    if (differ(one.titles, other.titles)) return true;
    const bool links_differ = differ(one.permalinks, other.permalinks);
    const bool days_differ = differ(one.days, other.days);
    if (strong) return links_differ && days_differ && !near(one.days, other.days);
    return links_differ || days_differ;
}

bool contradict_move(const Traits& one, const Traits& other) {
    const auto alike = likeness(one, other);
    if (differ(one.days, other.days)) {
        return !near(one.days, other.days) || alike.value_or(0) < kVariantTexts;
    }
    if (alike && *alike < kUnrelatedTexts) return true;
    const bool same_day = !one.days.empty() && !other.days.empty();
    if (same_day || alike.value_or(0) >= kVariantTexts) return false;
    // Nothing but the title and the name: columns come again in the next month's folder.
    return differ(one.folders, other.folders);
}

bool are_numbers(const Traits& one, const Traits& other) {
    return !one.is_named && !other.is_named;
}

bool contradict_variant(const Traits& one, const Traits& other) {
    return differ(one.titles, other.titles) || differ(one.permalinks, other.permalinks) ||
           differ(one.guids, other.guids) || differ(one.days, other.days);
}

bool share_title(const Traits& one, const Traits& other) {
    return !one.titles.empty() && !other.titles.empty() && !differ(one.titles, other.titles);
}

}  // namespace feedarc
