#pragma once

#include <string>
#include <utility>
#include <vector>

namespace feedarc::app {

/// The libraries that the program is linked with, by name, each with the version that runs.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> library_versions();

}  // namespace feedarc::app
