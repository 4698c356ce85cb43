#include "text/library_version.hpp"

#include <unicode/uversion.h>

#include <array>

namespace feedarc::text {

std::vector<std::pair<std::string, std::string>> library_versions() {
    UVersionInfo version{};
    u_getVersion(version);
    std::array<char, U_MAX_VERSION_STRING_LENGTH> text{};
    u_versionToString(version, text.data());
    return {{"ICU", text.data()}};
}

}  // namespace feedarc::text
