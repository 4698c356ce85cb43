#include "base/changed_file.hpp"

#include <feedarc/error.hpp>

#include "base/retry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <set>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace feedarc::base {
namespace {

constexpr mode_t kFolderMode = 0755;
constexpr mode_t kFileMode = 0644;
constexpr std::size_t kMostWaiting = 256;  // each holds a descriptor

[[noreturn]] void fail(const std::string& path, int error) {
    throw Error(ErrorCode::io, fmt::format("{}: {}", path, std::generic_category().message(error)));
}

// Not by mkdir(2): the umask would take bits away.
void open_to_all(const std::string& folder) {
    constexpr int kFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    const FileDescriptor made(retried([&] { return ::open(folder.c_str(), kFlags); }));
    if (!made || ::fchmod(made.get(), kFolderMode) != 0) fail(folder, errno);
}

// What cannot be read is not known to hold them.
bool holds(const std::string& path, std::string_view bytes) {
    // O_NONBLOCK so that opening a FIFO returns, to be told from a file.
    constexpr int kFlags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
    const FileDescriptor file(retried([&] { return ::open(path.c_str(), kFlags); }));
    struct stat status {};
    if (!file || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) return false;
    if (static_cast<std::size_t>(status.st_size) != bytes.size()) return false;
    std::array<char, 64U << 10U> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init)
    for (;;) {
        const ssize_t got =
            retried([&] { return ::read(file.get(), buffer.data(), buffer.size()); });
        if (got < 0) return false;
        if (got == 0) return bytes.empty();
        const std::string_view piece(buffer.data(), static_cast<std::size_t>(got));
        if (!bytes.starts_with(piece)) return false;
        bytes.remove_prefix(piece.size());
    }
}

// Brings to the disk what was written to the file systems that these files are in.
void sync_file_systems(const std::deque<AtomicFile>& files) {
    std::set<dev_t> synced;
    for (const AtomicFile& file : files) {
        struct stat status {};
        if (::fstat(file.descriptor(), &status) != 0) fail("a file to be written", errno);
        if (!synced.insert(status.st_dev).second) continue;
        if (retried([&] { return ::syncfs(file.descriptor()); }) != 0) {
            fail("the files to be written", errno);
        }
    }
}

}  // namespace

void make_public_folders(const std::string& folder) {
    std::filesystem::path made;
    for (const auto& part : std::filesystem::path(folder)) {
        made /= part;
        if (::mkdir(made.c_str(), kFolderMode) == 0) {
            open_to_all(made.string());
            continue;
        }
        // One that is there may be in a file system that is read-only, or be a file.
        const int reason = errno == EEXIST ? ENOTDIR : errno;
        std::error_code error;
        if (!std::filesystem::is_directory(made, error)) fail(made.string(), reason);
    }
}

bool ChangedFiles::write(const std::string& path, std::string_view bytes) {
    if (holds(resolve_links(path), bytes)) return false;
    AtomicFile& file = waiting_.emplace_back(path, kFileMode);
    file.write(bytes);
    file.complete();
    if (waiting_.size() >= kMostWaiting) finish();
    return true;
}

void ChangedFiles::finish() {
    if (waiting_.empty()) return;
    sync_file_systems(waiting_);
    for (AtomicFile& file : waiting_) file.take_place_unsynced();
    sync_file_systems(waiting_);
    waiting_.clear();
}

void remove_left_behind(const std::string& folder) {
    for (const std::string& left : left_behind(folder + "/")) ::unlink(left.c_str());
}

}  // namespace feedarc::base
