#include <feedarc/archive.hpp>
#include <feedarc/archive_copy.hpp>
#include <feedarc/archive_log.hpp>
#include <feedarc/archive_names.hpp>
#include <feedarc/archive_state.hpp>

#include "archive/check.hpp"
#include "archive/salvage.hpp"
#include "archive/sqlite/archive_check.hpp"
#include "archive/sqlite/archive_copy.hpp"
#include "archive/sqlite/archive_names.hpp"
#include "archive/sqlite/archive_state.hpp"
#include "archive/sqlite/log_reading.hpp"
#include "archive/sqlite/log_salvage.hpp"
#include "archive/sqlite/sqlite_archive.hpp"

namespace feedarc {

std::unique_ptr<Archive> open_archive(const std::string& location, OpenMode mode,
                                      std::chrono::milliseconds wait) {
    return std::make_unique<sqlite::SqliteArchive>(location, mode, wait);
}

ArchiveCopy copy_archive(const std::string& location, const std::string& file,
                         const CopyOptions& options) {
    return sqlite::copy_archive(location, file, options);
}

ArchiveState archive_state(const std::string& location) {
    return sqlite::archive_state(location);
}

ArchiveNames archive_names(const std::string& location) {
    return sqlite::archive_names(location);
}

std::unique_ptr<ArchiveLog> open_archive_log(const std::string& location) {
    return std::make_unique<sqlite::SqliteLog>(location);
}

}  // namespace feedarc

namespace feedarc::archive {

std::unique_ptr<ArchiveCheck> open_check(const std::string& location) {
    return std::make_unique<sqlite::SqliteCheck>(location);
}

std::unique_ptr<Salvage> open_salvage(const std::string& from, const std::string& to,
                                      std::chrono::milliseconds wait) {
    return std::make_unique<sqlite::LogSalvage>(from, to, wait);
}

}  // namespace feedarc::archive
