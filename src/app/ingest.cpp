#include <feedarc/ingest.hpp>
#include <feedarc/ingest_git.hpp>

#include "app/category_rules.hpp"
#include "app/disk_space.hpp"
#include "app/git_history.hpp"
#include "app/inputs.hpp"
#include "app/packer.hpp"
#include "app/prepare.hpp"
#include "app/reading_queue.hpp"
#include "app/store_batch.hpp"
#include "base/thread_pool.hpp"
#include "text/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <future>
#include <numeric>
#include <optional>
#include <thread>
#include <tuple>

namespace feedarc {
namespace {

using app::Input;
using app::Prepared;

// One transaction takes at most this much. Measured: a batch of 1000 costs 7 times less a snapshot
// than one of 1; of 500 a bulk ingest is as quick, and holds less.
constexpr std::size_t kBatchSnapshots = 500;
constexpr std::size_t kLeastOfBatch = 100;
constexpr std::size_t kBatchBytes = 24U << 20U;
constexpr std::chrono::seconds kBatchTime{1};

// Nothing where no archive is there yet.
std::unique_ptr<Archive> open_for_look_ups(const std::string& location,
                                           std::chrono::milliseconds wait) {
    std::error_code error;
    if (!std::filesystem::exists(location, error)) return nullptr;
    return open_archive(location, OpenMode::read, wait);
}

class IngestRun {
public:
    IngestRun(const std::string& location, std::vector<Input> inputs, const IngestOptions& options,
              const IngestListener& listener)
        : options_(options),
          listener_(listener),
          inputs_(std::move(inputs)),
          location_(location),
          preparer_(options),
          rules_(options.categories),
          pool_(options.jobs != 0 ? options.jobs
                                  : std::max(1U, std::thread::hardware_concurrency())),
          reading_(inputs_, preparer_, pool_, options, listener) {
        std::error_code error;
        // One that is there says at once when it cannot be written.
        if (options.dry_run || std::filesystem::exists(location, error)) open();
    }

    IngestSummary run() {
        try {
            store_all();
        } catch (...) {
            end_storing();
            throw;
        }
        if (archive_) summary_.records = archive_->count(Filter{});
        return summary_;
    }

private:
    // Snapshots in capture order, for one transaction.
    struct Batch {
        std::vector<Prepared> snapshots;
        std::vector<std::size_t> place;  // in `snapshots`, by the order of the inputs
        std::future<std::vector<IngestedSnapshot>> reports;  // in the order of `snapshots`
        std::vector<std::string> problems;  // of rules for categories, with the reports
    };

    // While one batch is stored, the next one is read and packed. A thread of the pool stores, and
    // has the archive to itself until it is done.
    void store_all() {
        while (!ended_) {
            Batch batch = sorted(gather());
            check_space(batch.snapshots);
            // Inputs that fail bring no archive into being.
            if (!archive_ && app::any_kept(batch.snapshots)) open();
            if (packer_) packer_->pack(batch.snapshots);
            end_storing();
            begin_storing(std::move(batch));
        }
        end_storing();
    }

    void check_space(const std::vector<Prepared>& snapshots) const {
        if (options_.dry_run || !app::any_kept(snapshots)) return;
        std::uint64_t bytes = 0;
        for (const Prepared& prepared : snapshots) {
            if (prepared.keep && prepared.bytes) bytes += prepared.bytes->size();
        }
        app::check_disk_space(location_, bytes, options_.min_free);
    }

    // The first ones are small, since nothing is stored while the very first is read, and the last
    // ones are: while the very last is stored, nothing is left to read beside it.
    [[nodiscard]] std::size_t most_for_next_batch() const {
        if (reading_.in_web_archive()) return kBatchSnapshots;
        const std::size_t done = std::min(inputs_.size(), reading_.done());
        return std::clamp(std::min(done, (inputs_.size() - done) / 2), kLeastOfBatch,
                          kBatchSnapshots);
    }

    void open() {
        archive_ = open_archive(location_, options_.dry_run ? OpenMode::rehearse : OpenMode::write,
                                options_.wait);
        app::KnownBodies known(*archive_, inputs_.size());
        // What a rehearsal stores is not there to be looked up: an archive without bodies, which
        // may be a file that is still empty, need not be read.
        const bool nothing_there = options_.dry_run && known.none();
        look_ups_.emplace(nothing_there ? nullptr : open_for_look_ups(location_, options_.wait),
                          std::move(known));
        preparer_.look_up_in(*look_ups_);
        packer_.emplace(*look_ups_, pool_);
    }

    std::vector<Prepared> gather() {
        std::vector<Prepared> batch;
        std::size_t bytes = 0;
        const std::size_t most = most_for_next_batch();
        const auto began = std::chrono::steady_clock::now();
        while (batch.size() < most && bytes < kBatchBytes &&
               (batch.empty() || std::chrono::steady_clock::now() - began < kBatchTime)) {
            auto prepared = reading_.next();
            ended_ = !prepared;
            if (ended_) break;
            batch.push_back(std::move(*prepared));
            if (batch.back().bytes) bytes += batch.back().bytes->size();
            if (listener_.progress) listener_.progress({reading_.done(), inputs_.size()});
        }
        return batch;
    }

