#include "app/config.hpp"

#include <feedarc/error.hpp>

#include "base/edit_distance.hpp"
#include "base/file.hpp"
#include "text/unicode.hpp"
#include "text/url.hpp"
#include "text/visible.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <system_error>
#include <utility>

namespace feedarc::app {
namespace {

constexpr std::size_t kLargestFile = 1U << 20U;
constexpr std::string_view kDateOrder = "date-order";

int line_of(const toml::source_region& region) {
    return static_cast<int>(region.begin.line);
}

/// Walks the tables of one file and notes every mistake.
class Checker {
public:
    explicit Checker(const std::string& file) : file_(file) {}

    void check(const toml::table& root) {
        const std::array<std::string, 1> known{"source"};
        check_keys(root, "", known);
        const toml::node* sources = root.get("source");
        if (sources == nullptr) return;
        const toml::array* list = sources->as_array();
        if (list == nullptr || (!list->empty() && !list->is_array_of_tables())) {
            report(*sources, "source", "must be a list of tables: write [[source]] above each");
            return;
        }
        int number = 0;
        for (const toml::node& source : *list) {
            ++number;
            check_source(*source.as_table(), fmt::format("source[{}]", number));
        }
    }

    void report(int line, std::string key, std::string message) {
        report_.problems.push_back({file_, line, std::move(key), std::move(message)});
    }

    [[nodiscard]] ConfigReport take() {
        // toml++ gives keys by name; a person reads the file from its top.
        std::stable_sort(
            report_.problems.begin(), report_.problems.end(),
            [](const auto& left, const auto& right) { return left.line < right.line; });
        report_.found = true;
        return std::move(report_);
    }

private:
    void report(const toml::node& node, std::string key, std::string message) {
        report(line_of(node.source()), std::move(key), std::move(message));
    }

    void check_keys(const toml::table& table, const std::string& place,
                    std::span<const std::string> known) {
        for (const auto& [key, value] : table) {
            const std::string name(key.str());
            if (std::find(known.begin(), known.end(), name) != known.end()) continue;
            const auto meant = base::nearest(name, known);
            report(line_of(key.source()), place.empty() ? name : fmt::format("{}.{}", place, name),
                   meant ? fmt::format("unknown key (did you mean \"{}\"?)", *meant)
                         : fmt::format("unknown key (known here: {})", fmt::join(known, ", ")));
        }
    }

    void check_source(const toml::table& table, const std::string& place) {
        const std::array<std::string, 4> known{"name", "url", "date_order", "rules"};
        const std::size_t problems = report_.problems.size();
        check_keys(table, place, known);
        ConfiguredSource source;
        source.name = check_name(table, place + ".name");
        source.url = check_url(table, place + ".url");
        check_rules(table, place, source.rules);
        if (report_.problems.size() == problems) report_.config.sources.push_back(source);
    }

    std::string check_name(const toml::table& table, const std::string& key) {
        const toml::node* node = table.get("name");
        if (node == nullptr) {
            report(table, key, "is missing: every source needs a name, such as name = \"blog\"");
            return {};
        }
        const auto name = string_of(*node, key);
        if (!name) return {};
        if (name->empty()) {
            report(*node, key, "must not be empty");
        } else if (text::visible(*name) != *name || text::fold_space(*name) != *name) {
            report(*node, key,
                   "must be one line of text without control characters, doubled "
                   "spaces, or spaces at its ends");
        } else {
            check_unused(names_, *name, *node, key);
        }
        return *name;
    }

    std::string check_url(const toml::table& table, const std::string& key) {
        const toml::node* node = table.get("url");
        if (node == nullptr) return {};
        const auto url = string_of(*node, key);
        if (!url) return {};
        const auto canonical = text::canonical_url(*url);
        if (!canonical) {
            report(*node, key,
                   fmt::format(R"("{}" is no http or https URL, such as "https://example.org/")",
                               *url));
        } else {
            check_unused(urls_, *canonical, *node, key);
        }
        return *url;
    }

    // `date_order` of the source, and its table of selectors.
    void check_rules(const toml::table& source, const std::string& place, Rules& rules) {
        if (const toml::node* order = source.get("date_order")) {
            check_rule(*order, place + ".date_order", kDateOrder, rules);
        }
        const toml::node* node = source.get("rules");
        if (node == nullptr) return;
        const std::string key = place + ".rules";
        const toml::table* table = node->as_table();
        if (table == nullptr) {
            report(*node, key, "must be a table: write [source.rules] below the source");
            return;
        }
        std::vector<std::string> known = rule_names();
        std::erase(known, kDateOrder);
        check_keys(*table, key, known);
        for (const std::string& name : known) {
            if (const toml::node* rule = table->get(name)) {
                check_rule(*rule, fmt::format("{}.{}", key, name), name, rules);
            }
        }
    }

    void check_rule(const toml::node& node, const std::string& key, std::string_view name,
                    Rules& rules) {
        const auto text = string_of(node, key);
        if (!text) return;
        if (auto problem = rule_problem(name, *text)) {
            report(node, key, std::move(*problem));
        } else {
            set_rule(rules, name, *text);
        }
    }

    std::optional<std::string> string_of(const toml::node& node, const std::string& key) {
        if (const auto* value = node.as_string(); value != nullptr) return value->get();
        report(node, key, "must be text in quotes");
        return std::nullopt;
    }

    // Of two sources with one name or URL, a snapshot could only ever find one.
    void check_unused(std::map<std::string, int>& used, const std::string& value,
                      const toml::node& node, const std::string& key) {
        const auto [at, is_new] = used.emplace(value, line_of(node.source()));
        if (is_new) return;
        report(node, key,
               fmt::format("\"{}\" is that of the source in line {} already", value, at->second));
    }

    const std::string& file_;
    ConfigReport report_;
    std::map<std::string, int> names_;
    std::map<std::string, int> urls_;
};

/// The text of the file; nothing where there is none.
std::optional<std::string> read_text(const std::string& path) {
    std::error_code error;
    const std::filesystem::file_status status = std::filesystem::status(path, error);
    if (status.type() == std::filesystem::file_type::not_found) return std::nullopt;
    // The usual way to say "no configuration".
    if (std::filesystem::canonical(path, error) == "/dev/null") return "";
    try {
        return base::read_file(path, kLargestFile);
    } catch (const Error& unreadable) {
        throw Error(ErrorCode::usage, unreadable.what());
    }
}

}  // namespace

ConfigReport read_config(const std::string& path) {
    const auto text = read_text(path);
    if (!text) return {};
    Checker checker(path);
    try {
        checker.check(toml::parse(*text, path));
    } catch (const toml::parse_error& error) {
        checker.report(line_of(error.source()), "", std::string(error.description()));
    }
    return checker.take();
}

Config load_config(const std::string& path) {
    ConfigReport report = read_config(path);
    if (report.problems.empty()) return std::move(report.config);
    const ConfigProblem& first = report.problems.front();
    std::string message = fmt::format("{}:{}: {}{}{}", first.file, first.line, first.key,
                                      first.key.empty() ? "" : ": ", first.message);
    if (const std::size_t more = report.problems.size() - 1; more > 0) {
        message += fmt::format(" ({} more: run feedarc config check)", more);
    }
    throw Error(ErrorCode::usage, message);
}

}  // namespace feedarc::app
