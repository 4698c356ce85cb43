#pragma once

#include "base/file.hpp"
#include "base/replacement.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <sys/types.h>

namespace feedarc::base {

/// Where a symbolic link leads in the end, also when nothing is there; any other path as it is.
/// Throws Error(io) for links that go round in a circle.
[[nodiscard]] std::string resolve_links(const std::string& path);

/// The folder that a path is in; `.` for a bare name.
[[nodiscard]] std::string folder_of_path(const std::string& path);

/// Makes a folder and those above it, for the user alone (mode 0700). One that is there stays as it
/// is. Throws Error(io).
void make_private_folders(const std::string& folder);

/// Writes a file so that at any moment, also after a power cut, the old one or the new one is
/// there, whole. A file that is there keeps its mode, a new one gets `mode`; the target of a
/// symbolic link is replaced, not the link; the folder is made where it is missing. Throws
/// Error(io), and the old file is as it was.
void write_file_atomically(const std::string& path, std::string_view text, mode_t mode = 0600);

/// The same for a file that is written piece by piece: it takes its place with finish(), and until
/// then nothing has changed. Its folder has to be there.
class AtomicFile {
public:
    /// Throws Error(io), as do the others.
    explicit AtomicFile(const std::string& path, mode_t mode = 0600);
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;
    ~AtomicFile() = default;

    void write(std::string_view bytes);
    void finish();

    /// What finish() does, in two steps, for many files that one sync between them brings to the
    /// disk; a second one then makes their names last.
    void complete();
    void take_place_unsynced() { replacement_.take_place_unsynced(); }
    [[nodiscard]] int descriptor() const noexcept { return replacement_.descriptor(); }

private:
    void flush();

    std::string target_;
    mode_t mode_;
    Replacement replacement_;
    std::string buffer_;
};

/// Holds a folder against all others who take it this way, for as long as it lives. Nothing is left
/// behind in the folder.
class FolderLock {
public:
    /// Throws Error(busy) when another has it for longer than `wait`, and Error(io).
    FolderLock(const std::string& folder, std::chrono::milliseconds wait);

private:
    FileDescriptor folder_;
};

}  // namespace feedarc::base
