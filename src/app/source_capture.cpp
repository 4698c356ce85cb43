#include "app/source_capture.hpp"

#include <feedarc/error.hpp>
#include <feedarc/read.hpp>

#include "app/hooks.hpp"
#include "app/page_fetcher.hpp"
#include "capture/schedule.hpp"
#include "text/url.hpp"

#include <fmt/format.h>

#include <deque>
#include <set>
#include <utility>

namespace feedarc::app {
namespace {

class SourceCapture {
public:
    SourceCapture(const ConfiguredSource& source, const CaptureOptions& options,
                  capture::HttpClient& client, CaptureStore& store)
        : source_(source),
          options_(options),
          store_(store),
          at_(options.now()),
          fetcher_(client, source, options, store.memory_of(source)) {}

    void run() {
        take(source_.url, true);
        for (int further = 0; further < source_.capture.follow && !next_.empty(); ++further) {
            const std::string url = std::move(next_.front());
            next_.pop_front();
            take(url, false);
        }
    }

private:
    void take(const std::string& url, bool first) {
        seen_.insert(text::canonical_url(url).value_or(url));
        PageAnswer answer = fetcher_.fetch(url, at_);
        if (stopped(answer)) {
            throw Error(ErrorCode::interrupted, "interrupted; what is stored is durable");
        }
        if (answer.page && source_.capture.follow > 0) note_next_pages(*answer.page);
        if (answer.not_before) next_.clear();
        CaptureStore::Stored stored = store_.store(source_, std::move(answer), first);
        for (const std::string& problem : run_hooks(
                 options_.hooks, stored.events, [this](RecordId id) { return store_.record(id); },
                 options_.stop)) {
            store_.complain(problem);
        }
    }

    static bool stopped(const PageAnswer& answer) {
        return answer.event && answer.event->reason == "interrupted";
    }

    // Pages of other hosts do not continue this one.
    void note_next_pages(const CapturedPage& page) {
        Snapshot snapshot;
        snapshot.bytes = *page.bytes;
        snapshot.url = page.url;
        snapshot.captured_at = page.captured_at;
        snapshot.media_type = page.media_type;
        try {
            for (const std::string& url :
                 read_page(snapshot, std::nullopt, options_.limits, source_.rules).pager_links) {
                const std::string page_url = text::canonical_url(url).value_or(url);
                if (host_and_port(url) != host_and_port(source_.url)) continue;
                if (seen_.insert(page_url).second) next_.push_back(url);
            }
        } catch (const Error&) {  // NOLINT(bugprone-empty-catch): storing the page will say so
        }
    }

    const ConfiguredSource& source_;
    const CaptureOptions& options_;
    CaptureStore& store_;
    const Time at_;
    PageFetcher fetcher_;
    std::set<std::string> seen_;
    std::deque<std::string> next_;
};

}  // namespace

void capture_source(const ConfiguredSource& source, const CaptureOptions& options,
                    capture::HostTurns& turns, capture::HttpClient& client, CaptureStore& store) {
    const auto turn = turns.source(source.name);
    if (!turn) {
        store.remark(fmt::format("{}: another run is at it", source.name));
        return;
    }
    // Another run may just have been at it.
    if (options.only_due && !store.is_due(source, options.now())) return;
    const auto not_before = store.host_not_before(host_and_port(source.url));
    if (capture::must_wait(not_before, source.capture, options.now())) {
        store.defer(source, *not_before);
        return;
    }
    try {
        SourceCapture(source, options, client, store).run();
    } catch (const Error& error) {
        // Its configuration may be wrong, such as a file of a secret that is missing.
        if (error.code() != ErrorCode::input && error.code() != ErrorCode::limit) throw;
        store.fail(source, options.now(), error);
    }
}

}  // namespace feedarc::app
