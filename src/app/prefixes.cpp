#include "app/prefixes.hpp"

#include <algorithm>
#include <vector>

namespace feedarc::app {
namespace {

constexpr std::size_t kMostBytes = 32U << 20U;  // of all bodies held

// So many entries, spread over a page, tell which body is most like it.
constexpr std::size_t kAsked = 32;
constexpr std::size_t kAskedOfArchive = 8;  // a few queries each

std::vector<Hash128> spread(const ParsedPage& page, std::size_t most) {
    std::vector<Hash128> hashes;
    const std::size_t step = std::max<std::size_t>(1, page.contents.size() / most);
    for (std::size_t i = 0; i < page.contents.size() && hashes.size() < most; i += step) {
        hashes.push_back(page.contents[i]->hash);
    }
    return hashes;
}

bool is_dump(const Prefixes::PageKey& key) {
    return key.second.empty();
}

}  // namespace

Prefixes::Pointer Prefixes::best_of(const Page& page, const ParsedPage& shown) const {
    std::vector<std::pair<Pointer, std::size_t>> votes;
    for (const Hash128& hash : spread(shown, kAsked)) {
        const auto at = page.by_content.find(hash);
        if (at == page.by_content.end()) continue;
        const auto vote = std::find_if(votes.begin(), votes.end(), [&](const auto& counted) {
            return counted.first == at->second;
        });
        if (vote == votes.end()) {
            votes.emplace_back(at->second, 1);
        } else {
            ++vote->second;
        }
    }
    const auto best =
        std::max_element(votes.begin(), votes.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    return best == votes.end() ? nullptr : best->first;
}

Prefixes::Pointer Prefixes::from_archive(const PageKey& key, const std::vector<Hash128>& contents) {
    auto stored = look_ups_.ask([&](Archive& archive) {
        return contents.empty() ? archive.latest_body(key.first, key.second)
                                : archive.similar_body(key.first, key.second, contents);
    });
    if (!stored) return nullptr;
    add(key, {stored->hash, stored->chain,
              std::make_shared<const std::string>(std::move(stored->bytes)), nullptr});
    return pages_.at(key).latest;
}

Prefixes::Pointer Prefixes::choose(const PageKey& key, const ParsedPage* page) {
    const auto at = pages_.find(key);
    if (is_dump(key) && page != nullptr && !page->contents.empty()) {
        if (at != pages_.end()) {
            if (auto best = best_of(at->second, *page)) return best;
        }
        if (auto best = from_archive(key, spread(*page, kAskedOfArchive))) return best;
    }
    return at != pages_.end() ? at->second.latest : from_archive(key, {});
}

void Prefixes::add(const PageKey& key, PrefixBody body) {
    const auto pointer = std::make_shared<const PrefixBody>(std::move(body));
    bytes_ += pointer->bytes->size();
    held_.push_back({key, pointer});
    const auto held = std::prev(held_.end());
    if (!is_dump(key)) {
        const auto [at, is_new] = only_.try_emplace(key, held);
        if (!is_new) {
            forget(at->second);
            only_[key] = held;
        }
    }
    Page& page = pages_[key];
    page.latest = pointer;
    if (is_dump(key) && pointer->page) {
        for (const auto& content : pointer->page->contents)
            page.by_content[content->hash] = pointer;
    }
    while (bytes_ > kMostBytes && held_.size() > 1) forget(held_.begin());
}

void Prefixes::forget(std::list<Held>::iterator held) {
    const auto [key, body] = std::move(*held);
    held_.erase(held);
    bytes_ -= body->bytes->size();
    if (!is_dump(key)) only_.erase(key);
    Page& page = pages_.at(key);
    if (body->page) {
        for (const auto& content : body->page->contents) {
            const auto at = page.by_content.find(content->hash);
            if (at != page.by_content.end() && at->second == body) page.by_content.erase(at);
        }
    }
    if (page.latest == body) pages_.erase(key);
}

}  // namespace feedarc::app
