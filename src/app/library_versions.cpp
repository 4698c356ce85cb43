#include "app/library_versions.hpp"

#include "archive/library_version.hpp"
#include "base/library_version.hpp"
#include "capture/http_client.hpp"
#include "text/library_version.hpp"
#include "unpack/library_version.hpp"

#include <algorithm>
#include <iterator>

namespace feedarc::app {

std::vector<std::pair<std::string, std::string>> library_versions() {
    std::vector<std::pair<std::string, std::string>> all;
    for (auto versions : {archive::library_versions(), base::library_versions(),
                          text::library_versions(), unpack::library_versions()}) {
        std::move(versions.begin(), versions.end(), std::back_inserter(all));
    }
    // Loaded for this alone, where it is installed.
    if (auto version = capture::http_library_version()) {
        all.emplace_back("libcurl", std::move(*version));
    }
    std::sort(all.begin(), all.end());
    return all;
}

}  // namespace feedarc::app
