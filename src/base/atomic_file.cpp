#include "base/atomic_file.hpp"

#include <feedarc/error.hpp>

#include "base/blocked_interruption.hpp"
#include "base/retry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <optional>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utility>

namespace feedarc::base {
namespace {

constexpr int kMostLinks = 40;
constexpr mode_t kModeBits = 07777;
constexpr std::size_t kBuffer = 256U << 10U;

[[noreturn]] void fail(const std::string& path, int error) {
    throw Error(ErrorCode::io, fmt::format("{}: {}", path, std::generic_category().message(error)));
}

// The mode of the file that is there.
std::optional<mode_t> mode_of(const std::string& path) {
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0) {
        if (errno == ENOENT) return std::nullopt;
        fail(path, errno);
    }
    if (!S_ISREG(status.st_mode)) {
        throw Error(ErrorCode::io, fmt::format("{}: is no regular file", path));
    }
    return status.st_mode & kModeBits;
}

FileDescriptor open_folder(const std::string& folder) {
    FileDescriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!opened) fail(folder, errno);
    return opened;
}

}  // namespace

std::string resolve_links(const std::string& path) {
    std::filesystem::path resolved(path);
    std::error_code error;
    for (int links = 0; std::filesystem::is_symlink(resolved, error); ++links) {
        if (links == kMostLinks) fail(path, ELOOP);
        const auto target = std::filesystem::read_symlink(resolved, error);
        if (error) fail(path, error.value());
        resolved = resolved.parent_path() / target;  // an absolute target stays itself
    }
    return resolved.string();
}

std::string folder_of_path(const std::string& path) {
    const std::string folder = std::filesystem::path(path).parent_path().string();
    return folder.empty() ? "." : folder;
}

void make_private_folders(const std::string& folder) {
    std::filesystem::path made;
    for (const auto& part : std::filesystem::path(folder)) {
        made /= part;
        if (::mkdir(made.c_str(), 0700) == 0 || errno == EEXIST || errno == EISDIR) continue;
        // A folder that is there may be in a file system that is read-only.
        const int reason = errno;
        std::error_code error;
        if (!std::filesystem::is_directory(made, error)) fail(made.string(), reason);
    }
}

void write_file_atomically(const std::string& path, std::string_view text, mode_t mode) {
    make_private_folders(folder_of_path(resolve_links(path)));
    const BlockedInterruption blocked;
    AtomicFile file(path, mode);
    file.write(text);
    file.finish();
}

AtomicFile::AtomicFile(const std::string& path, mode_t mode)
    : target_(resolve_links(path)), mode_(mode_of(target_).value_or(mode)), replacement_(target_) {}

void AtomicFile::write(std::string_view bytes) {
    buffer_ += bytes;
    if (buffer_.size() >= kBuffer) flush();
}

void AtomicFile::flush() {
    std::string_view text = buffer_;
    while (!text.empty()) {
        const ssize_t written =
            retried([&] { return ::write(replacement_.descriptor(), text.data(), text.size()); });
        if (written < 0) fail(replacement_.temporary(), errno);
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    buffer_.clear();
}

void AtomicFile::complete() {
    flush();
    // Not by open(2): the umask would take bits away.
    if (::fchmod(replacement_.descriptor(), mode_) != 0) fail(replacement_.temporary(), errno);
}

void AtomicFile::finish() {
    complete();
    replacement_.sync();
    replacement_.take_place();
}

FolderLock::FolderLock(const std::string& folder, std::chrono::milliseconds wait)
    : folder_(open_folder(folder)) {
    using Clock = std::chrono::steady_clock;
    constexpr std::chrono::milliseconds kPoll{20};
    const auto until = Clock::now() + wait;
    // The lock goes with the descriptor.
    while (::flock(folder_.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR) fail(folder, errno);
        const auto left = until - Clock::now();
        if (left <= Clock::duration::zero()) {
            throw Error(ErrorCode::busy,
                        fmt::format("{}: another feedarc changes a file in it; try again", folder));
        }
        std::this_thread::sleep_for(std::min<Clock::duration>(kPoll, left));
    }
}

}  // namespace feedarc::base
