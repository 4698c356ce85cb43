#include "base/changed_file.hpp"

#include <feedarc/error.hpp>

#include "file_facts.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace feedarc::base {
namespace {

namespace fs = std::filesystem;
using test::read_whole_file;
using test::TemporaryFolder;
using ::testing::HasSubstr;

ino_t file_number(const std::string& path) {
    struct stat status {};
    EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
    return status.st_ino;
}

// Long ago, so that a file written now has another time for sure.
fs::file_time_type age(const std::string& path) {
    fs::last_write_time(path, fs::last_write_time(path) - std::chrono::hours(24));
    return fs::last_write_time(path);
}

bool write_one(const std::string& path, std::string_view bytes) {
    ChangedFiles files;
    const bool written = files.write(path, bytes);
    files.finish();
    return written;
}

TEST(ChangedFile, IsNewForAllToReadWhateverTheUmask) {
    const TemporaryFolder folder;
    const mode_t before = ::umask(0077);
    make_public_folders(folder / "site/feeds");
    EXPECT_TRUE(write_one(folder / "site/feeds/feed.json", "{}"));
    ::umask(before);
    EXPECT_EQ(mode_of(folder / "site"), 0755U);
    EXPECT_EQ(mode_of(folder / "site/feeds"), 0755U);
    EXPECT_EQ(mode_of(folder / "site/feeds/feed.json"), 0644U);
    EXPECT_EQ(read_whole_file(folder / "site/feeds/feed.json"), "{}");
    EXPECT_EQ(files_in(folder / "site/feeds"), 1U);
}

TEST(ChangedFile, StaysWithItsTimeWhereItHoldsTheBytes) {
    const TemporaryFolder folder;
    const std::string large(200'000, 'x');
    for (const std::string& bytes : {std::string(), std::string("text"), large}) {
        const std::string path = folder.write("file", bytes);
        const auto written = age(path);
        const ino_t number = file_number(path);
        EXPECT_FALSE(write_one(path, bytes));
        EXPECT_EQ(fs::last_write_time(path), written);
        EXPECT_EQ(file_number(path), number);
    }
}

TEST(ChangedFile, IsReplacedByAnyOtherBytes) {
    const TemporaryFolder folder;
    const std::string large(200'000, 'x');
    std::string other_end = large;
    other_end.back() = 'y';
    for (const std::string& bytes : {std::string("tex"), std::string("texts"), std::string("Text"),
                                     std::string(), large, other_end}) {
        const std::string path =
            folder.write("file", bytes.starts_with("xxx") ? large + "z" : "text");
        EXPECT_TRUE(write_one(path, bytes));
        EXPECT_EQ(read_whole_file(path), bytes);
        if (bytes == large) {
            EXPECT_TRUE(write_one(path, other_end));
            EXPECT_EQ(read_whole_file(path), other_end);
        }
    }
    EXPECT_EQ(files_in(folder.path()), 1U);
}

TEST(ChangedFile, IsNeverWrittenInPlace) {
    const TemporaryFolder folder;
    const std::string path = folder.write("file", "before");
    fs::create_hard_link(path, folder / "reader");
    EXPECT_TRUE(write_one(path, "after"));
    EXPECT_EQ(read_whole_file(folder / "reader"), "before");
}

TEST(ChangedFile, KeepsTheModeOfTheFileThatItReplaces) {
    const TemporaryFolder folder;
    const std::string path = folder.write("file", "before");
    ASSERT_EQ(::chmod(path.c_str(), 0640), 0);
    EXPECT_TRUE(write_one(path, "after"));
    EXPECT_EQ(mode_of(path), 0640U);
}

TEST(ChangedFile, IsTheTargetOfALink) {
    const TemporaryFolder folder;
    const std::string target = folder.write("target", "text");
    const auto written = age(target);
    fs::create_symlink("target", folder / "link");
    EXPECT_FALSE(write_one(folder / "link", "text"));
    EXPECT_EQ(fs::last_write_time(target), written);
    EXPECT_TRUE(write_one(folder / "link", "other"));
    EXPECT_TRUE(fs::is_symlink(folder / "link"));
    EXPECT_EQ(read_whole_file(target), "other");
}

TEST(ChangedFile, ReplacesNothingThatIsNoFile) {
    const TemporaryFolder folder;
    fs::create_directory(folder / "taken");
    ASSERT_EQ(::mkfifo((folder / "fifo").c_str(), 0600), 0);
    for (const char* name : {"taken", "fifo"}) {
        try {
            write_one(folder / name, "text");
            FAIL() << "replaced " << name;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::io);
            EXPECT_THAT(error.what(), HasSubstr("is no regular file"));
        }
    }
    EXPECT_EQ(files_in(folder.path()), 2U);
}

TEST(ChangedFiles, TakeTheirPlacesTogetherAndInOrder) {
    const TemporaryFolder folder;
    const std::string same = folder.write("same", "as it is");
    const auto written = age(same);
    const std::string old = folder.write("old", "before");
    ChangedFiles files;
    EXPECT_FALSE(files.write(same, "as it is"));
    EXPECT_TRUE(files.write(old, "after"));
    EXPECT_TRUE(files.write(folder / "new", "text"));
    EXPECT_TRUE(files.write(folder / "new", "later text"));
    EXPECT_EQ(read_whole_file(old), "before");
    files.finish();
    EXPECT_EQ(read_whole_file(old), "after");
    EXPECT_EQ(read_whole_file(folder / "new"), "later text");
    EXPECT_EQ(mode_of(folder / "new"), 0644U);
    EXPECT_EQ(fs::last_write_time(same), written);
    EXPECT_EQ(files_in(folder.path()), 3U);
    files.finish();
}

TEST(ChangedFiles, AreMoreThanAProcessMayHaveOpen) {
    const TemporaryFolder folder;
    ChangedFiles files;
    const rlim_t most = 300;
    struct rlimit before {};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
    const struct rlimit low { most, before.rlim_max };
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &low), 0);
    for (int i = 0; i < 1000; ++i) files.write(folder / std::to_string(i), std::to_string(i));
    files.finish();
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
    EXPECT_EQ(files_in(folder.path()), 1000U);
    EXPECT_EQ(read_whole_file(folder / "999"), "999");
}

