#include "app/prune_plan.hpp"

#include <feedarc/error.hpp>

#include "app/source_ids.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace feedarc::app {
namespace {

constexpr const char* kHowToGiveOne =
    "give one, such as --keep-daily 30 --keep-monthly 24, or write it into the configuration, as "
    "[retention] for all sources or [source.retention] for one";

class Planner {
public:
    Planner(Archive& archive, const PruneOptions& options)
        : archive_(archive), store_(archive.body_store()), options_(options) {}

    PrunePlan plan() {
        choose_sources();
        store_.visit_pages([&](const KeptPage& page) { judge(page); });
        count_snapshots();
        gather_bodies();
        for (const auto& [name, source] : of_source_) {
            plan_.summary.snapshots += source.snapshots;
            plan_.summary.sources.push_back(source);
        }
        return std::move(plan_);
    }

private:
    struct Use {
        std::int64_t snapshots = 0;
        bool needed = false;
    };
    struct Unneeded {
        PrunedSource* source;
        BodyId body;
        Time captured_at;
    };

    [[nodiscard]] RetentionPolicy policy_of(const std::string& source) const {
        if (!options_.policy.empty()) return options_.policy;
        const auto configured = std::find_if(
            options_.configured.begin(), options_.configured.end(),
            [&](const ConfiguredSource& candidate) { return candidate.name == source; });
        const bool has_own =
            configured != options_.configured.end() && !configured->retention.empty();
        return has_own ? configured->retention : options_.configured_policy;
    }

    void choose_sources() {
        const std::set<SourceId> wanted = source_ids(archive_, options_.sources);
        for (const SourceInfo& source : archive_.sources()) {
            if (!wanted.empty() && !wanted.contains(source.id)) continue;
            const RetentionPolicy policy = policy_of(source.name);
            if (policy.empty() && !wanted.empty()) {
                throw Error(ErrorCode::usage,
                            fmt::format("the source '{}' has no policy by which its snapshots are "
                                        "kept: {}",
                                        source.name, kHowToGiveOne));
            }
            if (policy.empty()) continue;
            policies_.emplace(source.id, policy);
            of_source_[source.name].source = source.name;
        }
        if (policies_.empty()) {
            throw Error(ErrorCode::usage,
                        fmt::format("no source has a policy by which its snapshots are kept: {}",
                                    kHowToGiveOne));
        }
    }

    void judge(const KeptPage& page) {
        const auto policy = policies_.find(page.source);
        if (policy == policies_.end()) {
            for (const KeptSnapshot& snapshot : page.snapshots) need(snapshot.body);
            return;
        }
        const auto counts = [](const KeptSnapshot& snapshot) {
            return !snapshot.refused && !snapshot.forgotten;
        };
        std::vector<Time> times;
        for (const KeptSnapshot& snapshot : page.snapshots) {
            if (counts(snapshot)) times.push_back(snapshot.captured_at);
        }
        const std::vector<bool> kept = kept_by(policy->second, times);
        PrunedSource& source = of_source_.at(page.source_name);
        std::size_t next = 0;
        for (const KeptSnapshot& snapshot : page.snapshots) {
            // What was never read may be read yet: by a later version, or with another limit.
            if (snapshot.refused || (counts(snapshot) && kept[next++])) {
                need(snapshot.body);
                ++source.kept;
            } else {
                ++uses_[snapshot.body].snapshots;
                unneeded_.push_back({&source, snapshot.body, snapshot.captured_at});
            }
        }
    }

    void need(BodyId body) {
        Use& use = uses_[body];
        ++use.snapshots;
        use.needed = true;
    }

    // A snapshot keeps its bytes where another one that shows the same does.
    void count_snapshots() {
        for (const Unneeded& snapshot : unneeded_) {
            PrunedSource& source = *snapshot.source;
            if (uses_.at(snapshot.body).needed) {
                ++source.kept;
                continue;
            }
            ++source.snapshots;
            const Time at = snapshot.captured_at;
            source.first_captured = std::min(source.first_captured.value_or(at), at);
            source.last_captured = std::max(source.last_captured.value_or(at), at);
            lost_.emplace(snapshot.body, std::vector<PrunedSource*>())
                .first->second.push_back(&source);
        }
    }

    // The longer a chain, the earlier its end goes; of equals the older one.
    void gather_bodies() {
        std::vector<KeptBody> bodies;
        for (const auto& [id, sources] : lost_) {
            auto body = store_.find(id);
            if (!body) continue;
            for (PrunedSource* source : sources) source->bytes += body->size;
            plan_.summary.bytes += body->size;
            plan_.summary.stored += body->stored;
            bodies.push_back(*body);
        }
        std::sort(bodies.begin(), bodies.end(), [](const KeptBody& a, const KeptBody& b) {
            return std::tuple(-a.chain, a.first_captured, a.id) <
                   std::tuple(-b.chain, b.first_captured, b.id);
        });
        plan_.summary.bodies = static_cast<std::int64_t>(bodies.size());
        for (const KeptBody& body : bodies) {
            plan_.bodies.push_back({body.id, uses_.at(body.id).snapshots});
        }
    }

    Archive& archive_;
    BodyStore& store_;
    const PruneOptions& options_;
    PrunePlan plan_;
    std::map<SourceId, RetentionPolicy> policies_;
    std::map<std::string, PrunedSource> of_source_;
    std::unordered_map<BodyId, Use> uses_;
    std::vector<Unneeded> unneeded_;
    std::unordered_map<BodyId, std::vector<PrunedSource*>> lost_;  // whose snapshots show it
};

}  // namespace

PrunePlan plan_pruning(Archive& archive, const PruneOptions& options) {
    return Planner(archive, options).plan();
}

}  // namespace feedarc::app
