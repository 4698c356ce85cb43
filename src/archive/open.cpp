#include <feedarc/archive.hpp>

#include "archive/sqlite/sqlite_archive.hpp"

namespace feedarc {

std::unique_ptr<Archive> open_archive(const std::string& location, OpenMode mode,
                                      std::chrono::milliseconds wait) {
    return std::make_unique<sqlite::SqliteArchive>(location, mode, wait);
}

}  // namespace feedarc
