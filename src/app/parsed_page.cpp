#include "app/parsed_page.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace feedarc::app {
namespace {

Ages ages_of(const std::vector<Entry>& entries) {
    Ages ages;
    if (std::none_of(entries.begin(), entries.end(),
                     [](const Entry& entry) { return entry.age.has_value(); })) {
        return ages;
    }
    ages.reserve(entries.size());
    for (const Entry& entry : entries) ages.push_back(entry.age);
    return ages;
}

}  // namespace

Hash128 page_hash(std::span<const Hash128> contents, const Ages& ages, std::string_view obstacle) {
    FieldHash hash;
    for (const Hash128& content : contents) hash.add(content);
    for (const auto& age : ages) hash.add(age ? to_string(*age) : std::string());
    if (!obstacle.empty()) hash.add("obstacle").add(obstacle);
    return hash.finish();
}

Hash128 page_hash(const ParsedPage& page) {
    std::vector<Hash128> contents;
    contents.reserve(page.contents.size());
    for (const auto& content : page.contents) contents.push_back(content->hash);
    return page_hash(contents, page.ages, page.obstacle);
}

std::shared_ptr<const ParsedPage> parsed_page(Page&& read, ContentMemo& memo) {
    auto page = std::make_shared<ParsedPage>();
    page->ages = ages_of(read.entries);
    page->contents = memo.contents_of(std::move(read.entries));
    page->obstacle = std::move(read.obstacle);
    page->entries = page->contents.size();
    page->hash = page_hash(*page);
    return page;
}

}  // namespace feedarc::app
