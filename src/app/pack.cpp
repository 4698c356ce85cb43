#include <feedarc/body_store.hpp>
#include <feedarc/pack.hpp>

#include "app/body_block.hpp"
#include "app/open_existing.hpp"
#include "app/shrink.hpp"
#include "app/source_ids.hpp"
#include "base/thread_pool.hpp"

#include <algorithm>
#include <deque>
#include <future>
#include <map>
#include <set>
#include <thread>
#include <tuple>
#include <utility>

namespace feedarc {
namespace {

// Those of a block that has room are packed again with new ones when these are a quarter as many.
constexpr std::size_t kLeastPart = 4;
// So often what others changed meanwhile is looked for and packed again.
constexpr int kMostRounds = 3;

class PackRun {
public:
    PackRun(const std::string& location, const PackOptions& options, const PackListener& listener)
        : options_(options),
          listener_(listener),
          archive_(options.dry_run ? open_archive(location, OpenMode::read, options.wait)
                                   : app::open_existing(location, false, options.wait)),
          store_(archive_->body_store()),
          wanted_(app::source_ids(*archive_, options.sources)),
          threads_(options.jobs != 0 ? options.jobs
                                     : std::max(1U, std::thread::hardware_concurrency())),
          pool_(threads_) {}

    PackSummary run() {
        for (int round = 0; round < kMostRounds; ++round) {
            changed_ = false;
            summary_.waiting = summary_.incompressible = summary_.damaged = 0;
            pack_all();
            if (!changed_) break;
        }
        if (!options_.dry_run) {
            summary_.file = app::shrink(store_, options_.shrink, options_.wait);
        }
        return std::move(summary_);
    }

private:
    struct Candidates {
        std::vector<KeptBody> bodies;
        std::set<BodyId> loose;
        std::map<BlockId, std::uint64_t> blocks;  // whose bodies are among them, and what they take
        bool hollow = false;                      // one of these
    };
    struct Making {
        std::shared_ptr<const app::BlockMembers> members;
        std::uint64_t before = 0;
        std::future<NewBlock> block;
    };

    void pack_all() {
        std::map<SourceId, Candidates> candidates;
        for (KeptBody& body : store_.loose()) {
            if (!is_wanted(body.source)) continue;
            Candidates& of_source = candidates[body.source];
            of_source.loose.insert(body.id);
            of_source.bodies.push_back(std::move(body));
        }
        for (const BodyBlock& block : store_.blocks()) {
            if (is_wanted(block.source)) take_block(block, candidates[block.source]);
        }
        total_ = done_ = 0;
        for (const auto& [source, of_source] : candidates) total_ += of_source.bodies.size();
        for (auto& [source, of_source] : candidates) pack_source(of_source);
        while (!making_.empty()) store_next();
    }

    [[nodiscard]] bool is_wanted(SourceId source) const {
        return wanted_.empty() || wanted_.contains(source);
    }

    void take_block(const BodyBlock& block, Candidates& candidates) {
        const bool hollow = app::is_hollow(block);
        if (!hollow && !app::has_room(block)) return;
        candidates.hollow = candidates.hollow || hollow;
        candidates.blocks.emplace(block.id, block.stored);
        auto members = store_.members(block.id);
        candidates.bodies.insert(candidates.bodies.end(), members.begin(), members.end());
    }

    void pack_source(Candidates& candidates) {
        auto& bodies = candidates.bodies;
        const std::size_t packed = bodies.size() - candidates.loose.size();
        if (!candidates.hollow &&
            candidates.loose.size() < std::max(options_.least, packed / kLeastPart)) {
            summary_.waiting += static_cast<std::int64_t>(candidates.loose.size());
            done_ += bodies.size();
            return;
        }
        std::sort(bodies.begin(), bodies.end(), [](const KeptBody& a, const KeptBody& b) {
            return std::tie(a.first_captured, a.id) < std::tie(b.first_captured, b.id);
        });
        auto members = std::make_shared<app::BlockMembers>();
        for (const KeptBody& body : bodies) {
            stop_if_asked();
            read(body, *members);
            if (!members->is_full()) continue;
            begin_making(std::exchange(members, std::make_shared<app::BlockMembers>()), candidates);
        }
        begin_making(std::move(members), candidates);
    }

    void stop_if_asked() const {
        if (options_.stop == nullptr || *options_.stop == 0) return;
        throw Error(ErrorCode::interrupted, "interrupted; the blocks that are stored stay");
    }

    void read(const KeptBody& body, app::BlockMembers& members) {
        std::optional<BodyStore::Base> base;
        if (body.prefix.base) {
            if (const auto* bytes = members.bytes_of(*body.prefix.base)) {
                base = {*body.prefix.base, *bytes};
            }
        }
        try {
            auto bytes = store_.bytes(body.id, base);
            if (bytes) members.add(body, *std::move(bytes));
            changed_ = changed_ || !bytes;
        } catch (const Error& error) {
            if (error.code() != ErrorCode::archive) throw;
            ++summary_.damaged;
            if (listener_.problem) listener_.problem(error.what());
        }
        if (listener_.progress) listener_.progress({++done_, total_});
    }

    void begin_making(std::shared_ptr<const app::BlockMembers> members,
                      const Candidates& candidates) {
        const auto& bodies = members->bodies();
        const auto loose = static_cast<std::size_t>(std::count_if(
            bodies.begin(), bodies.end(),
            [&](const KeptBody& body) { return candidates.loose.contains(body.id); }));
        // What is left of many. The bodies of a block are packed again where some are loose at all.
        if (loose == bodies.size() && loose < options_.least) {
            summary_.waiting += static_cast<std::int64_t>(loose);
            return;
        }
        Making making;
        std::set<BlockId> blocks;
        for (const KeptBody& body : bodies) {
            making.before += body.stored;
            if (body.prefix.block) blocks.insert(*body.prefix.block);
        }
        for (const BlockId block : blocks) making.before += candidates.blocks.at(block);
        making.members = members;
        making.block = pool_.run([members] { return members->make_block(); });
        making_.push_back(std::move(making));
        while (making_.size() >= threads_) store_next();
    }

    void store_next() {
        Making making = std::move(making_.front());
        making_.pop_front();
        const NewBlock block = pool_.get(std::move(making.block));
        const auto count = static_cast<std::int64_t>(block.members.size());
        std::uint64_t after = block.data.size();
        for (const auto& member : block.members) after += member.data.size();
        if (after >= making.before) {
            summary_.incompressible += count;
            return;
        }
        stop_if_asked();
        if (!options_.dry_run && !store_.store(block, options_.wait)) {
            changed_ = true;
            return;
        }
        summary_.bodies += count;
        ++summary_.blocks;
        summary_.bytes += making.members->size();
        summary_.before += making.before;
        summary_.after += after;
    }

    const PackOptions& options_;
    const PackListener& listener_;
    std::unique_ptr<Archive> archive_;
    BodyStore& store_;
    std::set<SourceId> wanted_;  // none: all
    PackSummary summary_;
    bool changed_ = false;  // by others, what was to be packed
    std::size_t done_ = 0, total_ = 0;
    std::size_t threads_;
    std::deque<Making> making_;
    base::ThreadPool pool_;
};

}  // namespace

PackSummary pack(const std::string& location, const PackOptions& options,
                 const PackListener& listener) {
    return PackRun(location, options, listener).run();
}

}  // namespace feedarc
