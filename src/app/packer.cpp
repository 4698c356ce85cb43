#include "app/packer.hpp"

#include "base/zstd.hpp"

#include <future>

namespace feedarc::app {
namespace {

constexpr int kLongestChain = 128;
constexpr std::size_t kMostPrefixBytes = 48U << 20U;  // of the latest bodies, over all pages

std::string compress(std::string_view data, std::string_view prefix) {
    thread_local base::ZstdCompressor compressor;
    return compressor.compress(data, prefix);
}

}  // namespace

Packer::Body* Packer::latest(const PageKey& page) {
    if (const auto at = latest_.find(page); at != latest_.end()) {
        used_.splice(used_.begin(), used_, at->second.used);
        return &at->second.body;
    }
    auto stored = archive_.latest_body(page.first, page.second);
    if (!stored) return nullptr;
    set_latest(page, {stored->hash, stored->chain,
                      std::make_shared<const std::string>(std::move(stored->bytes))});
    return &latest_.at(page).body;
}

void Packer::set_latest(const PageKey& page, Body body) {
    bytes_ += body.bytes->size();
    if (const auto at = latest_.find(page); at != latest_.end()) {
        bytes_ -= at->second.body.bytes->size();
        at->second.body = std::move(body);
        used_.splice(used_.begin(), used_, at->second.used);
    } else {
        used_.push_front(page);
        latest_.emplace(page, LatestBody{std::move(body), used_.begin()});
    }
    while (bytes_ > kMostPrefixBytes && latest_.size() > 1) forget_oldest();
}

void Packer::forget_oldest() {
    const auto at = latest_.find(used_.back());
    bytes_ -= at->second.body.bytes->size();
    latest_.erase(at);
    used_.pop_back();
}

void Packer::pack(std::vector<Prepared>& snapshots) {
    std::vector<std::pair<Prepared*, std::future<std::string>>> running;
    for (Prepared& prepared : snapshots) {
        if (!prepared.keep) continue;
        PackedBody& body = prepared.snapshot.body;
        const PageKey page{prepared.snapshot.source, prepared.snapshot.page_url};
        if (!packed_.insert(body.hash).second || archive_.has_body(body.hash)) continue;
        std::shared_ptr<const std::string> prefix;
        if (const Body* base = latest(page); base != nullptr && base->chain + 1 < kLongestChain) {
            body.base = base->hash;
            body.chain = base->chain + 1;
            prefix = base->bytes;
        }
        running.emplace_back(
            &prepared,
            pool_.run([bytes = prepared.bytes,
                       prefix] { return compress(*bytes, prefix ? *prefix : std::string_view()); },
                      base::ThreadPool::Urgency::urgent));
        set_latest(page, {body.hash, body.chain, prepared.bytes});
    }
    for (auto& [prepared, data] : running) prepared->snapshot.body.data = data.get();
    for (Prepared& prepared : snapshots) prepared.bytes.reset();
}

}  // namespace feedarc::app
