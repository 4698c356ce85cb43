#include "cli/filter_options.hpp"

#include <feedarc/error.hpp>

#include "cli/configuration.hpp"
#include "cli/options.hpp"
#include "cli/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace feedarc::cli {
namespace {

struct SortName {
    std::string_view name;
    Sort sort;
};

constexpr std::array kSorts{
    SortName{"last-seen", Sort::last_seen}, SortName{"first-seen", Sort::first_seen},
    SortName{"published", Sort::published}, SortName{"sightings", Sort::sightings},
    SortName{"title", Sort::title},
};

Sort sort_named(std::string_view name) {
    const auto* const found = std::find_if(kSorts.begin(), kSorts.end(),
                                           [&](const SortName& row) { return row.name == name; });
    return found == kSorts.end() ? Sort::last_seen : found->sort;
}

bool equal_ignoring_case(std::string_view one, std::string_view other) {
    const auto lower = [](char byte) {
        return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
    };
    return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                      [&](char a, char b) { return lower(a) == lower(b); });
}

}  // namespace

void FilterOptions::add_to(CLI::App& app) {
    constexpr const char* kGroup = "Filters";
    const auto add_time = [&](const char* name, std::optional<std::string>& target,
                              const char* description) {
        add_text(app, name, target, "TIME", description).group(kGroup);
    };
    add_texts(app, "--category", categories, "NAME",
              "Only this category (may be repeated; '' is none)")
        .group(kGroup);
    add_choices(app, "--category-from", category_from, {"page", "rule", "suggested", "source"},
                "Only with a category from there (may be repeated)")
        .group(kGroup);
    add_text(app, "--source", source, "NAME", "Only this source").group(kGroup);
    add_time("--since", since, "Last seen at this time or later");
    add_time("--until", until, "Last seen at this time or earlier (a date: all of that day)");
    add_time("--first-seen-since", first_seen_since, "First seen at this time or later");
    add_time("--first-seen-until", first_seen_until, "First seen at this time or earlier");
    add_time("--published-since", published_since, "Published at this time or later");
    add_time("--published-until", published_until, "Published at this time or earlier");
    add_flag(app, "--present", present, "On a page now (in its latest healthy snapshot)")
        .group(kGroup);
    add_flag(app, "--gone", gone, "On no page any more").group(kGroup);
    add_flag(app, "--removed", removed, "Taken off a page while its neighbours stayed")
        .group(kGroup);
    add_time("--at", at, "What the pages showed at this time, in their order");
    std::vector<std::string> sorts;
    sorts.reserve(kSorts.size());
    for (const SortName& row : kSorts) sorts.emplace_back(row.name);
    add_choice(app, "--sort", sort, std::move(sorts), "Order (last-seen)").group(kGroup);
    add_flag(app, "--reverse", reverse, "The other way round").group(kGroup);
    add_number(app, "--limit", limit, {1}, "N", "At most so many (50 on a terminal)").group(kGroup);
    add_text(app, "--after", after, "CURSOR", "Go on after the record with this cursor")
        .group(kGroup);
}

void FilterOptions::add_search_to(CLI::App& app) {
    add_text(app, "--search", search, "QUERY", "Only what `feedarc search QUERY` finds")
        .group("Filters");
}

Filter FilterOptions::filter(const Context& context) const {
    const auto time = [&](std::string_view option, const std::optional<std::string>& text,
                          bool end) -> std::optional<Time> {
        if (!text) return std::nullopt;
        return context.time_of(option, *text, end);
    };
    Filter filter;
    filter.categories = categories;
    for (const std::string& name : category_from) {
        if (const auto from = category_from_name(name)) filter.category_from.push_back(*from);
    }
    filter.source = source;
    filter.since = time("--since", since, false);
    filter.until = time("--until", until, true);
    filter.first_seen_since = time("--first-seen-since", first_seen_since, false);
    filter.first_seen_until = time("--first-seen-until", first_seen_until, true);
    filter.published_since = time("--published-since", published_since, false);
    filter.published_until = time("--published-until", published_until, true);
    if (sort) filter.sort = sort_named(*sort);
    filter.presence = presence_filter();
    filter.reverse = reverse;
    filter.limit = limit;
    filter.after = after;
    if (search) {
        if (search->find_first_not_of(' ') == std::string::npos) {
            throw Error(ErrorCode::usage, "--search: say what to look for");
        }
        filter.query = *search;
    }
    return filter;
}

