#include "support/archive_text.hpp"
#include "support/process.hpp"
#include "support/program.hpp"
#include "support/warc_check.hpp"
#include "support/web_archive.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <sys/stat.h>

namespace feedarc {
namespace {

namespace fs = std::filesystem;

using test::listing_page;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Export : public testing::Test {
protected:
    Export() {
        for (const char* word : {"a", "b", "b"}) ingest_page(word, 5);
    }

    void ingest_page(const std::string& word, int entries) {
        const std::string time = "2026-01-0" + std::to_string(++pages_);
        EXPECT_EQ(program_
                      .run({"ingest", "--source", "blog", "--url", "https://blog.example/",
                            program_.home.write(time + ".html", listing_page(word, entries))})
                      .status,
                  0);
    }

    [[nodiscard]] std::vector<std::string> description(const std::string& archive) const {
        return test::describe_archive(*open_archive(archive, OpenMode::read, {})).texts;
    }
    [[nodiscard]] std::vector<std::string> files() const {
        std::vector<std::string> names;
        for (const auto& entry : fs::directory_iterator(program_.home / "out")) {
            names.push_back(entry.path().filename().string());
        }
        return names;
    }
    // The program as it is.
    [[nodiscard]] test::Outcome process(std::vector<std::string> arguments,
                                        const std::string& input = "",
                                        long file_size_limit = -1) const {
        test::ProcessOptions options;
        options.arguments = std::move(arguments);
        options.environment = {"HOME=" + program_.home.path()};
        options.input = input;
        options.file_size_limit = file_size_limit;
        return test::run_process(FEEDARC_PROGRAM, options);
    }

    test::Program program_;
    const std::string archive_ = program_.home / ".local/share/feedarc/archive.db";
    int pages_ = 0;
};

TEST_F(Export, GoesThroughAPipeIntoAnEqualArchive) {
    const auto exported = process({"export", "--format", "warc"});
    EXPECT_EQ(exported.status, 0);
    EXPECT_EQ(exported.err, "3 snapshots, 1 of them revisits\n");
    EXPECT_THAT(test::check_warc(exported.out).problems, IsEmpty());
    const std::string other = program_.home / "other.db";
    const auto ingested = process({"--archive", other, "ingest", "-"}, exported.out);
    EXPECT_EQ(ingested.status, 0) << ingested.err;
    EXPECT_EQ(test::difference(description(archive_), description(other)), "");
    const auto again = process({"ingest", "--json", "-"}, exported.out);
    EXPECT_THAT(again.out, HasSubstr("\"snapshots\":3,\"stored\":0,\"unchanged\":0,\"known\":3"));
    EXPECT_THAT(process({"extract", "-"}, exported.out).out, HasSubstr("https://blog.example/b/5"));
}

TEST_F(Export, WritesAFileWholeOrNotAtAll) {
    fs::create_directory(program_.home / "out");
    ingest_page("c", 600);
    const std::string path = program_.home / "out/crawl.warc";
    const auto written = program_.run({"export", "--warc", "--out", path});
    EXPECT_EQ(written.status, 0) << written.err;
    EXPECT_EQ(written.out, "");
    EXPECT_THAT(files(), ElementsAre("crawl.warc"));
    struct stat status {};
    ASSERT_EQ(::stat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600);
    const std::string bytes = test::read_whole_file(path);

    // Where the disk is full the old one stays; what a killed one left behind goes.
    ASSERT_EQ(::chmod(path.c_str(), 0644), 0);
    (void)program_.home.write("out/crawl.warc.999999999-0.tmp", "half");
    constexpr long kFull = 60'000;
    const auto full = process({"export", "--warc", "--out", path}, "", kFull);
    EXPECT_EQ(full.status, 6) << full.err;
    EXPECT_THAT(full.err, HasSubstr("crawl.warc"));
    EXPECT_THAT(files(), ElementsAre("crawl.warc"));
    EXPECT_EQ(test::read_whole_file(path), bytes);
    EXPECT_EQ(program_.run({"export", "--warc", "--out", path, "--until", "2026-01-02"}).status, 0);
    ASSERT_EQ(::stat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0644);
    EXPECT_LT(test::read_whole_file(path).size(), bytes.size());
}

TEST_F(Export, PacksWhatIsToBePacked) {
    const std::string path = program_.home / "crawl.warc.gz";
    EXPECT_EQ(program_.run({"export", "--warc", "--out", path}).status, 0);
    const std::string packed = test::read_whole_file(path);
    EXPECT_TRUE(packed.starts_with("\x1f\x8b"));
    EXPECT_EQ(program_.run({"export", "--warc", "--gzip"}).out, packed);
    const std::string other = program_.home / "other.db";
    EXPECT_EQ(program_.run({"--archive", other, "ingest", path}).status, 0);
    EXPECT_EQ(test::difference(description(archive_), description(other)), "");
}

TEST_F(Export, TakesWhatWasCapturedInBetween) {
    const auto err = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"export", "--warc"});
        return program_.run(arguments).err;
    };
    EXPECT_THAT(err({"--since", "2026-01-02"}), HasSubstr("2 snapshots"));
    EXPECT_THAT(err({"--until", "2026-01-01"}), HasSubstr("1 snapshots"));
    EXPECT_THAT(err({"--source", "blogg"}), HasSubstr("did you mean 'blog'"));
    EXPECT_THAT(err({"-q"}), IsEmpty());
    EXPECT_EQ(program_.run({"forget", "1"}).status, 0);
    EXPECT_THAT(err({}), HasSubstr("2 snapshots, 1 of them revisits; 1 left out, which were "
                                   "forgotten"));
}

