#include "app/capture_store.hpp"

#include "app/store_batch.hpp"
#include "capture/schedule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace feedarc::app {
namespace {

IngestOptions ingest_options(const CaptureOptions& options) {
    IngestOptions ingest;
    ingest.configured = options.configured;
    ingest.limits = options.limits;
    ingest.wait = options.wait;
    return ingest;
}

}  // namespace

CaptureStore::CaptureStore(const std::string& location, const CaptureOptions& options,
                           const IngestListener& listener)
    : options_(options),
      listener_(listener),
      ingest_options_(ingest_options(options)),
      archive_(open_archive(location, OpenMode::write, options.wait)),
      look_ups_(open_archive(location, OpenMode::read, options.wait), KnownBodies(*archive_, 1)),
      pool_(1),
      preparer_(ingest_options_),
      rules_(options.categories) {
    preparer_.look_up_in(look_ups_);
}

bool CaptureStore::is_due(const ConfiguredSource& source, Time now) {
    return look_ups_.ask([&](Archive& archive) {
        const Watch watch = archive.watch(source.name);
        const auto recommended =
            source.capture.adaptive ? archive.recommended_interval(source.name) : std::nullopt;
        return capture::is_due(source.name, source.capture, watch, recommended, now);
    });
}

std::optional<Time> CaptureStore::host_not_before(const std::string& host) {
    return look_ups_.ask([&](Archive& archive) { return archive.host_not_before(host); });
}

std::optional<Record> CaptureStore::record(RecordId id) {
    return look_ups_.ask([&](Archive& archive) -> std::optional<Record> {
        auto detail = archive.record(id);
        if (!detail) return std::nullopt;
        return std::move(detail->record);
    });
}

FetchMemory CaptureStore::memory_of(const ConfiguredSource& source) {
    FetchMemory memory;
    memory.robots = [this](const std::string& origin) {
        return look_ups_.ask([&](Archive& archive) { return archive.robots(origin); });
    };
    memory.last_page = [this, &source](const std::string& page_url) {
        return look_ups_.ask(
            [&](Archive& archive) { return archive.fetched_page(source.name, page_url); });
    };
    memory.bytes = [this](const Hash128& body) -> std::shared_ptr<const std::string> {
        auto bytes = look_ups_.ask([&](Archive& archive) { return archive.body_bytes(body); });
        return bytes ? std::make_shared<const std::string>(std::move(*bytes)) : nullptr;
    };
    return memory;
}

Watch CaptureStore::watch_after(const ConfiguredSource& source, const PageAnswer& answer) {
    Watch watch = look_ups_.ask([&](Archive& archive) { return archive.watch(source.name); });
    watch.tried_at = answer.page ? answer.page->captured_at : answer.event->at;
    watch.not_before = answer.not_before;
    if (answer.page) {
        watch.failures = 0;
    } else if (answer.event->outcome != FetchOutcome::deferred) {
        ++watch.failures;
    }
    return watch;
}

void CaptureStore::keep(WriteBatch& batch, const ConfiguredSource& source, const PageAnswer& answer,
                        const Watch& watch, bool first) {
    const SourceId id = batch.source(source.name, source.url);
    FetchStore& fetches = batch.fetches();
    if (answer.event) fetches.add(id, *answer.event);
    for (const auto& [url, robots] : answer.robots) fetches.set_robots(url, robots);
    if (answer.not_before && !answer.host.empty()) {
        fetches.set_host(answer.host, *answer.not_before);
    }
    if (first) fetches.set_watch(id, watch);
}

