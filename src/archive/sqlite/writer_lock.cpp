#include "archive/sqlite/writer_lock.hpp"

#include <feedarc/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace feedarc::sqlite {
namespace {

constexpr std::chrono::milliseconds kPoll{50};

std::string reason(int error) {
    return std::generic_category().message(error);
}

}  // namespace

WriterLock::WriterLock(const std::string& archive_path)
    : path_(archive_path + ".lock"),
      file_(::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)) {
    if (!file_) {
        throw Error(ErrorCode::io,
                    fmt::format("{}: {}; make its folder writable, or name another archive with "
                                "--archive",
                                path_, reason(errno)));
    }
}

WriterLock::Held::Held(WriterLock& lock, std::chrono::milliseconds wait)
    : descriptor_(lock.file_.get()) {
    using Clock = std::chrono::steady_clock;
    const auto until = Clock::now() + wait;
    for (;;) {
        if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return;
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
