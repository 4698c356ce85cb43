#include "read/html/date_context.hpp"
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
#include <vector>

namespace feedarc::read {

Page read_html(const Snapshot& snapshot, const ReadLimits& limits) {
    const std::optional<std::string> stripped = without_scripts(snapshot.bytes);
    const Dom dom(stripped ? *stripped : snapshot.bytes, limits);
    PageHead head = read_head(dom, snapshot);
    const Outline outline(dom);
    Page page;
    const std::string& own_url = head.canonical_url.empty() ? snapshot.url : head.canonical_url;
    const std::vector<Block> blocks = find_listing(outline, own_url);
    const std::vector<DateContext> contexts = date_contexts(outline, blocks, head.language);
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        Entry entry = read_entry(outline, blocks[i], contexts[i], head.base_url);
        if (!entry.title.empty() || !entry.excerpt.empty())
            page.entries.push_back(std::move(entry));
    }
    page.pager_links = pager_links(outline, head, snapshot);
    page.title = std::move(head.title);
    page.canonical_url = std::move(head.canonical_url);
    return page;
}

Explanation explain_html(const Snapshot& snapshot, const ReadLimits& limits) {
    const std::optional<std::string> stripped = without_scripts(snapshot.bytes);
    const Dom dom(stripped ? *stripped : snapshot.bytes, limits);
    const PageHead head = read_head(dom, snapshot);
    return explain_listing(Outline(dom),
                           head.canonical_url.empty() ? snapshot.url : head.canonical_url);
}

}  // namespace feedarc::read
