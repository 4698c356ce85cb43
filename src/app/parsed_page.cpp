#include "app/parsed_page.hpp"

#include <algorithm>
#include <utility>

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

std::shared_ptr<const ParsedPage> parsed_page(Page&& read, ContentMemo& memo) {
    auto page = std::make_shared<ParsedPage>();
    page->ages = ages_of(read.entries);
    page->contents = memo.contents_of(std::move(read.entries));
    FieldHash hash;
    for (const auto& content : page->contents) hash.add(content->hash);
    for (const auto& age : page->ages) hash.add(age ? to_string(*age) : std::string());
    page->obstacle = std::move(read.obstacle);
    if (!page->obstacle.empty()) hash.add("obstacle").add(page->obstacle);
    page->entries = page->contents.size();
    page->hash = hash.finish();
    return page;
}

}  // namespace feedarc::app
