#include "app/config_source.hpp"

#include "app/config_retention.hpp"
#include "app/config_values.hpp"
#include "base/ascii.hpp"
#include "text/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace feedarc::app {
namespace {

using namespace std::literals;

constexpr std::string_view kDateOrder = "date-order";
constexpr std::string_view kTimeZone = "time-zone";
constexpr std::size_t kLargestBody = 256U << 20U;
constexpr std::size_t kLargestPage = 16U << 20U;  // that is read
constexpr std::int64_t kMostRedirects = 20;
constexpr std::int64_t kMostFollowed = 100;
constexpr std::int64_t kMostJobs = 64;

// In the order in which a person may want to know them.
const std::vector<std::string>& shared_keys() {
    static const std::vector<std::string> kKeys{
        "every",    "adaptive", "user_agent",      "delay",   "robots",
        "proxy",    "ca_file",  "connect_timeout", "timeout", "slow_timeout",
        "max_wire", "max_page", "redirects"};
    return kKeys;
}
const std::vector<std::string>& capture_keys() {
    static const std::vector<std::string> kKeys{"jobs", "on_new", "on_removed", "on_unhealthy"};
    return kKeys;
}
const std::vector<std::string>& source_keys() {
    static const std::vector<std::string> kKeys{
        "name",   "url",        "category",  "follow", "headers",  "allow_private",
        "render", "date_order", "time_zone", "rules",  "retention"};
    return kKeys;
}

std::vector<std::string> with_shared(std::vector<std::string> keys) {
    keys.insert(keys.end(), shared_keys().begin(), shared_keys().end());
    return keys;
}

ConfigChecker::Elsewhere belongs(const std::vector<std::string>& keys, const char* where) {
    return [&keys, where](const std::string& name) -> std::optional<std::string> {
        if (std::find(keys.begin(), keys.end(), name) == keys.end()) return std::nullopt;
        return fmt::format("is no key of this table: it belongs into {}", where);
    };
}

std::optional<std::string> user_agent_problem(const std::string& text) {
    return header_value_problem(text);
}

std::optional<std::string> proxy_text_problem(const std::string& text) {
    return proxy_problem(text);
}

std::optional<std::string> command_problem(const std::string& command) {
    if (command.find('\0') == std::string::npos) return std::nullopt;
    return "is no command: it holds a NUL character";
}

std::optional<std::string> name_problem(const std::string& name) {
    return name.empty() ? "must not be empty" : line_problem(name);
}

std::optional<std::string> variable_problem(const std::string& name) {
    if (!name.empty() && name.find_first_of("=\0"sv) == std::string::npos) return std::nullopt;
    return "is no name of a variable of the environment, such as BLOG_KEY";
}

std::optional<std::string> file_problem(const std::string& path) {
    if (!path.empty()) return std::nullopt;
    return "must not be empty";
}

// What may stand in [capture] and in a [[source]].
void check_shared(ConfigChecker& checker, const Place& place, CaptureSettings& settings) {
    constexpr std::chrono::seconds kShortest{1};
    constexpr std::chrono::seconds kLongest = 1h;
    checker.duration(place, "every", kLeastEvery, kMostEvery, settings.every);
    checker.flag(place, "adaptive", settings.adaptive);
    checker.text(place, "user_agent", settings.user_agent, user_agent_problem);
    checker.duration(place, "delay", 0s, kLongest, settings.delay);
    checker.flag(place, "robots", settings.robots);
    checker.text(place, "proxy", settings.proxy, proxy_text_problem);
    checker.file(place, "ca_file", settings.ca_file);
    FetchLimits& limits = settings.limits;
    checker.duration(place, "connect_timeout", kShortest, kLongest, limits.connect);
    checker.duration(place, "timeout", kShortest, kLongest, limits.total);
    checker.duration(place, "slow_timeout", kShortest, kLongest, limits.slow);
    checker.size(place, "max_wire", 1, kLargestBody, limits.wire_bytes);
    checker.size(place, "max_page", 1, kLargestPage, limits.page_bytes);
    checker.number(place, "redirects", 0, kMostRedirects, limits.redirects);
}

}  // namespace

void check_capture(ConfigChecker& checker, const Place& place, Config& config) {
    checker.check_keys(place, with_shared(capture_keys()), belongs(source_keys(), "a [[source]]"));
    check_shared(checker, place, config.capture);
    checker.number(place, "jobs", 1, kMostJobs, config.jobs);
    checker.text(place, "on_new", config.hooks.on_new, command_problem);
    checker.text(place, "on_removed", config.hooks.on_removed, command_problem);
    checker.text(place, "on_unhealthy", config.hooks.on_unhealthy, command_problem);
}

std::optional<ConfiguredSource> SourceChecker::check(const Place& place) {
    const std::size_t problems = checker_.problems();
    checker_.check_keys(place, with_shared(source_keys()), belongs(capture_keys(), "[capture]"));
    ConfiguredSource source;
    source.capture = defaults_;
    check_name(place, source.name);
    check_url(place, source.url);
    checker_.text(place, "category", source.category, line_problem);
    check_rules(place, source.rules);
    CaptureSettings& capture = source.capture;
    check_shared(checker_, place, capture);
    check_headers(place, capture.headers);
    checker_.number(place, "follow", 0, kMostFollowed, capture.follow);
    checker_.flag(place, "allow_private", capture.allow_private);
    checker_.text(place, "render", capture.render, command_problem);
    check_render(place, capture);
    check_retention(checker_, place, "write [source.retention] below the source", source.retention);
    if (checker_.problems() != problems) return std::nullopt;
    return source;
}

