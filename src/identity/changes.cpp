#include <feedarc/changes.hpp>
#include <feedarc/fingerprint.hpp>

#include "text/unicode.hpp"
#include "text/url.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace feedarc {
namespace {

// What a text says, and whether a mark at its end says that it goes on.
struct Shown {
    std::string normal;
    bool is_cut = false;

    explicit Shown(const std::string& text)
        : normal(normalise(text)), is_cut(normal.size() != text::fold_without_space(text).size()) {}
};

ChangeKind change_of_text(const std::string& before, const std::string& after) {
    const Shown earlier(before);
    const Shown later(after);
    if (earlier.normal == later.normal) return ChangeKind::reformatted;
    if (earlier.normal.starts_with(later.normal)) return ChangeKind::cut;
    if (!later.normal.starts_with(earlier.normal)) return ChangeKind::edited;
    return earlier.is_cut ? ChangeKind::cut : ChangeKind::extended;
}

ChangeKind change_of_url(const std::string& before, const std::string& after) {
    const auto earlier = text::canonical_url(before);
    return earlier && earlier == text::canonical_url(after) ? ChangeKind::reformatted
                                                            : ChangeKind::moved;
}

ChangeKind change_of_category(const std::string& before, const std::string& after) {
    return normalise(before) == normalise(after) ? ChangeKind::reformatted : ChangeKind::moved;
}

// How many characters of a date's value its precision speaks for.
std::size_t spoken_for(DatePrecision precision) noexcept {
    switch (precision) {
        case DatePrecision::none: break;
        case DatePrecision::year: return sizeof "2026" - 1;
        case DatePrecision::month: return sizeof "2026-01" - 1;
        case DatePrecision::week:
        case DatePrecision::day: return sizeof "2026-01-11" - 1;
        case DatePrecision::hour: return sizeof "2026-01-11T08" - 1;
        case DatePrecision::minute: return sizeof "2026-01-11T08:30" - 1;
        case DatePrecision::second: return sizeof "2026-01-11T08:30:00" - 1;
    }
    return 0;
}

// A week is dated by one of its days, whichever the page showed.
bool in_week(std::string_view week, std::string_view date) {
    const auto one = parse_time(week.substr(0, spoken_for(DatePrecision::day)), Time{});
    const auto other = parse_time(date.substr(0, spoken_for(DatePrecision::day)), Time{});
    return one && other && std::chrono::abs(*one - *other) < std::chrono::days{7};
}

bool agrees(const Published& vague, const Published& precise) {
    if (vague.precision == DatePrecision::week) return in_week(vague.value, precise.value);
    const std::size_t size = spoken_for(vague.precision);
    return vague.value.substr(0, size) == precise.value.substr(0, size);
}

ChangeKind change_of_date(const Published& before, const Published& after) {
    if (before.precision < after.precision && agrees(before, after)) {
        return ChangeKind::more_precise;
    }
    if (before.precision > after.precision && agrees(after, before)) {
        return ChangeKind::less_precise;
    }
    return ChangeKind::corrected;
}

}  // namespace

const char* to_string(EntryField field) noexcept {
    switch (field) {
        case EntryField::title: return "title";
        case EntryField::url: return "url";
        case EntryField::guid: return "guid";
        case EntryField::category: return "category";
        case EntryField::published: return "published";
        case EntryField::excerpt: return "excerpt";
    }
    return "";
}

const char* to_string(ChangeKind kind) noexcept {
    switch (kind) {
        case ChangeKind::gained: return "gained";
        case ChangeKind::lost: return "lost";
        case ChangeKind::reformatted: return "reformatted";
        case ChangeKind::edited: return "edited";
        case ChangeKind::extended: return "extended";
        case ChangeKind::cut: return "cut";
        case ChangeKind::moved: return "moved";
        case ChangeKind::corrected: return "corrected";
        case ChangeKind::more_precise: return "more-precise";
        case ChangeKind::less_precise: return "less-precise";
        case ChangeKind::changed: return "changed";
    }
    return "";
}

std::vector<Change> changes_between(const Entry& before, const Entry& after) {
    std::vector<Change> changes;
    const auto compare = [&](EntryField field, const auto& earlier, const auto& later, bool had_one,
                             bool has_one, auto kind_of) {
        if (earlier == later) return;
        if (!had_one || !has_one) {
            changes.push_back({field, has_one ? ChangeKind::gained : ChangeKind::lost});
        } else {
            changes.push_back({field, kind_of(earlier, later)});
        }
    };
    const auto compare_text = [&](EntryField field, const std::string& earlier,
                                  const std::string& later, auto kind_of) {
        compare(field, earlier, later, !earlier.empty(), !later.empty(), kind_of);
    };
    compare_text(EntryField::title, before.title, after.title, change_of_text);
    compare_text(EntryField::url, before.url, after.url, change_of_url);
    compare_text(EntryField::guid, before.guid, after.guid,
                 [](const auto&, const auto&) { return ChangeKind::changed; });
    compare_text(EntryField::category, before.category, after.category, change_of_category);
    compare(EntryField::published, before.published, after.published,
            !before.published.value.empty(), !after.published.value.empty(), change_of_date);
    compare_text(EntryField::excerpt, before.excerpt, after.excerpt, change_of_text);
    return changes;
}

std::vector<std::vector<Change>> changes_of(std::span<const Revision> revisions) {
    std::vector<std::vector<Change>> changes(revisions.size());
    for (std::size_t i = 1; i < revisions.size(); ++i) {
        changes[i] = changes_between(revisions[i - 1].entry, revisions[i].entry);
    }
    return changes;
}

std::string describe(const Change& change) {
    std::string field = to_string(change.field);
    if (change.field == EntryField::url) field = "permalink";
    if (change.field == EntryField::guid) field = "GUID";
    if (change.field == EntryField::published) field = "date";
    switch (change.kind) {
        case ChangeKind::cut: return field + " cut elsewhere";
        case ChangeKind::more_precise: return field + " more precise";
        case ChangeKind::less_precise: return field + " less precise";
        default: return field + ' ' + to_string(change.kind);
    }
}

}  // namespace feedarc
