#include <feedarc/capture.hpp>

#include "app/page_fetcher.hpp"
#include "capture/host_turns.hpp"
#include "capture/http_client.hpp"

#include <fmt/format.h>

#include <utility>

namespace feedarc {
namespace {

std::string counted_entries(std::size_t count) {
    return fmt::format("{} {}", count, count == 1 ? "entry" : "entries");
}

}  // namespace

std::pair<Health, std::string> health_of_page(const Page& page) {
    if (!page.obstacle.empty()) {
        return {
            Health::blocked,
            fmt::format("the page says that something stands in its place ({})", page.obstacle)};
    }
    if (page.entries.empty()) {
        return {Health::empty,
                "no entries were found; `feedarc extract --explain` shows what was weighed, and "
                "rules can say where they are"};
    }
    return {Health::healthy, counted_entries(page.entries.size())};
}

TriedPage try_page(const ConfiguredSource& source, const CaptureOptions& options) {
    capture::HostTurns turns{std::string()};
    capture::HttpClient client(turns, {options.stop, options.resolve, options.environment});
    app::PageAnswer answer =
        app::PageFetcher(client, source, options, {}).fetch(source.url, options.now());
    if (!answer.page) {
        const bool stopped = answer.event->reason == "interrupted";
        throw Error(stopped ? ErrorCode::interrupted : answer.code, answer.event->detail);
    }
    app::CapturedPage& captured = *answer.page;
    TriedPage tried;
    Snapshot snapshot;
    snapshot.bytes = *captured.bytes;
    snapshot.url = tried.url = captured.url;
    snapshot.captured_at = captured.captured_at;
    snapshot.media_type = captured.media_type;
    tried.page = read_page(snapshot, std::nullopt, options.limits, source.rules);
    if (captured.fetched) {
        tried.status = captured.fetched->status;
        if (!captured.fetched->end_known) {
            tried.warnings.emplace_back(
                "the server does not say where the page ends: it may be cut, and will prove no "
                "absence");
        }
    }
    std::tie(tried.health, tried.verdict) = health_of_page(tried.page);
    tried.warnings.insert(tried.warnings.end(), captured.warnings.begin(), captured.warnings.end());
    tried.warnings.insert(tried.warnings.end(), tried.page.warnings.begin(),
                          tried.page.warnings.end());
    return tried;
}

}  // namespace feedarc