std::optional<PresenceFilter> FilterOptions::presence_filter() const {
    if (static_cast<int>(present) + static_cast<int>(gone) + static_cast<int>(removed) > 1) {
        throw Error(ErrorCode::usage,
                    "--present, --gone, --removed: only one of them; what is removed is gone too");
    }
    if (present) return PresenceFilter::present;
    if (gone) return PresenceFilter::gone;
    if (removed) return PresenceFilter::removed;
    return std::nullopt;
}

std::optional<Time> FilterOptions::as_of(const Context& context) const {
    if (!at) return std::nullopt;
    const bool other = since || until || first_seen_since || first_seen_until || published_since ||
                       published_until || present || gone || removed || sort || reverse || after ||
                       search;
    if (other) {
        throw Error(ErrorCode::usage,
                    "--at shows pages as they were, in their own order: beside it only --source, "
                    "--category, --category-from, --limit and --count choose");
    }
    return context.time_of("--at", *at, true);
}

void require_source(Archive& archive, const std::string& name) {
    std::vector<std::string> names;
    for (const SourceInfo& source : archive.sources()) names.push_back(source.name);
    if (std::find(names.begin(), names.end(), name) == names.end()) no_such_source(name, names);
}

std::vector<std::pair<std::string, std::string>> FilterOptions::given() const {
    std::vector<std::pair<std::string, std::string>> all;
    for (const std::string& category : categories) all.emplace_back("--category", category);
    for (const std::string& from : category_from) all.emplace_back("--category-from", from);
    const auto add = [&](const char* name, const std::optional<std::string>& value) {
        if (value) all.emplace_back(name, *value);
    };
    const auto add_flag = [&](const char* name, bool set) {
        if (set) all.emplace_back(name, "");
    };
    add("--source", source);
    add("--since", since);
    add("--until", until);
    add("--first-seen-since", first_seen_since);
    add("--first-seen-until", first_seen_until);
    add("--published-since", published_since);
    add("--published-until", published_until);
    add_flag("--present", present);
    add_flag("--gone", gone);
    add_flag("--removed", removed);
    add("--at", at);
    add("--sort", sort);
    add_flag("--reverse", reverse);
    if (limit) all.emplace_back("--limit", std::to_string(*limit));
    add("--after", after);
    add("--search", search);
    return all;
}

void explain_no_match(const Context& context, Archive& archive, const Filter& filter) {
    if (filter.source) {
        std::vector<std::string> names;
        for (const SourceInfo& source : archive.sources()) names.push_back(source.name);
        if (std::find(names.begin(), names.end(), *filter.source) == names.end()) {
            context.note(fmt::format("there is no source '{}'{}", *filter.source,
                                     did_you_mean(*filter.source, names)));
            return;
        }
    }
    if (filter.categories.empty()) return;
    std::vector<std::string> names;
    for (const CategoryInfo& category : archive.categories(filter.source)) {
        names.push_back(category.name);
    }
    for (const std::string& typed : filter.categories) {
        const bool known = std::any_of(names.begin(), names.end(), [&](const std::string& name) {
            return equal_ignoring_case(name, typed);
        });
        if (known || typed.empty()) continue;
        context.note(fmt::format("there is no category '{}'{}", typed, did_you_mean(typed, names)));
    }
}

}  // namespace feedarc::cli
