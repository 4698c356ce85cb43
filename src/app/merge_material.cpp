#include "app/merge_material.hpp"

#include "app/packer.hpp"
#include "base/zstd.hpp"

#include <algorithm>
#include <utility>

namespace feedarc::app {
namespace {

bool is_kept(MergeStore& store, const Hash128& body) {
    const auto found = store.find_body(body);
    return found && found->kept;
}

}  // namespace

// A body may be packed with one of a later snapshot, which is missing as well.
void MergeMaterial::add_chain(MergeStore& store, const LoggedSnapshot& logged) {
    const PreparedSnapshot& snapshot = logged.snapshot;
    std::vector<Missing> chain;
    std::optional<Hash128> body = snapshot.body.hash;
    while (body && !listed_.contains(*body) && !is_kept(store, *body)) {
        listed_.insert(*body);
        chain.push_back({*body, {snapshot.source, snapshot.page_url}});
        body = log_.ask([&](ArchiveLog& log) { return log.base_of(*body); });
    }
    missing_bodies_.insert(missing_bodies_.end(), chain.rbegin(), chain.rend());
}

void MergeMaterial::look_for(MergeStore& store, std::span<const LoggedSnapshot> snapshots) {
    for (const LoggedSnapshot& logged : snapshots) {
        if (logged.kept) add_chain(store, logged);
        if (logged.page == 0) continue;
        const Hash128& page = logged.snapshot.page->hash;
        if (!store.has_page(page)) missing_pages_.emplace(page, logged.page);
    }
}

PackedBody MergeMaterial::read(const Missing& missing) {
    LoggedBody logged = log_.ask([&](ArchiveLog& log) { return log.body(missing.body); });
    PackedBody packed{missing.body, logged.bytes->size(), std::move(logged.frame), logged.base, 0};
    if (!packed.data.empty()) return packed;
    auto prefix = prefixes_.choose(missing.page, nullptr);
    if (prefix && prefix->chain + 1 >= kLongestChain) prefix.reset();
    if (prefix) {
        packed.base = prefix->hash;
        packed.chain = prefix->chain + 1;
    }
    packed.data = base::ZstdCompressor().compress(
        *logged.bytes, prefix ? std::string_view(*prefix->bytes) : std::string_view());
    prefixes_.add(missing.page, {packed.hash, packed.chain, logged.bytes, nullptr});
    return packed;
}

PackedBody MergeMaterial::packed_alone(const Hash128& body) {
    const LoggedBody logged = log_.ask([&](ArchiveLog& log) { return log.body(body); });
    return {body, logged.bytes->size(), base::ZstdCompressor().compress(*logged.bytes, ""),
            std::nullopt, 0};
}

void MergeMaterial::read_ahead() {
    for (const Missing& missing : std::exchange(missing_bodies_, {})) {
        bodies_.push_back(read(missing));
    }
    listed_.clear();
    for (const auto& [hash, page] : std::exchange(missing_pages_, {})) {
        pages_.emplace(hash, log_.page(page));
    }
}

// How long the chain becomes, and whether the base is still there, is known now.
void MergeMaterial::store_packed(MergeStore& store, PackedBody&& body) {
    if (is_kept(store, body.hash)) return;
    body.chain = 0;
    if (body.base) {
        const auto base = store.find_body(*body.base);
        if (base && base->kept && base->chain + 1 < kLongestChain) {
            body.chain = base->chain + 1;
        } else {
            body = packed_alone(body.hash);
        }
    }
    if (store.store(body)) ++filled_;
}

void MergeMaterial::store_all(MergeStore& store) {
    for (PackedBody& body : std::exchange(bodies_, {})) store_packed(store, std::move(body));
    for (const auto& [hash, page] : std::exchange(pages_, {})) store.store(*page);
}

void MergeMaterial::store_body(MergeStore& store, const LoggedSnapshot& logged) {
    const PackedBody& body = logged.snapshot.body;
    const auto found = store.find_body(body.hash);
    if (found && (found->kept || !logged.kept)) return;
    if (logged.kept) {
        if (store.store(packed_alone(body.hash))) ++filled_;
    } else {
        (void)store.store({body.hash, body.size, {}, std::nullopt, 0});
    }
}

void MergeMaterial::complete_page(MergeStore& store, LoggedSnapshot& logged) {
    if (logged.page == 0) return;
    const Hash128& page = logged.snapshot.page->hash;
    if (const auto at = pages_.find(page); at != pages_.end()) {
        logged.snapshot.page = at->second;
    } else if (!store.has_page(page)) {
        logged.snapshot.page = log_.page(logged.page);
    }
}

}  // namespace feedarc::app
