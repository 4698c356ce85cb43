#include "unpack/library_version.hpp"

#include <zlib.h>

namespace feedarc::unpack {

std::vector<std::pair<std::string, std::string>> library_versions() {
    return {{"zlib", zlibVersion()}};
}

}  // namespace feedarc::unpack
