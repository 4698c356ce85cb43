#include "support/hostile_program.hpp"
#include "support/hostile_text.hpp"
#include "support/program.hpp"
#include "support/web_archive.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <sys/stat.h>

namespace feedarc {
namespace {

namespace fs = std::filesystem;

using test::listing_page;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

using Files = std::map<std::string, std::string>;  // by path below the folder

Files files_below(const std::string& folder) {
    Files files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        files[fs::relative(entry.path(), folder).string()] =
            test::read_whole_file(entry.path().string());
    }
    return files;
}

std::vector<std::string> differing(const Files& before, const Files& after) {
    std::vector<std::string> paths;
    for (const auto& [path, bytes] : after) {
        const auto found = before.find(path);
        if (found == before.end() || found->second != bytes) paths.push_back(path);
    }
    return paths;
}

class ExportSite : public testing::Test {
protected:
    void ingest_page(const std::string& source, const std::string& word, int entries,
                     const std::string& time) {
        const std::string page = program_.home.write(time + ".html", listing_page(word, entries));
        const auto ingested = program_.run({"ingest", "--source", source, "--url",
                                            fmt::format("https://{}.example/", source), page});
        EXPECT_EQ(ingested.status, 0) << ingested.err;
    }
    Files exported(std::vector<std::string> more = {}) {
        std::vector<std::string> words{"export", "--format", "html", "--out", folder_};
        words.insert(words.end(), more.begin(), more.end());
        const auto printed = program_.run(words);
        EXPECT_EQ(printed.status, 0) << printed.err;
        EXPECT_EQ(printed.out, "");
        report_ = printed.err;
        return files_below(folder_);
    }

