#include "archive/sqlite/file_use.hpp"

#include "archive/sqlite/statement.hpp"
#include "base/free_space.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace feedarc::sqlite {
namespace {

namespace fs = std::filesystem;

// Where SQLite puts the file that VACUUM fills first: as sqlite.org/tempfiles.html has it.
std::string temporary_folder() {
    for (const char* name : {"SQLITE_TMPDIR", "TMPDIR"}) {
        const char* const folder = std::getenv(name);
        if (folder != nullptr && ::access(folder, W_OK | X_OK) == 0) return folder;
    }
    for (const char* folder : {"/var/tmp", "/usr/tmp", "/tmp"}) {
        if (::access(folder, W_OK | X_OK) == 0) return folder;
    }
    return ".";
}

bool on_one_disk(const std::string& one, const std::string& other) {
    struct stat of_one {};
    struct stat of_other {};
    return ::stat(one.c_str(), &of_one) == 0 && ::stat(other.c_str(), &of_other) == 0 &&
           of_one.st_dev == of_other.st_dev;
}

}  // namespace

FileUse read_file_use(sqlite3& db, const std::string& path) {
    const auto page = static_cast<std::uint64_t>(integer_of(db, "PRAGMA page_size"));
    FileUse use;
    use.bytes = page * static_cast<std::uint64_t>(integer_of(db, "PRAGMA page_count"));
    use.free = page * static_cast<std::uint64_t>(integer_of(db, "PRAGMA freelist_count"));
    const auto parent = fs::path(path).parent_path();
    const std::string folder = parent.empty() ? "." : parent.string();
    const std::string temporary = temporary_folder();
    // The new file is written twice: there, and into the log.
    use.available = std::min(base::free_space(folder), base::free_space(temporary));
    if (on_one_disk(folder, temporary)) use.available /= 2;
    return use;
}

}  // namespace feedarc::sqlite
