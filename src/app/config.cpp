#include "app/config.hpp"

#include <feedarc/error.hpp>

#include "app/config_category.hpp"
#include "app/config_checker.hpp"
#include "app/config_retention.hpp"
#include "app/config_source.hpp"
#include "base/file.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

namespace feedarc::app {
namespace {

void check_sources(ConfigChecker& checker, const toml::table& root, Config& config) {
    const toml::node* sources = root.get("source");
    if (sources == nullptr) return;
    const toml::array* list = sources->as_array();
    if (list == nullptr || (!list->empty() && !list->is_array_of_tables())) {
        checker.report(*sources, "source", "must be a list of tables: write [[source]] above each");
        return;
    }
    SourceChecker source_checker(checker, config.capture);
    int number = 0;
    for (const toml::node& node : *list) {
        ++number;
        auto source = source_checker.check({*node.as_table(), fmt::format("source[{}]", number)});
        if (source) config.sources.push_back(*std::move(source));
    }
}

void check_archive(ConfigChecker& checker, const Place& place, Config& config) {
    static const std::vector<std::string> kKnown{"min_free"};
    constexpr std::size_t kMost = std::size_t{1} << 50U;
    checker.check_keys(place, kKnown);
    checker.size(place, "min_free", 0, kMost, config.min_free);
}

// A table that is to be there once at most.
void check_table(ConfigChecker& checker, const toml::table& root, const std::string& name,
                 void (*check)(ConfigChecker&, const Place&, Config&), Config& config) {
    const toml::node* node = root.get(name);
    if (node == nullptr) return;
    if (const toml::table* table = node->as_table(); table != nullptr) {
        check(checker, {*table, name}, config);
    } else {
        checker.report(*node, name, fmt::format("must be a table: write [{}] once", name));
    }
}

Config check_file(ConfigChecker& checker, const toml::table& root) {
    static const std::vector<std::string> kKnown{"archive", "capture", "category", "retention",
                                                 "source"};
    Config config;
    checker.check_keys({root, ""}, kKnown);
    check_table(checker, root, "archive", check_archive, config);
    check_table(checker, root, "capture", check_capture, config);
    check_retention(checker, {root, ""}, "write [retention] once", config.retention);
    check_sources(checker, root, config);
    check_categories(checker, root, config.categories);
    return config;
}

/// The text of the file; nothing where there is none.
std::optional<std::string> read_text(const std::string& path) {
    std::error_code error;
    const std::filesystem::file_status status = std::filesystem::status(path, error);
    if (status.type() == std::filesystem::file_type::not_found) return std::nullopt;
    // The usual way to say "no configuration".
    if (std::filesystem::canonical(path, error) == "/dev/null") return "";
    try {
        return base::read_file(path, kLargestConfig);
    } catch (const Error& unreadable) {
        throw Error(ErrorCode::usage, unreadable.what());
    }
}

}  // namespace

std::string home_folder() {
    // Nothing here sets a variable. NOLINTNEXTLINE(concurrency-mt-unsafe)
    const char* home = std::getenv("HOME");
    return home == nullptr ? "" : home;
}

ConfigReport parse_config(std::string_view text, const std::string& path, const std::string& home) {
    ConfigReport report;
    report.found = true;
    ConfigChecker checker(path, home);
    try {
        // Without the path, which the library copies where it must not throw: memory may be short.
        report.config = check_file(checker, toml::parse(text));
    } catch (const toml::parse_error& error) {
        checker.report(static_cast<int>(error.source().begin.line), "",
                       std::string(error.description()));
    }
    report.problems = checker.take_problems();
    return report;
}

ConfigReport read_config(const std::string& path, const std::string& home) {
    const auto text = read_text(path);
    return text ? parse_config(*text, path, home) : ConfigReport();
}

Config load_config(const std::string& path, const std::string& home) {
    return without_problems(read_config(path, home));
}

Config without_problems(ConfigReport report) {
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