    test::Program program_;
    const std::string folder_ = program_.home / "www/site";
    std::string report_;
};

TEST_F(ExportSite, HasAPageForEachRecordAndGroup) {
    ingest_page("blog", "a", 3, "2026-01-01");
    ingest_page("news", "b", 2, "2026-01-02");
    const Files files = exported();
    const auto records = std::count_if(files.begin(), files.end(), [](const auto& file) {
        return file.first.starts_with("record/");
    });
    EXPECT_EQ(records, 5);
    for (const char* const path :
         {"index.html", "categories.html", "sources.html", "days.html", "timeline.html", "site.css",
          "site.js", "search/index.js", "search/0.js", "source/blog/index.html",
          "source/news/index.html", "day/2026-01-01/index.html", "day/2026-01-02/index.html"}) {
        EXPECT_TRUE(files.contains(path)) << path;
    }
    EXPECT_THAT(files.at("sources.html"), HasSubstr("href=\"source/blog/index.html\""));
    struct stat status {};
    ASSERT_EQ(::stat((folder_ + "/index.html").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0644);
}

TEST_F(ExportSite, WritesOnlyWhatBecameDifferent) {
    ingest_page("blog", "a", 3, "2026-01-01");
    ingest_page("news", "b", 2, "2026-01-02");
    const Files before = exported();
    EXPECT_THAT(report_, HasSubstr(fmt::format("{} files written, 0 are", before.size())));
    EXPECT_EQ(exported(), before);
    EXPECT_EQ(report_,
              fmt::format("5 records; 0 files written, {} are as they were\n", before.size()));
    ingest_page("other", "c", 1, "2026-01-03");
    const auto paths = differing(before, exported());
    EXPECT_THAT(paths, Contains("source/other/index.html"));
    EXPECT_THAT(paths, Contains("index.html"));
    EXPECT_THAT(paths, Not(Contains("source/blog/index.html")));
    EXPECT_THAT(paths, Not(Contains("day/2026-01-01/index.html")));
    EXPECT_THAT(paths, Not(Contains("site.js")));
    EXPECT_EQ(std::count_if(paths.begin(), paths.end(),
                            [](const auto& path) { return path.starts_with("record/"); }),
              1);
}

TEST_F(ExportSite, IsTheSameWhateverTheOrderOfIngesting) {
    ingest_page("blog", "a", 4, "2026-01-01");
    ingest_page("blog", "b", 4, "2026-01-02");
    ingest_page("news", "c", 4, "2026-01-03");
    const Files files = exported();
    ASSERT_EQ(::rename((program_.home / ".local").c_str(), (program_.home / "before").c_str()), 0);
    fs::remove_all(folder_);
    ingest_page("news", "c", 4, "2026-01-03");
    ingest_page("blog", "b", 4, "2026-01-02");
    ingest_page("blog", "a", 4, "2026-01-01");
    EXPECT_THAT(differing(files, exported()), IsEmpty());
}

TEST_F(ExportSite, HasTheRecordsOfAFilter) {
    ingest_page("blog", "a", 3, "2026-01-01");
    ingest_page("news", "b", 2, "2026-01-02");
    const Files of_source = exported({"--source", "news", "--title", "Just <news>"});
    EXPECT_THAT(report_, HasSubstr("2 records; "));
    EXPECT_THAT(of_source.at("index.html"), HasSubstr("<title>Just &lt;news&gt;</title>"));
    EXPECT_FALSE(of_source.contains("source/blog/index.html"));
    for (const auto& [option, value, records] :
         {std::tuple("--limit", "1", 1), std::tuple("--at", "2026-01-01", 3),
          std::tuple("--first-seen-since", "2026-01-02", 2),
          std::tuple("--since", "2027-01-01", 0)}) {
        fs::remove_all(folder_);
        const Files files = exported({option, value});
        EXPECT_THAT(report_, HasSubstr(fmt::format("{} records; ", records))) << option;
        EXPECT_EQ(std::count_if(files.begin(), files.end(),
                                [](const auto& file) { return file.first.starts_with("record/"); }),
                  records)
            << option;
    }
}

TEST_F(ExportSite, IsAFolderWithoutOthersInIt) {
    ingest_page("blog", "a", 1, "2026-01-01");
    const auto error = [&](std::vector<std::string> words) {
        words.insert(words.begin(), {"export", "--format", "html"});
        const auto printed = program_.run(words);
        EXPECT_EQ(printed.status, 2) << printed.err;
        return printed.err;
    };
    EXPECT_THAT(error({}), HasSubstr("html: is a folder: give --out FOLDER"));
    EXPECT_THAT(error({"--out", folder_, "--per-category"}), HasSubstr("pages of its own"));
    EXPECT_THAT(error({"--out", folder_, "--per-source"}), HasSubstr("pages of its own"));
    EXPECT_THAT(error({"--out", folder_, "--fields", "id"}), HasSubstr("--fields: is for rows"));
    EXPECT_THAT(error({"--out", folder_, "--changes"}), HasSubstr("--changes: is for feeds"));
    EXPECT_THAT(error({"--out", folder_, "--feed-url", "https://a.example/"}),
                HasSubstr("--feed-url: is for feeds"));
    EXPECT_FALSE(fs::exists(folder_));
    const Files with_feed = exported({"--format", "atom"});
    EXPECT_TRUE(with_feed.contains("atom.xml"));
    EXPECT_TRUE(with_feed.contains("index.html"));
    EXPECT_EQ(program_.run({"-q", "export", "--format", "html", "--out", folder_}).err, "");
}

TEST_F(ExportSite, IsInterrupted) {
    ingest_page("blog", "a", 1, "2026-01-01");
    program_.interruption.signal = 15;
    EXPECT_EQ(program_.run({"export", "--format", "html", "--out", folder_}).status, 143);
}

TEST(ExportHostileSite, HasNothingUnsafeInAnyFile) {
    for (const auto kind :
         {test::HostileProgram::Archive::throughout, test::HostileProgram::Archive::as_ingested}) {
        test::HostileProgram program;
        const std::string folder = program.home() / "site";
        const auto printed =
            program.run({"export", "--format", "html", "--title", test::kHostile, "--out", folder},
                        test::screens()[0], kind);
        EXPECT_EQ(printed.status, 0) << printed.err;
        const Files files = files_below(folder);
        std::string all;
        for (const auto& [path, bytes] : files) {
            EXPECT_THAT(test::unsafe_in(bytes), IsEmpty()) << path;
            EXPECT_EQ(path.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.-/"),
                      std::string::npos)
                << path;
            if (path.ends_with(".html")) all += bytes;
        }
        EXPECT_THAT(all, HasSubstr("\\u{202e}"));
        EXPECT_THAT(all, Not(HasSubstr("href=\"javascript")));
    }
}

}  // namespace
}  // namespace feedarc
