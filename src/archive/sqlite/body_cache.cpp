#include "archive/sqlite/body_cache.hpp"

#include <utility>

namespace feedarc::sqlite {
namespace {

constexpr std::size_t kMostHeld = 64U << 20U;
// What a damaged archive has beyond this, Bodies judges.
constexpr std::size_t kLongestChain = 4096;

}  // namespace

BodyCache::BodyCache(sqlite3& db, Bodies& bodies)
    : bodies_(bodies), base_(db, "SELECT base FROM bodies WHERE id = ?") {}

std::optional<BodyId> BodyCache::base_of(BodyId id) {
    Statement::Run run(base_, id);
    if (!run.next() || run.is_null(0)) return std::nullopt;
    return run.integer(0);
}

BodyCache::Bytes BodyCache::find(BodyId id) {
    const auto found = by_id_.find(id);
    if (found == by_id_.end()) return nullptr;
    held_.splice(held_.begin(), held_, found->second);
    return held_.front().bytes;
}

void BodyCache::keep(BodyId id, const Bytes& bytes) {
    held_.push_front({id, bytes});
    by_id_.emplace(id, held_.begin());
    bytes_ += bytes->size();
    while (bytes_ > kMostHeld && held_.size() > 1) {
        bytes_ -= held_.back().bytes->size();
        by_id_.erase(held_.back().id);
        held_.pop_back();
    }
}

BodyCache::Bytes BodyCache::bytes(BodyId id) {
    if (Bytes found = find(id)) return found;
    std::vector<BodyId> chain{id};
    Bytes bytes;
    for (auto base = base_of(id); base && chain.size() < kLongestChain; base = base_of(*base)) {
        bytes = find(*base);
        if (bytes) {
            // Each of the chain with the one before it, from the one that is at hand.
            for (BodyId before = *base; !chain.empty(); chain.pop_back()) {
                bytes = std::make_shared<const std::string>(
                    bodies_.bytes_by(chain.back(), before, *bytes));
                before = chain.back();
            }
            break;
        }
        chain.push_back(*base);
    }
    if (!bytes) bytes = std::make_shared<const std::string>(bodies_.bytes(id));
    keep(id, bytes);
    return bytes;
}

}  // namespace feedarc::sqlite
