#include "app/git_history.hpp"

#include <feedarc/ingest_git.hpp>

#include "app/input_stream.hpp"
#include "support/archive_text.hpp"
#include "support/git_repository.hpp"
#include "support/temporary_folder.hpp"
#include "support/web_archive.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

namespace feedarc::app {
namespace {

using test::GitRepository;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

using Change = GitRepository::Change;

constexpr std::int64_t kStart = 1'767'225'600;  // 2026-01-01T00:00:00Z
constexpr std::size_t kPageBytes = 1000;

// The variable of the environment, until the object goes.
class Variable {
public:
    Variable(const char* name, const std::string& value) : name_(name) {
        ::setenv(name, value.c_str(), 1);
    }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;
    ~Variable() { ::unsetenv(name_); }

private:
    const char* name_;
};

class GitInputs : public testing::Test {
protected:
    void SetUp() override {
        if (!GitRepository::git_is_there()) GTEST_SKIP() << "git is not installed";
    }

    std::vector<Input> versions(const std::string& path, const std::string& ref = "") {
        remarks_.clear();
        return git_inputs({repository_.folder(), {path}, ref}, kPageBytes, nullptr,
                          [this](const std::string& text) { remarks_.push_back(text); });
    }

    // The bytes of each; of what cannot be read why.
    static std::vector<std::string> contents(const std::vector<Input>& inputs) {
        std::vector<std::string> all;
        for (const Input& input : inputs) {
            if (input.problem) {
                all.emplace_back(input.problem->what());
                continue;
            }
            try {
                all.push_back(InputStream(input).whole(kPageBytes));
            } catch (const Error& error) {
                all.emplace_back(error.what());
            }
        }
        return all;
    }
    std::vector<std::string> contents_of(const std::string& path, const std::string& ref = "") {
        return contents(versions(path, ref));
    }

    static Change write(const std::string& bytes, const std::string& path = "page.html") {
        return {path, bytes};
    }

