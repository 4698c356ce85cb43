#include "read/html/dom.hpp"
#include "read/html/fields.hpp"
#include "read/html/listing.hpp"
#include "read/html/outline.hpp"
#include "read/html/page_head.hpp"
#include "read/html/strip.hpp"
#include "read/readers.hpp"

#include <optional>
#include <string>
#include <utility>

namespace feedarc::read {

Page read_html(const Snapshot& snapshot, const ReadLimits& limits) {
    const std::optional<std::string> stripped = without_scripts(snapshot.bytes);
    const Dom dom(stripped ? *stripped : snapshot.bytes, limits);
    PageHead head = read_head(dom, snapshot);
    const Outline outline(dom);
    Page page;
    const std::string& own_url = head.canonical_url.empty() ? snapshot.url : head.canonical_url;
    for (const Block& block : find_listing(outline, own_url)) {
        Entry entry = read_entry(outline, block, head.base_url);
        if (!entry.title.empty() || !entry.excerpt.empty())
            page.entries.push_back(std::move(entry));
    }
    page.pager_links = pager_links(outline, head, snapshot);
    page.title = std::move(head.title);
    page.canonical_url = std::move(head.canonical_url);
    return page;
}

}  // namespace feedarc::read
