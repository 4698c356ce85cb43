#pragma once

#include <string>
#include <utility>
#include <vector>

namespace feedarc::unpack {

/// The names and versions of the libraries that this layer was linked with.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> library_versions();

}  // namespace feedarc::unpack
