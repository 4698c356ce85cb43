#include "base/atomic_file.hpp"

#include <feedarc/error.hpp>

#include "file_facts.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace feedarc::base {
namespace {

namespace fs = std::filesystem;
using test::read_whole_file;
using test::TemporaryFolder;
using ::testing::HasSubstr;

TEST(AtomicFile, IsWrittenWithTheModeAskedForWhateverTheUmask) {
    const TemporaryFolder folder;
    const mode_t before = ::umask(0077);
    write_file_atomically(folder / "new", "text", 0644);
    ::umask(before);
    EXPECT_EQ(read_whole_file(folder / "new"), "text");
    EXPECT_EQ(mode_of(folder / "new"), 0644U);
    EXPECT_EQ(files_in(folder.path()), 1U);
}

TEST(AtomicFile, KeepsTheModeOfTheFileThatItReplaces) {
    const TemporaryFolder folder;
    const std::string path = folder.write("old", "before");
    ASSERT_EQ(::chmod(path.c_str(), 0640), 0);
    write_file_atomically(path, "after");
    EXPECT_EQ(read_whole_file(path), "after");
    EXPECT_EQ(mode_of(path), 0640U);
}

TEST(AtomicFile, ReplacesTheTargetOfALinkAndKeepsTheLink) {
    const TemporaryFolder folder;
    const std::string target = folder.write("dotfiles/config", "before");
    fs::create_symlink("dotfiles/config", folder / "second");
    fs::create_symlink(folder / "second", folder / "first");
    write_file_atomically(folder / "first", "after");
    EXPECT_TRUE(fs::is_symlink(folder / "first"));
    EXPECT_TRUE(fs::is_symlink(folder / "second"));
    EXPECT_EQ(read_whole_file(target), "after");
}

TEST(AtomicFile, IsMadeWhereALinkLeadsToNothing) {
    const TemporaryFolder folder;
    fs::create_symlink("not/yet", folder / "link");
    write_file_atomically(folder / "link", "text");
    EXPECT_TRUE(fs::is_symlink(folder / "link"));
    EXPECT_EQ(read_whole_file(folder / "not/yet"), "text");
}

TEST(AtomicFile, RefusesLinksThatGoInACircle) {
    const TemporaryFolder folder;
    fs::create_symlink("b", folder / "a");
    fs::create_symlink("a", folder / "b");
    EXPECT_THROW(write_file_atomically(folder / "a", "text"), Error);
}

TEST(AtomicFile, MakesItsFolderForTheUserAlone) {
    const TemporaryFolder folder;
    write_file_atomically(folder / "one/two/file", "text");
    EXPECT_EQ(mode_of(folder / "one"), 0700U);
    EXPECT_EQ(mode_of(folder / "one/two"), 0700U);
    EXPECT_EQ(mode_of(folder / "one/two/file"), 0600U);
}

TEST(AtomicFile, LeavesNothingBehindWhereItCannotBeWritten) {
    const TemporaryFolder folder;
    fs::create_directory(folder / "taken");
    try {
        write_file_atomically(folder / "taken", "text");
        FAIL() << "replaced a folder";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::io);
        EXPECT_THAT(error.what(), HasSubstr("taken: is no regular file"));
    }
    EXPECT_EQ(files_in(folder.path()), 1U);
    folder.write("file", "");
    EXPECT_THROW(write_file_atomically(folder / "file/below", "text"), Error);
}

TEST(AtomicFile, PassesOverATemporaryFileThatWasLeftBehind) {
    const TemporaryFolder folder;
    const std::string left = folder.write("file." + std::to_string(::getpid()) + "-0.tmp", "x");
    write_file_atomically(folder / "file", "text");
    EXPECT_EQ(read_whole_file(folder / "file"), "text");
    EXPECT_EQ(read_whole_file(left), "x");
}

TEST(FolderLock, HoldsOffASecondOneUntilItGoes) {
    const TemporaryFolder folder;
    {
        const FolderLock held(folder.path(), std::chrono::milliseconds(0));
        try {
            const FolderLock second(folder.path(), std::chrono::milliseconds(30));
            FAIL() << "both have it";
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::busy);
        }
    }
    const FolderLock after(folder.path(), std::chrono::milliseconds(0));
    EXPECT_EQ(files_in(folder.path()), 0U);
}

}  // namespace
}  // namespace feedarc::base
