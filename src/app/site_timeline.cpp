#include "app/site_timeline.hpp"

#include "render/site/timeline_page.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace feedarc::app {

using render::site::Lifeline;
using render::site::Lifelines;

void SiteTimeline::add(const Record& record, const render::site::Row& row,
                       const std::vector<PresenceRun>& runs) {
    ++records_;
    arrivals_.add(record.first_seen, row.category_key,
                  row.category.empty() ? "Without a category" : row.category);
    Lifeline line{row.uuid, row.title, record.first_seen, record.last_seen, {}};
    for (const PresenceRun& run : runs) {
        // That it is there is known until it was last seen.
        line.spans.push_back({run.first_seen, run.last_seen.value_or(record.last_seen), run.end});
    }
    newest_.push_back(std::move(line));
    if (newest_.size() > kMostLifelines) newest_.pop_front();
}

void SiteTimeline::add_captures(Lifelines& lifelines) {
    EventFilter events;
    events.source = source_;
    events.kinds = {EventKind::missed_entries};
    events.since = lifelines.begin();
    events.until = lifelines.end();
    std::set<SnapshotId> behind_a_gap;
    archive_.events(events, [&](const Event& event) {
        if (event.snapshot) behind_a_gap.insert(*event.snapshot);
        return true;
    });
    std::map<std::pair<std::string, std::string>, Time> ends;  // of gaps, by page
    archive_.snapshots(source_, [&](const SnapshotInfo& snapshot) {
        lifelines.add_capture(snapshot.captured_at, snapshot.health == Health::healthy);
        const auto page = std::pair(snapshot.source, snapshot.page_url);
        if (const auto gap = ends.extract(page); !gap.empty()) {
            lifelines.add_missed({snapshot.captured_at, gap.mapped(),
                                  snapshot.page_url.empty() ? snapshot.source : snapshot.page_url});
        }
        if (behind_a_gap.contains(snapshot.id)) ends[page] = snapshot.captured_at;
        // One snapshot more of each page that is open: where its gap began.
        return snapshot.captured_at >= lifelines.begin() || !ends.empty();
    });
}

std::string SiteTimeline::page(const render::site::Site& site) {
    Time end{};
    for (const SourceInfo& source : archive_.sources()) {
        if (source_ && source.name != *source_) continue;
        if (source.last_captured) end = std::max(end, *source.last_captured);
    }
    std::vector<Lifeline> shown(newest_.rbegin(), newest_.rend());
    const auto count = static_cast<std::int64_t>(shown.size());
    Lifelines lifelines(std::move(shown), end);
    if (count > 0) add_captures(lifelines);
    return render::site::timeline_page(site, arrivals_, lifelines, count, records_);
}

}  // namespace feedarc::app
