#include "cli/samples.hpp"
#include "support/golden.hpp"
#include "support/program.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace feedarc {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using test::Program;
using test::with_samples;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

class Doctor : public testing::Test {
protected:
    std::string archive() const {
        return program_.home.path() + "/.local/share/feedarc/archive.db";
    }
    std::string folder() const { return program_.home.path() + "/.local/share/feedarc"; }

    void ingest() { ASSERT_EQ(program_.run(with_samples({"-q", "ingest"})).status, 0); }

    std::string configure(const std::string& text) {
        const std::string path = program_.home.write(".config/feedarc/config.toml", text);
        ::chmod(path.c_str(), 0600);
        return path;
    }

    // What it says of a subject: verdict, detail and remedy of each finding.
    std::string says(const std::string& subject, int status) {
        const auto printed = program_.run({"doctor", "--json"});
        EXPECT_EQ(printed.status, status) << printed.out << printed.err;
        std::istringstream lines(printed.out);
        std::string said;
        for (std::string line; std::getline(lines, line);) {
            const json finding = json::parse(line);
            if (finding["subject"] != subject) continue;
            said +=
                finding["verdict"].get<std::string>() + ": " + finding["detail"].get<std::string>();
            if (!finding["remedy"].is_null()) {
                said += " -> " + finding["remedy"].get<std::string>();
            }
            said += '\n';
        }
        return said;
    }

