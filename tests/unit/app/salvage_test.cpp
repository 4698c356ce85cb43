#include <feedarc/archive.hpp>
#include <feedarc/error.hpp>
#include <feedarc/salvage.hpp>

#include "support/archive_sql.hpp"
#include "support/archive_text.hpp"
#include "support/dice.hpp"
#include "support/rich_archive.hpp"
#include "support/stored_snapshots.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

namespace feedarc {
namespace {

namespace fs = std::filesystem;
using test::run_sql;
using testing::Contains;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSupersetOf;

using test::kWait;
constexpr std::size_t kPage = 4096;

// One archive with everything in it, of which each test damages a copy.
class Salvage : public testing::Test {
protected:
    static void SetUpTestSuite() {
        whole_folder_ =
            std::make_unique<test::TemporaryFolder>(test::TemporaryFolder::Where::memory);
        test::make_rich_archive(*whole_folder_ / "a.db", 11, 8);
        whole_ = std::make_unique<test::ArchiveText>(described(*whole_folder_ / "a.db"));
    }
    static void TearDownTestSuite() {
        whole_.reset();
        whole_folder_.reset();
    }

    Salvage() { fs::copy_file(*whole_folder_ / "a.db", path_); }

    static test::ArchiveText described(const std::string& path) {
        return test::describe_archive(*open_archive(path, OpenMode::read, kWait));
    }

    SalvageReport salvage() { return salvage_archive(path_, rescued_, kWait, {}); }

    void expect_all() {
        const SalvageReport report = salvage();
        EXPECT_EQ(report.losses, 0U);
        EXPECT_THAT(report.lost, IsEmpty());
        const test::ArchiveText rescued = described(rescued_);
        EXPECT_EQ(test::difference(whole_->texts, rescued.texts), "");
        EXPECT_EQ(rescued.ids, whole_->ids);
    }