IngestedSnapshot CaptureStore::store_page(const ConfiguredSource& source, PageAnswer& answer,
                                          bool first) {
    const Watch watch = watch_after(source, answer);
    std::vector<Prepared> prepared;
    prepared.push_back(preparer_.prepare(*answer.page));
    prepared.front().input = source.name;
    if (!prepared.front().keep) {
        // Bytes that are no text: there is nothing to keep.
        const Error error = *prepared.front().error;
        answer.event = FetchEvent{answer.page->captured_at,
                                  answer.page->url,
                                  FetchOutcome::failed,
                                  "not-a-page",
                                  std::nullopt,
                                  error.what()};
        if (answer.page->fetched) answer.event->status = answer.page->fetched->status;
        answer.code = error.code();
        answer.page.reset();
        return store_event(source, answer, first);
    }
    Packer(look_ups_, pool_).pack(prepared);
    const std::lock_guard lock(mutex_);
    std::vector<RecordId> changed;
    auto reports = store_batch(
        archive_.get(), options_.wait, prepared,
        [&](WriteBatch& batch) { keep(batch, source, answer, watch, first); }, &changed);
    if (!rules_.empty()) {
        for (const std::string& problem :
             categorize_records(*archive_, options_.wait, rules_, changed, options_.now())) {
            if (listener_.problem) listener_.problem(problem);
        }
    }
    tell(reports.front());
    return std::move(reports.front());
}

IngestedSnapshot CaptureStore::store_event(const ConfiguredSource& source, const PageAnswer& answer,
                                           bool first) {
    const FetchEvent& event = *answer.event;
    IngestedSnapshot report;
    report.input = source.name;
    report.source = source.name;
    report.url = event.url;
    report.captured_at = event.at;
    report.error = fmt::format("{}: {}", source.name, event.detail);
    report.code = answer.code;
    switch (event.outcome) {
        case FetchOutcome::failed: report.status = IngestStatus::failed; break;
        case FetchOutcome::refused: report.status = IngestStatus::refused; break;
        case FetchOutcome::deferred: report.status = IngestStatus::deferred; break;
    }
    const Watch watch = watch_after(source, answer);
    const std::lock_guard lock(mutex_);
    const auto batch = archive_->begin(options_.wait);
    keep(*batch, source, answer, watch, first);
    batch->commit();
    tell(report);
    return report;
}

CaptureStore::Stored CaptureStore::store(const ConfiguredSource& source, PageAnswer answer,
                                         bool first) {
    Stored stored;
    if (!answer.page) {
        stored.report = store_event(source, answer, first);
        return stored;
    }
    stored.report = store_page(source, answer, first);
    const CaptureHooks& hooks = options_.hooks;
    const bool wanted =
        !hooks.on_new.empty() || !hooks.on_removed.empty() || !hooks.on_unhealthy.empty();
    // What was known before has been told.
    const bool news = stored.report.status == IngestStatus::stored ||
                      stored.report.status == IngestStatus::unchanged;
    if (!wanted || !news) return stored;
    stored.events = look_ups_.ask([&](Archive& archive) {
        EventFilter filter;
        filter.source = source.name;
        filter.since = filter.until = stored.report.captured_at;
        std::vector<Event> events;
        archive.events(filter, [&](const Event& event) {
            if (event.snapshot == stored.report.snapshot) events.push_back(event);
            return true;
        });
        return events;
    });
    return stored;
}

void CaptureStore::defer(const ConfiguredSource& source, Time until) {
    IngestedSnapshot report;
    report.input = report.source = source.name;
    report.url = source.url;
    report.status = IngestStatus::deferred;
    report.error =
        fmt::format("{}: the server asked to wait until {}", source.name, format_time(until));
    const std::lock_guard lock(mutex_);
    tell(report);
}

void CaptureStore::fail(const ConfiguredSource& source, Time at, const Error& error) {
    PageAnswer answer;
    answer.event =
        FetchEvent{at, source.url, FetchOutcome::failed, "setup", std::nullopt, error.what()};
    answer.code = error.code();
    store_event(source, answer, true);
}

void CaptureStore::complain(const std::string& text) {
    const std::lock_guard lock(mutex_);
    if (listener_.problem) listener_.problem(text);
}

void CaptureStore::remark(const std::string& text) {
    const std::lock_guard lock(mutex_);
    if (listener_.remark) listener_.remark(text);
}

void CaptureStore::update(const IngestProgress& progress) {
    const std::lock_guard lock(mutex_);
    if (listener_.progress) listener_.progress(progress);
}

void CaptureStore::tell(const IngestedSnapshot& report) {
    summary_.add(report);
    if (listener_.snapshot) listener_.snapshot(report);
}

IngestSummary CaptureStore::finish() {
    const std::lock_guard lock(mutex_);
    summary_.records = archive_->count(Filter{});
    return summary_;
}

}  // namespace feedarc::app
