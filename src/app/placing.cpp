#include "app/placing.hpp"

#include <algorithm>
#include <tuple>

namespace feedarc::app {
namespace {

using At = std::pair<std::string, Time>;  // source, time

At home_of(const WantedPlace& one) {
    return {one.now.ingested.source, one.now.ingested.captured_at};
}

At wanted_by(const WantedPlace& one) {
    return {one.wanted.source_name, one.wanted.captured_at};
}

// Whoever is at home there comes first, then the one that was ingested first.
auto rank(const WantedPlace& one) {
    const SnapshotRef& ingested = one.now.ingested;
    return std::tuple(wanted_by(one) != home_of(one), ingested.captured_at, ingested.source);
}

void go_home(WantedPlace& one) {
    one.wanted.source_name = one.now.ingested.source;
    one.wanted.captured_at = one.now.ingested.captured_at;
    // One that could not be read takes no part in anything as it is.
    if (!one.now.refused) one.wanted.forgotten = true;
}

bool stand_alike(const PlacedSnapshot& one, const PlacedSnapshot& other) {
    return std::tie(one.source_name, one.captured_at, one.forgotten) ==
           std::tie(other.source_name, other.captured_at, other.forgotten);
}

}  // namespace

std::vector<Clash> settle_places(std::vector<WantedPlace>& snapshots) {
    std::vector<Clash> clashes;
    std::vector<std::size_t> clashing;
    for (bool settled = false; !settled;) {
        settled = true;
        std::map<At, std::size_t> owner;
        for (std::size_t i = 0; i < snapshots.size(); ++i) {
            const auto [at, is_new] = owner.emplace(wanted_by(snapshots[i]), i);
            if (!is_new && rank(snapshots[i]) < rank(snapshots[at->second])) at->second = i;
        }
        for (std::size_t i = 0; i < snapshots.size(); ++i) {
            const std::size_t by = owner.at(wanted_by(snapshots[i]));
            if (by == i) continue;
            clashes.push_back({snapshots[i].now.id, snapshots[by].now.id, false});
            clashing.push_back(i);
            settled = false;
        }
        // Back at home they may be in the way of others.
        for (const std::size_t i : clashing) go_home(snapshots[i]);
    }
    for (std::size_t k = 0; k < clashing.size(); ++k) {
        const WantedPlace& one = snapshots[clashing[k]];
        clashes[k].is_new = !stand_alike(one.now, one.wanted);
    }
    return clashes;
}

void Placing::load() {
    loaded_ = true;
    std::vector<Correction> corrections = batch_.snapshot_corrections();
    mark_in_force(corrections);
    for (const Correction& correction : corrections) {
        if (!correction.snapshot) continue;
        const SnapshotRef& ref = *correction.snapshot;
        Said& said = groups_[{ref.page_url, ref.body}][ref];
        if (!correction.in_force) continue;
        if (correction.kind == CorrectionKind::forget) said.forgotten = true;
        if (correction.new_source) said.source = correction.new_source;
        if (correction.new_captured_at) said.captured_at = correction.new_captured_at;
    }
}

const Placing::Group* Placing::group_of(const SnapshotRef& ref) {
    if (!loaded_) load();
    const auto at = groups_.find({ref.page_url, ref.body});
    return at == groups_.end() ? nullptr : &at->second;
}

bool Placing::concerns(const SnapshotRef& ingested) {
    const Group* group = group_of(ingested);
    if (group == nullptr) return false;
    return std::any_of(group->begin(), group->end(), [&](const auto& one) {
        const auto& [ref, said] = one;
        return ref == ingested ||
               (said.source.value_or(ref.source) == ingested.source &&
                said.captured_at.value_or(ref.captured_at) == ingested.captured_at);
    });
}

// Those that corrections speak of, and those that were ingested where one of them is wanted.
std::vector<WantedPlace> Placing::members_of(const Group& group) {
    std::vector<WantedPlace> members;
    std::set<SnapshotRef> others;
    for (const auto& [ref, said] : group) {
        const auto now = batch_.placed(ref);
        if (!now) continue;  // it need not be in this archive
        WantedPlace member{*now, *now};
        member.wanted.source_name = said.source.value_or(ref.source);
        member.wanted.captured_at = said.captured_at.value_or(ref.captured_at);
        member.wanted.forgotten = said.forgotten && !now->refused;
        const SnapshotRef there{member.wanted.source_name, ref.page_url, member.wanted.captured_at,
                                ref.body};
        if (!group.contains(there)) others.insert(there);
        members.push_back(std::move(member));
    }
    for (const SnapshotRef& ref : others) {
        if (const auto now = batch_.placed(ref)) members.push_back({*now, *now});
    }
    return members;
}

Placing::Placed Placing::apply(const SnapshotRef& about) {
    Placed placed;
    const Group* group = group_of(about);
    if (group == nullptr) return placed;
    std::vector<WantedPlace> members = members_of(*group);
    placed.clashes = settle_places(members);
    std::vector<PlacedSnapshot> moved;
    for (WantedPlace& member : members) {
        if (stand_alike(member.now, member.wanted)) continue;
        member.wanted.source = batch_.source(member.wanted.source_name, "");
        placed.sources.insert({member.now.source, member.wanted.source});
        moved.push_back(std::move(member.wanted));
    }
    if (!moved.empty()) batch_.place(moved);
    return placed;
}

}  // namespace feedarc::app
