#include <feedarc/archive.hpp>
#include <feedarc/error.hpp>

#include "archive/sqlite/connection.hpp"
#include "archive/sqlite/migrations.hpp"
#include "archive/sqlite/statement.hpp"
#include "archive/sqlite/writer_lock.hpp"
#include "base/zstd.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace feedarc {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

constexpr milliseconds kWait{1000};

class SqliteArchive : public testing::Test {
protected:
    SqliteArchive() {
        std::string pattern = (fs::temp_directory_path() / "feedarc-archive-XXXXXX").string();
        folder_ = ::mkdtemp(pattern.data());
    }
    ~SqliteArchive() override { fs::remove_all(folder_); }

    std::string path(const std::string& name = "a.db") const { return (folder_ / name).string(); }

    void make() const { (void)open_archive(path(), OpenMode::write, kWait); }

    // What opening throws: its code and message.
    std::pair<ErrorCode, std::string> refusal(OpenMode mode) const {
        try {
            (void)open_archive(path(), mode, kWait);
        } catch (const Error& error) {
            return {error.code(), error.what()};
        }
        return {ErrorCode::internal, "was opened"};
    }

    void sql(const char* text) const {
        sqlite3* raw = nullptr;
        ASSERT_EQ(sqlite3_open(path().c_str(), &raw), SQLITE_OK);
        const sqlite::Connection db(raw);
        ASSERT_EQ(sqlite3_exec(raw, text, nullptr, nullptr, nullptr), SQLITE_OK);
    }

    fs::path folder_;
};

PreparedSnapshot snapshot(const std::string& bytes) {
    PreparedSnapshot result;
    result.source = "blog";
    result.body = {hash_of(bytes), bytes.size(), base::ZstdCompressor().compress(bytes, ""),
                   std::nullopt, 0};
    auto page = std::make_shared<ParsedPage>();
    Entry entry;
    entry.title = bytes;
    page->contents.push_back(std::make_shared<const Content>(make_content(entry)));
    page->entries = 1;
    page->hash = page->contents[0]->hash;
    result.page = page;
    return result;
}

TEST_F(SqliteArchive, AReaderNeverMakesAnArchive) {
    const auto [code, message] = refusal(OpenMode::read);
    EXPECT_EQ(code, ErrorCode::archive);
    EXPECT_TRUE(message.starts_with(path())) << message;
    EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(SqliteArchive, OneWhoseMakerWasKilledIsEmptyToReadersAndFilledByWriters) {
    sqlite3* raw = nullptr;
    ASSERT_EQ(sqlite3_open(path("making.db").c_str(), &raw), SQLITE_OK);
    const sqlite::Connection maker(raw);
    sqlite::execute(*maker, "BEGIN; CREATE TABLE made(half)");
    ASSERT_EQ(sqlite3_db_cacheflush(raw), SQLITE_OK);
    // As they are where he is killed now.
    fs::copy_file(path("making.db"), path());
    fs::copy_file(path("making.db-journal"), path() + "-journal");
    const auto [code, message] = refusal(OpenMode::read);
    EXPECT_EQ(code, ErrorCode::archive);
    EXPECT_NE(message.find("is empty, its making was cut short"), std::string::npos) << message;
    make();
    EXPECT_EQ(refusal(OpenMode::read).second, "was opened");
}

TEST_F(SqliteArchive, IsReadAlsoInAFolderThatMayNotBeWritten) {
    make();
    fs::permissions(path(), fs::perms(0444));
    fs::permissions(folder_, fs::perms(0555));
    // Root may write everywhere.
    constexpr uid_t kNobody = 65534;
    const uid_t me = ::geteuid();
    ASSERT_TRUE(me != 0 || ::seteuid(kNobody) == 0);
    EXPECT_EQ(refusal(OpenMode::read).second, "was opened");
    ASSERT_TRUE(me != 0 || ::seteuid(me) == 0);
    fs::permissions(folder_, fs::perms(0700));
}

TEST_F(SqliteArchive, AFolderIsNamedWithTheRemedyAndLeftAlone) {
    fs::create_directory(path());
    for (const OpenMode mode : {OpenMode::read, OpenMode::write, OpenMode::rehearse}) {
        const auto [code, message] = refusal(mode);
        EXPECT_EQ(code, ErrorCode::archive);
        EXPECT_TRUE(message.starts_with(path() + ": a folder")) << message;
        EXPECT_NE(message.find("--archive " + path() + "/archive.db"), std::string::npos);
    }
    EXPECT_TRUE(fs::is_empty(path()));
    EXPECT_FALSE(fs::exists(path() + ".lock"));
}

TEST_F(SqliteArchive, WhatCannotBeOpenedIsNamed) {
    fs::create_symlink("nowhere.db", path());
    const auto [code, message] = refusal(OpenMode::write);
    EXPECT_EQ(code, ErrorCode::io);
    EXPECT_TRUE(message.starts_with(path() + ": ")) << message;
    EXPECT_NE(message.find("--archive"), std::string::npos) << message;
}

TEST_F(SqliteArchive, ALinkAndItsTargetAreOneArchiveWithOneLock) {
    fs::create_directory(folder_ / "elsewhere");
    (void)open_archive(path("elsewhere/real.db"), OpenMode::write, kWait);
    fs::create_symlink("elsewhere/real.db", path());
    const auto by_link = open_archive(path(), OpenMode::write, kWait);
    EXPECT_FALSE(fs::exists(path() + ".lock"));
    sqlite::WriterLock lock(path("elsewhere/real.db"));
    const sqlite::WriterLock::Held held(lock, kWait);
    EXPECT_THROW((void)by_link->begin(milliseconds{0}), Error);
    (void)open_archive(path(), OpenMode::read, kWait);
    for (const auto& entry : fs::directory_iterator(folder_)) {
        const std::string name = entry.path().filename().string();
        EXPECT_TRUE(name == "a.db" || name == "elsewhere") << name;
    }
}

TEST_F(SqliteArchive, MayBeReachedByLinkedFolders) {
    fs::create_directory(folder_ / "real");
    fs::create_directory_symlink("real", folder_ / "linked");
    (void)open_archive(path("linked/a.db"), OpenMode::write, kWait);
    (void)open_archive(path("linked/a.db"), OpenMode::read, kWait);
    EXPECT_TRUE(fs::exists(folder_ / "real/a.db"));
}

TEST_F(SqliteArchive, FollowsNoLinkInThePlaceOfWhatBelongsToIt) {
    make();
    std::ofstream(path("victim")) << "untouched";
    for (const char* ending : {".lock", "-wal", "-shm"}) {
        fs::remove(path() + ending);
        fs::create_symlink("victim", path() + ending);
        EXPECT_EQ(refusal(OpenMode::write).first, ErrorCode::io) << ending;
        fs::remove(path() + ending);
        std::ifstream file(path("victim"));
        EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), "untouched") << ending;
    }
    make();
}

