#include "support/program.hpp"
#include "support/rendering.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <sstream>

namespace feedarc {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::vector<std::string> lines_of(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

// Two pages: notes on two days, and news.
class ListLayout : public testing::Test {
protected:
    ListLayout() {
        ingest("blog", "2026-01-05", {article("First note", "Notes"), article("二つ目", "News")});
        ingest("blog", "2026-01-06", {article("Third note", "Notes"), article("Plain one", "")});
        ingest("other", "2026-01-06", {article("Third other", "notes"), article("More", "News")});
    }

    static std::string article(const std::string& title, const std::string& category) {
        const std::string label =
            category.empty() ? "" : "<a rel=tag class=category href=/c>" + category + "</a>";
        return "<article><h2><a href='/" + title.substr(0, 2) + "|x'>" + title + "</a></h2>" +
               label + "<p>What " + title + " has to say is said here in a sentence.</article>";
    }
    void ingest(const std::string& source, const std::string& day,
                const std::vector<std::string>& articles) {
        std::string html = "<!DOCTYPE html><meta charset=utf-8><main>";
        for (const std::string& text : articles) html += text;
        const auto done =
            program_.run({"ingest", "--source", source, "--url", "https://" + source + ".example/",
                          program_.home.write(day + ".html", html + "</main>")});
        EXPECT_EQ(done.status, 0) << done.err;
    }
    std::string out(std::vector<std::string> words) {
        words.insert(words.begin(), "list");
        const auto printed = program_.run(words);
        EXPECT_EQ(printed.status, 0) << printed.err;
        return printed.out;
    }
    std::string error(std::vector<std::string> words) {
        words.insert(words.begin(), "list");
        const auto printed = program_.run(words);
        EXPECT_EQ(printed.status, 2) << printed.out;
        EXPECT_EQ(printed.out, "");
        return printed.err;
    }

    test::Program program_;
};

TEST_F(ListLayout, PrintsALineOfOnesOwn) {
    EXPECT_THAT(lines_of(out({"--source", "blog", "--category", "Notes", "--template",
                              "{title:.8}\\t[{category:>6}] {present}"})),
                ElementsAre("Third n…\t[ Notes] true", "First n…\t[ Notes] false"));
    EXPECT_EQ(out({"--source", "blog", "--limit", "1", "--template", "{{{source}}}"}), "{blog}\n");
    EXPECT_THAT(error({"--template", "{titel}"}),
                HasSubstr("--template: there is no field 'titel'; did you mean 'title'?"));
    EXPECT_THAT(error({"--template", "{zzzzzzzz}"}), HasSubstr("(there are id, title, url"));
    EXPECT_THAT(error({"--template", "{title"}), HasSubstr("not closed"));
    EXPECT_THAT(error({"--template", "{title}", "--format", "csv"}), HasSubstr("only one of them"));
    EXPECT_THAT(error({"--template", "{title}", "--fields", "id"}), HasSubstr("only one of them"));
}

TEST_F(ListLayout, GroupsUnderHeadings) {
    program_.terminal.out = true;
    const std::string table =
        out({"--source", "blog", "--group", "category", "--fields", "title", "--color", "never"});
    EXPECT_THAT(table, StartsWith("Notes\nTITLE\n"));
    EXPECT_THAT(table, HasSubstr("\n\n(none)\nTITLE\nPlain one\n"));
    EXPECT_THAT(out({"--group", "source", "--format", "markdown", "--fields", "id"}),
                StartsWith("## blog\n\n| id |\n"));
    EXPECT_THAT(lines_of(out({"--group", "source", "--fields", "title", "--limit", "1", "--color",
                              "never"})),
                ElementsAre("blog", "TITLE", testing::_));
}

TEST_F(ListLayout, GroupsInAColumnForPrograms) {
    const json rows = json::parse(out({"--group", "day", "--format", "json"}));
    ASSERT_EQ(rows.size(), 6U);
    EXPECT_EQ(rows[0]["group"], "2026-01-06");
    EXPECT_EQ(rows[5]["group"], "2026-01-05");
    EXPECT_EQ(lines_of(out({"--group", "source", "--fields", "title"}))[0], "group\ttitle");
    EXPECT_THAT(out({"--group", "category", "--format", "jsonl", "--fields", "id"}),
                HasSubstr("{\"group\":null,\"id\":"));
}

TEST_F(ListLayout, CountsByGroup) {
    EXPECT_EQ(out({"--group", "day", "--count"}), "group\trecords\n2026-01-06\t4\n2026-01-05\t2\n");
    EXPECT_EQ(out({"--group", "source", "--count", "--category", "Notes"}),
              "group\trecords\nblog\t2\nother\t1\n");
    const std::string categories = out({"--group", "category", "--count"});
    EXPECT_THAT(categories, HasSubstr("otes\t3\n"));
    EXPECT_THAT(categories, HasSubstr("News\t2\n"));
    EXPECT_THAT(categories, HasSubstr("\n\t1\n"));
}

TEST_F(ListLayout, RefusesGroupsThatCannotBe) {
    EXPECT_THAT(error({"--group", "dya"}), HasSubstr("did you mean 'day'?"));
    EXPECT_THAT(error({"--group", "day", "--sort", "title"}), HasSubstr("--group day"));
    EXPECT_THAT(error({"--group", "day", "--at", "2026-01-06"}), HasSubstr("--at"));
}

TEST_F(ListLayout, LinksTitlesOnATerminalThatTakesColour) {
    program_.terminal.out = true;
    program_.environment["TERM"] = "xterm-256color";
    const std::vector<std::string> words{"--source", "blog", "--limit", "4"};
    const auto with = [&](std::vector<std::string> more) {
        more.insert(more.begin(), words.begin(), words.end());
        return out(more);
    };
    const std::string linked = with({});
    EXPECT_THAT(linked,
                HasSubstr("\x1b]8;;https://blog.example/Th%7Cx\x1b\\Third note\x1b]8;;\x1b\\"));
    EXPECT_EQ(test::without_own_colours(linked), with({"--color", "never"}));
    EXPECT_THAT(with({"--color", "never"}), Not(HasSubstr("\x1b")));
    EXPECT_THAT(with({"--format", "markdown"}), Not(HasSubstr("\x1b")));
    program_.environment["TERM"] = "linux";
    EXPECT_THAT(with({}), Not(HasSubstr("\x1b]")));
}

}  // namespace
}  // namespace feedarc
