#pragma once

#include "app/config_checker.hpp"

#include <map>
#include <string>

namespace feedarc::app {

/// The table [capture]: settings for all sources, hooks, and how many hosts at a time.
void check_capture(ConfigChecker& checker, const Place& place, Config& config);

/// Reads the tables [[source]] of one file.
class SourceChecker {
public:
    /// A source has the settings of `defaults` unless it says others.
    SourceChecker(ConfigChecker& checker, const CaptureSettings& defaults)
        : checker_(checker), defaults_(defaults) {}

    /// The source, where nothing is wrong with it.
    [[nodiscard]] std::optional<ConfiguredSource> check(const Place& place);

private:
    void check_name(const Place& place, std::string& name);
    void check_url(const Place& place, std::string& url);
    void check_render(const Place& place, const CaptureSettings& settings);
    void check_headers(const Place& place, std::vector<ConfiguredHeader>& headers);
    std::optional<ConfiguredHeader> check_header(const toml::node& node, const std::string& key,
                                                 const std::string& name);
    void check_header_table(const Place& place, ConfiguredHeader& header);
    void check_rules(const Place& place, Rules& rules);
    void check_rule(const toml::node& node, const std::string& key, std::string_view name,
                    Rules& rules);
    void check_unused(std::map<std::string, int>& used, const std::string& value,
                      const toml::node& node, const std::string& key);

    ConfigChecker& checker_;
    const CaptureSettings& defaults_;
    std::map<std::string, int> names_;
    std::map<std::string, int> urls_;
};

}  // namespace feedarc::app
