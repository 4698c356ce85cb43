#include "cli/samples.hpp"
#include "support/program.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

// Categories that rules of the configuration give, and those that are suggested.
namespace feedarc {
namespace {

using nlohmann::json;
using test::Printed;
using test::Program;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;
using testing::UnorderedElementsAre;

using Words = std::vector<std::string>;

// Three entries without a category, and one with its own.
class Categorize : public testing::Test {
protected:
    Categorize() {
        page("20260111T080000Z.html", {{"Parsing with llamas", "", "/a"},
                                       {"Gardens in winter", "", "/b"},
                                       {"Cooking for llamas", "Food", "/c"},
                                       {"News of the day", "", "/d"}});
        ingest();
    }

    struct Shown {
        std::string title, category, url;
    };
    void page(const std::string& name, const std::vector<Shown>& entries) {
        std::string html = "<html><body><main>";
        for (const Shown& entry : entries) {
            html += "<article><h2><a href=\"https://blog.example" + entry.url + "\">" +
                    entry.title + "</a></h2>";
            if (!entry.category.empty()) {
                html += "<span class=\"category\">" + entry.category + "</span>";
            }
            html +=
                "<time datetime=\"2026-01-10\">2026-01-10</time><p>Some words about what is "
                "said there, and nothing else.</p></article>";
        }
        program_.home.write("pages/" + name, html + "</main></body></html>");
    }

    void rules(const std::string& text) {
        program_.home.write(".config/feedarc/config.toml", text);
    }

    Printed run(const Words& words) { return program_.run(words); }
    Printed ok(const Words& words) {
        Printed printed = run(words);
        EXPECT_EQ(printed.status, 0) << printed.err;
        return printed;
    }
    void ingest() { ok({"-q", "ingest", "--source", "blog", program_.home / "pages"}); }

    // `title category from` of each record, by title.
    Words listed(const Words& more = {}) {
        Words words{"list", "--sort", "title", "--format", "jsonl"};
        words.insert(words.end(), more.begin(), more.end());
        Words lines;
        std::istringstream stream(ok(words).out);
        for (std::string line; std::getline(stream, line);) {
            const json row = json::parse(line);
            EXPECT_EQ(row["category_assigned"],
                      !row["category_from"].is_null() && row["category_from"] != "page");
            const auto text = [&](const char* name) {
                return row[name].is_null() ? std::string("-") : row[name].get<std::string>();
            };
            lines.push_back(text("title") + "|" + text("category") + "|" + text("category_from"));
        }
        return lines;
    }

    Words summary(const Words& words) {
        std::istringstream stream(ok(words).out);
        Words lines;
        for (std::string line; std::getline(stream, line);) lines.push_back(line);
        return lines;
    }

    void expect_sound() {
        const Printed checked = run({"check", "--data"});
        EXPECT_EQ(checked.status, 0) << checked.out << checked.err;
    }

    static constexpr const char* kAnimals =
        "[[category]]\nname = \"Animals\"\nmatch = [\"llamas\", \"llama\"]\n";