TEST_F(SqliteArchive, WritesNothingOnceAnotherFileIsInItsPlace) {
    const auto archive = open_archive(path(), OpenMode::write, kWait);
    (void)open_archive(path("new.db"), OpenMode::write, kWait);
    fs::rename(path("new.db"), path());
    try {
        (void)archive->begin(kWait);
        FAIL() << "wrote to a file that has no name any more";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::io);
        EXPECT_NE(std::string(error.what()).find("another file"), std::string::npos);
    }
}

TEST_F(SqliteArchive, TwoWritersMeetAlsoWhereSomebodyRemovedTheLock) {
    const auto one = open_archive(path(), OpenMode::write, kWait);
    fs::remove(path() + ".lock");
    const auto other = open_archive(path(), OpenMode::write, kWait);
    const auto batch = one->begin(kWait);
    EXPECT_THROW((void)other->begin(milliseconds{0}), Error);
}

TEST_F(SqliteArchive, IsNotWrittenToAgainAfterAFailedCommit) {
    const auto archive = open_archive(path(), OpenMode::write, kWait);
    struct rlimit limit {};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &limit), 0);
    const auto previous = ::signal(SIGXFSZ, SIG_IGN);
    struct rlimit small = limit;
    small.rlim_cur = 64U << 10U;
    {
        const auto batch = archive->begin(kWait);
        PreparedSnapshot large = snapshot("large");
        large.body.data = std::string(1U << 20U, 'x');
        ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
        try {
            batch->add(batch->source("blog", ""), large);
            batch->commit();
            ADD_FAILURE() << "stored more than there is room for";
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::io) << error.what();
        }
    }
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
    ::signal(SIGXFSZ, previous);
    EXPECT_THROW((void)archive->begin(kWait), Error);
    EXPECT_EQ(archive->statistics().snapshots, 0);
    const auto again = open_archive(path(), OpenMode::write, kWait);
    const auto batch = again->begin(kWait);
    batch->add(batch->source("blog", ""), snapshot("small"));
    batch->commit();
    EXPECT_EQ(again->statistics().snapshots, 1);
}

TEST_F(SqliteArchive, AFileThatIsNoDatabaseIsRefusedAndLeftAlone) {
    const std::string text(5000, 'x');
    std::ofstream(path()) << text;
    for (const OpenMode mode : {OpenMode::read, OpenMode::write}) {
        EXPECT_EQ(refusal(mode).first, ErrorCode::archive);
    }
    std::ifstream file(path());
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), text);
}

TEST_F(SqliteArchive, AnotherProgramsDatabaseIsRefusedAndLeftAlone) {
    sql("CREATE TABLE theirs (id); PRAGMA journal_mode = DELETE");
    for (const OpenMode mode : {OpenMode::read, OpenMode::write}) {
        const auto [code, message] = refusal(mode);
        EXPECT_EQ(code, ErrorCode::archive);
        EXPECT_NE(message.find("no feedarc archive"), std::string::npos) << message;
    }
    EXPECT_FALSE(fs::exists(path() + "-wal"));
}

