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

void Packer::pack(std::vector<Prepared>& snapshots) {
    std::vector<std::pair<std::size_t, std::future<std::string>>> packing;
    for (std::size_t i = 0; i < snapshots.size(); ++i) {
        Prepared& prepared = snapshots[i];
        // A revisit may still refer to a record of a web archive, until it can be had from there.
        const auto bytes = prepared.record ? prepared.bytes : std::move(prepared.bytes);
        if (!prepared.keep) continue;
        const PreparedSnapshot& snapshot = prepared.snapshot;
        PackedBody& body = prepared.snapshot.body;
        if (!packed_.insert(body.hash).second || is_stored(body.hash)) continue;
        const Prefixes::PageKey page{snapshot.source, snapshot.page_url};
        auto prefix = prefixes_.choose(page, snapshot.page.get());
        if (prefix && prefix->chain + 1 >= kLongestChain) prefix.reset();
        if (prefix) {
            body.base = prefix->hash;
            body.chain = prefix->chain + 1;
        }
        prefixes_.add(page, {body.hash, body.chain, bytes, snapshot.page});
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