    // A number of four bytes in the header of the archive, which nobody has open.
    void set_in_header(std::streamoff at, std::uint32_t number) const {
        std::fstream file(archive(), std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(at);
        for (unsigned shift = 32; shift > 0; shift -= 8) {
            file.put(static_cast<char>(number >> (shift - 8) & 0xffU));
        }
    }

    // All names at home, and how large the files are.
    std::map<std::string, std::uintmax_t> files() const {
        std::map<std::string, std::uintmax_t> found;
        for (const auto& entry : fs::recursive_directory_iterator(program_.home.path())) {
            found[entry.path().string()] = entry.is_regular_file() ? entry.file_size() : 0;
        }
        return found;
    }

    Program program_;
};

TEST_F(Doctor, FindsNothingWrongWithAGoodArchive) {
    ingest();
    configure("[[source]]\nname = \"blog\"\n");
    const auto before = files();
    const auto printed = program_.run({"doctor"});
    EXPECT_EQ(printed.status, 0);
    EXPECT_THAT(printed.err, IsEmpty());
    // What depends on the machine.
    std::string text = std::regex_replace(printed.out, std::regex(program_.home.path()), "HOME");
    text = std::regex_replace(text, std::regex("(file system +)\\S+.*"), "$1NAME");
    text = std::regex_replace(text, std::regex("\\S+ (bytes|[KMGT]iB)"), "SIZE");
    text = std::regex_replace(text, std::regex("((?:SQLite|libcurl) +)\\S.*"), "$1VERSION");
    text = std::regex_replace(text, std::regex("(schema +version )\\d+"), "$1N");
    text = std::regex_replace(text, std::regex("warning(  file system)"), "ok     $1");
    EXPECT_TRUE(test::is_golden(text, "doctor.txt"));
    EXPECT_EQ(files(), before);
    EXPECT_THAT(program_.run({"-q", "doctor"}).out, testing::Not(HasSubstr("ok ")));
}

TEST_F(Doctor, MakesNothingWhereThereIsNothing) {
    const auto printed = program_.run({"doctor"});
    EXPECT_EQ(printed.status, 4);
    EXPECT_THAT(printed.out, HasSubstr("problem  archive"));
    EXPECT_THAT(files(), IsEmpty());
    ingest();
    const auto before = files();
    EXPECT_EQ(program_.run({"doctor"}).status, 0);
    EXPECT_EQ(files(), before);
}

TEST_F(Doctor, SaysWhoMayGetAtTheArchive) {
    ingest();
    ::chmod(archive().c_str(), 0644);
    EXPECT_THAT(says("permissions", 0), HasSubstr("everybody may read it -> chmod 600"));
    ::chmod(archive().c_str(), 0660);
    EXPECT_THAT(says("permissions", 0), HasSubstr("others may change it -> chmod 600"));
    ::chmod(archive().c_str(), 0600);
    ::chmod(folder().c_str(), 0777);
    EXPECT_THAT(says("folder", 0), HasSubstr("warning: " + folder() + ": everybody"));
    ::chmod(folder().c_str(), 0700);
    fs::create_hard_link(archive(), folder() + "/second");
    EXPECT_THAT(says("permissions", 0), HasSubstr("hard link"));
    fs::remove(folder() + "/second");
    fs::remove(archive() + ".lock");
    fs::create_symlink("elsewhere", archive() + ".lock");
    EXPECT_THAT(says("permissions", 6), HasSubstr("problem: " + archive() + ".lock"));
}

TEST_F(Doctor, TellsAnArchiveThatCannotBeReadFromOneThatIsOldOrNew) {
    ingest();
    set_in_header(60, 1'000'000);  // the version
    EXPECT_THAT(says("archive", 4), AllOf(HasSubstr("problem: "), HasSubstr("newer feedarc")));
    EXPECT_THAT(says("schema", 4), IsEmpty());
    set_in_header(68, 7);  // the application id
    EXPECT_THAT(says("archive", 4), HasSubstr("no feedarc archive"));
    fs::remove(archive() + "-wal");
    program_.home.write(".local/share/feedarc/archive.db", std::string(5000, 'x'));
    EXPECT_THAT(says("archive", 4), HasSubstr("problem: "));
    program_.home.write(".local/share/feedarc/archive.db", "");
    EXPECT_THAT(says("schema", 0), HasSubstr("warning: none: the archive is empty"));
}

TEST_F(Doctor, SeesWhoWritesNow) {
    ingest();
    EXPECT_THAT(says("lock", 0), HasSubstr("ok: free"));
    const int lock = ::open((archive() + ".lock").c_str(), O_RDWR | O_CLOEXEC);
    ASSERT_EQ(::flock(lock, LOCK_EX), 0);
    EXPECT_THAT(says("lock", 0), HasSubstr("another feedarc writes"));
    ::close(lock);
}

TEST_F(Doctor, SeesALogThatNobodyBringsIn) {
    ingest();
    // Sparse, and no log at all to SQLite, which passes it over.
    std::ofstream(archive() + "-wal").close();
    ASSERT_EQ(::truncate((archive() + "-wal").c_str(), 65L << 20U), 0);
    EXPECT_THAT(says("log", 0), HasSubstr("warning: 65.0 MiB"));
}

TEST_F(Doctor, NamesWhatWasLeftBehind) {
    ingest();
    EXPECT_THAT(says("left behind", 0), HasSubstr("ok: nothing"));
    const std::string copy = program_.home.write(".local/share/feedarc/archive.db.version-1", "");
    program_.home.write(".local/share/feedarc/archive.db.version-x", "");
    const std::string left =
        program_.home.write(".local/share/feedarc/backup.db.999999999-0.tmp", "");
    EXPECT_THAT(says("old copy", 0), HasSubstr("warning: " + copy + ": "));
    EXPECT_THAT(says("left behind", 0), HasSubstr("warning: " + left + ": "));
}

TEST_F(Doctor, SeesADiskThatIsTooFull) {
    ingest();
    configure("[archive]\nmin_free = \"1048576 GiB\"\n");
    EXPECT_THAT(says("free space", 6), HasSubstr("problem: "));
}

TEST_F(Doctor, LooksAtTheConfigurationAndItsSecrets) {
    ingest();
    configure("[capture]\neverry = \"1h\"\n");
    EXPECT_THAT(says("configuration", 2), HasSubstr("problem: "));
    const std::string config = configure(
        "[[source]]\nname = \"blog\"\nurl = \"https://blog.example/\"\n"
        "headers = { Authorization = { file = \"token\" } }\n");
    EXPECT_THAT(says("secrets", 2), HasSubstr("problem: "));
    const std::string token = program_.home.write(".config/feedarc/token", "secret");
    ::chmod(token.c_str(), 0644);
    EXPECT_THAT(says("secrets", 0), HasSubstr("warning: " + token));
    ::chmod(token.c_str(), 0600);
    EXPECT_EQ(says("secrets", 0), "ok: their owner's alone\n");
    configure(
        "[[source]]\nname = \"blog\"\nurl = \"https://blog.example/\"\n"
        "headers = { Authorization = \"secret\" }\n");
    ::chmod(config.c_str(), 0644);
    EXPECT_THAT(says("secrets", 0), HasSubstr("warning: " + config));
}

TEST_F(Doctor, SaysWhichSourcesAreNotCaptured) {
    ingest();
    configure(
        "[[source]]\nname = \"blog\"\nurl = \"http://127.0.0.1:1/\"\nallow_private = true\n"
        "connect_timeout = \"1s\"\nrobots = false\n");
    EXPECT_THAT(says("sources", 0), HasSubstr("warning: blog: was never captured"));
    (void)program_.run({"-q", "capture"});
    EXPECT_EQ(says("sources", 0), "ok: all 1 were captured in time\n");
    program_.now += std::chrono::hours(30);
    EXPECT_THAT(says("sources", 0), HasSubstr("warning: blog: was captured last at"));
    for (int i = 0; i < 3; ++i) (void)program_.run({"-q", "capture", "blog"});
    EXPECT_THAT(says("sources", 0), HasSubstr("times in a row"));
}

}  // namespace
}  // namespace feedarc
