#include "read/html/date_context.hpp"
#include "read/html/dom.hpp"
#include "read/html/fields.hpp"
#include "read/html/listing.hpp"
#include "read/html/outline.hpp"
#include "read/html/page_data.hpp"
#include "read/html/page_head.hpp"
#include "read/html/rules/page_rules.hpp"
#include "read/html/strip.hpp"
#include "read/readers.hpp"
#include "text/civil_time.hpp"
#include "text/time_zone.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace feedarc::read {
namespace {

// What a page is read from. The parts hold views into the first.
struct Parts {
    Parts(const Snapshot& snapshot, const ReadLimits& limits, const Rules& given)
        : stripped(without_scripts(snapshot.bytes)),
          dom(stripped ? *stripped : snapshot.bytes, limits),
          head(read_head(dom, snapshot)),
          own_url(head.canonical_url.empty() ? snapshot.url : head.canonical_url),
          data(dom, head.data_scripts, head.base_url, own_url),
          outline(dom),
          listed(outline, data, head.base_url),
          number_order(date_order(given)),
          time_zone(given.time_zone) {
        if (!given.empty()) rules.emplace(outline, given, limits);
    }

    [[nodiscard]] bool have_record_rule() const { return rules && rules->have_record(); }
    [[nodiscard]] PageNames names() const { return {own_url, head.title}; }

    std::optional<std::string> stripped;
    Dom dom;
    PageHead head;
    std::string own_url;
    PageData data;
    Outline outline;
    ListedLinks listed;
    text::DateOrder number_order;
    std::string time_zone;
    std::optional<PageRules> rules;
};

std::vector<Entry> entries_of_blocks(Parts& parts, const std::vector<Block>& blocks) {
    std::vector<Entry> entries;
    const std::vector<DateContext> contexts =
        date_contexts(parts.outline, blocks, parts.head.language, parts.number_order);
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        Entry entry = read_entry(parts.outline, blocks[i], contexts[i], parts.head.base_url);
        if (const DataItem* item = parts.data.find(entry.url)) fill_from_data(*item, entry);
        if (parts.rules) parts.rules->amend(entry, blocks[i], contexts[i], parts.head.base_url);
        if (!entry.title.empty() || !entry.excerpt.empty()) entries.push_back(std::move(entry));
    }
    return entries;
}

// Times of day that the page wrote without a zone are those of the source's.
void settle(std::vector<Entry>& entries, const std::string& zone) {
    if (zone.empty()) return;
    for (Entry& entry : entries) {
        Published& date = entry.published;
        if (!date.floating || date.precision < DatePrecision::hour) continue;
        const auto time = text::read_iso_time(date.value);
        if (!time) continue;
        const std::chrono::local_seconds local(time->utc().time_since_epoch());
        date = text::civil_time_of(text::utc_of(local, zone), date.precision)
                   .published()
                   .value_or(Published{});
    }
}

Page read_parts(Parts& parts, const Snapshot& snapshot) {
    Page page;
    const bool by_rule = parts.have_record_rule();
    std::vector<Block> blocks =
        by_rule ? parts.rules->records() : find_listing(parts.outline, parts.listed, parts.names());
    if (parts.rules) parts.rules->set_records(blocks);
    page.entries = entries_of_blocks(parts, blocks);
    const std::size_t bare = blocks.size() - page.entries.size();
    if (page.entries.empty() && !by_rule) page.entries = entries_of_data(parts.data, parts.outline);
    settle(page.entries, parts.time_zone);
    page.pager_links = parts.rules && parts.rules->have_next()
                           ? parts.rules->next_links(parts.head, snapshot)
                           : pager_links(parts.outline, parts.head, snapshot);
    if (parts.rules) page.warnings = parts.rules->warnings();
    if (by_rule && bare > 0) {
        page.warnings.push_back(
            fmt::format("{} of {} records have neither title nor excerpt and are left out", bare,
                        blocks.size()));
    }
    page.title = std::move(parts.head.title);
    page.canonical_url = std::move(parts.head.canonical_url);
    return page;
}

}  // namespace

Page read_html(const Snapshot& snapshot, const ReadLimits& limits, const Rules& rules) {
    Parts parts(snapshot, limits, rules);
    return read_parts(parts, snapshot);
}

Explanation explain_html(const Snapshot& snapshot, const ReadLimits& limits, const Rules& rules) {
    Parts parts(snapshot, limits, rules);
    Explanation explanation = explain_listing(parts.outline, parts.listed, parts.names());
    const bool by_rule = parts.have_record_rule();
    if (!by_rule && find_listing(parts.outline, parts.listed, parts.names()).empty()) {
        const std::size_t entries = entries_of_data(parts.data, parts.outline).size();
        if (entries > 0) {
            explanation.verdict = fmt::format(
                "no links are a listing, but the data of the page (JSON-LD) list {} entries",
                entries);
        }
    }
    if (!parts.rules) return explanation;
    const Page page = read_parts(parts, snapshot);
    explanation.rules = parts.rules->uses();
    explanation.records = parts.rules->record_count();
    if (by_rule) {
        explanation.candidates.clear();
        explanation.verdict =
            fmt::format("the rule for records decides: {} entries", page.entries.size());
    }
    return explanation;
}

}  // namespace feedarc::read
