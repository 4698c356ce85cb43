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

}  // namespace

Prefixes::Best Prefixes::best_of(const Page& page, const ParsedPage& shown) {
    std::vector<std::pair<Pointer, std::size_t>> votes;
    const auto asked = spread(shown, kAsked);
    for (const Hash128& hash : asked) {
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
    if (best == votes.end()) return {};
    return {best->first, static_cast<double>(best->second) / static_cast<double>(asked.size())};
}

Prefixes::Pointer Prefixes::from_archive(const PageKey& key, Archive::Base stored) {
    add(key, {stored.hash, stored.chain,
              std::make_shared<const std::string>(std::move(stored.bytes)), nullptr});
    return pages_.at(key).latest;
}

// Of what is held, and where that shows less than half, of what is stored.
Prefixes::Best Prefixes::most_like(const PageKey& key, const ParsedPage& shown) {
    constexpr double kEnough = 0.5;
    Best best;
    const auto at = pages_.find(key);
    if (at != pages_.end()) best = best_of(at->second, shown);
    if (best.shows >= kEnough) return best;
    const auto asked = spread(shown, kAskedOfArchive);
    auto stored = look_ups_.ask(
        [&](Archive& archive) { return archive.similar_body(key.first, key.second, asked); });
    if (!stored) return best;
    const double shows = static_cast<double>(stored->shows) / static_cast<double>(asked.size());
    if (shows > best.shows) best = {from_archive(key, *std::move(stored)), shows};
    return best;
}

Prefixes::Pointer Prefixes::choose(const PageKey& key, const ParsedPage* page) {
    if (page != nullptr && !page->contents.empty()) {
        if (auto best = most_like(key, *page); best.body) return best.body;
    }
    if (const auto at = pages_.find(key); at != pages_.end()) return at->second.latest;
    auto stored =
        look_ups_.ask([&](Archive& archive) { return archive.latest_body(key.first, key.second); });
    return stored ? from_archive(key, *std::move(stored)) : nullptr;
}

void Prefixes::add(const PageKey& key, PrefixBody body) {
    const auto pointer = std::make_shared<const PrefixBody>(std::move(body));
    bytes_ += pointer->bytes->size();
    held_.emplace_back(key, pointer);
    Page& page = pages_[key];
    page.latest = pointer;
    if (pointer->page) {
        for (const auto& content : pointer->page->contents)
            page.by_content[content->hash] = pointer;
    }
    while (bytes_ > kMostBytes && held_.size() > 1) forget_oldest();
}

void Prefixes::forget_oldest() {
    const auto [key, body] = std::move(held_.front());
    held_.pop_front();
    bytes_ -= body->bytes->size();
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
