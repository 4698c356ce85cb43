#include "base/file_system.hpp"

#include <gtest/gtest.h>

#include <linux/magic.h>

namespace feedarc::base {
namespace {

TEST(FileSystem, IsKnownByTheNumbersOfTheKernel) {
    struct Case {
        std::uint32_t type;
        std::string_view name;
        FileSystemKind kind;
    };
    for (const auto& [type, name, kind] :
         {Case{EXT4_SUPER_MAGIC, "ext4", FileSystemKind::local},
          Case{XFS_SUPER_MAGIC, "xfs", FileSystemKind::local},
          Case{BTRFS_SUPER_MAGIC, "btrfs", FileSystemKind::local},
          Case{F2FS_SUPER_MAGIC, "f2fs", FileSystemKind::local},
          Case{OVERLAYFS_SUPER_MAGIC, "overlayfs", FileSystemKind::local},
          Case{NFS_SUPER_MAGIC, "nfs", FileSystemKind::shared},
          Case{SMB_SUPER_MAGIC, "smb", FileSystemKind::shared},
          Case{CIFS_SUPER_MAGIC, "cifs", FileSystemKind::shared},
          Case{SMB2_SUPER_MAGIC, "smb2", FileSystemKind::shared},
          Case{FUSE_SUPER_MAGIC, "fuse", FileSystemKind::shared},
          Case{V9FS_MAGIC, "9p", FileSystemKind::shared},
          Case{AFS_SUPER_MAGIC, "afs", FileSystemKind::shared},
          Case{CODA_SUPER_MAGIC, "coda", FileSystemKind::shared},
          Case{CEPH_SUPER_MAGIC, "ceph", FileSystemKind::shared},
          Case{OCFS2_SUPER_MAGIC, "ocfs2", FileSystemKind::shared},
          Case{TMPFS_MAGIC, "tmpfs", FileSystemKind::memory},
          Case{RAMFS_MAGIC, "ramfs", FileSystemKind::memory},
          Case{MSDOS_SUPER_MAGIC, "vfat", FileSystemKind::foreign},
          Case{EXFAT_SUPER_MAGIC, "exfat", FileSystemKind::foreign},
          Case{0x12345678, "", FileSystemKind::local}}) {
        EXPECT_EQ(file_system_of_type(type).name, name);
        EXPECT_EQ(file_system_of_type(type).kind, kind) << name;
    }
}

TEST(FileSystem, IsThatOfThePath) {
    const auto proc = file_system_at("/proc");
    ASSERT_TRUE(proc);
    EXPECT_EQ(proc->name, "");  // nobody keeps anything there
    EXPECT_FALSE(file_system_at("/nowhere/at/all"));
}

}  // namespace
}  // namespace feedarc::base
