#include "archive/sqlite/schema_check.hpp"

#include <feedarc/archive.hpp>
#include <feedarc/error.hpp>

#include "archive/sqlite/connection.hpp"
#include "archive/sqlite/migrations.hpp"
#include "archive/sqlite/statement.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <string>

namespace feedarc::sqlite {
namespace {

using testing::HasSubstr;

constexpr std::chrono::milliseconds kSchemaWait{1000};

TEST(SchemaHash, IsThatOfTheNewestSchema) {
    const Connection fresh = open_in_memory();
    migrate(*fresh, 0);
    EXPECT_EQ(schema_hash(*fresh).hex(), kNewestSchema)
        << "a migration makes another schema: write its hash into schema_check.hpp, or opening "
           "has to make the schema anew each time";
}

class ForeignSchema : public testing::Test {
protected:
    ForeignSchema() { (void)open_archive(path_, OpenMode::write, kSchemaWait); }

    void run(const std::string& sql) {
        sqlite3* raw = nullptr;
        ASSERT_EQ(sqlite3_open(path_.c_str(), &raw), SQLITE_OK);
        const Connection db(raw);
        char* problem = nullptr;
        ASSERT_EQ(sqlite3_exec(raw, sql.c_str(), nullptr, nullptr, &problem), SQLITE_OK) << problem;
    }

    // What opening says, in every mode; empty where it opens.
    std::string refusal() {
        std::string said;
        for (const OpenMode mode : {OpenMode::read, OpenMode::rehearse, OpenMode::write}) {
            try {
                (void)open_archive(path_, mode, kSchemaWait);
                EXPECT_EQ(said, "") << "and then it was opened";
            } catch (const Error& error) {
                EXPECT_EQ(error.code(), ErrorCode::archive);
                said = error.what();
            }
        }
        return said;
    }

    test::TemporaryFolder folder_;
    std::string path_ = folder_ / "archive.db";
};

TEST_F(ForeignSchema, OfTriggersIsNotUsed) {
    run("CREATE TRIGGER t AFTER INSERT ON snapshots BEGIN DELETE FROM snapshots; END");
    EXPECT_THAT(refusal(), HasSubstr("the trigger t is none of the schema"));
}

TEST_F(ForeignSchema, OfAnIndexOnOurTablesIsNotUsed) {
    run("CREATE INDEX i ON records (hex(zeroblob(100000000)))");
    EXPECT_THAT(refusal(), HasSubstr("the index i is none of the schema"));
}

TEST_F(ForeignSchema, OfAViewInThePlaceOfATableIsNotUsed) {
    run("DROP TABLE gaps; CREATE VIEW gaps AS WITH RECURSIVE n(snapshot) AS "
        "(VALUES (1) UNION ALL SELECT snapshot + 1 FROM n) SELECT snapshot FROM n");
    EXPECT_THAT(refusal(), HasSubstr("the table gaps is missing"));
}

TEST_F(ForeignSchema, OfAColumnThatIsWorkedOutIsNotUsed) {
    run("ALTER TABLE gaps ADD COLUMN big TEXT AS (hex(zeroblob(100000000)))");
    EXPECT_THAT(refusal(), HasSubstr("the table gaps is not that of the schema"));
}

TEST_F(ForeignSchema, OfAnOlderVersionIsNotBroughtUpToDate) {
    run("CREATE TRIGGER t AFTER UPDATE ON sources BEGIN DELETE FROM snapshots; END;"
        "PRAGMA user_version = 1");
    EXPECT_THAT(refusal(), HasSubstr("t"));
}

TEST_F(ForeignSchema, BesideOursIsLeftAlone) {
    run("CREATE TABLE mine (x); CREATE INDEX i ON mine (x); CREATE VIEW v AS SELECT * FROM mine;"
        "CREATE VIRTUAL TABLE findings USING fts5 (x); ANALYZE");
    EXPECT_EQ(refusal(), "");
}

}  // namespace
}  // namespace feedarc::sqlite
