#include "app/feeds.hpp"

#include <feedarc/hash.hpp>
#include <feedarc/variation.hpp>

#include "app/interrupted_export.hpp"
#include "base/uuid.hpp"
#include "text/width.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

namespace feedarc::app {
namespace {

std::string urn_of(const FieldHash& hash) {
    return base::uuid_urn(base::as_uuid(hash.finish()));
}

// Where a feed is published is its own alone; else it is named by what was chosen.
std::string id_of_feed(std::string_view kind, std::string_view self_url,
                       const std::vector<std::string>& choice) {
    FieldHash hash;
    hash.add(std::string_view("feed"));
    if (!self_url.empty()) return urn_of(hash.add(self_url));
    hash.add(kind);
    for (const std::string& word : choice) hash.add(std::string_view(word));
    return urn_of(hash);
}

// The sources of an archive, as entries name them.
class Sources {
public:
    explicit Sources(Archive& archive) {
        for (const SourceInfo& source : archive.sources()) {
            sources_[source.name] = {
                source.name, id_of_feed("records", {}, {"--source", source.name}), source.url};
        }
    }
    [[nodiscard]] render::FeedSource operator[](const std::string& name) const {
        const auto found = sources_.find(name);
        return found == sources_.end() ? render::FeedSource{name, "", ""} : found->second;
    }

private:
    std::map<std::string, render::FeedSource> sources_;
};

render::Feed begin_feed(std::string_view kind, const FeedHead& head, const Sources& sources,
                        const std::optional<std::string>& source) {
    render::Feed feed;
    feed.id = id_of_feed(kind, head.self_url, head.choice);
    feed.title = head.title;
    feed.self_url = head.self_url;
    feed.home_url = head.home_url.empty() && source ? sources[*source].url : head.home_url;
    feed.author = source.value_or("feedarc");
    return feed;
}

Time published_of(const Record& record) {
    const Published& published = record.best.published;
    const auto time = published.precision < DatePrecision::day
                          ? std::nullopt
                          : parse_time(published.value, record.first_seen);
    return time.value_or(record.first_seen);
}

Time updated_of(Archive& archive, const Record& record) {
    Time latest = record.first_seen;
    if (record.revisions < 2) return latest;
    for (const Revision& revision :
         revisions_of(archive.revisions(record.id), archive.volatile_places(record.id))) {
        latest = std::max(latest, revision.first_seen);
    }
    return latest;
}

// `scrolled-off` as the beginning of a sentence.
std::string words_for(EventKind kind) {
    std::string words = to_string(kind);
    std::replace(words.begin(), words.end(), '-', ' ');
    words.front() = static_cast<char>(words.front() - 'a' + 'A');
    return words;
}

render::FeedEntry entry_of(const Event& event, const Sources& sources) {
    render::FeedEntry entry;
    constexpr std::size_t kColumns = 100;  // an article without a title goes by all of its text
    const std::string& place = event.page_url.empty() ? event.source : event.page_url;
    const std::string detail = event.detail.empty() ? "" : fmt::format(" ({})", event.detail);
    entry.title =
        fmt::format("{}{}: {}", words_for(event.kind), detail,
                    event.title.empty() ? place : text::truncate_to_width(event.title, kColumns));
    entry.text =
        fmt::format("{}{}, {}, {}", words_for(event.kind), detail, place, format_time(event.at));
    if (!event.title.empty()) entry.text += ": " + event.title;
    entry.url = event.url.empty() ? event.page_url : event.url;
    entry.category = to_string(event.kind);
    entry.source = sources[event.source];
    entry.published = entry.updated = event.at;
    return entry;
}

// Two events may say the same, such as of two snapshots of one second.
std::string id_of_event(const Event& event, std::set<std::string>& used) {
    for (std::int64_t number = 0;; ++number) {
        FieldHash hash;
        hash.add(std::string_view("event"))
            .add(event.at.time_since_epoch().count())
            .add(std::string_view(to_string(event.kind)))
            .add(std::string_view(event.source))
            .add(std::string_view(event.page_url))
            .add(event.record_uuid)
            .add(std::string_view(event.detail))
            .add(number);
        std::string id = urn_of(hash);
        if (used.insert(id).second) return id;
    }
}

}  // namespace

render::Feed feed_of_records(Archive& archive, const Filter& filter, const std::optional<Time>& at,
                             const FeedHead& head) {
    const Sources sources(archive);
    render::Feed feed = begin_feed("records", head, sources, filter.source);
    const auto add = [&](const Record& record) {
        stop_export_if_asked(head.stop);
        render::FeedEntry& entry = feed.entries.emplace_back();
        entry.id = base::uuid_urn(record.uuid);
        entry.title = record.best.title;
        entry.url = record.best.url;
        entry.text = record.best.excerpt;
        entry.category = record.best.category;
        entry.source = sources[record.source];
        entry.published = published_of(record);
        entry.updated = updated_of(archive, record);
        return true;
    };
    if (at) {
        archive.find_at(*at, filter, add);
    } else {
        archive.find(filter, add);
    }
    return feed;
}

render::Feed feed_of_events(Archive& archive, const EventFilter& filter, const FeedHead& head) {
    const Sources sources(archive);
    render::Feed feed = begin_feed("changes", head, sources, filter.source);
    std::set<std::string> used;
    archive.events(filter, [&](const Event& event) {
        stop_export_if_asked(head.stop);
        render::FeedEntry entry = entry_of(event, sources);
        entry.id = id_of_event(event, used);
        feed.entries.push_back(std::move(entry));
        return true;
    });
    return feed;
}

}  // namespace feedarc::app
