#include "app/category_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace feedarc::app {
namespace {

// A rule that was given up so often is asked no more: its records are left as they are.
constexpr int kMostGivenUp = 10;

// In quotation marks, so that words are whole and stand one after the other.
text::SearchQuery phrase(std::string word) {
    std::replace(word.begin(), word.end(), '"', ' ');
    return text::SearchQuery('"' + word + '"');
}

}  // namespace

// The fields of a record, made ready once for all rules.
class CategoryRules::Fields {
public:
    explicit Fields(const CategoryText& record) : record_(record) {}

    template <typename Visit>
    bool any(const CategoryRule& rule, Visit visit) {
        return (rule.in_title && visit(record_.title, title_)) ||
               (rule.in_text && visit(record_.excerpt, text_)) ||
               (rule.in_url && visit(record_.url, url_));
    }

    static const text::SearchedText& searched(const std::string& field,
                                              std::optional<text::SearchedText>& kept) {
        if (!kept) kept.emplace(field, std::string_view());
        return *kept;
    }

private:
    const CategoryText& record_;
    std::optional<text::SearchedText> title_, text_, url_;
};

CategoryRules::CategoryRules(std::span<const CategoryRule> rules)
    : said_(rules.begin(), rules.end()) {
    rules_.reserve(said_.size());
    for (const CategoryRule& said : said_) {
        Rule& rule = rules_.emplace_back();
        rule.said = &said;
        for (const std::string& word : said.words) rule.words.push_back(phrase(word));
        if (!said.regex.empty()) rule.regex.emplace(said.regex);
    }
}

CategoryRules::Verdict CategoryRules::judge(Rule& rule, const CategoryText& record,
                                            Fields& fields) {
    const CategoryRule& said = *rule.said;
    if (!said.source.empty() && said.source != record.source) return Verdict::none;
    const bool by_word =
        !rule.words.empty() && fields.any(said, [&](const std::string& field, auto& kept) {
            if (field.empty()) return false;
            const text::SearchedText& searched = Fields::searched(field, kept);
            return std::any_of(rule.words.begin(), rule.words.end(),
                               [&](const text::SearchQuery& word) {
                                   return !word.empty() && word.matches(searched);
                               });
        });
    if (by_word) return Verdict::match;
    if (!rule.regex) return Verdict::none;
    if (rule.given_up >= kMostGivenUp) return Verdict::undecided;
    bool too_long = false;
    const bool found = fields.any(said, [&](const std::string& field, auto&) {
        if (field.empty()) return false;
        const auto outcome = rule.regex->find(field);
        too_long = too_long || outcome == text::Regex::Outcome::too_long;
        return outcome == text::Regex::Outcome::found;
    });
    if (found) return Verdict::match;
    if (!too_long) return Verdict::none;
    if (rule.given_up++ == 0) {
        problems_.push_back(fmt::format(
            "{}.regex: it takes too long, so record {} and perhaps others are left as they are; "
            "make it simpler",
            said.key, record.id));
    }
    return Verdict::undecided;
}

CategoryRules::Found CategoryRules::find(const CategoryText& record) {
    Fields fields(record);
    for (Rule& rule : rules_) {
        const Verdict verdict = judge(rule, record, fields);
        if (verdict == Verdict::match) return {verdict, &rule.said->category};
        // A later rule counts only where this one does not match.
        if (verdict == Verdict::undecided) return {verdict, nullptr};
    }
    return {};
}

std::vector<std::string> CategoryRules::take_problems() {
    return std::exchange(problems_, {});
}

std::optional<CategoryChange> category_change(CategoryRules& rules, const CategoryText& record) {
    if (record.from == CategoryFrom::page) return std::nullopt;
    const auto found = rules.find(record);
    const bool by_rule = record.from == CategoryFrom::rule;
    switch (found.verdict) {
        case CategoryRules::Verdict::match:
            if (by_rule && record.category == *found.category) return std::nullopt;
            return CategoryChange{record.id, *found.category};
        case CategoryRules::Verdict::none:
            if (by_rule) return CategoryChange{record.id, ""};
            return std::nullopt;
        case CategoryRules::Verdict::undecided: break;
    }
    return std::nullopt;
}

std::vector<std::string> categorize_records(Archive& archive, std::chrono::milliseconds wait,
                                            CategoryRules& rules, std::span<const RecordId> records,
                                            Time now) {
    if (rules.empty() || records.empty()) return {};
    std::vector<CategoryChange> changes;
    archive.category_texts(records, [&](const CategoryText& record) {
        if (auto change = category_change(rules, record)) changes.push_back(std::move(*change));
        return true;
    });
    if (!changes.empty()) {
        const auto batch = archive.begin(wait);
        AssignmentStore& store = batch->assignments();
        for (const CategoryChange& change : changes) {
            store.assign(change.record, change.category, CategoryFrom::rule, now);
        }
        batch->commit();
    }
    return rules.take_problems();
}

}  // namespace feedarc::app
