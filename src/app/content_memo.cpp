#include "app/content_memo.hpp"

#include <utility>

namespace feedarc::app {
namespace {

// Of the texts; when they are more, all is forgotten and learned again from the pages to come.
constexpr std::size_t kMostBytes = 16U << 20U;

std::size_t bytes_of(const Content& content) {
    const Entry& entry = content.entry;
    return sizeof(Content) + entry.title.size() + entry.url.size() + entry.guid.size() +
           entry.category.size() + entry.published.value.size() + entry.excerpt.size() +
           content.text_keys.sketch.size() * sizeof(TextKey);
}

}  // namespace

ContentMemo::Contents ContentMemo::contents_of(std::vector<Entry> entries) {
    std::vector<Hash128> hashes;
    hashes.reserve(entries.size());
    for (const Entry& entry : entries) hashes.push_back(content_hash(entry));

    Contents contents(entries.size());
    {
        const std::lock_guard lock(mutex_);
        for (std::size_t i = 0; i < entries.size(); ++i) {
            if (const auto at = known_.find(hashes[i]); at != known_.end())
                contents[i] = at->second;
        }
    }
    Contents fresh;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (contents[i]) continue;
        contents[i] = std::make_shared<const Content>(make_content(std::move(entries[i])));
        fresh.push_back(contents[i]);
    }
    const std::lock_guard lock(mutex_);
    for (const auto& content : fresh) remember(content);
    return contents;
}

void ContentMemo::remember(const std::shared_ptr<const Content>& content) {
    if (bytes_ > kMostBytes) {
        known_.clear();
        bytes_ = 0;
    }
    if (known_.emplace(content->hash, content).second) bytes_ += bytes_of(*content);
}

}  // namespace feedarc::app
