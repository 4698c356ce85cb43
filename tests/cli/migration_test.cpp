#include "support/program.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <sys/stat.h>
#include <vector>

// Archives that earlier versions wrote, one of each version of the schema, with what that version
// printed of them. They hold dumps and pages, what was captured and what failed, and corrections.
namespace feedarc::test {
namespace {

namespace fs = std::filesystem;

constexpr int kNewestVersion = 6;

class OldArchive : public testing::TestWithParam<int> {
protected:
    OldArchive() {
        fs::copy_file(fixture(".db"), archive_);
        fs::permissions(archive_, fs::perms::owner_read | fs::perms::owner_write);
    }

    static std::string fixture(const std::string& ending) {
        return FEEDARC_FIXTURES "/archives/version-" + std::to_string(GetParam()) + ending;
    }

    Printed run(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"--archive", archive_});
        return program_.run(arguments);
    }

    // Stores nothing, since all of it is known.
    Printed write() {
        return run({"ingest", "--source", "dumps",
                    FEEDARC_FIXTURES "/snapshots/text/20260111T083000Z.txt"});
    }

    static std::vector<nlohmann::json> rows_of(const std::string& lines) {
        std::vector<nlohmann::json> rows;
        std::istringstream stream(lines);
        for (std::string line; std::getline(stream, line);) {
            rows.push_back(nlohmann::json::parse(line));
        }
        return rows;
    }

    // A later version may print more fields, and none of those differently.
    void expect_what_it_was() {
        for (const std::string command : {"list", "log", "snapshots"}) {
            const auto then = rows_of(read_whole_file(fixture("." + command + ".jsonl")));
            const auto now = rows_of(run({command, "--format", "jsonl"}).out);
            ASSERT_EQ(now.size(), then.size()) << command;
            for (std::size_t i = 0; i < then.size(); ++i) {
                for (const auto& [field, value] : then[i].items()) {
                    EXPECT_EQ(now[i].value(field, nlohmann::json("missing")), value)
                        << command << " " << i << " " << field;
                }
            }
        }
    }

    Program program_;
    std::string archive_ = program_.home / "archive.db";
    std::string copy_ = archive_ + ".version-" + std::to_string(GetParam());
};

TEST_P(OldArchive, IsBroughtUpToDateByTheNextCommandThatWrites) {
    const Printed written = write();
    EXPECT_EQ(written.status, 0) << written.err;
    EXPECT_NE(written.err.find("known"), std::string::npos) << written.err;
    expect_what_it_was();
    const Printed rebuilt = run({"rebuild"});
    EXPECT_EQ(rebuilt.status, 0) << rebuilt.err;
    EXPECT_NE(rebuilt.err.find("0 show something else"), std::string::npos) << rebuilt.err;
    EXPECT_NE(rebuilt.err.find("0 joined, 0 split, 0 new, 0 gone"), std::string::npos);
    expect_what_it_was();
}

TEST_P(OldArchive, StaysAsACopyBesideTheNewOne) {
    const std::string before = read_whole_file(archive_);
    ASSERT_EQ(write().status, 0);
    if (GetParam() == kNewestVersion) {
        EXPECT_FALSE(fs::exists(copy_));
        return;
    }
    ASSERT_TRUE(fs::exists(copy_));
    struct stat status {};
    ASSERT_EQ(::stat(copy_.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    // The copy is whole by itself, and is brought up to date like the archive.
    fs::rename(copy_, archive_);
    for (const char* beside : {"-wal", "-shm"}) fs::remove(archive_ + beside);
    EXPECT_EQ(run({"list"}).status, 4);
    EXPECT_EQ(write().status, 0);
    expect_what_it_was();
}

TEST_P(OldArchive, IsLeftAloneByReaders) {
    if (GetParam() == kNewestVersion) GTEST_SKIP() << "is no older one";
    const std::string before = read_whole_file(archive_);
    const Printed listed = run({"list"});
    EXPECT_EQ(listed.status, 4);
    EXPECT_NE(listed.err.find("older schema version"), std::string::npos) << listed.err;
    EXPECT_EQ(read_whole_file(archive_), before);
    EXPECT_FALSE(fs::exists(copy_));
}

TEST_P(OldArchive, IsLeftAloneByARehearsal) {
    const std::string before = read_whole_file(archive_);
    const Printed rehearsed = run({"ingest", "--dry-run", "--source", "dumps",
                                   FEEDARC_FIXTURES "/snapshots/text/20260111T083000Z.txt"});
    if (GetParam() != kNewestVersion) {
        EXPECT_EQ(rehearsed.status, 4) << rehearsed.err;
    }
    EXPECT_EQ(read_whole_file(archive_), before);
    EXPECT_FALSE(fs::exists(copy_));
}

TEST_P(OldArchive, IsLeftAloneWhereThereIsNoPlaceForTheCopy) {
    if (GetParam() == kNewestVersion) GTEST_SKIP() << "needs no copy";
    const std::string before = read_whole_file(archive_);
    fs::create_directory(copy_);
    const Printed written = write();
    EXPECT_NE(written.status, 0);
    EXPECT_NE(written.err.find(copy_), std::string::npos) << written.err;
    EXPECT_EQ(run({"list"}).status, 4);
    fs::remove(copy_);
    EXPECT_EQ(write().status, 0);
    expect_what_it_was();
}

INSTANTIATE_TEST_SUITE_P(EveryVersion, OldArchive, testing::Range(1, kNewestVersion + 1));

}  // namespace
}  // namespace feedarc::test
