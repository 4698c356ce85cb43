#include "archive/sqlite/writer_lock.hpp"

#include <feedarc/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace feedarc::sqlite {
namespace {

constexpr std::chrono::milliseconds kPoll{50};

std::string reason(int error) {
    return std::generic_category().message(error);
}

base::FileDescriptor open_file(const std::string& path) {
    base::FileDescriptor file(
        ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (file) return file;
    throw Error(ErrorCode::io,
                fmt::format("{}: {}; make its folder writable, or name another archive with "
                            "--archive",
                            path, errno == ELOOP ? "a symbolic link" : reason(errno)));
}

}  // namespace

WriterLock::WriterLock(const std::string& archive_path)
    : path_(archive_path + ".lock"), file_(open_file(path_)) {}

bool WriterLock::is_in_place() const {
    struct stat own {};
    struct stat named {};
    return ::fstat(file_.get(), &own) == 0 && ::lstat(path_.c_str(), &named) == 0 &&
           own.st_dev == named.st_dev && own.st_ino == named.st_ino;
}

WriterLock::Held::Held(WriterLock& lock, std::chrono::milliseconds wait)
    : descriptor_(lock.file_.get()) {
    using Clock = std::chrono::steady_clock;
    const auto until = Clock::now() + wait;
    for (;;) {
        if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) {
            if (lock.is_in_place()) return;
            lock.file_ = open_file(lock.path_);  // the others lock the new one
            descriptor_ = lock.file_.get();
            continue;
        }
        if (errno != EWOULDBLOCK && errno != EINTR) {
            throw Error(ErrorCode::io, fmt::format("{}: {}", lock.path_, reason(errno)));
        }
        const auto left = until - Clock::now();
        if (left <= Clock::duration::zero()) {
            throw Error(
                ErrorCode::busy,
                fmt::format("{}: another feedarc holds the lock for longer than {} s; try "
                            "again, or wait longer with --wait SECONDS",
                            lock.path_,
                            std::chrono::duration_cast<std::chrono::seconds>(wait).count()));
        }
        std::this_thread::sleep_for(std::min<Clock::duration>(kPoll, left));
    }
}

WriterLock::Held::~Held() {
    ::flock(descriptor_, LOCK_UN);
}

}  // namespace feedarc::sqlite
