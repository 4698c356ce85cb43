#include "base/file_system.hpp"

#include "base/retry.hpp"

#include <algorithm>
#include <array>
#include <sys/vfs.h>

namespace feedarc::base {
namespace {

struct Known {
    std::uint32_t type;
    FileSystem system;
};

// Numbers from statfs(2), linux/magic.h and the drivers of those that are in neither.
constexpr std::array kKnown{
    Known{0xef53, {"ext4", FileSystemKind::local}},  // and ext2, ext3
    Known{0x58465342, {"xfs", FileSystemKind::local}},
    Known{0x9123683e, {"btrfs", FileSystemKind::local}},
    Known{0x2fc12fc1, {"zfs", FileSystemKind::local}},
    Known{0xf2f52010, {"f2fs", FileSystemKind::local}},
    Known{0xca451a4e, {"bcachefs", FileSystemKind::local}},
    Known{0x794c7630, {"overlayfs", FileSystemKind::local}},
    Known{0x52654973, {"reiserfs", FileSystemKind::local}},
    Known{0x3153464a, {"jfs", FileSystemKind::local}},
    Known{0x6969, {"nfs", FileSystemKind::shared}},
    Known{0x517b, {"smb", FileSystemKind::shared}},
    Known{0xff534d42, {"cifs", FileSystemKind::shared}},
    Known{0xfe534d42, {"smb2", FileSystemKind::shared}},
    Known{0x65735546, {"fuse", FileSystemKind::shared}},
    Known{0x01021997, {"9p", FileSystemKind::shared}},
    Known{0x5346414f, {"afs", FileSystemKind::shared}},
    Known{0x6b414653, {"afs", FileSystemKind::shared}},
    Known{0x73757245, {"coda", FileSystemKind::shared}},
    Known{0x00c36400, {"ceph", FileSystemKind::shared}},
    Known{0x01161970, {"gfs2", FileSystemKind::shared}},
    Known{0x7461636f, {"ocfs2", FileSystemKind::shared}},
    Known{0x0bd00bd0, {"lustre", FileSystemKind::shared}},
    Known{0x19830326, {"beegfs", FileSystemKind::shared}},
    Known{0x47504653, {"gpfs", FileSystemKind::shared}},
    Known{0x786f4256, {"vboxsf", FileSystemKind::shared}},
    Known{0xbacbacbc, {"vmhgfs", FileSystemKind::shared}},
    Known{0x01021994, {"tmpfs", FileSystemKind::memory}},
    Known{0x858458f6, {"ramfs", FileSystemKind::memory}},
    Known{0x4d44, {"vfat", FileSystemKind::foreign}},
    Known{0x2011bab0, {"exfat", FileSystemKind::foreign}},
    Known{0x7366746e, {"ntfs3", FileSystemKind::foreign}},
    Known{0x5346544e, {"ntfs", FileSystemKind::foreign}},
};

}  // namespace

FileSystem file_system_of_type(std::uint32_t type) noexcept {
    const auto* const found = std::find_if(kKnown.begin(), kKnown.end(),
                                           [&](const Known& known) { return known.type == type; });
    return found == kKnown.end() ? FileSystem() : found->system;
}

std::optional<FileSystem> file_system_at(const std::string& path) {
    struct statfs status {};
    if (retried([&] { return ::statfs(path.c_str(), &status); }) != 0) return std::nullopt;
    // The field is wider on some machines, and then the sign was extended.
    return file_system_of_type(static_cast<std::uint32_t>(status.f_type));
}

}  // namespace feedarc::base