    void overwrite(std::size_t at, const std::string& bytes, const std::string& suffix = "") const {
        std::fstream file(path_ + suffix, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(static_cast<std::streamoff>(at));
        file << bytes;
    }

    static std::unique_ptr<test::TemporaryFolder> whole_folder_;
    static std::unique_ptr<test::ArchiveText> whole_;
    test::TemporaryFolder folder_{test::TemporaryFolder::Where::memory};
    std::string path_ = folder_ / "a.db";
    std::string rescued_ = folder_ / "rescued.db";
};

std::unique_ptr<test::TemporaryFolder> Salvage::whole_folder_;
std::unique_ptr<test::ArchiveText> Salvage::whole_;

TEST_F(Salvage, OfAWholeArchiveIsTheSameArchive) {
    expect_all();
}

TEST_F(Salvage, NeedsNoHeader) {
    overwrite(0, std::string(100, '\0'));
    expect_all();
}

TEST_F(Salvage, NeedsNoPageSize) {
    overwrite(16, std::string("\x20\x00", 2));  // 8192
    expect_all();
}

TEST_F(Salvage, NeedsNoInnerPagesOfTrees) {
    std::string bytes = test::read_whole_file(path_);
    int holes = 0;
    for (std::size_t page = 1; page < bytes.size() / kPage; ++page) {
        if (bytes[page * kPage] != '\x05') continue;
        overwrite(page * kPage, std::string(kPage, '\0'));
        ++holes;
    }
    EXPECT_GT(holes, 0);
    expect_all();
}

TEST_F(Salvage, NeedsNoHeadersOfPages) {
    const std::size_t pages = fs::file_size(path_) / kPage;
    for (std::size_t page = 1; page < pages; ++page) overwrite(page * kPage, std::string(8, '\0'));
    expect_all();
}

TEST_F(Salvage, NeedsNothingThatIsDerived) {
    run_sql(path_,
            "DELETE FROM revisions; DELETE FROM evidence; DELETE FROM presence; DELETE FROM "
            "text_keys; DELETE FROM watched_pages; DELETE FROM variations; DROP TABLE health");
    expect_all();
}

TEST_F(Salvage, ReadsWhatOnlyTheLogHolds) {
    const std::string whole = test::read_whole_file(path_);
    const test::TemporaryFolder folder(test::TemporaryFolder::Where::memory);
    // As a killed process leaves it: all in the log.
    const std::string killed = folder / "k.db";
    fs::copy_file(path_, killed);
    {
        const auto archive = open_archive(killed, OpenMode::write, kWait);
        const auto batch = archive->begin(kWait);
        batch->fetches().set_host("only.example", Time{std::chrono::seconds{5}});
        batch->commit();
        fs::copy_file(killed + "-wal", path_ + "-wal");
    }
    ASSERT_GT(fs::file_size(path_ + "-wal"), 0U);
    overwrite(0, std::string(100, '\0'));
    (void)salvage();
    const auto rescued = open_archive(rescued_, OpenMode::read, kWait);
    EXPECT_NE(rescued->host_not_before("only.example"), std::nullopt);
}

TEST_F(Salvage, OfWhatAForeignLogHidesIsAll) {
    const std::string foreign = folder_ / "foreign.db";
    std::string log;
    {
        const auto archive = open_archive(foreign, OpenMode::write, kWait);
        const auto batch = archive->begin(kWait);
        batch->fetches().set_host("other.example", Time{std::chrono::seconds{5}});
        batch->commit();
        log = test::read_whole_file(foreign + "-wal");
    }
    (void)folder_.write("a.db-wal", log);
    EXPECT_EQ(salvage().losses, 0U);
    EXPECT_THAT(described(rescued_).texts, IsSupersetOf(whole_->texts));
}

TEST_F(Salvage, MendsABitOfARow) {
    // In each, one bit is another one.
    for (const char* sql : {
             "UPDATE contents SET title = char(unicode(title) + 1) || substr(title, 2) WHERE id IN "
             "(SELECT id FROM contents WHERE unicode(title) % 2 = 0 AND unicode(title) < 127)",
             "UPDATE pages SET contents = '[3' || substr(contents, 3) WHERE contents LIKE '[2%'",
             "UPDATE snapshots SET captured_at = captured_at + 1 WHERE id IN (SELECT id FROM "
             "snapshots WHERE captured_at % 2 = 0 AND told_source IS NULL LIMIT 1)",
             "UPDATE snapshots SET page = page + 1 WHERE page % 2 = 0 AND id < 9",
             "UPDATE snapshots SET body = body + 1 WHERE body % 2 = 0 AND id < 9",
             "UPDATE sources SET name = 'nevs' WHERE name = 'news'",
             "UPDATE rules SET text = replace(text, 'Berlin', 'Cerlin')",
             "UPDATE fetches SET detail = replace(detail, 'server', 'rerver')",
             "UPDATE corrections SET made_at = made_at + 1 WHERE made_at % 2 = 0",
             "UPDATE bodies SET base = base + 1 WHERE base % 2 = 0 AND id < 20",
         }) {
        SCOPED_TRACE(sql);
        run_sql(path_, sql);
    }
    const SalvageReport report = salvage();
    EXPECT_THAT(report.lost, IsEmpty());
    EXPECT_GT(report.log.mended, 5);
    EXPECT_EQ(test::difference(whole_->texts, described(rescued_).texts), "");
}

TEST_F(Salvage, ReadsASnapshotAgainWhoseEntriesAreLost) {
    run_sql(path_, "DELETE FROM contents WHERE id % 3 = 0; DELETE FROM pages WHERE id % 3 = 0");
    const SalvageReport report = salvage();
    EXPECT_GT(report.log.read_again, 0);
    EXPECT_EQ(report.losses, 0U);
    EXPECT_EQ(test::difference(whole_->texts, described(rescued_).texts), "");
}

TEST_F(Salvage, KeepsTheEntriesOfASnapshotWhoseBytesAreLost) {
    run_sql(path_, "UPDATE bodies SET data = zeroblob(length(data)) WHERE id = 2");
    const SalvageReport report = salvage();
    EXPECT_THAT(report.lost, Contains(Field(&Damage::table, "bodies")));
    const auto archive = open_archive(rescued_, OpenMode::read, kWait);
    EXPECT_EQ(archive->statistics().snapshots,
              open_archive(path_, OpenMode::read, kWait)->statistics().snapshots);
    EXPECT_EQ(archive->count({}), static_cast<std::int64_t>(whole_->ids.size()));
}

TEST_F(Salvage, NamesTheSnapshotsThatAreLost) {
    run_sql(path_, "UPDATE snapshots SET page_url = 'https://elsewhere.example/' WHERE id = 3");
    const SalvageReport report = salvage();
    ASSERT_EQ(report.losses, 1U);
    EXPECT_EQ(report.lost[0].table, "snapshots");
    EXPECT_EQ(report.lost[0].snapshot, 3);
    EXPECT_NE(report.lost[0].captured_at, std::nullopt);
    EXPECT_EQ(open_archive(rescued_, OpenMode::read, kWait)->snapshot(3), std::nullopt);
}

TEST_F(Salvage, TakesNoHarmFromTimesThatCannotBe) {
    const std::string never = "9223372036854775807";
    run_sql(path_, "UPDATE snapshots SET captured_at = " + never + " WHERE id = 3");
    run_sql(path_, "UPDATE fetches SET at = -" + never);
    run_sql(path_, "UPDATE corrections SET made_at = " + never + " WHERE kind = 'join'");
    run_sql(path_, "UPDATE snapshots SET told_captured_at = " + never +
                       " WHERE told_captured_at IS NOT NULL");
    const SalvageReport report = salvage();
    EXPECT_GT(report.losses, 0U);
    EXPECT_GT(report.records, 0);
}

TEST_F(Salvage, NeverWritesToTheOldOneNorOverAnother) {
    const std::string before = test::read_whole_file(path_);
    (void)salvage();
    EXPECT_EQ(test::read_whole_file(path_), before);
    EXPECT_THROW((void)salvage(), Error);
    EXPECT_THROW((void)salvage_archive(folder_ / "none.db", folder_ / "new.db", kWait, {}), Error);
    EXPECT_THROW((void)salvage_archive(path_, path_, kWait, {}), Error);
    int files = 0;
    for (const auto& file : fs::directory_iterator(folder_.path())) {
        (void)file;
        ++files;
    }
    EXPECT_EQ(files, 2);
}

TEST_F(Salvage, EndsByItselfWhateverTheFileHolds) {
    const std::string whole = test::read_whole_file(path_);
    test::Dice dice(5);
    const auto noise = [&](std::size_t size) {
        std::string bytes;
        while (bytes.size() < size) bytes += static_cast<char>(dice.below(256));
        return bytes;
    };
    std::vector<std::string> files{"",
                                   "x",
                                   noise(100),
                                   noise(50'000),
                                   whole.substr(0, 20'000),
                                   whole.substr(0, 20'001),
                                   std::string(50'000, '\xff')};
    for (int i = 0; i < 5; ++i) {
        std::string holed = whole;
        for (std::size_t hole = dice.below(60); hole > 0; --hole) {
            const std::size_t at = dice.below(holed.size() / kPage) * kPage;
            holed.replace(at, kPage, dice.one_in(2) ? std::string(kPage, '\0') : noise(kPage));
        }
        for (std::size_t byte = dice.below(3000); byte > 0; --byte) {
            holed[dice.below(holed.size())] = static_cast<char>(dice.below(256));
        }
        files.push_back(std::move(holed));
    }
    for (std::size_t i = 0; i < files.size(); ++i) {
        const std::string file = folder_.write(std::to_string(i) + ".db", files[i]);
        if (dice.one_in(3)) (void)folder_.write(std::to_string(i) + ".db-wal", noise(30'000));
        try {
            // What it makes is checked by itself.
            (void)salvage_archive(file, file + ".new", kWait, {});
        } catch (const Error& error) {
            EXPECT_THAT(error.what(), HasSubstr("nothing of an archive is in it")) << i;
        }
    }
}

}  // namespace
}  // namespace feedarc
