#include "archive/sqlite/restrictions.hpp"

#include "archive/sqlite/connection.hpp"
#include "archive/sqlite/statement.hpp"
#include "archive/sqlite/wal_reset_bug.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace feedarc::sqlite {
namespace {

class RestrictedConnection : public testing::Test {
protected:
    RestrictedConnection() { execute(*db_, "CREATE TABLE t (a, b)"); }

    int run(const std::string& sql) const {
        return sqlite3_exec(db_.get(), sql.c_str(), nullptr, nullptr, nullptr);
    }

    const test::TemporaryFolder folder_;
    const Connection db_ = open_for_writing(folder_ / "a.db");
};

TEST_F(RestrictedConnection, ReachesNoOtherFile) {
    const std::string other = folder_ / "other.db";
    EXPECT_EQ(run("ATTACH '" + other + "' AS o"), SQLITE_AUTH);
    EXPECT_EQ(run("ATTACH 'file:" + other + "' AS o"), SQLITE_AUTH);
    EXPECT_EQ(run("ATTACH ':memory:' AS o"), SQLITE_AUTH);
    EXPECT_EQ(run("ATTACH '" + other + "' || '' AS o"), SQLITE_AUTH);
    EXPECT_EQ(run("DETACH main"), SQLITE_AUTH);
    EXPECT_NE(run("VACUUM INTO '" + other + "'"), SQLITE_OK);
    EXPECT_NE(run("SELECT load_extension('" + other + "')"), SQLITE_OK);
    EXPECT_NE(run("SELECT fts3_tokenizer('simple', x'0000000000000000')"), SQLITE_OK);
    EXPECT_FALSE(std::filesystem::exists(other));
}

TEST_F(RestrictedConnection, KeepsWhatMakesItDurableAndSafe) {
    for (const char* sql :
         {"PRAGMA synchronous = OFF", "PRAGMA synchronous = NORMAL", "PRAGMA synchronous = 0",
          "PRAGMA journal_mode = OFF", "PRAGMA journal_mode = MEMORY",
          "PRAGMA journal_mode = DELETE", "PRAGMA writable_schema = ON",
          "PRAGMA writable_schema(1)", "PRAGMA main.writable_schema = RESET",
          "PRAGMA trusted_schema = ON", "PRAGMA ignore_check_constraints = ON",
          "PRAGMA cell_size_check = OFF", "PRAGMA mmap_size = 1000000",
          "PRAGMA temp_store_directory = '/tmp'", "PRAGMA schema_version = 7",
          "PRAGMA locking_mode = EXCLUSIVE", "PRAGMA encoding = 'UTF-16'"}) {
        EXPECT_EQ(run(sql), SQLITE_AUTH) << sql;
    }
    EXPECT_EQ(integer_of(*db_, "PRAGMA synchronous"), 2);
    EXPECT_NE(run("UPDATE sqlite_schema SET sql = ''"), SQLITE_OK);
}

TEST_F(RestrictedConnection, DoesWhatAnArchiveNeeds) {
    for (const char* sql :
         {"VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)", "PRAGMA integrity_check(1)",
          "PRAGMA quick_check", "PRAGMA foreign_key_check", "PRAGMA table_info(t)",
          "PRAGMA user_version = 3", "PRAGMA application_id = 5", "PRAGMA page_count",
          "PRAGMA data_version", "PRAGMA synchronous = full"}) {
        EXPECT_EQ(run(sql), SQLITE_OK) << sql << ": " << sqlite3_errmsg(db_.get());
    }
}

TEST_F(RestrictedConnection, RunsNoTriggerOfTheFile) {
    ASSERT_EQ(run("CREATE TRIGGER hostile AFTER INSERT ON t BEGIN DELETE FROM t; END"), SQLITE_OK);
    (void)run("INSERT INTO t VALUES (1, 2)");
    EXPECT_EQ(integer_of(*db_, "SELECT count(*) FROM t"), 1);
}

TEST_F(RestrictedConnection, TakesNoStatementBeyondItsLimits) {
    EXPECT_NE(run("SELECT '" + std::string(2U << 20U, 'x') + "'"), SQLITE_OK);
    EXPECT_NE(run("SELECT zeroblob(300000000)"), SQLITE_OK);
    std::string columns = "1";
    for (int i = 0; i < 300; ++i) columns += ", 1";
    EXPECT_NE(run("SELECT " + columns), SQLITE_OK);
    std::string compound = "SELECT 1";
    for (int i = 0; i < 30; ++i) compound += " UNION SELECT 1";
    EXPECT_NE(run(compound), SQLITE_OK);
    std::string deep = "1";
    for (int i = 0; i < 300; ++i) deep = "(" + deep + ") + 1";
    EXPECT_NE(run("SELECT " + deep), SQLITE_OK);
}

TEST(WalResetBug, IsInTheVersionsThatItIsIn) {
    for (const int version : {3'007'000, 3'040'001, 3'044'005, 3'045'000, 3'050'006, 3'051'002}) {
        EXPECT_TRUE(has_wal_reset_bug(version)) << version;
    }
    for (const int version : {3'006'023, 3'044'006, 3'050'007, 3'051'003, 3'052'000}) {
        EXPECT_FALSE(has_wal_reset_bug(version)) << version;
    }
}

}  // namespace
}  // namespace feedarc::sqlite