    Program program_;
};

TEST_F(Categorize, GivesRecordsWhosePagesShowNoneTheCategoryOfTheFirstRuleThatMatches) {
    rules(std::string(kAnimals) +
          "[[category]]\nname = \"Language\"\nmatch = \"parsing\"\n"
          "[[category]]\nname = \"Seasons\"\nregex = '(?i)WINTER$'\n");
    const auto lines = summary({"categorize", "--json"});
    EXPECT_THAT(lines,
                ElementsAre(R"({"type":"category","category":"Animals","records":1,"assigned":1})",
                            R"({"type":"category","category":"Language","records":0,"assigned":0})",
                            R"({"type":"category","category":"Seasons","records":1,"assigned":1})",
                            R"({"type":"summary","records":3,"matched":2,"assigned":2,)"
                            R"("taken_back":0,"dry_run":false})"));
    EXPECT_THAT(listed(),
                ElementsAre("Cooking for llamas|Food|page", "Gardens in winter|Seasons|rule",
                            "News of the day|-|-", "Parsing with llamas|Animals|rule"));
    // Doing it again changes nothing.
    EXPECT_THAT(summary({"categorize", "--json"}).back(),
                HasSubstr(R"("matched":2,"assigned":0,"taken_back":0)"));
    EXPECT_THAT(ok({"-q", "categorize"}).out, IsEmpty());
    expect_sound();
}

TEST_F(Categorize, ChoosesByWhereACategoryIsFrom) {
    rules(std::string(kAnimals) + "[[source]]\nname = \"blog\"\ncategory = \"Blog\"\n");
    page("20260112T080000Z.html", {{"News of the next day", "", "/e"}});
    ingest();  // the source gets its category with a snapshot
    EXPECT_THAT(listed({"--category-from", "rule"}), IsEmpty());
    ok({"categorize"});
    EXPECT_THAT(listed({"--category-from", "rule"}),
                ElementsAre("Parsing with llamas|Animals|rule"));
    EXPECT_THAT(listed({"--category-from", "page"}), ElementsAre("Cooking for llamas|Food|page"));
    EXPECT_EQ(ok({"list", "--count", "--category-from", "source"}).out, "3\n");
    EXPECT_EQ(ok({"list", "--count", "--category-from", "source", "--category-from", "rule"}).out,
              "4\n");
    EXPECT_EQ(ok({"list", "--count", "--category", ""}).out, "0\n");
    EXPECT_EQ(ok({"list", "--count", "--category", "animals"}).out, "1\n");
    EXPECT_EQ(ok({"categories", "--fields", "category,records,assigned"}).out,
              "category\trecords\tassigned\nBlog\t3\t3\nAnimals\t1\t1\nFood\t1\t0\n");
    EXPECT_THAT(run({"list", "--category-from", "rules"}).err, HasSubstr("rule"));
    // A category that nobody typed right gets a hint, assigned ones included.
    EXPECT_THAT(ok({"list", "--category", "Animls"}).err, HasSubstr("Animals"));
}

TEST_F(Categorize, MarksAssignedOnesInWhatPeopleRead) {
    rules(kAnimals);
    ok({"categorize"});
    const auto table = ok({"list", "--format", "table"}).out;
    EXPECT_THAT(table, HasSubstr("Animals*"));
    EXPECT_THAT(table, testing::Not(HasSubstr("Food*")));
    EXPECT_THAT(ok({"list", "--format", "tsv"}).out, testing::Not(HasSubstr("Animals*")));
    EXPECT_THAT(ok({"search", "parsing", "--category-from", "rule", "--fields", "title"}).out,
                HasSubstr("Parsing"));
    EXPECT_THAT(ok({"export", "--format", "atom"}).out, HasSubstr("term=\"Animals\""));
}

TEST_F(Categorize, TakesBackWhatARuleGivesNoLonger) {
    rules(kAnimals);
    ok({"categorize"});
    rules("[[category]]\nname = \"Beasts\"\nmatch = \"llamas\"\n");
    EXPECT_THAT(ok({"categorize", "--dry-run"}).err, HasSubstr("nothing stored"));
    EXPECT_THAT(listed({"--category", "Animals"}), testing::SizeIs(1));
    ok({"categorize"});
    EXPECT_THAT(listed({"--category-from", "rule"}),
                ElementsAre("Parsing with llamas|Beasts|rule"));
    rules("");
    const Printed none = ok({"categorize"});
    EXPECT_THAT(none.err, HasSubstr("1 taken back"));
    EXPECT_THAT(none.err, HasSubstr("no rules"));
    EXPECT_THAT(listed({"--category", ""}), testing::SizeIs(3));
    rules(kAnimals);
    ok({"categorize"});
    EXPECT_THAT(listed({"--category", "Animals"}), testing::SizeIs(1));
    expect_sound();
}

TEST_F(Categorize, LetsAPageThatShowsOneLaterWin) {
    rules(kAnimals);
    ok({"categorize"});
    page("20260113T080000Z.html", {{"Parsing with llamas", "Tools", "/a"},
                                   {"Gardens in winter", "", "/b"},
                                   {"Cooking for llamas", "Food", "/c"},
                                   {"News of the day", "", "/d"}});
    ingest();
    EXPECT_THAT(listed({"--category-from", "page"}),
                ElementsAre("Cooking for llamas|Food|page", "Parsing with llamas|Tools|page"));
    EXPECT_THAT(summary({"categorize", "--json"}).back(),
                HasSubstr(R"("records":2,"matched":0,"assigned":0,"taken_back":0)"));
    expect_sound();
}

TEST_F(Categorize, IsDoneByAnIngestForWhatIsNew) {
    rules(kAnimals);
    page("20260114T080000Z.html",
         {{"A llama on the roof", "", "/f"}, {"Parsing with llamas", "", "/a"}});
    ingest();
    // The other record was there before, and is not changed.
    EXPECT_THAT(listed({"--category-from", "rule"}),
                ElementsAre("A llama on the roof|Animals|rule"));
    expect_sound();
}

TEST_F(Categorize, SurvivesRebuildMergeAndSalvage) {
    rules(kAnimals);
    ok({"categorize"});
    const Words before = listed();
    ok({"rebuild"});
    EXPECT_EQ(listed(), before);
    const std::string archive = program_.home / ".local/share/feedarc/archive.db";
    ok({"salvage", program_.home / "salvaged.db"});
    ok({"-q", "--archive", program_.home / "other.db", "merge", archive});
    ok({"-q", "--archive", program_.home / "other.db", "merge", archive});
    for (const char* name : {"salvaged.db", "other.db"}) {
        EXPECT_EQ(listed({"--archive", program_.home / name}), before) << name;
    }
    // The later one counts, whichever way it comes.
    program_.now += std::chrono::hours(1);
    rules("[[category]]\nname = \"Beasts\"\nmatch = \"llamas\"\n");
    ok({"--archive", program_.home / "other.db", "categorize"});
    ok({"merge", program_.home / "other.db"});
    EXPECT_THAT(listed({"--category-from", "rule"}),
                ElementsAre("Parsing with llamas|Beasts|rule"));
    ok({"--archive", program_.home / "other.db", "merge", archive});
    EXPECT_EQ(listed({"--archive", program_.home / "other.db"}), listed());
    expect_sound();
}

TEST_F(Categorize, FollowsAJoinAndASplit) {
    rules(kAnimals);
    ok({"categorize"});
    ok({"-q", "join", "1", "2"});
    EXPECT_THAT(listed({"--category", "Animals"}), testing::SizeIs(1));
    ok({"-q", "undo"});
    EXPECT_THAT(listed({"--category", "Animals"}), ElementsAre("Parsing with llamas|Animals|rule"));
    expect_sound();
}

TEST_F(Categorize, LooksOnlyWhereARuleSays) {
    rules(
        "[[category]]\nname = \"A\"\nmatch = \"a\"\non = [\"url\"]\n"
        "[[category]]\nname = \"Other\"\nmatch = \"gardens\"\nsource = \"elsewhere\"\n"
        "[[category]]\nname = \"Text\"\nmatch = \"news\"\non = \"text\"\n");
    ok({"categorize"});
    EXPECT_THAT(listed({"--category-from", "rule"}), ElementsAre("Parsing with llamas|A|rule"));
}

TEST_F(Categorize, GivesUpAPatternThatTakesTooLongAndSaysSo) {
    page("20260115T080000Z.html", {{std::string(60, 'x'), "", "/slow"}});
    ingest();
    rules("[[category]]\nname = \"Slow\"\nregex = '(x+x+)+y'\n");
    const Printed printed = run({"categorize"});
    EXPECT_EQ(printed.status, 1);
    EXPECT_THAT(printed.err, HasSubstr("category[1].regex: it takes too long, so record"));
}

TEST_F(Categorize, RefusesOptionsThatDoNotGoTogether) {
    EXPECT_EQ(run({"categorize", "--apply"}).status, 2);
    EXPECT_EQ(run({"categorize", "--suggest", "--dry-run"}).status, 2);
    EXPECT_EQ(run({"categorize", "--suggest", "--min-confidence", "1.5"}).status, 2);
    EXPECT_EQ(run({"categorize", "--suggest", "--min-confidence", "nan"}).status, 2);
    EXPECT_THAT(run({"categorize", "--source", "blgo"}).err, HasSubstr("blog"));
}

// What a reader of the sample pages would say.
TEST(CategorizedSamples, HaveTheCategoriesThatAReaderExpects) {
    Program program;
    const std::string config = FEEDARC_FIXTURES "/categories.toml";
    ASSERT_EQ(program.run(test::with_samples({"-q", "--config", config, "ingest"})).status, 0);
    const auto begins = [&](const std::string& category) {
        std::vector<std::string> texts;
        const auto listed = program.run({"list", "--category", category, "--format", "json"});
        for (const json& row : json::parse(listed.out)) {
            texts.push_back(row["category_from"].get<std::string>() + " " +
                            row["excerpt"].get<std::string>().substr(0, 24));
        }
        return texts;
    };
    EXPECT_THAT(begins("LLM"),
                UnorderedElementsAre(StartsWith("rule 概述 Medusa"), StartsWith("rule 概述 MTP"),
                                     StartsWith("rule 概述 投机"), StartsWith("rule 简短总结")));
    EXPECT_THAT(begins("NLP"),
                UnorderedElementsAre(StartsWith("page 1. 什么是"), StartsWith("rule 词向量")));
    EXPECT_THAT(begins("CV"), testing::SizeIs(5));
    EXPECT_THAT(begins("RL"), testing::SizeIs(2));
    EXPECT_THAT(begins("Algorithms"), testing::SizeIs(2));
    EXPECT_THAT(begins("Transformer"), testing::SizeIs(5));
    // The rules have nothing to add to what the ingest gave.
    EXPECT_THAT(program.run({"--config", config, "categorize", "--json"}).out,
                HasSubstr(R"("assigned":0,"taken_back":0)"));
}

class CategorySuggestions : public testing::Test {
protected:
    CategorySuggestions() {
        std::string html = "<html><body><main>";
        int number = 0;
        const auto add = [&](const std::string& title, const std::string& category) {
            html += "<article><h2><a href=\"https://blog.example/" + std::to_string(++number) +
                    "\">" + title + "</a></h2>" +
                    (category.empty() ? "" : "<span class=\"category\">" + category + "</span>") +
                    "<time datetime=\"2026-01-10\">2026-01-10</time><p>Words.</p></article>";
        };
        const std::vector<std::string> dishes{"soup", "bread", "cake", "salad", "pie",
                                              "stew", "rice",  "tart", "curry", "toast"};
        const std::vector<std::string> tools{"compiler", "linker", "debugger", "profiler",
                                             "editor",   "shell",  "parser",   "kernel",
                                             "library",  "loader"};
        for (const auto& dish : dishes) add("Baking " + dish + " in the oven", "Food");
        for (const auto& tool : tools) add("Programming a " + tool + " in C", "Code");
        add("Baking a surprise in the oven", "");
        add("Programming a surprise in C", "");
        program_.home.write("page.html", html + "</main></body></html>");
        EXPECT_EQ(program_
                      .run({"-q", "ingest", "--source", "blog", program_.home / "page.html",
                            "--captured-at", "2026-01-11"})
                      .status,
                  0);
    }

