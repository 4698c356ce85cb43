#include "app/merge_source.hpp"

#include "app/otherwise_read.hpp"
#include "app/stored_snapshot.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

namespace feedarc::app {
namespace {

// One transaction takes at most this much, as that of an ingest.
constexpr std::size_t kBatchSnapshots = 500;
constexpr std::size_t kBatchBytes = 24U << 20U;
// A look-up takes 5 us.
constexpr std::size_t kLookedUpAtOnce = 2000;

}  // namespace

// Snapshots that are stored together, in capture order.
class SourceMerge::Transaction {
public:
    explicit Transaction(SourceMerge& merge)
        : merge_(merge),
          batch_(merge.archive_.begin(merge.options_.wait)),
          store_(batch_->merging()),
          deriver_(*batch_),
          placing_(*batch_),
          otherwise_(*batch_, merge.log_, deriver_, placing_) {
        merge.material_.store_all(store_);
    }

    void put(LoggedSnapshot logged) {
        const PreparedSnapshot& snapshot = logged.snapshot;
        const auto here = store_.find(
            {snapshot.source, snapshot.page_url, snapshot.captured_at, snapshot.body.hash});
        merge_.material_.store_body(store_, logged);
        if (!here) {
            merge_.material_.complete_page(store_, logged);
            const SourceId source = batch_->source(snapshot.source, "");
            deriver_.begin(source);
            const WriteBatch::Added added = store_.add(source, snapshot);
            const auto seen = see_stored(*batch_, deriver_, placing_, source, snapshot, added);
            if (seen) seen_.push_back(*seen);
            ++added_;
            return;
        }
        if (here->row_hash != logged.row_hash && otherwise_.settle(here->id, logged)) ++changed_;
    }

    void commit() {
        deriver_.finish();
        batch_->commit();
        MergedArchive& counts = merge_.counts_;
        for (const std::size_t seen : seen_)
            counts.new_records += deriver_.result(seen).new_records;
        counts.added += added_;
        counts.changed += changed_;
        counts.filled += merge_.material_.take_filled();
    }

private:
    SourceMerge& merge_;
    std::unique_ptr<WriteBatch> batch_;
    MergeStore& store_;
    Deriver deriver_;
    Placing placing_;
    OtherwiseRead otherwise_;
    std::vector<std::size_t> seen_;
    std::int64_t added_ = 0, changed_ = 0;
};

// What is not here, or is said otherwise, and whether it can be stored at the end of what is.
void SourceMerge::plan(std::span<LoggedKey> keys) {
    const auto batch = archive_.begin(options_.wait);
    MergeStore& store = batch->merging();
    Placing placing(*batch);
    std::optional<CaptureOrder> latest;
    if (const auto id = store.find_source(keys.front().ingested.source))
        latest = batch->latest(*id);
    for (LoggedKey& key : keys) {
        const SnapshotRef& ref = key.ingested;
        const auto here = store.find(ref);
        if (!here) {
            const bool late = latest && CaptureOrder{ref.captured_at, ref.body} <= *latest;
            whole_ = whole_ || late || placing.concerns(ref);
        } else if (here->row_hash != key.row_hash) {
            whole_ = true;
        } else if (here->kept || !key.kept) {
            ++done_;
            continue;
        }
        missing_.push_back(std::move(key));
    }
    batch->commit();
}

void SourceMerge::plan(const std::string& source) {
    missing_.clear();
    whole_ = false;
    std::vector<LoggedKey> keys = log_.ask([&](ArchiveLog& log) { return log.keys(source); });
    counts_.snapshots += static_cast<std::int64_t>(keys.size());
    for (std::size_t from = 0; from < keys.size(); from += kLookedUpAtOnce) {
        between_(done_);
        plan(std::span(keys).subspan(from, std::min(kLookedUpAtOnce, keys.size() - from)));
    }
}

std::vector<LoggedSnapshot> SourceMerge::read_batch(std::size_t& next) {
    std::vector<LoggedSnapshot> snapshots;
    std::uint64_t bytes = 0;
    while (next < missing_.size() && snapshots.size() < kBatchSnapshots && bytes < kBatchBytes) {
        snapshots.push_back(read(missing_[next++]));
        bytes += snapshots.back().snapshot.body.size;
    }
    {
        const auto batch = archive_.begin(options_.wait);
        material_.look_for(batch->merging(), snapshots);
        batch->commit();
    }
    material_.read_ahead();
    return snapshots;
}

LoggedSnapshot SourceMerge::read(const LoggedKey& key) {
    return log_.ask([&](ArchiveLog& log) { return log.snapshot(key.id); });
}

void SourceMerge::store_material() {
    const auto batch = archive_.begin(options_.wait);
    material_.store_all(batch->merging());
    batch->commit();
    counts_.filled += material_.take_filled();
}

void SourceMerge::store_whole() {
    Transaction transaction(*this);
    for (const LoggedKey& key : missing_) transaction.put(read(key));
    transaction.commit();
}

void SourceMerge::run(const std::string& source) {
    plan(source);
    std::size_t next = 0;
    bool staged = false;
    while (next < missing_.size()) {
        between_(done_ + next);
        std::vector<LoggedSnapshot> snapshots = read_batch(next);
        staged = staged || (whole_ && next < missing_.size());
        if (staged) {
            store_material();
            continue;
        }
        Transaction transaction(*this);
        for (LoggedSnapshot& logged : snapshots) transaction.put(std::move(logged));
        transaction.commit();
    }
    done_ += next;
    between_(done_);
    if (staged) store_whole();
}

}  // namespace feedarc::app
