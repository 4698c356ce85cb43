#pragma once

#include "base/atomic_file.hpp"

#include <deque>
#include <string>
#include <string_view>

namespace feedarc::base {

// Files that others read while they are written anew, as a web server does.

/// Makes a folder and those above it, for all to read (mode 0755, whatever the umask). One that is
/// there stays as it is. Throws Error(io).
void make_public_folders(const std::string& folder);

/// Writes files where they do not hold their bytes already; so the time of one that is as it should
/// be stays. Each is written as write_file_atomically() does, a new one for all to read (mode
/// 0644), and its folder has to be there. They take their places in their order, some hundred at a
/// time, by finish() at the latest: a sync of the file system before and one after do for them all,
/// where two for each file are most of the time. What has not taken its place when the object goes
/// is gone with it.
class ChangedFiles {
public:
    /// Whether the file does not hold these bytes already. Throws Error(io), and the file is as it
    /// was.
    bool write(const std::string& path, std::string_view bytes);
    /// Throws Error(io).
    void finish();

private:
    std::deque<AtomicFile> waiting_;
};

/// Removes from a folder what processes that were killed while they wrote files in it left behind.
void remove_left_behind(const std::string& folder);

}  // namespace feedarc::base
