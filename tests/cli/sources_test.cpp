#include "samples.hpp"
#include "support/program.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>

namespace feedarc {
namespace {

using nlohmann::json;
using test::Printed;
using test::Program;
using test::read_whole_file;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

class Sources : public testing::Test {
protected:
    Program program;

    [[nodiscard]] std::string path() const { return program.home / ".config/feedarc/config.toml"; }
    void configure(const std::string& text) const {
        (void)program.home.write(".config/feedarc/config.toml", text);
    }
    [[nodiscard]] std::string config() const { return read_whole_file(path()); }

    Printed run(const std::vector<std::string>& words) { return program.run(words); }
    void expect_failure(const std::vector<std::string>& words, int status, const char* message) {
        const Printed printed = program.run(words);
        EXPECT_EQ(printed.status, status) << printed.err;
        EXPECT_THAT(printed.err, HasSubstr(message));
        EXPECT_THAT(printed.out, IsEmpty());
    }
};

TEST_F(Sources, AreAddedToAConfigurationThatIsMade) {
    const Printed added = run({"sources", "add", "https://www.blog.example/latest"});
    EXPECT_EQ(added.status, 0) << added.err;
    EXPECT_EQ(added.out, "added blog.example  https://www.blog.example/latest\n");
    EXPECT_EQ(config(),
              "[[source]]\nname = \"blog.example\"\nurl = \"https://www.blog.example/latest\"\n");
    EXPECT_EQ(run({"sources", "add", "https://blog.example/papers", "--every", "30m", "--category",
                   "NLP"})
                  .out,
              "added blog.example/papers  https://blog.example/papers\n");
    EXPECT_THAT(config(), testing::EndsWith("every = \"30m\"\ncategory = \"NLP\"\n"));
    EXPECT_EQ(run({"sources", "add", "https://c.example/", "--name", "論文"}).status, 0);
    EXPECT_EQ(run({"config", "check"}).status, 0);
}

TEST_F(Sources, ThatAreThereOrWrongAreNotAdded) {
    configure("[[source]]\nname = \"a\"\nurl = \"https://a.example/x\"\n");
    const std::string before = config();
    expect_failure({"sources", "add", "https://A.example:443/x#top"}, 2,
                   "'a' has this URL already");
    expect_failure({"sources", "add", "https://b.example/", "--name", "a"}, 2,
                   "there is a source 'a' already");
    expect_failure({"sources", "add", "b.example"}, 2, "is no http or https URL");
    expect_failure({"sources", "add", "https://me:secret@b.example/"}, 2, "put them into headers");
    expect_failure({"sources", "add", "https://b.example/", "--every", "10s"}, 2,
                   "from 1m to 366d");
    expect_failure({"sources", "add", "https://b.example/", "--name", "x\ny"}, 2, "one line");
    EXPECT_EQ(config(), before);
    configure("nmae = 1\n");
    expect_failure({"sources", "add", "https://b.example/"}, 2, "config.toml:1: nmae: unknown key");
}

TEST_F(Sources, AreMovedAndRemovedWithoutTouchingTheRest) {
    configure(
        "# mine\n\n[[source]]\nname = \"a\"  # first\nurl = 'https://a.example/'\n\n"
        "[[source]]\nname = \"b\"\n# tail\n");
    EXPECT_EQ(run({"sources", "set-url", "a", "https://new.example/"}).out,
              "set a  https://new.example/\n");
    expect_failure({"sources", "set-url", "b", "https://new.example"}, 2, "'a' has this URL");
    expect_failure({"sources", "set-url", "aa", "https://c.example/"}, 1, "did you mean 'a'?");
    const Printed removed = run({"sources", "remove", "b"});
    EXPECT_EQ(removed.out, "removed b\n");
    EXPECT_THAT(removed.err, HasSubstr("the archive keeps what it has"));
    EXPECT_EQ(config(),
              "# mine\n\n[[source]]\nname = \"a\"  # first\nurl = \"https://new.example/\"\n"
              "# tail\n");
    expect_failure({"sources", "remove", "b"}, 1, "there is no source 'b'");
}

TEST_F(Sources, AreListedBeforeThereIsAnArchive) {
    expect_failure({"sources"}, 4, "archive.db");
    configure("[[source]]\nname = \"a\"\nurl = \"https://a.example/\"\nevery = \"90m\"\n");
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"sources", "--format", "json"},
          {"sources", "list", "--format", "json"}}) {
        const Printed printed = run(words);
        ASSERT_EQ(printed.status, 0) << printed.err;
        const json sources = json::parse(printed.out);
        ASSERT_EQ(sources.size(), 1U);
        EXPECT_EQ(sources[0]["name"], "a");
        EXPECT_EQ(sources[0]["url"], "https://a.example/");
        EXPECT_EQ(sources[0]["configured"], true);
        EXPECT_EQ(sources[0]["every"], 5400);
        EXPECT_EQ(sources[0]["snapshots"], 0);
    }
    EXPECT_FALSE(std::filesystem::exists(program.home / ".local/share/feedarc"));
}