    test::TemporaryFolder home_;
    GitRepository repository_{home_ / "r"};
    std::vector<std::string> remarks_;
};

TEST_F(GitInputs, AreTheVersionsByTheTimesAtWhichTheyWereWritten) {
    repository_.commit(kStart + 20, {write("second")});
    repository_.commit(kStart + 10, {write("first")}, {1});
    repository_.commit(kStart + 30, {write("other", "other.html")}, {2});
    repository_.commit(kStart + 40, {write("third")}, {3});
    repository_.make();
    const auto inputs = versions("page.html");
    EXPECT_THAT(contents(inputs), ElementsAre("first", "second", "third"));
    ASSERT_THAT(inputs, SizeIs(3));
    EXPECT_EQ(format_time(inputs[0].captured_at), "2026-01-01T00:00:10Z");
    EXPECT_EQ(format_time(inputs[2].captured_at), "2026-01-01T00:00:40Z");
    const auto commit = repository_.git({"rev-parse", "HEAD"}).out.substr(0, 12);
    EXPECT_EQ(inputs[2].path, repository_.folder() + ":page.html@" + commit);
    EXPECT_EQ(inputs[2].size, 5U);
}

TEST_F(GitInputs, ComeFromMergedBranchesToo_AndMergesMakeNone) {
    const auto first = repository_.commit(kStart, {write("first")});
    const auto ours = repository_.commit(kStart + 10, {write("ours")}, {first});
    const auto theirs = repository_.commit_to("side", kStart + 20, {write("theirs")}, {first});
    repository_.commit(kStart + 30, {write("of both")}, {ours, theirs});
    repository_.commit_to("unmerged", kStart + 40, {write("elsewhere")}, {first});
    repository_.make();
    EXPECT_THAT(contents_of("page.html"), ElementsAre("first", "ours", "theirs"));
    EXPECT_THAT(contents_of("page.html", "side"), ElementsAre("first", "theirs"));
    EXPECT_THAT(contents_of("page.html", "unmerged"), ElementsAre("first", "elsewhere"));
}

TEST_F(GitInputs, LeaveOutDeletionsAndChangesOfTheModeAlone) {
    repository_.commit(kStart, {write("page")});
    repository_.commit(kStart + 10, {{"page.html", "page", "100755"}}, {1});
    repository_.commit(kStart + 20, {{"page.html", "", ""}}, {2});
    repository_.commit(kStart + 30, {write("page")}, {3});
    repository_.make();
    EXPECT_THAT(contents_of("page.html"), ElementsAre("page", "page"));
    EXPECT_THAT(remarks_, ElementsAre(HasSubstr("2 versions; passed over: 1 commits that delete "
                                                "it, 1 that change its mode alone")));
}

TEST_F(GitInputs, NameWhatIsNoFileAndWhatIsTooLarge) {
    repository_.commit(kStart, {write("page")});
    repository_.commit(kStart + 10, {{"page.html", "/etc/passwd", "120000"}}, {1});
    repository_.commit(kStart + 20,
                       {{"page.html", "1234567890123456789012345678901234567890", "160000"}}, {2});
    repository_.commit(kStart + 30, {write(std::string(kPageBytes + 1, 'x'))}, {3});
    repository_.commit(kStart + 40, {write(std::string(kPageBytes, 'x'))}, {4});
    repository_.make();
    const auto inputs = versions("page.html");
    EXPECT_THAT(contents(inputs),
                ElementsAre("page", EndsWith(": a symbolic link, no file"),
                            EndsWith(": a submodule, no file"), HasSubstr("(limit page-size)"),
                            std::string(kPageBytes, 'x')));
    EXPECT_EQ(inputs[3].problem->code(), ErrorCode::limit);
    EXPECT_EQ(inputs[1].problem->code(), ErrorCode::input);
    EXPECT_THAT(inputs[1].problem->what(), HasSubstr(":page.html@"));
}

TEST_F(GitInputs, AreThoseOfThePathItself) {
    const std::vector<std::string> names{"*.html",  "[ab].html",  ":(top)x", "-x",  "a\nb",
                                         "日本 語", "\"q\".html", "a/-- b",  ":x:y"};
    std::vector<Change> changes{write("decoy", "a.html"), write("decoy", "x"),
                                write("decoy", "ab")};
    for (const std::string& name : names) changes.push_back(write("in " + name, name));
    repository_.commit(kStart, changes);
    repository_.make();
    for (const std::string& name : names) {
        EXPECT_THAT(contents_of(name), ElementsAre("in " + name)) << name;
    }
    EXPECT_THAT(contents_of("./a//-- b"), ElementsAre("in a/-- b"));
    EXPECT_THAT(contents_of("a"), ElementsAre(EndsWith(":a: a folder; name the files in it one by "
                                                       "one")));
    EXPECT_THAT(contents_of("b*"), ElementsAre(HasSubstr(":b*: no commit has such a file")));
    for (const char* outside : {"", ".", "../x", "/etc/passwd", "a/../.."}) {
        EXPECT_THROW((void)versions(outside), Error) << outside;
    }
}

TEST_F(GitInputs, AreCalledAsInTheFolderThatIsNamed) {
    repository_.commit(kStart, {write("page", "data/page.html"), write("decoy")});
    repository_.make();
    const GitHistory of_folder{repository_.folder() + "/data", {"page.html"}, ""};
    EXPECT_THAT(contents(git_inputs(of_folder, kPageBytes, nullptr, {})), ElementsAre("page"));
}

TEST_F(GitInputs, ComeFromBareRepositories) {
    repository_.commit(kStart, {write("page", "data/page.html")});
    repository_.make(true);
    EXPECT_THAT(contents_of("data/page.html"), ElementsAre("page"));
    EXPECT_THAT(contents_of("./data/page.html", "main"), ElementsAre("page"));
}

TEST_F(GitInputs, RefuseARefThatIsNone) {
    repository_.commit(kStart, {write("page")});
    repository_.commit(kStart + 1, {write("page 2")}, {1});
    repository_.make();
    for (const char* ref :
         {"nothing", "HEAD~1..HEAD", "--all", "-x", "HEAD:page.html", "^HEAD", "main side"}) {
        try {
            (void)versions("page.html", ref);
            ADD_FAILURE() << ref;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::input);
            EXPECT_THAT(error.what(), HasSubstr(ref));
        }
    }
}

TEST_F(GitInputs, SayWhatIsWrongWithTheRepository) {
    const auto message = [this](const std::string& folder) -> std::string {
        try {
            (void)git_inputs({folder, {"page.html"}, ""}, kPageBytes, nullptr, {});
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::input);
            return error.what();
        }
        return "";
    };
    EXPECT_THAT(message(home_.path()), HasSubstr("not a git repository"));
    EXPECT_THAT(message(home_ / "missing"), HasSubstr("No such file or directory"));
    repository_.make();
    EXPECT_THAT(message(repository_.folder()), HasSubstr("nothing was committed"));
    const std::string path = std::getenv("PATH");
    ::setenv("PATH", home_.path().c_str(), 1);
    EXPECT_THAT(message(repository_.folder()), HasSubstr("install git"));
    ::setenv("PATH", path.c_str(), 1);
}

