#include "archive/sqlite/archive_state.hpp"

#include "archive/sqlite/connection.hpp"
#include "archive/sqlite/migrations.hpp"
#include "base/atomic_file.hpp"
#include "base/file.hpp"

#include <algorithm>
#include <fcntl.h>
#include <filesystem>
#include <string_view>
#include <sys/file.h>
#include <system_error>

namespace feedarc::sqlite {
namespace {

namespace fs = std::filesystem;

std::uint64_t size_of(const std::string& path) {
    std::error_code error;
    const std::uintmax_t size = fs::file_size(path, error);
    return error ? 0 : size;
}

// Opened without its log there is nothing to be made beside it.
int version_of(const ArchiveState& state) {
    const Connection db = size_of(state.path + "-wal") > 0 ? open_for_reading(state.path)
                                                           : open_immutable(state.path);
    return check_version(*db, state.path);
}

bool is_locked(const std::string& path) {
    const base::FileDescriptor file(
        ::open((path + ".lock").c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    // A lock that is had goes with the descriptor.
    return file && ::flock(file.get(), LOCK_SH | LOCK_NB) != 0;
}

std::vector<std::string> old_copies_of(const std::string& path) {
    const std::string begin = fs::path(path).filename().string() + ".version-";
    std::vector<std::string> copies;
    std::error_code error;
    for (fs::directory_iterator entry(base::folder_of_path(path), error), end;
         !error && entry != end; entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        if (!name.starts_with(begin) || name.size() == begin.size()) continue;
        const bool number = name.find_first_not_of("0123456789", begin.size()) == std::string::npos;
        if (number) copies.push_back(entry->path().string());
    }
    std::sort(copies.begin(), copies.end());
    return copies;
}

}  // namespace

ArchiveState archive_state(const std::string& location) {
    ArchiveState state;
    state.path = real_path(location);
    state.newest_version = static_cast<int>(migrations().size());
    std::error_code error;
    // A link to nothing counts: it can be said what is wrong with it.
    state.found = fs::exists(fs::symlink_status(location, error));
    if (!state.found) return state;
    try {
        check_is_file(location);
        state.version = version_of(state);
    } catch (const Error& reason) {
        state.error = reason;
    }
    state.bytes = size_of(state.path);
    state.log_bytes = size_of(state.path + "-wal");
    state.locked = is_locked(state.path);
    for (const char* ending : {"-wal", "-shm", "-journal", ".lock", ".capture"}) {
        const std::string path = state.path + ending;
        if (fs::exists(fs::symlink_status(path, error))) state.belongings.push_back(path);
    }
    state.old_copies = old_copies_of(state.path);
    return state;
}

}  // namespace feedarc::sqlite
