#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace feedarc::base {

/// How far a database may rely on a file system.
enum class FileSystemKind {
    local,    ///< on a disk of this machine, or not known
    shared,   ///< of other machines, or of a program: locks and shared memory may mean nothing
    memory,   ///< gone when the machine stops
    foreign,  ///< knows no owners and permissions
};

struct FileSystem {
    std::string_view name;  ///< such as `ext4`; empty for one that is not known
    FileSystemKind kind = FileSystemKind::local;
};

/// By the number that statfs(2) gives as f_type.
[[nodiscard]] FileSystem file_system_of_type(std::uint32_t type) noexcept;

/// Of what is at a path; nothing where the system does not say.
[[nodiscard]] std::optional<FileSystem> file_system_at(const std::string& path);

}  // namespace feedarc::base