TEST_F(GitInputs, AreNotLedElsewhereByTheEnvironment) {
    repository_.commit(kStart, {write("page")});
    repository_.make();
    GitRepository decoy(home_ / "decoy");
    decoy.commit(kStart, {write("decoy")});
    decoy.make();
    const Variable folder("GIT_DIR", decoy.folder() + "/.git");
    const Variable trace("GIT_TRACE", home_ / "trace");
    EXPECT_THAT(contents_of("page.html"), ElementsAre("page"));
    EXPECT_FALSE(std::filesystem::exists(home_ / "trace"));
}

// A program that leaves a mark.
class Marker {
public:
    explicit Marker(const test::TemporaryFolder& home)
        : mark_(home / "mark"),
          program_(home.write("leave-a-mark", "#!/bin/sh\necho \"$0 $*\" >>" + mark_ + "\n")) {
        std::filesystem::permissions(program_, std::filesystem::perms::owner_all);
    }
    [[nodiscard]] const std::string& program() const { return program_; }
    void wipe() const { std::filesystem::remove(mark_); }
    [[nodiscard]] std::string text() const {
        return std::filesystem::exists(mark_) ? test::read_whole_file(mark_) : "";
    }

private:
    std::string mark_;
    std::string program_;
};

// A repository is data: whatever it names as a program stays where it is.
TEST_F(GitInputs, RunNothingThatTheRepositoryNames) {
    repository_.commit(kStart,
                       {write("page"), write("*.html diff=run filter=run", ".gitattributes")});
    repository_.commit(kStart + 10, {write("page 2")}, {1});
    repository_.make();
    const Marker marker(home_);
    for (const char* hook : {"post-checkout", "reference-transaction", "post-index-change"}) {
        std::filesystem::copy(marker.program(), repository_.folder() + "/.git/hooks/" + hook);
    }
    for (const char* key :
         {"core.fsmonitor", "core.pager", "pager.rev-list", "pager.cat-file", "diff.external",
          "diff.run.textconv", "diff.run.command", "filter.run.smudge", "filter.run.process",
          "gpg.program", "core.askPass", "core.alternateRefsCommand", "core.editor"}) {
        EXPECT_EQ(repository_.git({"config", key, marker.program()}).status, 0) << key;
    }
    EXPECT_EQ(repository_.git({"config", "log.showSignature", "true"}).status, 0);
    marker.wipe();
    EXPECT_THAT(contents_of("page.html"), ElementsAre("page", "page 2"));
    EXPECT_EQ(marker.text(), "");
}

// What is missing in a clone without all objects is not asked for: whom to ask, and by which
// program, is the word of the repository.
TEST_F(GitInputs, FetchNothing) {
    repository_.commit(kStart, {write("page")});
    repository_.commit(kStart + 10, {write("lost")}, {1});
    repository_.make();
    const auto object = repository_.git({"rev-parse", "HEAD:page.html"}).out.substr(0, 40);
    std::filesystem::remove(repository_.folder() + "/.git/objects/" + object.substr(0, 2) + "/" +
                            object.substr(2));
    const Marker marker(home_);
    for (const auto& [key, value] :
         {std::pair<std::string, std::string>{"core.repositoryFormatVersion", "1"},
          {"extensions.partialClone", "origin"},
          {"remote.origin.promisor", "true"},
          {"remote.origin.uploadpack", marker.program()},
          {"core.sshCommand", marker.program()},
          {"protocol.allow", "always"},
          {"protocol.ext.allow", "always"}}) {
        EXPECT_EQ(repository_.git({"config", key, value}).status, 0) << key;
    }
    for (const std::string& url : {repository_.folder(), "ext::" + marker.program(),
                                   std::string("ssh://nobody@nowhere.example/r")}) {
        EXPECT_EQ(repository_.git({"config", "remote.origin.url", url}).status, 0);
        marker.wipe();
        EXPECT_THAT(contents_of("page.html"),
                    ElementsAre("page", HasSubstr(": its bytes are not in this clone")));
        EXPECT_EQ(marker.text(), "") << url;
    }
}

}  // namespace
}  // namespace feedarc::app