void SourceChecker::check_name(const Place& place, std::string& name) {
    const toml::node* node = place.table.get("name");
    if (node == nullptr) {
        checker_.report(place.table, place.of("name"),
                        "is missing: every source needs a name, such as name = \"blog\"");
        return;
    }
    checker_.text(place, "name", name, name_problem);
    if (!name.empty()) check_unused(names_, name, *node, place.of("name"));
}

void SourceChecker::check_url(const Place& place, std::string& url) {
    checker_.text(place, "url", url, url_problem);
    if (const auto canonical = text::canonical_url(url)) {
        check_unused(urls_, *canonical, *place.table.get("url"), place.of("url"));
    }
}

// What a command prints has no pages that follow.
void SourceChecker::check_render(const Place& place, const CaptureSettings& settings) {
    if (settings.render.empty() || settings.follow == 0) return;
    checker_.report(*place.table.get("follow"), place.of("follow"),
                    "does not go with render: of a page that a command prints no further pages "
                    "are fetched; take one of the two away");
}

void SourceChecker::check_headers(const Place& place, std::vector<ConfiguredHeader>& headers) {
    const toml::node* node = place.table.get("headers");
    if (node == nullptr) return;
    const std::string key = place.of("headers");
    const toml::table* table = node->as_table();
    if (table == nullptr) {
        checker_.report(*node, key,
                        R"(must be a table, such as headers = { Accept-Language = "de" })");
        return;
    }
    std::set<std::string> used;
    for (const auto& [header, value] : *table) {
        const std::string name(header.str());
        const std::string header_key = fmt::format("{}.{}", key, name);
        if (auto problem = header_name_problem(name)) {
            checker_.report(value, header_key, *std::move(problem));
        } else if (!used.insert(base::lowered(name)).second) {
            checker_.report(value, header_key, "is there twice: letter case makes no difference");
        } else if (auto good = check_header(value, header_key, name)) {
            headers.push_back(*std::move(good));
        }
    }
}

std::optional<ConfiguredHeader> SourceChecker::check_header(const toml::node& node,
                                                            const std::string& key,
                                                            const std::string& name) {
    ConfiguredHeader header{name, ConfiguredHeader::From::text, {}};
    const std::size_t problems = checker_.problems();
    if (const auto* text = node.as_string(); text != nullptr) {
        header.value = text->get();
        if (auto problem = header_value_problem(header.value)) {
            checker_.report(node, key, *std::move(problem));
        }
    } else if (const auto* table = node.as_table(); table != nullptr && table->size() == 1) {
        check_header_table({*table, key}, header);
    } else {
        checker_.report(node, key,
                        R"(must be text in quotes, { file = "PATH" } or { env = "NAME" })");
    }
    if (checker_.problems() != problems) return std::nullopt;
    return header;
}

void SourceChecker::check_header_table(const Place& place, ConfiguredHeader& header) {
    static const std::vector<std::string> kKnown{"file", "env"};
    checker_.check_keys(place, kKnown);
    if (place.table.contains("env")) {
        header.from = ConfiguredHeader::From::environment;
        checker_.text(place, "env", header.value, variable_problem);
    } else if (checker_.text(place, "file", file_problem)) {
        header.from = ConfiguredHeader::From::file;
        checker_.file(place, "file", header.value);
    }
}

// `date_order` and `time_zone` of the source, and its table of selectors.
void SourceChecker::check_rules(const Place& place, Rules& rules) {
    if (const toml::node* order = place.table.get("date_order")) {
        check_rule(*order, place.of("date_order"), kDateOrder, rules);
    }
    if (const toml::node* zone = place.table.get("time_zone")) {
        check_rule(*zone, place.of("time_zone"), kTimeZone, rules);
    }
    const toml::node* node = place.table.get("rules");
    if (node == nullptr) return;
    const toml::table* table = node->as_table();
    if (table == nullptr) {
        checker_.report(*node, place.of("rules"),
                        "must be a table: write [source.rules] below the source");
        return;
    }
    const Place inner{*table, place.of("rules")};
    std::vector<std::string> known = rule_names();
    std::erase(known, kDateOrder);
    std::erase(known, kTimeZone);
    checker_.check_keys(inner, known);
    for (const std::string& name : known) {
        if (const toml::node* rule = table->get(name)) {
            check_rule(*rule, inner.of(name), name, rules);
        }
    }
}

void SourceChecker::check_rule(const toml::node& node, const std::string& key,
                               std::string_view name, Rules& rules) {
    const auto text = checker_.text_of(node, key);
    if (!text) return;
    if (auto problem = rule_problem(name, *text)) {
        checker_.report(node, key, std::move(*problem));
    } else {
        set_rule(rules, name, *text);
    }
}

// Of two sources with one name or URL, a snapshot could only ever find one.
void SourceChecker::check_unused(std::map<std::string, int>& used, const std::string& value,
                                 const toml::node& node, const std::string& key) {
    const auto [at, is_new] = used.emplace(value, static_cast<int>(node.source().begin.line));
    if (is_new) return;
    checker_.report(
        node, key,
        fmt::format("\"{}\" is that of the source in line {} already", value, at->second));
}

}  // namespace feedarc::app