TEST(ChangedFiles, ThatAreNotFinishedLeaveNothingBehind) {
    const TemporaryFolder folder;
    const std::string old = folder.write("old", "before");
    {
        ChangedFiles files;
        files.write(old, "after");
        files.write(folder / "new", "text");
    }
    EXPECT_EQ(read_whole_file(old), "before");
    EXPECT_EQ(files_in(folder.path()), 1U);
}

TEST(PublicFolders, LeaveThoseThatAreThereAsTheyAre) {
    const TemporaryFolder folder;
    fs::create_directory(folder / "private");
    fs::permissions(folder / "private", fs::perms::owner_all);
    fs::create_directory_symlink("private", folder / "link");
    make_public_folders(folder / "link/below/");
    EXPECT_EQ(mode_of(folder / "private"), 0700U);
    EXPECT_EQ(mode_of(folder / "private/below"), 0755U);
    make_public_folders(".");
    make_public_folders("/");
}

TEST(PublicFolders, AreNotMadeOfFiles) {
    const TemporaryFolder folder;
    folder.write("file", "");
    for (const char* name : {"file", "file/below"}) {
        try {
            make_public_folders(folder / name);
            FAIL() << name;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::io);
            EXPECT_THAT(error.what(), HasSubstr("file: Not a directory"));
        }
    }
}

TEST(LeftBehind, IsRemovedOfProcessesThatAreNoMore) {
    const TemporaryFolder folder;
    const std::string running =
        folder.write("feed.json." + std::to_string(::getpid()) + "-0.tmp", "");
    const std::string dead = folder.write("feed.json.999999999-0.tmp", "");
    const std::string other = folder.write("notes.tmp", "");
    remove_left_behind(folder.path());
    EXPECT_TRUE(fs::exists(running));
    EXPECT_FALSE(fs::exists(dead));
    EXPECT_TRUE(fs::exists(other));
}

}  // namespace
}  // namespace feedarc::base
