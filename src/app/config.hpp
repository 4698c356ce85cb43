#pragma once

#include <feedarc/ingest.hpp>

#include <string>
#include <vector>

namespace feedarc::app {

/// What config.toml says.
struct Config {
    std::vector<ConfiguredSource> sources;
    CaptureSettings capture;
    CaptureHooks hooks;
    unsigned jobs = 8;
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

/// Reads a configuration file and finds every mistake in it (unknown keys with "did you mean",
/// wrong types, a name that is missing or used twice, an URL that is no http(s) one, a rule that is
/// no selector). A missing file is an empty configuration. Throws Error(usage) only for a file that
/// cannot be read.
[[nodiscard]] ConfigReport read_config(const std::string& path);

/// The configuration, for commands that need it. Throws Error(usage) naming file, line and key of
/// the first problem, and how many more there are.
[[nodiscard]] Config load_config(const std::string& path);

}  // namespace feedarc::app
