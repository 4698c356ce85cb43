#include <feedarc/identity.hpp>
#include <feedarc/rebuild.hpp>

#include "app/heirs.hpp"
#include "app/moved_corrections.hpp"
#include "app/open_existing.hpp"
#include "app/parsed_page.hpp"
#include "app/rederive.hpp"
#include "base/thread_pool.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <future>
#include <map>
#include <optional>
#include <thread>
#include <tuple>
#include <utility>

namespace feedarc {
namespace {

// As an ingest has them: so much is read ahead, and so much is stored in one transaction.
constexpr std::size_t kBatchBodies = 1000;
constexpr std::size_t kBatchBytes = 24U << 20U;
constexpr std::chrono::seconds kBatchTime{1};

// What one body gave to the snapshots that were read in the same way.
struct Reading {
    std::vector<SnapshotId> snapshots;
    std::shared_ptr<const ParsedPage> page;  ///< null where it was refused
    std::string problem;
};

class RebuildRun {
public:
    RebuildRun(const std::string& location, const RebuildOptions& options,
               const RebuildListener& listener)
        : options_(options),
          listener_(listener),
          archive_(app::open_existing(location, options.dry_run, options.wait)),
          pool_(options.jobs != 0 ? options.jobs
                                  : std::max(1U, std::thread::hardware_concurrency())) {}

    RebuildSummary run() {
        total_ = archive_->statistics().snapshots;
        {
            const auto batch = archive_->begin(options_.wait);
            batch->begin_rebuild();
            batch->commit();
        }
        const auto walk = archive_->walk_bodies();
        do {
            stop_if_asked();
            read_ahead(*walk);
            store(gather(*walk));
        } while (!ahead_.empty());
        stop_if_asked();
        change_over();
        summary_.kept = std::max<std::int64_t>(
            0, total_ - summary_.snapshots - summary_.refused - summary_.damaged);
        return summary_;
    }

private:
    struct Ahead {
        std::future<Reading> reading;
        std::size_t bytes = 0;
    };

    void stop_if_asked() const {
        if (options_.stop == nullptr || *options_.stop == 0) return;
        throw Error(ErrorCode::interrupted, "interrupted; the archive is as it was");
    }

    // One task for each way in which a body was read.
    void begin_reading(BodyToRead&& body) {
        if (!body.bytes) {
            summary_.damaged += static_cast<std::int64_t>(body.snapshots.size());
            if (listener_.problem) listener_.problem(body.damage);
            return;
        }
        std::map<std::tuple<std::string, std::string, Form, std::string>, std::vector<SnapshotId>>
            ways;
        for (const SnapshotToRead& snapshot : body.snapshots) {
            ways[{snapshot.url, snapshot.media_type, snapshot.form, snapshot.rules}].push_back(
                snapshot.id);
        }
        for (auto& [way, snapshots] : ways) {
            ahead_bytes_ += body.bytes->size();
            ahead_.push_back({pool_.run([this, bytes = body.bytes, way = way,
                                         snapshots = std::move(snapshots)]() mutable {
                                  return read(*bytes, way, std::move(snapshots));
                              }),
                              body.bytes->size()});
        }
    }

    template <typename Way>
    Reading read(const std::string& bytes, const Way& way, std::vector<SnapshotId> snapshots) {
        const auto& [url, media_type, form, rules] = way;
        Snapshot snapshot;
        snapshot.bytes = bytes;
        snapshot.url = url;
        snapshot.media_type = media_type;
        Reading reading;
        reading.snapshots = std::move(snapshots);
        try {
            Page page = read_page(snapshot, form, options_.limits, rules_from_text(rules));
            reading.page = app::parsed_page(std::move(page), contents_);
        } catch (const Error& error) {
            // What was read of it before stays.
            if (error.code() != ErrorCode::limit && error.code() != ErrorCode::input) throw;
            reading.problem =
                fmt::format("snapshot {}: {}", reading.snapshots.front(), error.what());
        }
        return reading;
    }

    void read_ahead(BodyWalk& walk) {
        while (!walked_ &&
               (ahead_.empty() || (ahead_.size() < kBatchBodies && ahead_bytes_ < kBatchBytes))) {
            auto body = walk.next();
            walked_ = !body;
            if (body) begin_reading(std::move(*body));
        }
    }

    std::vector<Reading> gather(BodyWalk& walk) {
        std::vector<Reading> readings;
        std::size_t bytes = 0;
        const auto began = std::chrono::steady_clock::now();
        while (!ahead_.empty() && readings.size() < kBatchBodies && bytes < kBatchBytes &&
               (readings.empty() || std::chrono::steady_clock::now() - began < kBatchTime)) {
            readings.push_back(pool_.get(std::move(ahead_.front().reading)));
            bytes += ahead_.front().bytes;
            ahead_bytes_ -= ahead_.front().bytes;
            ahead_.pop_front();
            read_ahead(walk);
        }
        return readings;
    }