TEST_F(Export, RefusesWhatCannotBe) {
    const auto error = [&](std::vector<std::string> arguments, int status) {
        arguments.insert(arguments.begin(), "export");
        const auto printed = program_.run(arguments);
        EXPECT_EQ(printed.status, status) << printed.err;
        EXPECT_EQ(printed.out, "");
        return printed.err;
    };
    EXPECT_THAT(error({}, 2), HasSubstr("--format: say which (atom, rss, jsonfeed, csv"));
    EXPECT_THAT(error({"--format", "wark"}, 2), HasSubstr("did you mean 'warc'?"));
    EXPECT_THAT(error({"--warc", "--out", ""}, 2), HasSubstr("--out"));
    EXPECT_THAT(error({"--warc", "--since", "never"}, 2), HasSubstr("not a time"));
    EXPECT_THAT(error({"--warc", "--out", program_.home / "no/such/folder"}, 6),
                HasSubstr("No such file"));
    EXPECT_THAT(error({"--warc", "--out", program_.home.path()}, 2), HasSubstr("is a folder"));
    program_.terminal.out = true;
    EXPECT_THAT(error({"--warc"}, 2), HasSubstr("nothing for a terminal"));
}

TEST_F(Export, RefusesWhatDoesNotFitTheFormat) {
    const auto error = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "export");
        const auto printed = program_.run(arguments);
        EXPECT_EQ(printed.status, 2) << printed.err;
        EXPECT_EQ(printed.out, "");
        return printed.err;
    };
    const std::string folder = program_.home / "new/";
    EXPECT_THAT(error({"--warc", "--category", "x"}),
                HasSubstr("--category: does not choose snapshots (what does: --source, --since, "
                          "--until)"));
    EXPECT_THAT(error({"--warc", "--fields", "id"}), HasSubstr("--fields: is for rows"));
    EXPECT_THAT(error({"--warc", "--title", "x"}), HasSubstr("--title: is for feeds"));
    EXPECT_THAT(error({"--format", "csv", "--feed-url", "https://a.example/"}),
                HasSubstr("--feed-url: is for feeds"));
    EXPECT_THAT(error({"--format", "csv", "--changes"}), HasSubstr("`feedarc log`"));
    EXPECT_THAT(error({"--format", "atom", "--gzip"}), HasSubstr("--gzip: packs"));
    EXPECT_THAT(error({"--format", "atom", "--event", "revised"}), HasSubstr("with --changes"));
    EXPECT_THAT(error({"--format", "atom", "--changes", "--event", "revisd"}),
                HasSubstr("did you mean 'revised'?"));
    EXPECT_THAT(error({"--format", "atom", "--changes", "--present"}),
                HasSubstr("--present: does not choose changes"));
    EXPECT_THAT(error({"--format", "atom", "--feed-url", "feed.xml"}),
                HasSubstr("no absolute http or https URL"));
    EXPECT_THAT(error({"--format", "atom", "--format", "rss"}), HasSubstr("--out FOLDER"));
    EXPECT_THAT(error({"--format", "atom", "--per-source"}), HasSubstr("--out FOLDER"));
    EXPECT_THAT(error({"--format", "warc", "--format", "rss", "--out", folder}),
                HasSubstr("a file of its own"));
    EXPECT_FALSE(fs::exists(folder));
    EXPECT_EQ(program_.run({"export", "--format", "csv", "--fields", "nme"}).status, 2);
}