TEST_F(Sources, OfTheArchiveAndOfTheConfigurationAreOneList) {
    ASSERT_EQ(run(test::with_samples({"ingest", "-q", "--source", "a"})).status, 0);
    ASSERT_EQ(run(test::with_samples({"ingest", "-q", "--source", "old"})).status, 0);
    configure(
        "[[source]]\nname = \"new\"\n[[source]]\nname = \"a\"\nurl = \"https://a.example/\"\n");
    const json sources = json::parse(run({"sources", "--format", "json"}).out);
    ASSERT_EQ(sources.size(), 3U);
    EXPECT_EQ(sources[0]["name"], "a");
    EXPECT_EQ(sources[0]["url"], "https://a.example/");
    EXPECT_EQ(sources[0]["snapshots"], 4);
    EXPECT_EQ(sources[0]["every"], 3600);
    EXPECT_EQ(sources[1]["name"], "old");
    EXPECT_EQ(sources[1]["configured"], false);
    EXPECT_TRUE(sources[1]["every"].is_null());
    EXPECT_EQ(sources[2]["name"], "new");
    EXPECT_EQ(run({"sources", "remove", "a"}).status, 0);
    EXPECT_EQ(json::parse(run({"sources", "show", "a", "--format", "json"}).out)["snapshots"], 4);
}

TEST_F(Sources, AreShownWithoutTheirSecrets) {
    configure(
        "[capture]\nproxy = \"http://me:secret@proxy.example:3128\"\n[[source]]\nname = \"a\"\n"
        "headers = { A = \"secret\", B = { file = \"~/token\" }, C = { env = \"KEY\" } }\n"
        "[source.rules]\ntitle = \"h2 > a[b=c]\"\n");
    const json shown = json::parse(run({"sources", "show", "a", "--format", "json"}).out);
    EXPECT_EQ(shown["headers.A"], "(set)");
    EXPECT_EQ(shown["headers.B"], "(from file " + program.home.path() + "/token)");
    EXPECT_EQ(shown["headers.C"], "(from $KEY)");
    EXPECT_EQ(shown["proxy"], "http://(set)@proxy.example:3128");
    EXPECT_EQ(shown["every"], "1h");
    EXPECT_EQ(shown["max_wire"], "16 MiB");
    EXPECT_EQ(shown["rules.title"], "h2 > a[b=c]");
    EXPECT_TRUE(shown["url"].is_null());
    EXPECT_THAT(run({"sources", "show", "a"}).out, Not(HasSubstr("secret")));
    expect_failure({"sources", "show", "b"}, 1, "there is no source 'b'; did you mean 'a'?");
}

constexpr const char* kList =
    "<opml version='2.0'><body><outline text='Folder'>"
    "<outline text='Tea &amp; Salt' xmlUrl='https://tea.example/feed'/>"
    "<outline text='Known' xmlUrl='https://a.example/'/></outline>"
    "<outline text='Twice' xmlUrl='https://TEA.example/feed'/>"
    "<outline xmlUrl='https://plain.example/feed'/></body></opml>";

TEST_F(Sources, AreImportedFromAListOfSubscriptions) {
    configure("# mine\n[[source]]\nname = \"a\"\nurl = \"https://a.example\"\n");
    const std::string file = program.home.write("list.opml", kList);
    const Printed printed = run({"sources", "import", file});
    EXPECT_EQ(printed.status, 0) << printed.err;
    EXPECT_EQ(printed.out,
              "added Tea & Salt  https://tea.example/feed\n"
              "added plain.example  https://plain.example/feed\n");
    EXPECT_EQ(printed.err, "feedarc: 2 added, 2 configured already, 0 refused\n");
    EXPECT_THAT(config(), StartsWith("# mine\n[[source]]\nname = \"a\"\n"));
    program.input = kList;
    const Printed again = run({"sources", "import", "-"});
    EXPECT_THAT(again.out, IsEmpty());
    EXPECT_EQ(again.err, "feedarc: 0 added, 4 configured already, 0 refused\n");
}

