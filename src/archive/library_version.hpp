#pragma once

#include <string>
#include <utility>
#include <vector>

namespace feedarc::archive {

/// The names and versions of the libraries that the backends were linked with.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> library_versions();

/// What a user of those versions must know; empty where there is nothing.
[[nodiscard]] std::string library_notice();

}  // namespace feedarc::archive
