#include <feedarc/check.hpp>
#include <feedarc/error.hpp>

#include "support/archive_sql.hpp"
#include "support/rich_archive.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

namespace feedarc {
namespace {

using test::run_sql;
using testing::AnyOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

CheckReport check(const std::string& location, CheckDepth depth = CheckDepth::data) {
    CheckOptions options;
    options.depth = depth;
    return check_archive(location, options, {});
}

// One archive with everything in it, of which each test damages a copy.
class Check : public testing::Test {
protected:
    static void SetUpTestSuite() {
        whole_ = std::make_unique<test::TemporaryFolder>(test::TemporaryFolder::Where::memory);
        test::make_rich_archive(*whole_ / "a.db", 7, 8);
    }
    static void TearDownTestSuite() { whole_.reset(); }

    Check() { std::filesystem::copy_file(*whole_ / "a.db", path_); }

    void overwrite(std::streamoff at, const std::string& bytes) const {
        std::fstream file(path_, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(at);
        file << bytes;
    }

    static std::unique_ptr<test::TemporaryFolder> whole_;
    test::TemporaryFolder folder_{test::TemporaryFolder::Where::memory};
    std::string path_ = folder_ / "a.db";
};

std::unique_ptr<test::TemporaryFolder> Check::whole_;

TEST_F(Check, FindsNothingWhereNothingIsDamaged) {
    const CheckReport report = check(path_);
    EXPECT_THAT(report.found, IsEmpty());
    EXPECT_EQ(report.damages, 0U);
    EXPECT_THAT(report.notes, IsEmpty());
    EXPECT_TRUE(report.derived);
    EXPECT_GT(report.rows, 300);
    EXPECT_GT(report.bodies, 20);
}

struct Wrong {
    const char* sql;
    const char* table;  // that is named
};

class CheckOf : public Check, public testing::WithParamInterface<Wrong> {};

// Each row is changed as no writer does; without that the same check finds nothing.
TEST_P(CheckOf, NamesWhatIsWrong) {
    run_sql(path_, GetParam().sql);
    SCOPED_TRACE(GetParam().sql);
    const CheckReport report = check(path_);
    EXPECT_GT(report.damages, 0U);
    EXPECT_THAT(report.found, Contains(Field(&Damage::table, GetParam().table)));
}

constexpr std::array kWrongLog{
    Wrong{"UPDATE contents SET title = 'Other' WHERE id = 3", "contents"},
    Wrong{"UPDATE contents SET published_precision = 'year' WHERE id = 3", "contents"},
    Wrong{"UPDATE contents SET fingerprint = randomblob(16) WHERE id = 3", "contents"},
    Wrong{"UPDATE contents SET fingerprint_version = 9 WHERE id = 3", "contents"},
    Wrong{"UPDATE pages SET contents = '[1]', entries = 1 WHERE id = 2", "pages"},
    Wrong{"UPDATE pages SET entries = entries + 1 WHERE id = 2", "pages"},
    Wrong{"UPDATE pages SET contents = '[' || substr(contents, 2) || ' ' WHERE id = 2", "pages"},
    Wrong{"UPDATE pages SET obstacle = 'login' WHERE id = 2", "pages"},
    Wrong{"UPDATE pages SET ages = NULL WHERE ages IS NOT NULL", "pages"},
    Wrong{"UPDATE snapshots SET url = 'https://other.example/' WHERE id = 4", "snapshots"},
    Wrong{"UPDATE snapshots SET captured_at = captured_at + 1 WHERE id = 4", "snapshots"},
    Wrong{"UPDATE snapshots SET page = (SELECT max(id) FROM pages) WHERE id = 4", "snapshots"},
    Wrong{"UPDATE snapshots SET body = (SELECT max(id) FROM bodies) WHERE id = 4", "snapshots"},
    Wrong{"UPDATE snapshots SET reader_version = 1 WHERE id = 4", "snapshots"},
    Wrong{"UPDATE snapshots SET end_known = 0 WHERE id = 4", "snapshots"},
    Wrong{"UPDATE snapshots SET headers = 'etag: \"x\"' WHERE status = 200", "snapshots"},
    Wrong{"UPDATE snapshots SET status = 304 WHERE status = 200", "snapshots"},
    Wrong{"UPDATE snapshots SET refusal = 'page-size' WHERE refusal = 'parse-memory'", "snapshots"},
    Wrong{"UPDATE snapshots SET refusal = NULL, page = forgotten_page, forgotten_page = NULL "
          "WHERE refusal = 'forgotten'",
          "snapshots"},
    Wrong{"UPDATE snapshots SET captured_at = captured_at + 1 WHERE told_source IS NOT NULL",
          "snapshots"},
    Wrong{"UPDATE snapshots SET told_captured_at = told_captured_at + 1 "
          "WHERE told_source IS NOT NULL",
          "snapshots"},
    Wrong{"UPDATE rules SET text = 'time-zone=Asia/Tokyo'", "rules"},
    Wrong{"UPDATE sources SET url = 'https://other.example/' WHERE name = 'news'", "sources"},
    Wrong{"UPDATE sources SET category = 'Other' WHERE category IS NOT NULL", "sources"},
    Wrong{"UPDATE sources SET name = 'olds', row_hash = hash_of(uuid, 'olds', url, rules, "
          "category, category_key) WHERE name = 'news'",
          "sources"},
    Wrong{"UPDATE fetches SET detail = 'nothing' WHERE id = 1", "fetches"},
    Wrong{"UPDATE fetches SET row_hash = NULL WHERE id = 1", "fetches"},
    Wrong{"UPDATE corrections SET made_at = made_at + 1 WHERE id = 1", "corrections"},
    Wrong{"UPDATE corrections SET captured_at = captured_at + 1, row_hash = hash_of(uuid, made_at, "
          "sequence, kind, source, page_url, captured_at + 1, body, new_source, new_captured_at, "
          "undoes) WHERE kind = 'forget'",
          "corrections"},
    Wrong{"DELETE FROM correction_contents WHERE side = 1", "corrections"},
    Wrong{"UPDATE correction_contents SET position = position + 1", "correction_contents"},
    Wrong{"UPDATE watches SET failures = 7", "watches"},
    Wrong{"UPDATE hosts SET not_before = 7", "hosts"},
    Wrong{"UPDATE robots SET text = ''", "robots"},
    Wrong{"UPDATE records SET uuid = randomblob(16) WHERE id = 2", "records"},
    Wrong{"UPDATE record_aliases SET uuid = randomblob(16)", "record_aliases"},
    Wrong{"UPDATE bodies SET chain = chain + 1 WHERE id = 2", "bodies"},
    Wrong{"UPDATE bodies SET base = id WHERE data IS NOT NULL AND base IS NOT NULL", "bodies"},
    Wrong{"UPDATE bodies SET base = 9999 WHERE base IS NOT NULL", "bodies"},
    Wrong{"UPDATE bodies SET data = NULL, base = NULL WHERE id = (SELECT min(base) FROM bodies)",
          "bodies"},
    Wrong{"UPDATE bodies SET size = size + 1 WHERE id = 2", "bodies"},
    Wrong{"UPDATE bodies SET base = 1, chain = 1 WHERE block IS NOT NULL", "bodies"},
    Wrong{"UPDATE bodies SET data = NULL WHERE block IS NOT NULL", "bodies"},
    Wrong{"UPDATE bodies SET block = NULL WHERE block IS NOT NULL", "bodies"},
    Wrong{"UPDATE bodies SET block = 9 WHERE block IS NOT NULL", "bodies"},
    Wrong{"UPDATE bodies SET data = substr(data, 1, length(data) - 1) WHERE id = 2", "bodies"},
    Wrong{"UPDATE blocks SET size = 5", "bodies"},
    Wrong{"UPDATE sqlite_sequence SET seq = 3", "sqlite_sequence"},
};

// Written as no deriving would have it; the log is whole.
constexpr std::array kWrongDerived{
    Wrong{"UPDATE records SET title = 'Other' WHERE id = 2", "records"},
    Wrong{"UPDATE records SET last_position = 77 WHERE id = 2", "records"},
    Wrong{"UPDATE records SET list_key = randomblob(16) WHERE id = 2", "records"},
    Wrong{"UPDATE records SET category_key = 'x' WHERE id = 2", "records"},
    Wrong{"UPDATE records SET sightings = 77 WHERE id = 2", "records"},
    Wrong{
        "UPDATE record_aliases SET record = (SELECT max(id) FROM records), row_hash = hash_of(id, "
        "source, (SELECT max(id) FROM records), uuid, content)",
        "record_aliases"},
    Wrong{"UPDATE revisions SET first_seen = first_seen - 1 WHERE content = 3", "revisions"},
    Wrong{"UPDATE revisions SET record = 1 WHERE record = 2", "revisions"},
    Wrong{"UPDATE revisions SET joined_by = 7 WHERE content = 3", "revisions"},
    Wrong{"UPDATE revisions SET age = '3 day' WHERE age IS NOT NULL", "revisions"},
    Wrong{"UPDATE evidence SET record = 1 WHERE record = 2", "evidence"},
    Wrong{"UPDATE evidence SET content = content + 1 WHERE record = 2", "evidence"},
    Wrong{"DELETE FROM text_keys WHERE content = (SELECT max(content) FROM text_keys)",
          "text_keys"},
    Wrong{"UPDATE watched_pages SET tail = '[]'", "watched_pages"},
    Wrong{"UPDATE presence SET ended = 1 WHERE ended = 2", "presence"},
    Wrong{"DELETE FROM presence WHERE ended = 0", "presence"},
    Wrong{"INSERT INTO health VALUES (1, 'redesign') ON CONFLICT DO UPDATE SET "
          "verdict = CASE verdict WHEN 'partial' THEN 'empty' ELSE 'partial' END",
          "health"},
    Wrong{"INSERT INTO shifts VALUES (1, 1, 'bumped')", "shifts"},
    Wrong{"INSERT INTO gaps VALUES (1)", "gaps"},
    Wrong{"UPDATE variations SET variants = variants + 1", "variations"},
    Wrong{"UPDATE volatile_places SET is_volatile = NOT is_volatile", "volatile_places"},
    Wrong{"UPDATE totals SET records = records + 1", "totals"},
    Wrong{"UPDATE totals SET pruned = pruned + 1", "totals"},
    Wrong{"DELETE FROM totals", "totals"},
};

// The structure itself.
constexpr std::array kWrongSchema{
    Wrong{"DROP INDEX fetches_by_time", "sqlite_schema"},
    Wrong{"DROP VIEW timeline", "sqlite_schema"},
    Wrong{"CREATE TABLE more (id INTEGER PRIMARY KEY)", "sqlite_schema"},
    Wrong{"CREATE TRIGGER also AFTER INSERT ON fetches BEGIN DELETE FROM robots; END",
          "sqlite_schema"},
    Wrong{"DELETE FROM sources WHERE name = 'news'", "snapshots"},
    Wrong{"PRAGMA application_id = 7", ""},
};

INSTANTIATE_TEST_SUITE_P(Log, CheckOf, testing::ValuesIn(kWrongLog));
INSTANTIATE_TEST_SUITE_P(Derived, CheckOf, testing::ValuesIn(kWrongDerived));
INSTANTIATE_TEST_SUITE_P(Schema, CheckOf, testing::ValuesIn(kWrongSchema));

TEST_F(Check, SaysWhereADamagedRowWasSeenAndWhatToDo) {
    run_sql(path_, "UPDATE snapshots SET url = 'https://other.example/' WHERE id = 4");
    const CheckReport report = check(path_, CheckDepth::rows);
    ASSERT_EQ(report.damages, 1U);
    const Damage& damage = report.found[0];
    EXPECT_EQ(damage.row, "4");
    EXPECT_EQ(damage.snapshot, 4);
    EXPECT_THAT(damage.source, Not(IsEmpty()));
    EXPECT_NE(damage.captured_at, std::nullopt);
    EXPECT_THAT(damage.remedy, HasSubstr("feedarc salvage"));
    EXPECT_FALSE(report.derived);
    EXPECT_THAT(report.notes, ElementsAre(HasSubstr("was not compared")));
}

TEST_F(Check, NamesTheSnapshotOfADamagedBody) {
    run_sql(path_, "UPDATE bodies SET data = zeroblob(length(data)) WHERE id = 2");
    EXPECT_THAT(check(path_, CheckDepth::rows).found, IsEmpty());
    const CheckReport report = check(path_);
    ASSERT_GT(report.damages, 0U);
    EXPECT_EQ(report.found[0].table, "bodies");
    EXPECT_NE(report.found[0].snapshot, std::nullopt);
}

TEST_F(Check, OfEachPartOfTheBodiesIsACheckOfAll) {
    CheckOptions options;
    std::int64_t bodies = 0;
    for (std::uint64_t part = 0; part < 5; ++part) {
        options.sample = BodySlice{5, part};
        bodies += check_archive(path_, options, {}).bodies;
    }
    EXPECT_EQ(bodies, check(path_).bodies);
}

TEST_F(Check, FindsDamageOfTheFile) {
    overwrite(0, std::string(16, 'x'));
    EXPECT_EQ(check(path_).damages, 1U);
    std::filesystem::resize_file(path_, 20'000);
    EXPECT_GT(check(path_).damages, 0U);
}

TEST_F(Check, FindsHolesInTheFile) {
    const auto pages = static_cast<std::streamoff>(std::filesystem::file_size(path_) / 4096);
    for (std::streamoff page = 1; page < pages; page += 7) {
        const test::TemporaryFolder folder(test::TemporaryFolder::Where::memory);
        const std::string holed = folder / "a.db";
        std::filesystem::copy_file(path_, holed);
        std::fstream file(holed, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(page * 4096);
        file << std::string(4096, '\0');
        file.close();
        EXPECT_GT(check(holed).damages, 0U) << page;
    }
}

TEST_F(Check, ChangesNothing) {
    const std::string before = test::read_whole_file(path_);
    (void)check(path_);
    EXPECT_EQ(test::read_whole_file(path_), before);
}

TEST_F(Check, IsOfAnArchiveThatIsThere) {
    EXPECT_THROW((void)check(folder_ / "none.db"), Error);
    EXPECT_THROW((void)check(folder_.path()), Error);
    run_sql(folder_.write("foreign.db", ""), "CREATE TABLE foreign_one (id INTEGER)");
    EXPECT_THROW((void)check(folder_ / "foreign.db"), Error);
    EXPECT_THROW((void)check(folder_.write("text.db", "")), Error);
    EXPECT_EQ(check(folder_.write("noise.db", std::string(9000, 'x'))).damages, 1U);
}

}  // namespace
}  // namespace feedarc
