#include "base/library_version.hpp"

#include <fmt/format.h>
#include <xxhash.h>
#include <zstd.h>

namespace feedarc::base {

std::vector<std::pair<std::string, std::string>> library_versions() {
    // As in xxhash.h: major * 10000 + minor * 100 + release.
    const unsigned hash = XXH_versionNumber();
    return {{"xxHash", fmt::format("{}.{}.{}", hash / 10000, hash / 100 % 100, hash % 100)},
            {"zstd", ZSTD_versionString()}};
}

}  // namespace feedarc::base