TEST_F(Sources, ThatCannotBeImportedAreNamed) {
    program.input =
        "<opml><body><outline text='Old' xmlUrl='gopher://old.example/'/>"
        "<outline text='New' xmlUrl='https://new.example/'/></body></opml>";
    const Printed printed = run({"sources", "import", "-"});
    EXPECT_EQ(printed.status, 1);
    EXPECT_THAT(printed.err, AllOf(HasSubstr("Old: \"gopher://old.example/\" is no http"),
                                   HasSubstr("1 added, 0 configured already, 1 refused")));
    program.input = "<rss/>";
    expect_failure({"sources", "import", "-"}, 1, "not <opml>");
    expect_failure({"sources", "import", program.home / "none"}, 1, "none: ");
}

TEST_F(Sources, HaveNoOtherCommands) {
    expect_failure({"sources", "lits"}, 2, "did you mean 'list'?");
    expect_failure({"sources", "add"}, 2, "URL is required");
}

TEST_F(Sources, AreNotAddedToWhatIsNoFile) {
    expect_failure({"sources", "add", "https://a.example/", "--config", "/dev/null"}, 2,
                   "/dev/null: is no file that can be changed");
}

TEST_F(Sources, CheckTellsAllMistakesOfTheConfiguration) {
    configure("[capture]\njobs = 0\nevery = 5\n[[source]]\nnmae = \"a\"\n");
    const Printed printed = run({"config", "check"});
    EXPECT_EQ(printed.status, 2);
    EXPECT_THAT(printed.err, AllOf(HasSubstr("config.toml:2: capture.jobs: must be a whole number"),
                                   HasSubstr("config.toml:3: capture.every: must be a duration"),
                                   HasSubstr("config.toml:4: source[1].name: is missing"),
                                   HasSubstr("config.toml:5: source[1].nmae: unknown key")));
}

class Timer : public Sources {
protected:
    [[nodiscard]] std::string unit(const char* name) const {
        return program.home / (std::string(".config/systemd/user/feedarc.") + name);
    }
};

TEST_F(Timer, IsInstalledForTheUser) {
    const Printed printed = run(
        {"install-timer", "--user", "--every", "30m", "--archive", "/srv/my \"100%\" $a\\b.db"});
    EXPECT_EQ(printed.status, 0) << printed.err;
    EXPECT_EQ(printed.out,
              "systemctl --user daemon-reload\nsystemctl --user enable --now feedarc.timer\n");
    const std::string service = read_whole_file(unit("service"));
    const std::string self = std::filesystem::read_symlink("/proc/self/exe").string();
    EXPECT_THAT(service, HasSubstr("\nExecStart=\"" + self +
                                   "\" \"--archive\" \"/srv/my \\\"100%%\\\" $$a\\\\b.db\" "
                                   "\"capture\" \"-q\"\n"));
    EXPECT_THAT(service, AllOf(HasSubstr("NoNewPrivileges=yes"), Not(HasSubstr("User=")),
                               Not(HasSubstr("ProtectSystem")), Not(HasSubstr("system unit"))));
    EXPECT_THAT(read_whole_file(unit("timer")),
                AllOf(HasSubstr("\nOnCalendar=*-*-* *:0/30:00\n"), HasSubstr("Persistent=true")));
}

TEST_F(Timer, ReplacesItsOwnUnitsAndNoOthers) {
    ASSERT_EQ(run({"install-timer", "--user"}).status, 0);
    ASSERT_EQ(run({"install-timer", "--user", "--every", "1h"}).status, 0);
    std::ofstream(unit("timer"), std::ios::app) << "# my own\n";
    expect_failure({"install-timer", "--user"}, 2, "feedarc.timer: was changed");
    EXPECT_THAT(read_whole_file(unit("timer")), HasSubstr("0/1:00:00"));
    EXPECT_EQ(run({"install-timer", "--user", "--force"}).status, 0);
    EXPECT_THAT(read_whole_file(unit("timer")), Not(HasSubstr("my own")));
}

TEST_F(Timer, IsOnlyShownByADryRun) {
    const Printed printed = run({"install-timer", "--user", "--dry-run"});
    EXPECT_THAT(printed.out, AllOf(HasSubstr("[Service]"), HasSubstr("[Timer]")));
    EXPECT_FALSE(std::filesystem::exists(unit("timer")));
}

TEST_F(Timer, SaysWhatItCannotDo) {
    expect_failure({"install-timer"}, 2, "give --user");
    expect_failure({"install-timer", "--user", "--every", "7m"}, 2, "'7m' is none of 1m, 2m");
    expect_failure({"install-timer", "--user", "--every", "often"}, 2, "'often' is none of");
}

}  // namespace
}  // namespace feedarc
