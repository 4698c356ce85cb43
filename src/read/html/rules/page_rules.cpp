#include "read/html/rules/page_rules.hpp"

#include <feedarc/error.hpp>

#include "read/html/entry_dates.hpp"
#include "read/html/page_text.hpp"
#include "read/html/rules/selector_error.hpp"
#include "text/find_age.hpp"
#include "text/unicode.hpp"
#include "text/url.hpp"
#include "text/width.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace feedarc::read {
namespace {

// Matches that are looked at until one says something: elements without text may be nested deep.
constexpr std::size_t kMostTried = 16;

// Columns of a text that a warning quotes.
constexpr std::size_t kMostShown = 60;

bool selects_scope(const CssAlternative& alternative) {
    return alternative.steps.back().compound.scope;
}

}  // namespace

text::DateOrder date_order(const Rules& rules) noexcept {
    if (rules.date_order == "dmy") return text::DateOrder::day_first;
    if (rules.date_order == "mdy") return text::DateOrder::month_first;
    return rules.date_order == "ymd" ? text::DateOrder::year_first : text::DateOrder::unknown;
}

PageRules::PageRules(const Outline& outline, const Rules& rules, const ReadLimits& limits)
    : outline_(outline),
      dom_(outline.dom()),
      limits_(limits),
      time_(limits.parse_time),
      record_(rule("record", rules.record)),
      title_(rule("title", rules.title)),
      link_(rule("link", rules.link)),
      date_(rule("date", rules.date)),
      category_(rule("category", rules.category)),
      excerpt_(rule("excerpt", rules.excerpt)),
      next_(rule("next", rules.next)) {}

std::optional<PageRules::Rule> PageRules::rule(const char* name, const std::string& text) const {
    if (text.empty()) return std::nullopt;
    try {
        Rule made{{name, text, 0, 0}, parse_selector(text), false, {}, {}, 0, {}};
        const auto* const xpath = std::get_if<XPath>(&made.selector);
        made.on_page = xpath == nullptr || xpath->is_absolute();
        return made;
    } catch (const SelectorError& error) {
        throw Error(ErrorCode::usage, fmt::format("rule {}: \"{}\": {}", name, text, error.what()));
    }
}

XPathTree& PageRules::tree() {
    if (!tree_) tree_.emplace(dom_, limits_);
    return *tree_;
}

void PageRules::check_time() {
    if (!time_.is_over()) return;
    throw Error(ErrorCode::limit, fmt::format("parse-time: the rules took more than {} ms",
                                              limits_.parse_time.count()));
}

// ---- selecting

void PageRules::select_on_page(Rule& rule, Scope scope) {
    if (const auto* const xpath = std::get_if<XPath>(&rule.selector)) {
        rule.matches = tree().select(*xpath, 0);
        rule.of_scope.assign(rule.matches.size(), false);
        return;
    }
    const Css& css = std::get<Css>(rule.selector);
    if (!places_) places_.emplace(dom_);
    const auto is_scope = [&](NodeId node) {
        return scope == Scope::page ? dom_[node].parent == 0
                                    : std::binary_search(starts_.begin(), starts_.end(), node);
    };
    for (const CssMatch& match : read::select(dom_, *places_, css, is_scope)) {
        const CssAlternative& alternative = css.alternatives[match.alternative];
        Match made{match.node, !alternative.attribute.empty(), {}};
        if (made.is_text) made.text = dom_.value(match.node, alternative.attribute);
        rule.matches.push_back(std::move(made));
        rule.of_scope.push_back(selects_scope(alternative));
    }
}

