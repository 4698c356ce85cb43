#pragma once

#include <feedarc/archive.hpp>
#include <feedarc/categorize.hpp>

#include "text/regex.hpp"
#include "text/search_query.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc::app {

/// Rules made ready to be compared with many records, by one thread at a time.
class CategoryRules {
public:
    explicit CategoryRules(std::span<const CategoryRule> rules);

    [[nodiscard]] bool empty() const noexcept { return rules_.empty(); }

    enum class Verdict { match, none, undecided };
    struct Found {
        Verdict verdict = Verdict::none;
        const std::string* category = nullptr;  ///< of the rule that matched
    };
    /// What they say of a record. `undecided`: one took too long before any matched.
    [[nodiscard]] Found find(const CategoryText& record);

    /// A line for each rule that was given up, with the first record that it was given up for.
    [[nodiscard]] std::vector<std::string> take_problems();

private:
    struct Rule {
        const CategoryRule* said = nullptr;
        std::vector<text::SearchQuery> words;
        std::optional<text::Regex> regex;
        int given_up = 0;
    };
    class Fields;

    [[nodiscard]] Verdict judge(Rule& rule, const CategoryText& record, Fields& fields);

    std::vector<CategoryRule> said_;
    std::vector<Rule> rules_;
    std::vector<std::string> problems_;
};

/// A change that is decided and not stored yet.
struct CategoryChange {
    RecordId record = 0;
    std::string category;  ///< empty: taken back
};

/// What rules change of one record; nothing where they leave it as it is.
[[nodiscard]] std::optional<CategoryChange> category_change(CategoryRules& rules,
                                                            const CategoryText& record);

/// Applies rules to records that are new or changed, in a transaction of its own where there is
/// anything to change. Gives what went wrong, as lines for people.
[[nodiscard]] std::vector<std::string> categorize_records(Archive& archive,
                                                          std::chrono::milliseconds wait,
                                                          CategoryRules& rules,
                                                          std::span<const RecordId> records,
                                                          Time now);

}  // namespace feedarc::app
