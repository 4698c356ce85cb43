#include "app/packer.hpp"

#include "base/zstd.hpp"

#include <future>
#include <string_view>

namespace feedarc::app {
namespace {

std::string compress(std::string_view data, std::string_view prefix) {
    thread_local base::ZstdCompressor compressor;
    return compressor.compress(data, prefix);
}

}  // namespace

Packer::Known Packer::known(const Hash128& body) const {
    if (!look_ups_.may_hold(body)) return Known::nothing;
    return look_ups_.ask([&](Archive& archive) {
        if (archive.has_body(body)) return Known::stored;
        return archive.was_pruned(body) ? Known::pruned : Known::nothing;
    });
}

void Packer::pack(std::vector<Prepared>& snapshots) {
    std::vector<std::pair<std::size_t, std::future<std::string>>> packing;
    std::unordered_set<Hash128> packed_here;
    for (std::size_t i = 0; i < snapshots.size(); ++i) {
        Prepared& prepared = snapshots[i];
        // A revisit may still refer to a record of a web archive, until it can be had from there.
        const auto bytes = prepared.record ? prepared.bytes : std::move(prepared.bytes);
        if (!prepared.keep) continue;
        const PreparedSnapshot& snapshot = prepared.snapshot;
        PackedBody& body = prepared.snapshot.body;
        const bool packed_before = packed_.contains(body.hash);
        const Known known = packed_before ? Known::stored : this->known(body.hash);
        if (known == Known::stored) {
            body.bytes = bytes;
            continue;
        }
        packed_.insert(body.hash);
        packed_here.insert(body.hash);
        const Prefixes::PageKey page{snapshot.source, snapshot.page_url};
        auto prefix = prefixes_.choose(page, snapshot.page.get());
        if (prefix && prefix->chain + 1 >= kLongestChain) prefix.reset();
        if (prefix) {
            body.base = prefix->hash;
            body.chain = prefix->chain + 1;
            if (!packed_here.contains(prefix->hash)) body.bytes = bytes;
        }
        // A snapshot that is known does not bring the bytes of a pruned body back.
        if (known == Known::nothing) {
            prefixes_.add(page, {body.hash, body.chain, bytes, snapshot.page});
        }
        packing.emplace_back(i, pool_.run(
                                    [bytes, prefix = std::move(prefix)] {
                                        return compress(
                                            *bytes, prefix ? *prefix->bytes : std::string_view());
                                    },
                                    base::ThreadPool::Urgency::urgent));
    }
    for (auto& [index, data] : packing)
        snapshots[index].snapshot.body.data = pool_.get(std::move(data));
}

}  // namespace feedarc::app