    Printed run(const Words& words) { return program_.run(words); }
    std::string with(const std::string& category) {
        return run({"list", "--category", category, "--category-from", "suggested", "--fields",
                    "title"})
            .out;
    }

    Program program_;
};

TEST_F(CategorySuggestions, AreMadeFromRecordsThatHaveACategoryAndAppliedWhenAsked) {
    const Printed proposed = run({"categorize", "--suggest", "--min-confidence", "0.5"});
    EXPECT_EQ(proposed.status, 0) << proposed.err;
    EXPECT_THAT(proposed.out, HasSubstr("Food\tblog\tBaking a surprise in the oven"));
    EXPECT_THAT(proposed.out, HasSubstr("Code\tblog\tProgramming a surprise in C"));
    EXPECT_EQ(run({"list", "--count", "--category", ""}).out, "2\n");  // nothing is written
    const Printed applied =
        run({"categorize", "--suggest", "--apply", "--min-confidence", "0.5", "--json"});
    EXPECT_THAT(applied.out, HasSubstr(R"("examples":20,"records":2,"suggested":2,"applied":2)"));
    EXPECT_EQ(with("Food"), "title\nBaking a surprise in the oven\n");
    EXPECT_EQ(with("Code"), "title\nProgramming a surprise in C\n");
    // They are no examples themselves, and nothing is left to suggest.
    EXPECT_THAT(run({"categorize", "--suggest", "--json"}).out,
                HasSubstr(R"("examples":20,"records":0,"suggested":0)"));
    // A rule is stronger, and what it does not match stays.
    program_.home.write(".config/feedarc/config.toml",
                        "[[category]]\nname = \"Kitchen\"\nmatch = \"oven\"\n");
    EXPECT_EQ(run({"categorize"}).status, 0);
    EXPECT_EQ(with("Food"), "title\n");
    EXPECT_EQ(with("Code"), "title\nProgramming a surprise in C\n");
    EXPECT_THAT(run({"categorize", "--take-back"}).err, HasSubstr("1 suggestion taken back"));
    EXPECT_EQ(with("Code"), "title\n");
    EXPECT_EQ(run({"check", "--data"}).status, 0);
}

TEST(CategorizeWithoutArchive, IsNoPartOfAnIngestThatStoresNothing) {
    Program program;
    program.home.write(".config/feedarc/config.toml",
                       "[[category]]\nname = \"Any\"\nmatch = \"word\"\n");
    const Printed printed = program.run({"ingest", program.home / "missing.html"});
    EXPECT_EQ(printed.status, 1) << printed.err;
    EXPECT_THAT(printed.err, HasSubstr("missing.html"));
}

}  // namespace
}  // namespace feedarc
