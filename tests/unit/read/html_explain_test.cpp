#include <feedarc/error.hpp>
#include <feedarc/explain.hpp>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

namespace feedarc {
namespace {

using testing::HasSubstr;

Snapshot page(const std::string& body) {
    Snapshot snapshot;
    snapshot.bytes = "<!DOCTYPE html><html><body>" + body + "</body></html>";
    snapshot.url = "https://site.example/";
    return snapshot;
}

// Posts whose parts are switched on and off.
struct Parts {
    bool headings = true;
    bool dates = true;
    bool articles = true;
    bool texts = true;
    const char* target = "/posts/{}";
    const char* title = "A title of a fair length, number {}";
};

std::string posts(const Parts& parts, int count = 4) {
    std::string html = "<main>";
    for (int i = 1; i <= count; ++i) {
        const char* tag = parts.articles ? "article" : "div";
        html +=
            fmt::format("<{}>{}<a href=\"{}\">{}</a>{}", tag, parts.headings ? "<h2>" : "",
                        fmt::format(fmt::runtime(parts.target), i),
                        fmt::format(fmt::runtime(parts.title), i), parts.headings ? "</h2>" : "");
        if (parts.dates) html += fmt::format("<time datetime=\"2026-01-{:02}\">then</time>", i);
        if (parts.texts) html += "<p>Some text that says a little about what the post is of.</p>";
        html += fmt::format("</{}>", tag);
    }
    return html + "</main>";
}

double term(const Explanation& explanation, const std::string& name) {
    for (const ScoreTerm& one : explanation.candidates.at(0).terms) {
        if (one.name == name) return one.points;
    }
    return 0;
}

Explanation explained(const Parts& parts, int count = 4) {
    return explain_page(page(posts(parts, count)), Form::html);
}

TEST(HtmlExplain, NamesTheWinnerAndWhereItStands) {
    const Explanation explanation = explained({});
    ASSERT_FALSE(explanation.candidates.empty());
    const ListingCandidate& best = explanation.candidates[0];
    EXPECT_EQ(best.blocks, 4U);
    EXPECT_EQ(best.where, "html > body > main > article");
    EXPECT_EQ(best.first_title, "A title of a fair length, number 1");
    EXPECT_THAT(explanation.verdict, HasSubstr("4 entries"));
    EXPECT_EQ(read_page(page(posts({})), Form::html).entries.size(), 4U);
}

TEST(HtmlExplain, TheTermsAddUpToTheScore) {
    for (const ListingCandidate& candidate : explained({}).candidates) {
        const double sum = std::accumulate(
            candidate.terms.begin(), candidate.terms.end(), 0.0,
            [](double so_far, const ScoreTerm& one) { return so_far + one.points; });
        EXPECT_NEAR(candidate.score, sum, 1e-9);
    }
}

TEST(HtmlExplain, EachPartOfAPostSpeaksForIt) {
    EXPECT_EQ(term(explained({}), "titles in headings"), 5);
    EXPECT_EQ(term(explained({.headings = false}), "titles in headings"), 0);
    EXPECT_EQ(term(explained({}), "dates"), 3);
    EXPECT_EQ(term(explained({.dates = false}), "dates"), 0);
    EXPECT_EQ(term(explained({}), "articles"), 4);
    EXPECT_EQ(term(explained({.articles = false}), "articles"), 0);
    EXPECT_EQ(term(explained({}), "text beside the links"), 2);
    EXPECT_EQ(term(explained({.texts = false}), "text beside the links"), 0);
    EXPECT_GT(term(explained({}, 16), "how many"), term(explained({}, 4), "how many"));
    EXPECT_EQ(term(explained({.title = "Short {}"}), "length of the titles"), -4);
    EXPECT_EQ(term(explained({}), "length of the titles"), 4);
}

TEST(HtmlExplain, WhatNoPostHasSpeaksAgainstIt) {
    EXPECT_EQ(term(explained({.target = "/tag/t{}"}), "links to lists"), -10);
    EXPECT_EQ(term(explained({.target = "/posts/same"}), "repeated targets"), -8);
    EXPECT_LT(term(explained({.target = "/posts/same"}), "different targets"), 0);
    EXPECT_EQ(term(explained({.title = "January {}, 2026"}), "titles that are dates"), -10);
    EXPECT_EQ(term(explained({.title = "The same title each time"}), "repeated titles"), -8);
}

// Dated titles, as the page of a category lists them.
std::string dated_titles(int count) {
    std::string html = "<main><h1>Category: Radio</h1><div class=year>2026</div>";
    for (int i = 1; i <= count; ++i) {
        html += fmt::format(
            "<div class=item><span>0{0}-1{0}</span> <a href=/p/{0}>A title of some length, number "
            "{0}</a></div>",
            i);
    }
    return html + "</main>";
}

TEST(HtmlExplain, AShortDatedListIsTheListingWhereNothingElseIsRead) {
    const char* const kTerm = "dated list without prose beside it";
    const std::string aside =
        "<aside><p>Who writes all this is told here, and what for, in a few words.</p></aside>";
    EXPECT_EQ(term(explain_page(page(dated_titles(3)), Form::html), kTerm), 3);
    EXPECT_EQ(term(explain_page(page(dated_titles(3) + aside), Form::html), kTerm), 3);
    EXPECT_EQ(read_page(page(dated_titles(3)), Form::html).entries.size(), 3U);

    const std::string post =
        "<h1>How the radio works</h1><p>It has six valves and a dial that glows in the dark.</p>";
    EXPECT_EQ(term(explain_page(page(post + dated_titles(3)), Form::html), kTerm), 0);
    EXPECT_EQ(
        term(explain_page(page("<article>" + post + "</article>" + dated_titles(3)), Form::html),
             kTerm),
        0);
    EXPECT_EQ(term(explain_page(page(dated_titles(12)), Form::html), kTerm), 0);
}

TEST(HtmlExplain, CardsBelowAShortArticleAreNoListing) {
    std::string cards;
    for (int i = 1; i <= 5; ++i) {
        cards += fmt::format(
            "<article><a href=/p/{0}><h2>A title of some length, number {0}</h2><time>2026-01-0{0}"
            "</time></a></article>",
            i);
    }
    Snapshot post = page(
        "<article><h1>How the radio works</h1><time>2026-02-14</time><p>It has six valves, and a "
        "dial that glows in the dark, at least for a while. Then it hums.</p></article>" +
        cards);
    EXPECT_FALSE(read_page(post, Form::html).entries.empty());
    post.bytes.insert(post.bytes.find("<body>"),
                      "<head><title>How the radio works - Notes</title></head>");
    const Explanation explanation = explain_page(post, Form::html);
    EXPECT_EQ(term(explanation, "below an article"), -16);
    EXPECT_THAT(read_page(post, Form::html).entries, testing::IsEmpty());
    // A page of posts has that heading too, but titles that link below it.
    Snapshot blog = page(
        "<h1>How the radio works</h1><div><h2><a href=/p/0>The first post of all</a></h2><time>"
        "2026-02-14</time><p>It has six valves, and a dial that glows in the dark, at least for a "
        "while. Then it hums.</p></div>" +
        cards);
    blog.bytes.insert(blog.bytes.find("<body>"), "<head><title>How the radio works</title></head>");
    EXPECT_EQ(term(explain_page(blog, Form::html), "below an article"), 0);
}

TEST(HtmlExplain, SaysWhyThereIsNoListing) {
    EXPECT_THAT(explain_page(page("<p>Words.</p>"), Form::html).verdict, HasSubstr("no listing"));
    const Explanation menu = explain_page(
        page("<ul><li><a href=/a>One</a><li><a href=/b>Two</a><li><a href=/c>Three</a></ul>"),
        Form::html);
    EXPECT_THAT(menu.verdict, HasSubstr("14 points"));
    EXPECT_EQ(menu.candidates.at(0).blocks, 3U);
}

TEST(HtmlExplain, OfATextThereIsNothingToWeigh) {
    Snapshot text;
    text.bytes = "A title\n2026-01-11\n";
    const Explanation explanation = explain_page(text);
    EXPECT_EQ(explanation.form, Form::text);
    EXPECT_TRUE(explanation.candidates.empty());
    Snapshot binary;
    binary.bytes = std::string("\x89PNG\r\n\x1a\n\0\0", 10);
    EXPECT_THROW((void)explain_page(binary), Error);
}

}  // namespace
}  // namespace feedarc
