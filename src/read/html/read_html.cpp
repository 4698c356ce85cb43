#include "read/html/date_context.hpp"
#include "read/html/dom.hpp"
#include "read/html/fields.hpp"
#include "read/html/listing.hpp"
#include "read/html/outline.hpp"
#include "read/html/page_data.hpp"
#include "read/html/page_head.hpp"
#include "read/html/strip.hpp"
#include "read/readers.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace feedarc::read {
namespace {

// What a page is read from. The parts hold views into the first.
struct Parts {
    Parts(const Snapshot& snapshot, const ReadLimits& limits)
        : stripped(without_scripts(snapshot.bytes)),
          dom(stripped ? *stripped : snapshot.bytes, limits),
          head(read_head(dom, snapshot)),
          own_url(head.canonical_url.empty() ? snapshot.url : head.canonical_url),
          data(dom, head.data_scripts, head.base_url, own_url),
          outline(dom),
          listed(outline, data, head.base_url) {}

    std::optional<std::string> stripped;
    Dom dom;
    PageHead head;
    std::string own_url;
    PageData data;
    Outline outline;
    ListedLinks listed;
};

std::vector<Entry> entries_of_blocks(const Parts& parts, const std::vector<Block>& blocks) {
    std::vector<Entry> entries;
    const std::vector<DateContext> contexts =
        date_contexts(parts.outline, blocks, parts.head.language);
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        Entry entry = read_entry(parts.outline, blocks[i], contexts[i], parts.head.base_url);
        const DataItem* item = parts.data.find(entry.url);
        if (item != nullptr) fill_from_data(*item, entry);
        if (!entry.title.empty() || !entry.excerpt.empty()) entries.push_back(std::move(entry));
    }
    return entries;
}

}  // namespace

Page read_html(const Snapshot& snapshot, const ReadLimits& limits) {
    Parts parts(snapshot, limits);
    Page page;
    page.entries =
        entries_of_blocks(parts, find_listing(parts.outline, parts.listed, parts.own_url));
    if (page.entries.empty()) page.entries = entries_of_data(parts.data);
    page.pager_links = pager_links(parts.outline, parts.head, snapshot);
    page.title = std::move(parts.head.title);
    page.canonical_url = std::move(parts.head.canonical_url);
    return page;
}

Explanation explain_html(const Snapshot& snapshot, const ReadLimits& limits) {
    const Parts parts(snapshot, limits);
    Explanation explanation = explain_listing(parts.outline, parts.listed, parts.own_url);
    if (!find_listing(parts.outline, parts.listed, parts.own_url).empty()) return explanation;
    const std::size_t entries = entries_of_data(parts.data).size();
    if (entries > 0) {
        explanation.verdict = fmt::format(
            "no links are a listing, but the data of the page (JSON-LD) list {} entries", entries);
    }
    return explanation;
}

}  // namespace feedarc::read
