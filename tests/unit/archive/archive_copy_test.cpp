#include <feedarc/archive.hpp>
#include <feedarc/archive_copy.hpp>
#include <feedarc/error.hpp>

#include "archive/sqlite/connection.hpp"
#include "archive/sqlite/statement.hpp"
#include "archive/sqlite/writer_lock.hpp"
#include "base/zstd.hpp"
#include "support/rounds.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace feedarc {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using test::read_whole_file;
using test::TemporaryFolder;
using testing::AnyOf;
using testing::HasSubstr;
using testing::StartsWith;

constexpr milliseconds kCopyWait{5000};

void add_snapshot(Archive& archive, const std::string& bytes) {
    PreparedSnapshot snapshot;
    snapshot.source = "blog";
    snapshot.body = {hash_of(bytes), bytes.size(), base::ZstdCompressor().compress(bytes, ""),
                     std::nullopt, 0};
    auto page = std::make_shared<ParsedPage>();
    Entry entry;
    entry.title = bytes;
    page->contents.push_back(std::make_shared<const Content>(make_content(entry)));
    page->entries = 1;
    page->hash = page->contents[0]->hash;
    snapshot.page = page;
    const auto batch = archive.begin(kCopyWait);
    batch->add(batch->source("blog", ""), snapshot);
    batch->commit();
}

class CopiedArchive : public testing::Test {
protected:
    CopiedArchive() { add_snapshot(*archive_, "first"); }

    std::string copy() const { return folder_ / "copy.db"; }

    // What copying throws: its code and message.
    std::pair<ErrorCode, std::string> refusal(const std::string& file,
                                              const CopyOptions& options = {}) const {
        try {
            (void)copy_archive(path_, file, options);
        } catch (const Error& error) {
            return {error.code(), error.what()};
        }
        return {ErrorCode::internal, "was copied"};
    }

    // The names beside the archive and what belongs to it.
    std::vector<std::string> others() const {
        std::vector<std::string> names;
        for (const auto& entry : fs::directory_iterator(folder_.path())) {
            const std::string name = entry.path().filename().string();
            if (!name.starts_with("archive.db")) names.push_back(name);
        }
        return names;
    }

    const TemporaryFolder folder_;
    const std::string path_ = folder_ / "archive.db";
    std::unique_ptr<Archive> archive_ = open_archive(path_, OpenMode::write, kCopyWait);
};

