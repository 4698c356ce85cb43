#include "read/html/date_context.hpp"
#include "read/html/dom.hpp"
#include "read/html/fields.hpp"
#include "read/html/listing.hpp"
#include "read/html/outline.hpp"
#include "read/html/page_head.hpp"
#include "read/html/rules/page_rules.hpp"
#include "read/html/strip.hpp"
#include "read/readers.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace feedarc::read {

namespace {

Page read_outline(const Outline& outline, const Snapshot& snapshot, PageHead head,
                  const Rules& rules, PageRules* ruled) {
    Page page;
    const std::string& own_url = head.canonical_url.empty() ? snapshot.url : head.canonical_url;
    const bool by_rule = ruled != nullptr && ruled->have_record();
    std::vector<Block> blocks = by_rule ? ruled->records() : find_listing(outline, own_url);
    if (ruled != nullptr) ruled->set_records(blocks);
    const std::vector<DateContext> contexts =
        date_contexts(outline, blocks, head.language, date_order(rules));
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        Entry entry = read_entry(outline, blocks[i], contexts[i], head.base_url);
        if (ruled != nullptr) ruled->amend(entry, blocks[i], contexts[i], head.base_url);
        if (!entry.title.empty() || !entry.excerpt.empty())
            page.entries.push_back(std::move(entry));
    }
    page.pager_links = ruled != nullptr && ruled->have_next()
                           ? ruled->next_links(head, snapshot)
                           : pager_links(outline, head, snapshot);
    if (ruled != nullptr) {
        page.warnings = ruled->warnings();
        if (const std::size_t bare = blocks.size() - page.entries.size(); bare > 0 && by_rule) {
            page.warnings.push_back(
                fmt::format("{} of {} records have neither title nor excerpt and are left out",
                            bare, blocks.size()));
        }
    }
    page.title = std::move(head.title);
    page.canonical_url = std::move(head.canonical_url);
    return page;
}

}  // namespace

Page read_html(const Snapshot& snapshot, const ReadLimits& limits, const Rules& rules) {
    const std::optional<std::string> stripped = without_scripts(snapshot.bytes);
    const Dom dom(stripped ? *stripped : snapshot.bytes, limits);
    PageHead head = read_head(dom, snapshot);
    const Outline outline(dom);
    std::optional<PageRules> ruled;
    if (!rules.empty()) ruled.emplace(outline, rules, limits);
    return read_outline(outline, snapshot, std::move(head), rules, ruled ? &*ruled : nullptr);
}

Explanation explain_html(const Snapshot& snapshot, const ReadLimits& limits, const Rules& rules) {
    const std::optional<std::string> stripped = without_scripts(snapshot.bytes);
    const Dom dom(stripped ? *stripped : snapshot.bytes, limits);
    PageHead head = read_head(dom, snapshot);
    const Outline outline(dom);
    Explanation explanation =
        explain_listing(outline, head.canonical_url.empty() ? snapshot.url : head.canonical_url);
    if (rules.empty()) return explanation;
    PageRules ruled(outline, rules, limits);
    const Page page = read_outline(outline, snapshot, std::move(head), rules, &ruled);
    explanation.rules = ruled.uses();
    explanation.records = ruled.record_count();
    if (ruled.have_record()) {
        explanation.candidates.clear();
        explanation.verdict =
            fmt::format("the rule for records decides: {} entries", page.entries.size());
    }
    return explanation;
}

}  // namespace feedarc::read
