#include "support/program.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>

namespace feedarc {
namespace {

namespace fs = std::filesystem;
using test::Printed;
using test::Program;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

class Sql : public testing::Test {
protected:
    Sql() { ingest(program_.home / ".local/share/feedarc/archive.db"); }

    void ingest(const std::string& archive) {
        const std::string page =
            "<!DOCTYPE html><title>x</title><main><article><h2>"
            "<a href=\"https://x.example/1\">First of them &#27;[31m</a></h2>"
            "<p>What there is to say.</p></article><article><h2>"
            "<a href=\"https://x.example/2\">Second, \"quoted\"</a></h2>"
            "<p>What else there is to say.</p></article></main>";
        const auto ingested = program_.run({"ingest", "-q", "--archive=" + archive, "--source",
                                            "blog", program_.home.write("page.html", page)});
        EXPECT_EQ(ingested.status, 0) << ingested.err;
    }
    Printed run(std::vector<std::string> words) {
        words.insert(words.begin(), "sql");
        return program_.run(words);
    }

    // Names that are not absolute begin in the home folder.
    ~Sql() override { fs::current_path(before_); }

    const fs::path before_ = fs::current_path();
    Program program_;
};

TEST_F(Sql, PrintsRowsInOurFormats) {
    const std::string query = "SELECT id, source, 2.5 AS half, NULL AS none FROM entries";
    EXPECT_EQ(run({query}).out, "id\tsource\thalf\tnone\n1\tblog\t2.5\t\n2\tblog\t2.5\t\n");
    EXPECT_EQ(run({query + " LIMIT 1", "--format", "json"}).out,
              "[\n{\"id\":1,\"source\":\"blog\",\"half\":2.5,\"none\":null}\n]\n");
    EXPECT_EQ(run({"SELECT 'a,b' AS \"c,d\", '=1' AS e, -1.5 AS f", "--format", "csv"}).out,
              "\"c,d\",e,f\r\n\"a,b\",'=1,-1.5\r\n");
    program_.terminal.out = true;
    EXPECT_EQ(run({"SELECT id, source FROM entries", "--color", "never"}).out,
              "ID  SOURCE\n 1  blog\n 2  blog\n");
}

TEST_F(Sql, TakesSeveralStatementsAndColumnsOfOneName) {
    EXPECT_EQ(run({"SELECT 1 AS a, 2 AS a; SELECT 3 AS b; SELECT 4 WHERE 0"}).out,
              "a\ta\n1\t2\nb\n3\n");
    EXPECT_EQ(run({"SELECT 4 WHERE 0", "--format", "json"}).out, "[]\n");
    EXPECT_EQ(run({"SELECT 1 AS \"say \"\"x\"\"\"", "--format", "jsonl"}).out,
              "{\"say \\\"x\\\"\":1}\n");
    EXPECT_EQ(run({"SELECT 9e999 AS a, ':1e999' AS b", "--format", "jsonl"}).out.substr(0, 9),
              "{\"a\":null");
}

TEST_F(Sql, MakesControlsVisible) {
    for (const bool terminal : {false, true}) {
        program_.terminal.out = terminal;
        for (const std::string& query :
             {std::string("SELECT char(27, 0x202e) || 'x' AS a"), std::string(".print \x1b[31m")}) {
            const Printed printed = run({query});
            EXPECT_EQ(printed.status, 0) << printed.err;
            EXPECT_THAT(printed.out, HasSubstr("\\u{1b}"));
        }
    }
    EXPECT_THAT(run({"SELECT title FROM entries"}).out, HasSubstr("\\u{1b}[31m"));
    const Printed wrong = run({"SELECT \x1b[31m"});
    EXPECT_EQ(wrong.status, 1);
    EXPECT_THAT(wrong.err, AllOf(HasSubstr("\\u{1b}"), HasSubstr("sqlite3")));
}

TEST_F(Sql, RunsWhatStandardInputSays) {
    program_.input = "-- a remark\nSELECT count(*) AS n\nFROM entries";
    EXPECT_EQ(run({}).out, "n\n2\n");
    EXPECT_EQ(run({"--", "-- a remark\nSELECT 7 AS n"}).out, "n\n7\n");
    EXPECT_THAT(run({".schema entries"}).out, HasSubstr("CREATE VIEW entries"));
}

TEST_F(Sql, ChangesAndMakesNothing) {
    const std::string other = program_.home / "other.db";
    for (const std::string& query :
         {std::string("DELETE FROM records"), "ATTACH '" + other + "' AS o; CREATE TABLE o.t (a)",
          ".open " + other, ".output " + other, ".shell touch " + other,
          "VACUUM INTO '" + other + "'", std::string("CREATE TABLE t (a)"),
          "SELECT writefile('" + other + "', 'x')", ".save " + other, ".log " + other}) {
        EXPECT_EQ(run({query}).status, 1) << query;
        EXPECT_FALSE(fs::exists(other)) << query;
    }
    EXPECT_EQ(run({"SELECT count(*) AS n FROM records"}).out, "n\n2\n");
    const Printed missing = run({"SELECT 1", "--archive", other});
    EXPECT_EQ(missing.status, 4);
    EXPECT_THAT(missing.err, HasSubstr("there is no archive here"));
    EXPECT_FALSE(fs::exists(other));
}

TEST_F(Sql, TakesTheArchiveWhateverItIsCalled) {
    fs::current_path(program_.home.path());
    for (const std::string& name :
         {std::string("-readonly"), std::string("a?mode=rwc#x.db"),
          std::string("file:y.db?vfs=none"), std::string("100%41.db"), std::string("a 'b\".db")}) {
        ingest(name);
        EXPECT_EQ(run({"--archive=" + name, "SELECT count(*) AS n FROM records"}).out, "n\n2\n")
            << name;
    }
}

TEST_F(Sql, SaysThatSqliteIsMissing) {
    const std::string before = std::getenv("PATH");
    ::setenv("PATH", "/nowhere", 1);
    const Printed printed = run({"SELECT 1"});
    ::setenv("PATH", before.c_str(), 1);
    EXPECT_EQ(printed.status, 1);
    EXPECT_THAT(printed.err, HasSubstr("not installed (apt install sqlite3)"));
    EXPECT_THAT(printed.out, IsEmpty());
}

}  // namespace
}  // namespace feedarc
