#include "support/program.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <string>
#include <vector>

namespace feedarc {
namespace {

using nlohmann::json;
using test::Program;
using testing::HasSubstr;
using testing::Not;

struct ListedArticle {
    std::string title, excerpt;
    std::string url = "/data/hash-tables";
    std::string category = "Data";
    std::string date = "2026-01-02";
};

constexpr const char* kExcerpt =
    "Hash tables spread their keys over buckets, and a good function spreads them evenly, so that "
    "each bucket holds few of them and look-ups stay short.";

// What changes between the revisions of an article.
class Revisions : public testing::Test {
protected:
    // A page with the article and two others that stay as they are.
    void ingest(const std::string& name, const ListedArticle& article) {
        std::string html = "<!DOCTYPE html><title>Notes</title><main>";
        const ListedArticle second{"Sorting in place", "What it costs to sort without more memory.",
                                   "/p/2"};
        const ListedArticle third{"Trees of all kinds",
                                  "Balanced ones, and those that need not be.", "/p/3"};
        for (const ListedArticle* shown : {&article, &second, &third}) {
            html += "<article><h2><a href=\"" + shown->url + "\">" + shown->title +
                    "</a></h2><a class=category rel=tag href=/c/1>" + shown->category +
                    "</a> <time datetime=" + shown->date + ">" + shown->date + "</time><p>" +
                    shown->excerpt + "</p></article>";
        }
        const std::string path = program_.home.path() + "/" + name + ".html";
        std::ofstream(path) << html << "</main>";
        const auto done = program_.run({"ingest", "--url", "https://blog.example.org/", path});
        ASSERT_EQ(done.status, 0) << done.err;
    }

    std::string show(const std::vector<std::string>& options) {
        std::vector<std::string> words{"show", "1"};
        words.insert(words.end(), options.begin(), options.end());
        const auto printed = program_.run(words);
        EXPECT_EQ(printed.status, 0) << printed.err;
        return printed.out;
    }

    json revisions() { return json::parse(show({"--format", "json"}))["revision_list"]; }

    Program program_;
};

TEST_F(Revisions, AreShownWithTheWordsThatChanged) {
    ingest("20260111T083000Z", {"Hash tables", kExcerpt});
    std::string later = kExcerpt;
    later.replace(later.find("evenly"), 6, "well");
    ingest("20260112T083000Z", {"Hash tables explained", later});

    const std::string plain = show({"--format", "table"});
    EXPECT_THAT(plain, HasSubstr("\nChanges\n"
                                 "2026-01-12 08:30  title extended, excerpt edited\n"
                                 "  title    Hash tables{+ explained+}\n"
                                 "  excerpt  …, and a good function spreads them "
                                 "[-evenly-]{+well+}, so that each bucket holds few of them …\n"));
    const std::string coloured = show({"--format", "table", "--color", "always"});
    EXPECT_THAT(coloured, HasSubstr("\x1b[31mevenly\x1b[0m\x1b[32mwell\x1b[0m"));
    EXPECT_THAT(coloured, Not(HasSubstr("[-evenly-]")));
    const std::string sheet = show({"--format", "tsv"});
    EXPECT_THAT(sheet, HasSubstr("\nrevision.2.changes\ttitle extended, excerpt edited\n"));
    EXPECT_THAT(sheet, HasSubstr("\nrevision.2.diff.title\tHash tables{+ explained+}\n"));
    EXPECT_THAT(show({"--format", "markdown"}),
                HasSubstr("| 2026-01-12T08:30:00Z | title extended | Hash tables{+ explained+} |"));
}

TEST_F(Revisions, SayInJsonWhatKindOfChangeEachFieldHas) {
    ingest("20260111T083000Z", {"Hash tables", kExcerpt});
    ingest("20260112T083000Z", {"Hash tables", std::string(kExcerpt, 60) + "…",
                                "/algorithms/hash-tables", "Algorithms"});
    ingest("20260113T083000Z", {"Hash tables", std::string(kExcerpt, 60) + "…",
                                "/algorithms/hash-tables", "Algorithms", "2026-01-03"});
    const json list = revisions();
    ASSERT_EQ(list.size(), 3U);
    EXPECT_EQ(list[0]["changes"], json::array());
    EXPECT_EQ(list[1]["changes"], json::parse(R"([{"field":"url","kind":"moved"},
        {"field":"category","kind":"moved"},{"field":"excerpt","kind":"cut"}])"));
    EXPECT_EQ(list[2]["changes"], json::parse(R"([{"field":"published","kind":"corrected"}])"));
    EXPECT_THAT(show({"--format", "table"}),
                HasSubstr("2026-01-12 08:30  permalink moved, category moved, excerpt cut "
                          "elsewhere\n"
                          "  url       [-https://blog.example.org/data/hash-tables-]"
                          "{+https://blog.example.org/algorithms/hash-tables+}\n"
                          "  category  [-Data-]{+Algorithms+}\n"));
}

TEST_F(Revisions, OfOneContentHaveNoChanges) {
    ingest("20260111T083000Z", {"Hash tables", kExcerpt});
    EXPECT_THAT(show({"--format", "table"}), Not(HasSubstr("Changes")));
    EXPECT_EQ(revisions()[0]["changes"], json::array());
}

TEST_F(Revisions, MakeHostileTextVisible) {
    ingest("20260111T083000Z", {"Hash tables", kExcerpt});
    ingest("20260112T083000Z", {"Hash tables &#x202e;&#x1b;[31m", kExcerpt});
    EXPECT_THAT(show({"--format", "table"}), HasSubstr("Hash tables{+ \\u{202e}"));
}

}  // namespace
}  // namespace feedarc
