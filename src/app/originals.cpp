#include "app/originals.hpp"

namespace feedarc::app {
namespace {

// Each has up to three keys.
constexpr std::size_t kMostKeys = 600'000;
constexpr std::size_t kRecentBytes = 8U << 20U;

Hash128 by_digest(const std::string& digest) {
    return FieldHash().add("digest").add(digest).finish();
}

Hash128 by_time(const std::string& url, Time time) {
    return FieldHash().add("time").add(url).add(time.time_since_epoch().count()).finish();
}

Hash128 by_url(const std::string& url) {
    return FieldHash().add("url").add(url).finish();
}

}  // namespace

void Originals::put(const Hash128& key, const Original& original) {
    if (!known_.insert_or_assign(key, original).second) return;
    order_.push_back(key);
    if (order_.size() <= kMostKeys) return;
    known_.erase(order_.front());
    order_.pop_front();
}

const Originals::Original* Originals::at(const Hash128& key) const {
    const auto found = known_.find(key);
    return found == known_.end() ? nullptr : &found->second;
}

void Originals::add(const unpack::WebRecord& record,
                    const std::shared_ptr<const std::string>& bytes, const Hash128& body) {
    Original original{bytes != nullptr, body, {}, record.media_type, bytes};
    if (!record.payload_digest.empty()) {
        original.digest = by_digest(record.payload_digest);
        put(original.digest, original);
    }
    if (!record.url.empty()) {
        put(by_time(record.url, record.captured_at), original);
        put(by_url(record.url), original);
    }
    if (!bytes) return;
    recent_.push_back(bytes);
    recent_bytes_ += bytes->size();
    while (recent_bytes_ > kRecentBytes) {
        recent_bytes_ -= recent_.front()->size();
        recent_.pop_front();
    }
}

const Originals::Original* Originals::find(const unpack::WebRecord& revisit) const {
    const std::string& url = revisit.original_url.empty() ? revisit.url : revisit.original_url;
    const Hash128 digest =
        revisit.payload_digest.empty() ? Hash128{} : by_digest(revisit.payload_digest);
    const Original* named = nullptr;
    if (revisit.original_time && !url.empty()) named = at(by_time(url, *revisit.original_time));
    if (named != nullptr &&
        (digest == Hash128{} || named->digest == Hash128{} || named->digest == digest)) {
        return named;
    }
    if (digest != Hash128{}) {
        if (const auto* same = at(digest)) return same;
    }
    if (named != nullptr) return named;
    return revisit.not_modified && !url.empty() ? at(by_url(url)) : nullptr;
}

}  // namespace feedarc::app
