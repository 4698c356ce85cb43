#pragma once

#include "base/file.hpp"

#include <chrono>
#include <string>

namespace feedarc::sqlite {

/// The one writer of an archive: an flock(2) on a file beside it, held around every transaction,
/// checkpoint and close. The kernel gives it up when a process dies, so there are no stale locks.
///
/// SQLite's own locks are not enough: 3.7.0 to 3.51.2 can corrupt a WAL when connections commit and
/// checkpoint at once (sqlite.org/wal.html#walresetbug), and the switch to WAL on a first run is
/// not covered by the busy handler (12 of 800 processes failed without this lock).
class WriterLock {
public:
    /// Makes the lock file where it is missing. Throws Error(io).
    explicit WriterLock(const std::string& archive_path);

    /// Holds the lock while it lives.
    class Held {
    public:
        Held(WriterLock& lock, std::chrono::milliseconds wait);
        Held(const Held&) = delete;
        Held& operator=(const Held&) = delete;
        ~Held();

    private:
        int descriptor_;
    };

private:
    // Whether the file that is open is the one of that name, as it is not when somebody removed it.
    [[nodiscard]] bool is_in_place() const;

    std::string path_;
    base::FileDescriptor file_;
};

}  // namespace feedarc::sqlite
