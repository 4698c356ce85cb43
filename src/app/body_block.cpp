#include "app/body_block.hpp"

#include "base/zstd.hpp"

#include <algorithm>

namespace feedarc::app {
namespace {

// To read a body, all of its block is unpacked: 2 MiB take 0.5 ms. Of larger blocks more of their
// bodies have the same in common (docs/architecture.md, "Blocks of bodies").
constexpr std::size_t kMostShared = 2U << 20U;
constexpr std::uint64_t kMostBytes = 32U << 20U;  // held in memory, and read back under the lock
constexpr std::size_t kMostBodies = 4096;         // likewise

constexpr std::uint64_t half(std::uint64_t most) {
    return most / 2;
}

}  // namespace

bool BlockMembers::is_full() const {
    // Of pages that are large themselves there must be several to have something in common.
    return shared_.text().size() >= std::max(kMostShared, 2 * largest_) || size_ >= kMostBytes ||
           bodies_.size() >= kMostBodies;
}

void BlockMembers::add(const KeptBody& body, std::string bytes) {
    shared_.add(bytes);
    size_ += bytes.size();
    largest_ = std::max(largest_, bytes.size());
    positions_.emplace(body.id, bodies_.size());
    bodies_.push_back(body);
    bytes_.push_back(std::move(bytes));
}

const std::string* BlockMembers::bytes_of(BodyId body) const {
    const auto at = positions_.find(body);
    return at == positions_.end() ? nullptr : &bytes_[at->second];
}

NewBlock BlockMembers::make_block() const {
    // The newest first: listings show new entries above old ones, so that what is added behind it
    // stands in the order of the page.
    SharedText shared;
    for (auto bytes = bytes_.rbegin(); bytes != bytes_.rend(); ++bytes) shared.add(*bytes);
    NewBlock block;
    block.size = shared.text().size();
    block.bytes = size_;
    block.data = base::zstd_compress_hard(shared.text());
    base::ZstdPrefixCompressor compressor(shared.text(), largest_);
    block.members.reserve(bodies_.size());
    for (std::size_t i = 0; i < bodies_.size(); ++i) {
        block.members.push_back({bodies_[i].id, bodies_[i].prefix, compressor.compress(bytes_[i])});
    }
    return block;
}

bool has_room(const BodyBlock& block) {
    return block.size < half(kMostShared) && block.bytes < half(kMostBytes) &&
           block.bodies < static_cast<std::int64_t>(half(kMostBodies));
}

bool is_hollow(const BodyBlock& block) {
    constexpr std::int64_t kQuarter = 4;
    return block.bodies - block.left > block.bodies / kQuarter;
}

}  // namespace feedarc::app