TEST_F(Export, WritesTheRowsThatListDoes) {
    for (const char* const format : {"csv", "tsv", "json", "jsonl", "markdown"}) {
        const auto exported = program_.run({"export", "--format", format, "--source", "blog"});
        EXPECT_EQ(exported.status, 0) << exported.err;
        EXPECT_EQ(exported.out, program_.run({"list", "--format", format}).out) << format;
    }
    EXPECT_EQ(program_.run({"export", "--format", "csv", "--fields", "id", "--limit", "2"}).out,
              program_.run({"list", "--format", "csv", "--fields", "id", "--limit", "2"}).out);
    EXPECT_THAT(program_.run({"export", "--format", "csv", "--source", "blogg"}).err,
                HasSubstr("did you mean 'blog'"));
    const std::string path = program_.home / "rows.json";
    EXPECT_EQ(program_.run({"export", "--format", "json", "--out", path}).status, 0);
    EXPECT_EQ(test::read_whole_file(path), program_.run({"list", "--format", "json"}).out);
}

TEST_F(Export, HandsOnWhatASearchFinds) {
    const std::string found =
        program_.run({"search", "b", "number", "--format", "csv", "--fields", "id,title"}).out;
    EXPECT_THAT(found, HasSubstr("b title number 1"));
    EXPECT_EQ(
        program_.run({"export", "--format", "csv", "--fields", "id,title", "--search", "b number"})
            .out,
        found);
    const std::string feed =
        program_.run({"export", "--format", "atom", "--search", "b number"}).out;
    EXPECT_THAT(feed, HasSubstr("<title>b number</title>"));
    EXPECT_THAT(feed, HasSubstr("<title>b title number 1</title>"));
    EXPECT_THAT(feed, testing::Not(HasSubstr("<title>a title number 1</title>")));
    EXPECT_EQ(program_.run({"export", "--format", "csv", "--search", " "}).status, 2);
    EXPECT_EQ(
        program_.run({"export", "--format", "csv", "--search", "b", "--at", "2026-01-02"}).status,
        2);
    EXPECT_THAT(program_.run({"export", "--warc", "--search", "b"}).err,
                HasSubstr("--search: does not choose snapshots"));
}

TEST_F(Export, TellsAFolderFromAFile) {
    const std::string home = program_.home.path();
    EXPECT_EQ(program_.run({"export", "--format", "rss", "--out", home + "/file"}).status, 0);
    EXPECT_TRUE(fs::is_regular_file(home + "/file"));
    const auto slash = program_.run({"export", "--format", "rss", "--out", home + "/a/b/"});
    EXPECT_EQ(slash.err, "1 files written, 0 are as they were\n");
    EXPECT_TRUE(fs::is_regular_file(home + "/a/b/rss.xml"));
    EXPECT_EQ(program_.run({"export", "--format", "atom", "--out", home + "/a"}).status, 0);
    EXPECT_TRUE(fs::is_regular_file(home + "/a/atom.xml"));
    const auto several = program_.run(
        {"export", "--format", "atom", "--format", "csv", "--changes", "--out", home + "/c"});
    EXPECT_EQ(several.status, 2) << "changes are no rows";
    EXPECT_EQ(
        program_.run({"export", "--format", "rss", "--changes", "--out", home + "/c/"}).status, 0);
    EXPECT_TRUE(fs::is_regular_file(home + "/c/changes-rss.xml"));
    EXPECT_EQ(program_.run({"-q", "export", "--format", "rss", "--out", home + "/a/b/"}).err, "");
}

TEST_F(Export, IsInterruptedWithoutATrace) {
    fs::create_directory(program_.home / "out");
    program_.interruption.signal = 15;
    const auto ended =
        program_.run({"export", "--warc", "--out", program_.home / "out/crawl.warc"});
    EXPECT_EQ(ended.status, 143);
    EXPECT_THAT(files(), IsEmpty());
    for (const char* const format : {"atom", "json"}) {
        for (const char* const place : {"out/file", "out/"}) {
            const auto words = {"export", "--format", format, "--out"};
            std::vector<std::string> all(words.begin(), words.end());
            all.push_back(program_.home / place);
            EXPECT_EQ(program_.run(all).status, 143);
            EXPECT_THAT(files(), IsEmpty());
        }
    }
}

}  // namespace
}  // namespace feedarc