// What a rule selects within a record, in order.
std::vector<PageRules::Match> PageRules::select(Rule& rule, const Block& block) {
    check_time();
    std::vector<Match> found;
    if (rule.on_page) {
        auto at =
            std::lower_bound(rule.matches.begin(), rule.matches.end(), block.begin,
                             [](const Match& match, NodeId node) { return match.node < node; });
        for (; at != rule.matches.end() && at->node < block.end; ++at) {
            // A record that a rule selects is not within itself, unless `:scope` asks for it.
            const bool itself = record_ && at->node == block.begin && !at->is_text;
            if (!itself || rule.of_scope[static_cast<std::size_t>(at - rule.matches.begin())]) {
                found.push_back(*at);
            }
        }
    } else {
        const XPath& xpath = std::get<XPath>(rule.selector);
        for (NodeId node = block.begin; node < block.end; node = dom_[node].end) {
            if (!dom_.is_element(node)) continue;
            auto matches = tree().select(xpath, node);
            // `(//h2)[1]` finds what it finds on the whole page.
            std::erase_if(matches, [&](const Match& match) {
                return match.node != 0 && (match.node < block.begin || match.node >= block.end);
            });
            std::move(matches.begin(), matches.end(), std::back_inserter(found));
        }
    }
    rule.use.matches += found.size();
    if (!found.empty()) ++rule.use.records;
    return found;
}

std::vector<Block> PageRules::records() {
    select_on_page(*record_, Scope::page);
    std::vector<Block> blocks;
    for (const Match& match : record_->matches) {
        if (match.is_text || !dom_.is_element(match.node)) continue;
        ++record_->use.matches;
        if (!blocks.empty() && match.node < blocks.back().end) {
            if (match.node != blocks.back().begin) ++within_others_;
            continue;
        }
        const NodeId end = dom_[match.node].end;
        blocks.push_back({match.node, end, best_link(match.node, end), 0});
    }
    return blocks;
}

void PageRules::set_records(std::vector<Block>& blocks) {
    starts_.clear();
    for (const Block& block : blocks) starts_.push_back(block.begin);
    for (auto* rule : {&title_, &link_, &date_, &category_, &excerpt_}) {
        if (*rule && (*rule)->on_page) select_on_page(**rule, Scope::records);
    }
    if (!title_) return;
    for (Block& block : blocks) {
        for (const Match& match : select(*title_, block)) {
            if (match.is_text || match.node <= block.begin || match.node >= block.end) continue;
            if (outline_.width(match.node) == 0) continue;
            block.title = match.node;
            break;
        }
    }
    title_->use.matches = title_->use.records = 0;  // they are selected again, and counted then
}

// The link in a heading, else the one with the longest text, else the first.
NodeId PageRules::best_link(NodeId begin, NodeId end) const {
    NodeId best = 0;
    NodeId heading_end = 0;
    for (NodeId node = begin; node < end; ++node) {
        if (is_heading(dom_.tag(node))) heading_end = dom_[node].end;
        if (dom_.tag(node) != Tag::a || dom_.value(node, "href").empty()) continue;
        if (node < heading_end) return node;
        if (best == 0 || outline_.link_width(node) > outline_.link_width(best)) best = node;
    }
    return best;
}

// ---- fields

std::string PageRules::text_of(const Match& match) const {
    return match.is_text ? text::fold_space(match.text) : plain_text(dom_, match.node);
}

std::string PageRules::first_text(Rule& rule, const Block& block) {
    std::size_t tried = 0;
    for (const Match& match : select(rule, block)) {
        if (std::string text = text_of(match); !text.empty()) return text;
        if (++tried == kMostTried) break;
    }
    return {};
}

// What stands within another match is told already.
std::string PageRules::all_text(Rule& rule, const Block& block) {
    std::string all;
    NodeId end = 0;
    for (const Match& match : select(rule, block)) {
        if (match.node != 0 && match.node < end) continue;
        if (!match.is_text) end = dom_[match.node].end;
        const std::string text = text_of(match);
        if (!all.empty() && !text.empty()) all += ' ';
        all += text;
    }
    return all;
}

