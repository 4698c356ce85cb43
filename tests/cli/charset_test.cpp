#include "support/process.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace feedarc {
namespace {

using test::Outcome;
using testing::HasSubstr;
using testing::IsEmpty;

// Pages of other charsets than UTF-8, with the program as it is installed.
class Charsets : public testing::Test {
protected:
    Outcome run(std::vector<std::string> arguments) {
        test::ProcessOptions options;
        options.arguments = std::move(arguments);
        options.environment = {"HOME=" + home_.path(), "PATH=/usr/bin:/bin"};
        return test::run_process(FEEDARC_PROGRAM, options);
    }

    Outcome extract(const std::string& page, std::vector<std::string> more = {}) {
        std::vector<std::string> words{"extract",  page,   "--url", "https://town.example/news/",
                                       "--fields", "title"};
        words.insert(words.end(), more.begin(), more.end());
        return run(words);
    }

    static std::string fixture(const std::string& name) {
        return FEEDARC_FIXTURES "/snapshots/charsets/" + name;
    }

    test::TemporaryFolder home_;
};

constexpr const char* kChineseTitles =
    "title\n城市图书馆试用新的借书系统\n河边的老桥下月开始修理\n学校食堂公布下周菜单\n"
    "天文社周末组织看星星\n";
constexpr const char* kJapaneseTitles =
    "title\n町の図書館で新しい貸し出しが始まる\n川の古い橋を来月から修理します\n"
    "学校の食堂が来週の献立を発表\n週末に星を見る会を開きます～参加者募集\n";

TEST_F(Charsets, ReadsAPageThatDeclaresGb2312) {
    const auto page = extract(fixture("gbk.html"));
    EXPECT_EQ(page.status, 0) << page.err;
    EXPECT_EQ(page.out, kChineseTitles);
    EXPECT_THAT(page.err, HasSubstr("gbk.html: read as GBK\n"));
}

TEST_F(Charsets, ReadsADumpInUtf16) {
    const auto page = extract(fixture("utf-16le.txt"));
    EXPECT_EQ(page.status, 0) << page.err;
    EXPECT_EQ(page.out, kChineseTitles);
    EXPECT_THAT(page.err, HasSubstr("utf-16le.txt: read as UTF-16LE\n"));
}

TEST_F(Charsets, ReadsAShiftJisPageThatDeclaresNothing) {
    const auto page = extract(fixture("shift_jis.html"));
    EXPECT_EQ(page.status, 0) << page.err;
    EXPECT_EQ(page.out, kJapaneseTitles);
    EXPECT_THAT(page.err, HasSubstr("shift_jis.html: read as Shift_JIS\n"));
}

TEST_F(Charsets, BelievesTheMediaTypeUnlessTheBytesSpeakAgainstIt) {
    const auto right =
        extract(fixture("shift_jis.html"), {"--media-type", "text/html; charset=windows-31j"});
    EXPECT_EQ(right.out, kJapaneseTitles);
    const auto wrong =
        extract(fixture("shift_jis.html"), {"--media-type", "text/html; charset=utf-8"});
    EXPECT_EQ(wrong.out, kJapaneseTitles);
    EXPECT_THAT(wrong.err, HasSubstr("read as Shift_JIS, not as UTF-8 as declared"));
}

TEST_F(Charsets, IngestTakesTheMediaTypeIntoTheArchive) {
    const std::string archive = home_ / "archive.db";
    const std::string page = home_.write("page.txt",
                                         "A caf\xE9 opens in the old station by the river\n"
                                         "A second line that is a title without any date\n");
    const auto ingest = [&](const std::string& label, const std::string& time) {
        return run({"--archive", archive, "ingest", page, "--captured-at", time, "--source", label,
                    "--media-type", "text/plain; charset=" + label});
    };
    EXPECT_EQ(ingest("iso-8859-1", "2026-01-01").status, 0);
    // The same bytes, read before: they are not taken for what they were under another charset.
    EXPECT_EQ(ingest("iso-8859-5", "2026-01-02").status, 0);
    const auto listed = run({"--archive", archive, "list", "--fields", "title", "--sort", "title"});
    EXPECT_THAT(listed.out, HasSubstr("A café opens"));
    EXPECT_THAT(listed.out, HasSubstr("A cafщ opens"));
}

}  // namespace
}  // namespace feedarc