    static Batch sorted(std::vector<Prepared> snapshots) {
        std::vector<std::size_t> order(snapshots.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        const auto key = [&](std::size_t i) {
            const auto& snapshot = snapshots[i].snapshot;
            return std::tie(snapshot.captured_at, snapshot.body.hash, snapshot.page_url);
        };
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
        Batch batch;
        batch.snapshots.reserve(order.size());
        batch.place.resize(order.size());
        for (std::size_t k = 0; k < order.size(); ++k) {
            batch.snapshots.push_back(std::move(snapshots[order[k]]));
            batch.place[order[k]] = k;
        }
        return batch;
    }

    void begin_storing(Batch batch) {
        reading_.stop_if_asked();
        storing_ = std::move(batch);
        storing_->reports = pool_.run([this] { return store(); }, base::ThreadPool::Urgency::next);
    }

    // On a thread of the pool, which has the archive to itself.
    std::vector<IngestedSnapshot> store() {
        // Where every input failed there may be no archive.
        if (rules_.empty() || !archive_) {
            return app::store_batch(archive_.get(), options_.wait, storing_->snapshots);
        }
        std::vector<RecordId> changed;
        auto reports =
            app::store_batch(archive_.get(), options_.wait, storing_->snapshots, {}, &changed);
        storing_->problems =
            app::categorize_records(*archive_, options_.wait, rules_, changed, options_.now);
        return reports;
    }

    // Waits, and reports in the order of the inputs.
    void end_storing() {
        if (!storing_ || !storing_->reports.valid()) return;
        const std::vector<IngestedSnapshot> reports = pool_.get(std::move(storing_->reports));
        for (const std::size_t k : storing_->place) report(reports[k]);
        for (const std::string& problem : storing_->problems) {
            if (listener_.problem) listener_.problem(problem);
        }
        // Thousands of small texts are given back elsewhere, while this thread goes on.
        given_back_ =
            pool_.run([done = std::move(storing_->snapshots)]() mutable { done.clear(); });
        storing_.reset();
    }

    void report(const IngestedSnapshot& snapshot) {
        summary_.add(snapshot);
        if (listener_.snapshot) listener_.snapshot(snapshot);
    }

    const IngestOptions& options_;
    const IngestListener& listener_;
    const std::vector<Input> inputs_;
    IngestSummary summary_;
    const std::string location_;
    std::unique_ptr<Archive> archive_;      // once there is something to keep
    std::optional<app::LookUps> look_ups_;  // with the archive
    app::Preparer preparer_;
    app::CategoryRules rules_;

    bool ended_ = false;
    std::optional<Batch> storing_;  // the pool is at work on it
    std::future<void> given_back_;

    base::ThreadPool pool_;  // after what its tasks use, so that it stops first
    app::ReadingQueue reading_;
    std::optional<app::Packer> packer_;  // with the archive
};

}  // namespace

const char* to_string(IngestStatus status) noexcept {
    switch (status) {
        case IngestStatus::stored: return "stored";
        case IngestStatus::unchanged: return "unchanged";
        case IngestStatus::known: return "known";
        case IngestStatus::refused: return "refused";
        case IngestStatus::failed: return "failed";
        case IngestStatus::deferred: return "deferred";
    }
    return "";
}

void IngestSummary::add(const IngestedSnapshot& snapshot) {
    switch (snapshot.status) {
        case IngestStatus::stored: ++stored; break;
        case IngestStatus::unchanged: ++unchanged; break;
        case IngestStatus::known: ++known; break;
        case IngestStatus::refused: ++refused; break;
        case IngestStatus::failed: ++failed; break;
        case IngestStatus::deferred: ++deferred; break;
    }
    if (snapshot.snapshot) ++snapshots;
    entries += snapshot.entries;
    new_records += snapshot.new_records;
    changed_records += snapshot.changed_records;
}

const ConfiguredSource* find_source(const std::vector<ConfiguredSource>& sources,
                                    std::string_view url) {
    if (url.empty() || sources.empty()) return nullptr;
    const auto canonical = text::canonical_url(url);
    if (!canonical) return nullptr;
    const auto found =
        std::find_if(sources.begin(), sources.end(), [&](const ConfiguredSource& source) {
            return !source.url.empty() && text::canonical_url(source.url) == canonical;
        });
    return found == sources.end() ? nullptr : &*found;
}

IngestSummary ingest(const std::string& location, const std::vector<std::string>& inputs,
                     const IngestOptions& options, Time now, const IngestListener& listener) {
    return IngestRun(location, app::collect_inputs(inputs, options.captured_at, now), options,
                     listener)
        .run();
}

IngestSummary ingest_git(const std::string& location, const GitHistory& history,
                         const IngestOptions& options, const IngestListener& listener) {
    return IngestRun(
               location,
               app::git_inputs(history, options.limits.page_bytes, options.stop, listener.remark),
               options, listener)
        .run();
}

}  // namespace feedarc