TEST_F(CopiedArchive, IsWholeByItselfAndForItsOwnerAlone) {
    const ArchiveCopy made = copy_archive(path_, copy());
    EXPECT_EQ(made.snapshots, 1);
    EXPECT_EQ(made.bodies, 1);
    EXPECT_EQ(made.bytes, static_cast<std::int64_t>(fs::file_size(copy())));
    EXPECT_GT(made.version, 0);
    struct stat status {};
    ASSERT_EQ(::stat(copy().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777U, 0600U);
    const auto opened = open_archive(copy(), OpenMode::read, kCopyWait);
    EXPECT_EQ(opened->body(1), "first");
    // Read, it is still one file.
    EXPECT_THAT(others(), testing::ElementsAre("copy.db"));
}

TEST_F(CopiedArchive, HoldsWhatIsOnlyInTheLogYet) {
    const auto main_alone = fs::file_size(path_);
    for (int i = 0; i < 50; ++i) add_snapshot(*archive_, "text " + std::to_string(i));
    ASSERT_EQ(fs::file_size(path_), main_alone);
    EXPECT_EQ(copy_archive(path_, copy()).snapshots, 51);
}

TEST_F(CopiedArchive, NeedsNoLockAndMayBeMadeByItsHolder) {
    sqlite::WriterLock lock(path_);
    const sqlite::WriterLock::Held held(lock, kCopyWait);
    EXPECT_EQ(copy_archive(path_, copy()).snapshots, 1);
}

TEST_F(CopiedArchive, IsReplacedByTheNextOne) {
    (void)copy_archive(path_, copy());
    add_snapshot(*archive_, "second");
    EXPECT_EQ(copy_archive(path_, copy()).snapshots, 2);
    EXPECT_THAT(others(), testing::ElementsAre("copy.db"));
}

TEST_F(CopiedArchive, BecomesAnArchiveOfItsOwnOnceItIsWrittenTo) {
    (void)copy_archive(path_, copy());
    {
        const auto own = open_archive(copy(), OpenMode::write, kCopyWait);
        add_snapshot(*own, "elsewhere");
    }
    const auto [code, message] = refusal(copy());
    EXPECT_EQ(code, ErrorCode::usage);
    EXPECT_THAT(message, HasSubstr("no backup"));
    EXPECT_EQ(open_archive(copy(), OpenMode::read, kCopyWait)->statistics().snapshots, 2);
}

TEST_F(CopiedArchive, NeverTakesThePlaceOfAnythingElse) {
    const std::string text = folder_.write("text", std::string(5000, 'x'));
    const std::string nothing = folder_.write("empty", "");
    fs::create_directory(folder_ / "folder");
    fs::create_symlink("text", folder_ / "link");
    fs::create_symlink("nowhere", folder_ / "dangling");
    ASSERT_EQ(::mkfifo((folder_ / "fifo").c_str(), 0600), 0);
    for (const std::string& file :
         {text, nothing, folder_ / "folder", folder_ / "folder/", folder_ / "link",
          folder_ / "dangling", folder_ / "fifo", folder_.path() + "/"}) {
        const auto [code, message] = refusal(file);
        EXPECT_EQ(code, ErrorCode::usage) << file;
        EXPECT_THAT(message, StartsWith(file + ": "));
    }
    EXPECT_EQ(refusal("").first, ErrorCode::usage);
    EXPECT_EQ(refusal(folder_ / "new/").first, ErrorCode::io);
    EXPECT_EQ(read_whole_file(text), std::string(5000, 'x'));
    EXPECT_EQ(read_whole_file(nothing), "");
    EXPECT_FALSE(fs::exists(folder_ / "nowhere"));
    EXPECT_EQ(others().size(), 6U);
}

TEST_F(CopiedArchive, IsNeverTheArchiveNorAFileOfIt) {
    fs::create_hard_link(path_, folder_ / "same.db");
    fs::create_directory_symlink(".", folder_ / "here");
    for (const std::string& file :
         {path_, folder_ / "same.db", folder_ / "here/archive.db", path_ + "-wal", path_ + "-shm",
          path_ + "-journal", path_ + ".lock", path_ + ".capture"}) {
        const auto [code, message] = refusal(file);
        EXPECT_EQ(code, ErrorCode::usage) << file;
        EXPECT_THAT(message, HasSubstr("the archive itself")) << file;
    }
}

TEST_F(CopiedArchive, StaysAwayFromTheLogOfAnother) {
    folder_.write("copy.db-wal", "");
    EXPECT_EQ(refusal(copy()).first, ErrorCode::usage);
    EXPECT_FALSE(fs::exists(copy()));
}

TEST_F(CopiedArchive, LeavesNothingWhenItIsStopped) {
    std::atomic<int> stop = SIGINT;
    EXPECT_EQ(refusal(copy(), {&stop, {}}).first, ErrorCode::interrupted);
    stop = 0;
    const auto stop_now = [&](std::size_t, std::size_t) { stop = SIGINT; };
    EXPECT_EQ(refusal(copy(), {&stop, stop_now}).first, ErrorCode::interrupted);
    EXPECT_THAT(others(), testing::IsEmpty());
}

TEST_F(CopiedArchive, RemovesWhatAKilledOneLeft) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(0);
    ::waitpid(child, nullptr, 0);
    folder_.write("copy.db." + std::to_string(child) + "-0.tmp", "half of a copy");
    (void)copy_archive(path_, copy());
    EXPECT_THAT(others(), testing::ElementsAre("copy.db"));
}

TEST_F(CopiedArchive, TellsWhereThereIsNoFolder) {
    const auto [code, message] = refusal(folder_ / "nothere/copy.db");
    EXPECT_EQ(code, ErrorCode::io);
    EXPECT_THAT(message, StartsWith(folder_ / "nothere: "));
    EXPECT_EQ(refusal("/proc/copy.db").first, ErrorCode::io);
}

