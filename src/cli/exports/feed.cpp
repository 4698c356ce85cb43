#include "app/feeds.hpp"
#include "cli/exports/exports.hpp"
#include "cli/stop.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace feedarc::cli {
namespace {

// So many entries has a feed where nobody says how many: readers come back for more.
constexpr std::int64_t kLimit = 50;

// In which order and how many of them is no matter of which.
bool is_choice(std::string_view option) {
    constexpr std::array<std::string_view, 4> kOthers{"--sort", "--reverse", "--limit", "--after"};
    return std::find(kOthers.begin(), kOthers.end(), option) == kOthers.end();
}

app::FeedHead head_of(const Context& context, const ExportRequest& request) {
    app::FeedHead head;
    head.title = request.title.value_or(default_title(request));
    head.self_url = request.feed_url.value_or("");
    head.home_url = request.home_url.value_or("");
    for (const auto& [option, value] : request.filter.given()) {
        if (!is_choice(option)) continue;
        head.choice.push_back(option);
        head.choice.push_back(value);
    }
    for (const EventKind kind : request.events) head.choice.emplace_back(to_string(kind));
    head.stop = stop_of(context);
    return head;
}

// What is of no account to a reader of articles is left out where nobody asks for it.
std::vector<EventKind> kinds_of(const ExportRequest& request) {
    if (!request.events.empty()) return request.events;
    return {EventKind::appeared, EventKind::returned, EventKind::revised, EventKind::removed};
}

EventFilter events_of(const Filter& filter, const ExportRequest& request) {
    EventFilter events;
    events.source = filter.source;
    events.categories = filter.categories;
    events.since = filter.since;
    events.until = filter.until;
    events.kinds = kinds_of(request);
    events.limit = filter.limit.value_or(kLimit);
    events.reverse = true;
    return events;
}

render::Feed feed_of(const Context& context, Archive& archive, const ExportRequest& request) {
    const app::FeedHead head = head_of(context, request);
    Filter filter = request.filter.filter(context);
    if (request.changes) return app::feed_of_events(archive, events_of(filter, request), head);
    if (!filter.limit) filter.limit = kLimit;
    if (!request.filter.sort) filter.sort = Sort::first_seen;
    return app::feed_of_records(archive, filter, request.filter.as_of(context), head);
}

}  // namespace

std::string default_title(const ExportRequest& request) {
    std::string title = request.filter.source.value_or("");
    for (const std::string& category : request.filter.categories) {
        if (!title.empty()) title += ": ";
        title += category.empty() ? "without a category" : category;
    }
    if (request.filter.search) {
        title += fmt::format("{}{}", title.empty() ? "" : ": ", *request.filter.search);
    }
    if (title.empty()) title = "feedarc";
    return request.changes ? "Changes: " + title : title;
}

std::int64_t export_as_feed(const Context& context, Archive& archive, const ExportRequest& request,
                            const base::ByteSink& sink) {
    const render::Feed feed = feed_of(context, archive, request);
    render::feed_format_named(request.format).write(feed, sink);
    return static_cast<std::int64_t>(feed.entries.size());
}

}  // namespace feedarc::cli
