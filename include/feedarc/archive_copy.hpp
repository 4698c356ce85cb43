#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>

namespace feedarc {

/// What a copy of an archive holds.
struct ArchiveCopy {
    int version = 0;  ///< of the schema
    std::int64_t bytes = 0;
    std::int64_t snapshots = 0;
    std::int64_t bodies = 0;
    std::int64_t records = 0;

    bool operator==(const ArchiveCopy&) const = default;
};

struct CopyOptions {
    const std::atomic<int>* stop = nullptr;  ///< ends the copying when it becomes other than 0
    std::function<void(std::size_t done, std::size_t total)> progress;  ///< in bytes
};

/// Copies an archive as it is at one moment to a file that is complete by itself, while others read
/// and write it. It takes no lock and changes nothing but the file, so that the holder of the
/// archive's lock may call it as well. The archive may be of any schema version that this program
/// knows, and the copy is of the same.
///
/// The copy is made beside its place, brought to the disk, and read there: its structure must be
/// sound, and it must hold as many snapshots, bodies and records as the archive did at that moment.
/// Only then does it take its place, at once and for its owner alone (mode 0600). So at any moment,
/// also after a kill or a power cut, the file is the old one, the new one, or none. What a killed
/// process left behind of a copy goes with the next copy to the same file.
///
/// A copy that was made earlier is replaced. Throws Error(usage) for any other file that is there,
/// for a folder, a symbolic link and the archive itself, Error(archive) for an archive that is
/// missing, empty, foreign, newer than this program or damaged, Error(io) also where there is too
/// little space, Error(interrupted) when it was stopped.
[[nodiscard]] ArchiveCopy copy_archive(const std::string& location, const std::string& file,
                                       const CopyOptions& options = {});

}  // namespace feedarc
