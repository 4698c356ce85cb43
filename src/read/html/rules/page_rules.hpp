#pragma once

#include <feedarc/explain.hpp>
#include <feedarc/rules.hpp>

#include "base/time_limit.hpp"
#include "read/html/date_context.hpp"
#include "read/html/listing.hpp"
#include "read/html/page_head.hpp"
#include "read/html/rules/css_match.hpp"
#include "read/html/rules/selector.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc::read {

/// The order of numbers that rules name.
[[nodiscard]] text::DateOrder date_order(const Rules& rules) noexcept;

/// The rules of a source, at work on one page.
class PageRules {
public:
    /// Throws Error(usage) for a rule that is no selector.
    PageRules(const Outline& outline, const Rules& rules, const ReadLimits& limits);

    [[nodiscard]] bool have_record() const noexcept { return record_.has_value(); }
    [[nodiscard]] bool have_next() const noexcept { return next_.has_value(); }

    /// The elements that the record rule selects, in order. One within another is left out: its
    /// texts would stand in both.
    [[nodiscard]] std::vector<Block> records();
    /// Says which records the other rules are about, found by either way, and sets their titles.
    void set_records(std::vector<Block>& blocks);
    /// Sets the fields that have rules. One whose rule selects nothing is empty.
    void amend(Entry& entry, const Block& block, const DateContext& context,
               std::string_view base_url);
    /// The pages that the next rule leads to.
    [[nodiscard]] std::vector<std::string> next_links(const PageHead& head,
                                                      const Snapshot& snapshot);

    /// What the rules did not find.
    [[nodiscard]] std::vector<std::string> warnings() const;
    [[nodiscard]] std::vector<RuleUse> uses() const;
    [[nodiscard]] std::size_t record_count() const noexcept { return starts_.size(); }

private:
    using Match = XPathMatch;
    struct Rule {
        RuleUse use;
        Selector selector;
        bool on_page = false;        // matches are looked for once, on the whole page
        std::vector<Match> matches;  // then these, in order
        std::vector<bool> of_scope;  // whether the match is one of `:scope` itself
        std::size_t unread = 0;      // dates
        std::string first_unread;
    };

    std::optional<Rule> rule(const char* name, const std::string& text) const;
    enum class Scope { page, records };
    void select_on_page(Rule& rule, Scope scope);
    std::vector<Match> select(Rule& rule, const Block& block);
    [[nodiscard]] XPathTree& tree();
    void check_time();

    [[nodiscard]] std::string text_of(const Match& match) const;
    std::string first_text(Rule& rule, const Block& block);
    std::string all_text(Rule& rule, const Block& block);
    [[nodiscard]] std::string_view target_of(const Match& match, NodeId within) const;
    void set_date(Entry& entry, const Block& block, const DateContext& context);
    [[nodiscard]] NodeId best_link(NodeId begin, NodeId end) const;

    const Outline& outline_;
    const Dom& dom_;
    const ReadLimits& limits_;
    base::TimeLimit time_;
    std::optional<Rule> record_, title_, link_, date_, category_, excerpt_, next_;
    std::optional<SiblingPlaces> places_;
    std::optional<XPathTree> tree_;
    std::vector<NodeId> starts_;  // of the records, in order: what `:scope` is to a field
    std::size_t within_others_ = 0;
};

}  // namespace feedarc::read