// The link that a match is, else the first in it, else the one it stands in.
std::string_view PageRules::target_of(const Match& match, NodeId within) const {
    if (match.is_text) return match.text;
    for (NodeId node = match.node; node < dom_[match.node].end; ++node) {
        if (const std::string_view href = dom_.value(node, "href"); !href.empty()) return href;
    }
    for (NodeId node = match.node; node > within; node = dom_[node].parent) {
        if (const std::string_view href = dom_.value(node, "href"); !href.empty()) return href;
    }
    return dom_.value(within, "href");
}

// A date, else an age; neither where the rule selects nothing that can be read.
void PageRules::set_date(Entry& entry, const Block& block, const DateContext& context) {
    entry.published = {};
    entry.age.reset();
    const EntryDates dates(outline_, block, context);
    std::size_t tried = 0;
    std::string unread;
    for (const Match& match : select(*date_, block)) {
        const auto date = match.is_text ? dates.of_text(text::fold_space(match.text))
                                        : dates.of_chosen(match.node);
        if (date) {
            entry.published = *date;
            entry.age.reset();
            return;
        }
        const std::string shown = text_of(match);
        if (!entry.age) entry.age = text::parse_marked_age(shown);
        if (unread.empty()) unread = shown;
        if (++tried == kMostTried) break;
    }
    if (tried == 0 || entry.age) return;
    if (date_->unread++ == 0) date_->first_unread = text::truncate_to_width(unread, kMostShown);
}

void PageRules::amend(Entry& entry, const Block& block, const DateContext& context,
                      std::string_view base_url) {
    if (title_) entry.title = first_text(*title_, block);
    if (category_) entry.category = first_text(*category_, block);
    if (excerpt_) entry.excerpt = all_text(*excerpt_, block);
    if (date_) set_date(entry, block, context);
    if (!link_) return;
    entry.url.clear();
    std::size_t tried = 0;
    for (const Match& match : select(*link_, block)) {
        const std::string target = text::fold_space(target_of(match, block.begin));
        if (!target.empty()) entry.url = text::resolve_url(target, base_url).value_or("");
        if (!entry.url.empty() || ++tried == kMostTried) break;
    }
}

std::vector<std::string> PageRules::next_links(const PageHead& head, const Snapshot& snapshot) {
    if (next_->on_page) {
        select_on_page(*next_, Scope::page);
    } else {
        next_->matches = tree().select(std::get<XPath>(next_->selector), 0);
    }
    next_->use.matches = next_->matches.size();
    std::vector<std::string_view> targets;
    for (std::size_t i = 0; i < std::min(next_->matches.size(), kMostTried); ++i) {
        targets.push_back(target_of(next_->matches[i], 0));
    }
    std::erase(targets, std::string_view());
    return page_links(targets, head, snapshot);
}

// ---- what to say

std::vector<std::string> PageRules::warnings() const {
    std::vector<std::string> warnings;
    const auto warn = [&](const Rule& rule, const std::string& what) {
        warnings.push_back(
            fmt::format("rule {}: \"{}\" {}", rule.use.name, rule.use.selector, what));
    };
    if (record_ && starts_.empty()) {
        warn(*record_, record_->matches.empty() ? "matches nothing on this page"
                                                : "matches no element of this page");
    }
    if (within_others_ > 0) {
        warn(*record_,
             fmt::format("matches {} elements within others, which are left out", within_others_));
    }
    for (const auto* rule : {&title_, &link_, &date_, &category_, &excerpt_}) {
        if (*rule && (*rule)->use.records == 0 && !starts_.empty()) {
            warn(**rule, fmt::format("matches in none of the {} records", starts_.size()));
        }
    }
    if (date_ && date_->unread > 0) {
        warn(*date_, fmt::format("matches in {} of {} records what is no date: \"{}\"",
                                 date_->unread, starts_.size(), date_->first_unread));
    }
    return warnings;
}

std::vector<RuleUse> PageRules::uses() const {
    std::vector<RuleUse> uses;
    for (const auto* rule : {&record_, &title_, &link_, &date_, &category_, &excerpt_, &next_}) {
        if (*rule) uses.push_back((*rule)->use);
    }
    return uses;
}

}  // namespace feedarc::read