// The file may not grow: what a full disk is, too.
TEST_F(CopiedArchive, LeavesTheOldOneWhereTheDiskIsFull) {
    (void)copy_archive(path_, copy());
    const std::string before = read_whole_file(copy());
    for (int i = 0; i < 20; ++i) add_snapshot(*archive_, "text " + std::to_string(i));
    struct rlimit limit {};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &limit), 0);
    const auto previous = ::signal(SIGXFSZ, SIG_IGN);
    struct rlimit small = limit;
    small.rlim_cur = 64U << 10U;
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
    const auto [code, message] = refusal(copy());
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
    ::signal(SIGXFSZ, previous);
    EXPECT_EQ(code, ErrorCode::io) << message;
    EXPECT_THAT(others(), testing::ElementsAre("copy.db"));
    EXPECT_EQ(read_whole_file(copy()), before);
}

TEST_F(CopiedArchive, IsNotMadeOfADamagedOne) {
    for (int i = 0; i < 200; ++i) add_snapshot(*archive_, "text " + std::to_string(i));
    archive_.reset();  // everything is in the main file
    std::string bytes = read_whole_file(path_);
    constexpr std::size_t kPage = 4096;
    // Pages behind the schema: no two of them are alike.
    for (std::size_t at = bytes.size() / 2; at < bytes.size(); at += kPage) {
        std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), kPage / 2, '\xab');
    }
    folder_.write("archive.db", bytes);
    const auto [code, message] = refusal(copy());
    EXPECT_EQ(code, ErrorCode::archive) << message;
    EXPECT_THAT(others(), testing::IsEmpty());
}

TEST_F(CopiedArchive, IsNotMadeOfOneThatIsMissingEmptyForeignOrNewer) {
    const auto refused = [&](const std::string& location) {
        try {
            (void)copy_archive(location, copy());
            return ErrorCode::internal;
        } catch (const Error& error) {
            return error.code();
        }
    };
    EXPECT_EQ(refused(folder_ / "nothere.db"), ErrorCode::archive);
    EXPECT_EQ(refused(folder_.write("archive.db.empty", "")), ErrorCode::archive);
    EXPECT_EQ(refused(folder_.write("archive.db.text", std::string(5000, 'x'))),
              ErrorCode::archive);
    EXPECT_EQ(refused(folder_.path()), ErrorCode::archive);
    {
        const sqlite::Connection db = sqlite::open_for_writing(path_);
        sqlite::execute(*db, "PRAGMA user_version = 1000000");
    }
    EXPECT_EQ(refused(path_), ErrorCode::archive);
    EXPECT_THAT(others(), testing::IsEmpty());
}

// Whoever may write to the folder as well swaps what is at the names that a copy uses for links.
TEST_F(CopiedArchive, WritesThroughNoLinkThatIsPutInItsWay) {
    const std::string victim = folder_.write("victim", "untouched");
    const std::string outside = folder_ / "outside";
    const std::string temporary = copy() + "." + std::to_string(::getpid()) + "-0.tmp";
    std::atomic<bool> done = false;
    std::thread attacker([&] {
        std::error_code error;
        std::mt19937 random(1);
        while (!done) {
            // About as long as a copy takes, so that every moment of one is met.
            std::this_thread::sleep_for(std::chrono::microseconds(random() % 20'000));
            for (const std::string& name : {copy(), temporary}) {
                fs::remove(name, error);
                if (random() % 3 != 0) continue;
                fs::create_symlink(random() % 2 == 0 ? outside : victim, name, error);
            }
        }
    });
    const int rounds = test::rounds(200);
    int copied = 0;
    for (int round = 0; round < rounds; ++round) {
        const ErrorCode code = refusal(copy()).first;
        if (code == ErrorCode::internal) ++copied;
        EXPECT_THAT(code, AnyOf(ErrorCode::internal, ErrorCode::usage, ErrorCode::io));
    }
    done = true;
    attacker.join();
    EXPECT_EQ(read_whole_file(victim), "untouched");
    EXPECT_FALSE(fs::exists(outside));
    EXPECT_GT(copied, 0);
    EXPECT_LT(copied, rounds) << "nothing was in the way";
}

}  // namespace
}  // namespace feedarc