TEST_F(SqliteArchive, ANewerArchiveIsRefused) {
    make();
    sql("PRAGMA user_version = 1000000");
    for (const OpenMode mode : {OpenMode::read, OpenMode::write}) {
        const auto [code, message] = refusal(mode);
        EXPECT_EQ(code, ErrorCode::archive);
        EXPECT_NE(message.find("newer feedarc"), std::string::npos) << message;
    }
}

TEST_F(SqliteArchive, OnlyItsOwnerMayReadANewArchive) {
    (void)open_archive(path("deep/er/a.db"), OpenMode::write, kWait);
    struct stat status {};
    ASSERT_EQ(::stat(path("deep/er/a.db").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    for (const char* folder : {"deep", "deep/er"}) {
        ASSERT_EQ(::stat(path(folder).c_str(), &status), 0);
        EXPECT_EQ(status.st_mode & 0777U, 0700U) << folder;
    }
}

TEST_F(SqliteArchive, AWriterWaitsForTheLockNoLongerThanAsked) {
    make();
    const auto archive = open_archive(path(), OpenMode::write, kWait);
    sqlite::WriterLock lock(path());
    const sqlite::WriterLock::Held held(lock, kWait);
    const auto began = std::chrono::steady_clock::now();
    try {
        (void)archive->begin(milliseconds{120});
        FAIL() << "took a lock that is held";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::busy);
    }
    EXPECT_GE(std::chrono::steady_clock::now() - began, milliseconds{120});
    (void)open_archive(path(), OpenMode::read, kWait);  // a reader needs no lock
}

TEST_F(SqliteArchive, SeesWhatAnotherWriterStoredMeanwhile) {
    const auto one = open_archive(path(), OpenMode::write, kWait);
    const auto other = open_archive(path(), OpenMode::write, kWait);
    const auto store = [](Archive& archive, const std::string& bytes) {
        const auto batch = archive.begin(kWait);
        const SourceId source = batch->source("blog", "");
        const auto added = batch->add(source, snapshot(bytes));
        batch->commit();
        return added;
    };
    store(*one, "first");
    EXPECT_EQ(store(*other, "first").status, SnapshotStatus::known);
    const auto second = store(*other, "second");
    EXPECT_EQ(store(*one, "second").contents, std::vector<ContentId>{});  // known
    const auto third = store(*one, "third");
    EXPECT_NE(third.contents, second.contents);
}

TEST_F(SqliteArchive, WritesAreSyncedAndRowsKeepTheirForeignKeys) {
    {
        const auto archive = open_archive(path(), OpenMode::write, kWait);
        const auto batch = archive->begin(kWait);
        const SourceId source = batch->source("blog", "");
        const auto prepared = snapshot("bytes");
        const auto added = batch->add(source, prepared);
        const RecordId record =
            batch->new_record(source, *prepared.page->contents[0], added.contents[0]);
        batch->assign(source, added.contents[0], record);
        batch->claim(source, {EvidenceKind::fingerprint, prepared.page->contents[0]->hash}, record,
                     added.contents[0]);
        batch->sight(source, added.contents[0], prepared.captured_at, 0);
        batch->commit();
    }
    const auto db = sqlite::open_for_writing(path());
    EXPECT_EQ(sqlite::integer_of(*db, "PRAGMA synchronous"), 2);  // FULL
    EXPECT_EQ(sqlite::integer_of(*db, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    EXPECT_EQ(sqlite::integer_of(*db, "PRAGMA application_id"), sqlite::kApplicationId);
}

TEST_F(SqliteArchive, ADamagedBodyIsTold) {
    SnapshotId id = 0;
    {
        const auto archive = open_archive(path(), OpenMode::write, kWait);
        const auto batch = archive->begin(kWait);
        id = batch->add(batch->source("blog", ""), snapshot("some bytes")).snapshot;
        batch->commit();
    }
    sql("UPDATE bodies SET data = (SELECT zeroblob(length(data)) FROM bodies)");
    const auto archive = open_archive(path(), OpenMode::read, kWait);
    try {
        (void)archive->body(id);
        FAIL() << "gave damaged bytes";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::archive);
    }
}

TEST_F(SqliteArchive, ARehearsalLeavesTheArchiveAsItWas) {
    make();
    {
        const auto copy = open_archive(path(), OpenMode::rehearse, kWait);
        const auto batch = copy->begin(kWait);
        batch->add(batch->source("blog", ""), snapshot("bytes"));
        batch->commit();
        EXPECT_EQ(copy->statistics().snapshots, 1);
    }
    EXPECT_EQ(open_archive(path(), OpenMode::read, kWait)->statistics().snapshots, 0);
}

}  // namespace
}  // namespace feedarc
