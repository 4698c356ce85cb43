#include "app/config_category.hpp"

#include "app/config_values.hpp"
#include "base/edit_distance.hpp"
#include "text/regex.hpp"
#include "text/search_query.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>

namespace feedarc::app {
namespace {

constexpr std::size_t kMostWords = 1000;

std::optional<std::string> name_problem(const std::string& name) {
    return name.empty() ? "must not be empty" : line_problem(name);
}

std::optional<std::string> regex_problem(const std::string& pattern) {
    return text::Regex::problem(pattern);
}

class CategoryChecker {
public:
    CategoryChecker(ConfigChecker& checker, const Place& place)
        : checker_(checker), place_(place) {}

    std::optional<CategoryRule> check() {
        static const std::vector<std::string> kKnown{"name", "match", "regex", "on", "source"};
        const std::size_t problems = checker_.problems();
        checker_.check_keys(place_, kKnown);
        rule_.key = place_.key;
        if (place_.table.get("name") == nullptr) {
            checker_.report(place_.table, place_.of("name"),
                            "is missing: every rule names its category, such as name = \"NLP\"");
        }
        checker_.text(place_, "name", rule_.category, name_problem);
        check_words();
        checker_.text(place_, "regex", rule_.regex, regex_problem);
        if (place_.table.get("match") == nullptr && place_.table.get("regex") == nullptr) {
            checker_.report(place_.table, place_.of("match"),
                            "is missing: say which records it is for, by words such as "
                            "match = [\"word\"] or by regex = 'PATTERN'");
        }
        check_fields();
        checker_.text(place_, "source", rule_.source, name_problem);
        if (checker_.problems() != problems) return std::nullopt;
        return std::move(rule_);
    }

private:
    // One text, or a list of some.
    template <typename Visit>
    void each_text(std::string_view name, const char* example, Visit visit) {
        const toml::node* node = place_.table.get(name);
        if (node == nullptr) return;
        const std::string key = place_.of(name);
        if (const toml::array* list = node->as_array(); list != nullptr && !list->empty()) {
            for (const toml::node& one : *list) {
                if (const auto text = checker_.text_of(one, key)) visit(one, key, *text);
            }
        } else if (node->is_string()) {
            visit(*node, key, *checker_.text_of(*node, key));
        } else {
            checker_.report(*node, key,
                            fmt::format("must be a list of texts in quotes, such as {}", example));
        }
    }

    void check_words() {
        each_text("match", R"(["word", "two words"])",
                  [&](const toml::node& node, const std::string& key, const std::string& word) {
                      if (auto problem = line_problem(word)) {
                          checker_.report(node, key, std::move(*problem));
                      } else if (text::SearchQuery(word).empty()) {
                          checker_.report(node, key,
                                          "is empty: a word of nothing would match everything");
                      } else if (rule_.words.size() == kMostWords) {
                          checker_.report(node, key,
                                          fmt::format("has more than {} words", kMostWords));
                      } else {
                          rule_.words.push_back(word);
                      }
                  });
    }

    void check_fields() {
        if (place_.table.get("on") == nullptr) return;
        rule_.in_title = rule_.in_text = rule_.in_url = false;
        each_text("on", R"(["title", "text"])",
                  [&](const toml::node& node, const std::string& key, const std::string& name) {
                      static const std::vector<std::string> kFields{"title", "text", "url"};
                      if (name == "title") {
                          rule_.in_title = true;
                      } else if (name == "text") {
                          rule_.in_text = true;
                      } else if (name == "url") {
                          rule_.in_url = true;
                      } else {
                          const auto meant = base::nearest(name, kFields);
                          checker_.report(
                              node, key,
                              meant ? fmt::format(R"("{}" is no field (did you mean "{}"?))", name,
                                                  *meant)
                                    : fmt::format("\"{}\" is no field: title, text or url", name));
                      }
                  });
    }

    ConfigChecker& checker_;
    const Place& place_;
    CategoryRule rule_;
};

}  // namespace

void check_categories(ConfigChecker& checker, const toml::table& root,
                      std::vector<CategoryRule>& rules) {
    const toml::node* node = root.get("category");
    if (node == nullptr) return;
    const toml::array* list = node->as_array();
    if (list == nullptr || (!list->empty() && !list->is_array_of_tables())) {
        checker.report(*node, "category",
                       "must be a list of tables: write [[category]] above each");
        return;
    }
    int number = 0;
    for (const toml::node& table : *list) {
        ++number;
        const Place place{*table.as_table(), fmt::format("category[{}]", number)};
        if (auto rule = CategoryChecker(checker, place).check()) rules.push_back(*std::move(rule));
    }
}

}  // namespace feedarc::app
