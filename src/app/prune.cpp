#include <feedarc/prune.hpp>

#include "app/open_existing.hpp"
#include "app/prune_plan.hpp"
#include "base/zstd.hpp"

#include <fmt/format.h>

#include <unordered_set>
#include <utility>

namespace feedarc {
namespace {

// Of one transaction; what is packed anew is unpacked once more in it.
constexpr std::size_t kMostDropped = 500;
constexpr std::size_t kMostRepacked = 64;
constexpr std::size_t kMostRepackedBytes = 8U << 20U;

class PruneRun {
public:
    PruneRun(const std::string& location, const PruneOptions& options,
             const PruneListener& listener)
        : options_(options),
          listener_(listener),
          archive_(options.dry_run ? open_archive(location, OpenMode::read, options.wait)
                                   : app::open_existing(location, false, options.wait)),
          store_(archive_->body_store()) {}

    PruneSummary run() {
        auto [summary, bodies] = app::plan_pruning(*archive_, options_);
        if (listener_.plan) listener_.plan(summary);
        if (options_.dry_run) return std::move(summary);
        for (const UnneededBody& body : bodies) goes_.insert(body.id);
        total_ = bodies.size();
        try {
            for (const UnneededBody& body : bodies) prepare_to_drop(body);
            drop_prepared();
        } catch (const Error& error) {
            if (error.code() != ErrorCode::io) throw;
            throw Error(ErrorCode::io, fmt::format("{} (to delete takes some space as well; {} of "
                                                   "{} bodies are gone)",
                                                   error.what(), done_, total_));
        }
        summary.in_use = in_use_;
        return std::move(summary);
    }

private:
    // Whoever is packed with it, and stays, is to be packed with another one.
    void prepare_to_drop(const UnneededBody& body) {
        try {
            for (const KeptBody& dependent : store_.packed_with(body.id)) {
                if (!goes_.contains(dependent.id)) repack(dependent, body.id);
            }
        } catch (const Error& error) {
            if (error.code() != ErrorCode::archive) throw;
            if (listener_.problem) listener_.problem(error.what());
            stays(body.id);
            return;
        }
        dropping_.push_back(body);
        if (dropping_.size() >= kMostDropped) drop_prepared();
    }

    void stays(BodyId body) {
        goes_.erase(body);
        ++in_use_;
    }

    // The nearest body on the way to the root of its chain that stays.
    std::optional<BodyId> base_beyond(BodyId body) {
        for (auto found = store_.find(body); found && found->prefix.base;
             found = store_.find(*found->prefix.base)) {
            if (!goes_.contains(*found->prefix.base)) return found->prefix.base;
        }
        return std::nullopt;
    }

    void repack(const KeptBody& body, BodyId without) {
        const auto bytes = store_.bytes(body.id, std::nullopt);
        if (!bytes) return;
        Repacked repacked{body.id, without, base_beyond(without), {}};
        std::optional<std::string> base;
        if (repacked.base) base = store_.bytes(*repacked.base, std::nullopt);
        if (!base) repacked.base.reset();
        repacked.data = compressor_.compress(*bytes, base.value_or(""));
        repacked_bytes_ += bytes->size();
        repacked_.push_back(std::move(repacked));
        if (repacked_.size() >= kMostRepacked || repacked_bytes_ >= kMostRepackedBytes) {
            drop_prepared();
        }
    }

    void drop_prepared() {
        if (dropping_.empty() && repacked_.empty()) return;
        if (options_.stop != nullptr && *options_.stop != 0) {
            throw Error(ErrorCode::interrupted, "interrupted; what is gone stays gone");
        }
        const auto dropped = store_.drop(dropping_, repacked_, options_.wait);
        const std::unordered_set<BodyId> gone(dropped.begin(), dropped.end());
        for (const UnneededBody& body : dropping_) {
            if (!gone.contains(body.id)) stays(body.id);
        }
        done_ += dropping_.size();
        dropping_.clear();
        repacked_.clear();
        repacked_bytes_ = 0;
        if (listener_.progress) listener_.progress({done_, total_});
    }

    const PruneOptions& options_;
    const PruneListener& listener_;
    std::unique_ptr<Archive> archive_;
    BodyStore& store_;
    std::unordered_set<BodyId> goes_;
    base::ZstdCompressor compressor_;
    std::vector<UnneededBody> dropping_;  // in the next transaction
    std::vector<Repacked> repacked_;      // likewise
    std::size_t repacked_bytes_ = 0;
    std::size_t done_ = 0, total_ = 0;
    std::int64_t in_use_ = 0;
};

PackSummary pack_rest(const std::string& location, const PruneOptions& options,
                      const PruneListener& listener) {
    PackOptions packing;
    packing.sources = options.sources;
    packing.jobs = options.jobs;
    packing.shrink = options.shrink;
    packing.wait = options.wait;
    packing.stop = options.stop;
    return pack(location, packing, {listener.progress, listener.problem});
}

}  // namespace

PruneSummary prune(const std::string& location, const PruneOptions& options,
                   const PruneListener& listener) {
    PruneSummary summary = PruneRun(location, options, listener).run();
    if (options.pack && !options.dry_run) summary.packed = pack_rest(location, options, listener);
    return summary;
}

}  // namespace feedarc
