#include "archive/library_version.hpp"

#include <sqlite3.h>

namespace feedarc::archive {

std::vector<std::pair<std::string, std::string>> library_versions() {
    return {{"SQLite", sqlite3_libversion()}};
}

}  // namespace feedarc::archive