    void note(WriteBatch& batch, const Reading& reading) {
        const auto count = static_cast<std::int64_t>(reading.snapshots.size());
        if (!reading.page) {
            summary_.refused += count;
            if (listener_.problem) listener_.problem(reading.problem);
            return;
        }
        summary_.snapshots += count;
        for (const SnapshotId snapshot : reading.snapshots) {
            batch.note_reading(snapshot, *reading.page);
        }
    }

    void store(const std::vector<Reading>& readings) {
        if (readings.empty()) return;
        const auto batch = archive_->begin(options_.wait);
        for (const Reading& reading : readings) note(*batch, reading);
        batch->commit();
        if (listener_.progress) {
            listener_.progress({static_cast<std::size_t>(summary_.snapshots + summary_.refused),
                                static_cast<std::size_t>(total_)});
        }
    }

    // What an older program stored meanwhile is read under the lock: there is little of it.
    void catch_up(WriteBatch& batch) {
        const auto walk = batch.walk_unread();
        while (auto body = walk->next()) {
            begin_reading(std::move(*body));
            for (Ahead& ahead : ahead_) note(batch, ahead.reading.get());
            ahead_.clear();
        }
    }

    void change_over() {
        const auto batch = archive_->begin(options_.wait);
        catch_up(*batch);
        batch->refresh_fingerprints(
            [](const Entry& entry) { return identity_text(entry).fingerprint; });
        corrections_.emplace(*batch);
        batch->apply_rebuild([&](const RereadSnapshot& reread) { follow(*batch, reread); });
        corrections_->store(*batch);
        for (const SourceInfo& source : archive_->sources()) {
            const auto& heirs = heirs_[source.id];
            const app::Rederived rederived =
                app::rederive(*batch, source.id, app::Heirs(heirs.begin(), heirs.end()));
            count(rederived);
        }
        batch->end_rebuild();
        batch->commit();
        summary_.records = archive_->count(Filter{});
    }

    void count(const app::Rederived& rederived) {
        for (const RecordChange& change : rederived.changes) {
            switch (change.kind) {
                case RecordChange::Kind::joined: ++summary_.joined; break;
                case RecordChange::Kind::split: ++summary_.split; break;
                case RecordChange::Kind::fresh: ++summary_.fresh; break;
                case RecordChange::Kind::gone: ++summary_.gone; break;
                case RecordChange::Kind::changed: continue;
            }
            summary_.changes.push_back(change);
        }
        summary_.fields_gained += rederived.fields_gained;
    }

    static std::vector<Content> contents_of(WriteBatch& batch, const std::vector<ContentId>& ids) {
        std::vector<Content> contents;
        contents.reserve(ids.size());
        for (const ContentId id : ids) contents.push_back(make_content(batch.entry(id)));
        return contents;
    }

    // Ids and corrections go along with what a snapshot shows in place of something else.
    void follow(WriteBatch& batch, const RereadSnapshot& reread) {
        ++summary_.reread_otherwise;
        if (reread.before.empty()) return;
        const std::vector<Content> before = contents_of(batch, reread.before);
        const std::vector<Content> after = contents_of(batch, reread.after);
        const auto places = app::find_heirs(before, after);
        auto& heirs = heirs_[reread.source];
        for (std::size_t i = 0; i < places.size(); ++i) {
            if (!places[i]) continue;
            if (reread.after[i] != reread.before[*places[i]]) {
                heirs.emplace(reread.after[i], reread.before[*places[i]]);
            }
            if (after[i].hash != before[*places[i]].hash) {
                batch.assignments().follow(reread.source, before[*places[i]].hash, after[i].hash);
            }
            corrections_->follow(
                {before[*places[i]].hash, reread.body, static_cast<std::int64_t>(*places[i])},
                {after[i].hash, reread.body, static_cast<std::int64_t>(i)});
        }
    }

    const RebuildOptions& options_;
    const RebuildListener& listener_;
    std::unique_ptr<Archive> archive_;
    RebuildSummary summary_;
    std::int64_t total_ = 0;

    app::ContentMemo contents_;
    bool walked_ = false;
    std::deque<Ahead> ahead_;
    std::size_t ahead_bytes_ = 0;
    std::map<SourceId, std::map<ContentId, ContentId>> heirs_;
    std::optional<app::MovedCorrections> corrections_;
    base::ThreadPool pool_;  // after what its tasks use, so that it stops first
};

}  // namespace

RebuildSummary rebuild(const std::string& location, const RebuildOptions& options,
                       const RebuildListener& listener) {
    return RebuildRun(location, options, listener).run();
}

}  // namespace feedarc
