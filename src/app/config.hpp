#pragma once

#include <feedarc/categorize.hpp>
#include <feedarc/ingest.hpp>
#include <feedarc/source.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace feedarc::app {

/// What config.toml says.
struct Config {
    std::vector<ConfiguredSource> sources;
    std::vector<CategoryRule> categories;  ///< in their order
    /// How a page is captured for which no source says it: what [capture] says, else the defaults.
    CaptureSettings capture;
    CaptureHooks hooks;
    RetentionPolicy retention;  ///< of sources that have none of their own; without rules: none
    unsigned jobs = 8;          ///< so many hosts are fetched from at a time
    std::size_t min_free = kMinFree;  ///< as IngestOptions has it
};

/// One mistake in a configuration file. Lines count from 1.
struct ConfigProblem {
    std::string file;
    int line = 0;
    std::string key;      ///< such as `source[2].url`; empty for a syntax error
    std::string message;  ///< what is wrong and what would be right
};

struct ConfigReport {
    Config config;
    std::vector<ConfigProblem> problems;
    bool found = false;  ///< whether the file exists
};

/// More is no configuration.
inline constexpr std::size_t kLargestConfig = 1U << 20U;

/// The home folder, as the environment of this process says it; empty where it does not.
[[nodiscard]] std::string home_folder();

/// Finds every mistake in a configuration: unknown keys with "did you mean", wrong types, values
/// out of range, a name that is missing or used twice, a URL that is no http(s) one, a rule that is
/// no selector, a pattern that is none, ... The sources and settings in which there is none are in
/// the report.
///
/// Paths in it come out such that they can be opened: `~/` stands for `home`, and a relative path
/// begins at the folder of `path`. Files that hold the values of headers are not opened.
[[nodiscard]] ConfigReport parse_config(std::string_view text, const std::string& path,
                                        const std::string& home);

/// The same of a file. A missing file is an empty configuration. Throws Error(usage) only for a
/// file that cannot be read.
[[nodiscard]] ConfigReport read_config(const std::string& path,
                                       const std::string& home = home_folder());

/// The configuration, for commands that need it. Throws Error(usage) naming file, line and key of
/// the first problem, and how many more there are.
[[nodiscard]] Config load_config(const std::string& path, const std::string& home = home_folder());

/// The same of a report.
[[nodiscard]] Config without_problems(ConfigReport report);

}  // namespace feedarc::app
