#include <feedarc/capture.hpp>

#include "app/capture_store.hpp"
#include "app/disk_space.hpp"
#include "app/source_capture.hpp"
#include "app/source_names.hpp"
#include "base/atomic_file.hpp"
#include "base/edit_distance.hpp"
#include "capture/host_turns.hpp"
#include "capture/http_client.hpp"
#include "capture/schedule.hpp"
#include "text/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <exception>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace feedarc {
namespace {

// Sources of one host, one after the other.
using HostQueue = std::deque<const ConfiguredSource*>;

ConfiguredSource existing_source(const CaptureOptions& options, const std::string& wanted) {
    if (auto source = wanted_source(options, wanted)) return std::move(*source);
    std::vector<std::string> names;
    for (const ConfiguredSource& source : options.configured) names.push_back(source.name);
    const auto meant = base::nearest(wanted, names);
    throw Error(ErrorCode::not_found,
                fmt::format("there is no source '{}' in the configuration{} (feedarc sources lists "
                            "them; a URL begins with http:// or https://)",
                            wanted, meant ? fmt::format("; did you mean '{}'?", *meant) : ""));
}

std::vector<ConfiguredSource> wanted_sources(const CaptureOptions& options) {
    std::vector<ConfiguredSource> sources;
    if (options.wanted.empty()) {
        std::copy_if(options.configured.begin(), options.configured.end(),
                     std::back_inserter(sources),
                     [](const ConfiguredSource& source) { return !source.url.empty(); });
    }
    for (const std::string& wanted : options.wanted) {
        ConfiguredSource source = existing_source(options, wanted);
        const bool twice = std::any_of(sources.begin(), sources.end(), [&](const auto& other) {
            return other.name == source.name && other.url == source.url;
        });
        if (!twice) sources.push_back(std::move(source));
    }
    return sources;
}

class CaptureRun {
public:
    CaptureRun(const std::string& location, const CaptureOptions& options,
               const IngestListener& listener)
        : options_(options),
          sources_(wanted_sources(options)),
          store_(location, options, listener),
          location_(location),
          turns_(location == ":memory:" ? std::string()
                                        : base::resolve_links(location) + ".capture") {}

    IngestSummary run() {
        std::map<std::string, HostQueue> hosts;
        for (const ConfiguredSource& source : sources_) {
            if (options_.only_due && !store_.is_due(source, options_.now())) continue;
            hosts[app::host_and_port(source.url)].push_back(&source);
            ++total_;
        }
        for (auto& [host, queue] : hosts) queues_.push_back(std::move(queue));
        const std::size_t workers = std::min<std::size_t>(options_.jobs, queues_.size());
        {
            std::vector<std::jthread> threads;  // joined as they go
            try {
                for (std::size_t i = 1; i < workers; ++i) threads.emplace_back([this] { work(); });
            } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch)
                // The system gives no more threads, or memory: fewer do the work as well.
            }
            if (workers > 0) work();
        }
        if (error_) std::rethrow_exception(error_);
        return store_.finish();
    }

private:
    // One host after the other, until there is none or a thread failed.
    void work() {
        try {
            capture::HttpClient client(turns_,
                                       {options_.stop, options_.resolve, options_.environment});
            while (auto queue = next_queue()) {
                for (const ConfiguredSource* source : *queue) {
                    if (failed()) return;
                    stop_if_asked();
                    app::check_disk_space(location_, 0, options_.min_free);
                    app::capture_source(*source, options_, turns_, client, store_);
                    note_progress();
                }
            }
        } catch (...) {
            const std::lock_guard lock(mutex_);
            if (!error_) error_ = std::current_exception();
        }
    }

    std::optional<HostQueue> next_queue() {
        const std::lock_guard lock(mutex_);
        if (queues_.empty()) return std::nullopt;
        HostQueue queue = std::move(queues_.front());
        queues_.pop_front();
        return queue;
    }

    bool failed() {
        const std::lock_guard lock(mutex_);
        return error_ != nullptr;
    }

    void stop_if_asked() const {
        if (options_.stop == nullptr || *options_.stop == 0) return;
        throw Error(ErrorCode::interrupted, "interrupted; what is stored is durable");
    }

    void note_progress() {
        std::size_t done = 0;
        {
            const std::lock_guard lock(mutex_);
            done = ++done_;
        }
        store_.update({done, total_});
    }

    const CaptureOptions& options_;
    const std::vector<ConfiguredSource> sources_;
    app::CaptureStore store_;
    const std::string location_;
    capture::HostTurns turns_;
    std::mutex mutex_;
    std::deque<HostQueue> queues_;
    std::exception_ptr error_;
    std::size_t done_ = 0, total_ = 0;
};

}  // namespace

std::optional<ConfiguredSource> wanted_source(const CaptureOptions& options,
                                              const std::string& wanted) {
    for (const ConfiguredSource& source : options.configured) {
        if (source.name != wanted) continue;
        if (!source.url.empty()) return source;
        throw Error(ErrorCode::not_found,
                    fmt::format("the source {} has no URL in the configuration", wanted));
    }
    if (const ConfiguredSource* source = find_source(options.configured, wanted)) return *source;
    const auto url = text::resolve_url(wanted, "");
    if (!url) return std::nullopt;
    ConfiguredSource source;
    source.name = app::SourceNames(options.configured).take("", *url);
    source.url = *url;
    source.capture = options.defaults;
    return source;
}

IngestSummary capture_pages(const std::string& location, const CaptureOptions& options,
                            const IngestListener& listener) {
    return CaptureRun(location, options, listener).run();
}

std::optional<Time> next_capture(const ConfiguredSource& source, const SourceInfo& info) {
    if (source.url.empty()) return std::nullopt;
    return capture::due_at(source.name, source.capture, info.watch, info.interval);
}

}  // namespace feedarc
