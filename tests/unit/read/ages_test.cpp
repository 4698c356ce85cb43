#include <feedarc/read.hpp>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace feedarc {
namespace {

Page read(std::string bytes, Form form) {
    Snapshot snapshot;
    snapshot.bytes = std::move(bytes);
    snapshot.url = "https://site.example/blog/";
    return read_page(snapshot, form);
}

std::string shown(const Entry& entry) {
    return entry.age ? to_string(*entry.age) : "none";
}

// A page of three entries; the first has `inside` behind its title.
Entry first_entry(std::string_view inside, std::string_view in_heading = "") {
    constexpr std::string_view kEntry =
        R"(<article class="post"><h2><a href="/p/{0}">The title of entry number {0}</a>{2}</h2>{1}</article>)";
    const auto entry = [&](int number, std::string_view text, std::string_view heading) {
        return fmt::format(fmt::runtime(kEntry), number, text, heading);
    };
    const Page page =
        read("<!DOCTYPE html><main>" + entry(1, inside, in_heading) +
                 entry(2, "<p>The second one has a text of its own.</p>", "") +
                 entry(3, "<p>And so has the third, as one expects.</p>", "") + "</main>",
             Form::html);
    EXPECT_EQ(page.entries.size(), 3U) << inside;
    return page.entries.empty() ? Entry{} : page.entries.front();
}

struct Case {
    const char* html;
    const char* age;
};

constexpr Case kShown[] = {
    {"<time>3 hours ago</time>", "3 hour"},
    {"<time>gestern, 18:00 Uhr</time>", "1 day 18:00"},
    {"<time>5m</time>", "5 minute"},
    {"<span class='date'>2h</span>", "2 hour"},
    {"<span class='post-date'>vor 3 Stunden</span>", "3 hour"},
    {"<span class='time'>32 mins ago</span>", "32 minute"},
    {"<div class='date'>Ada · 3 days ago</div>", "3 day"},
    {"<span>3小时前</span>", "3 hour"},
    {"<p class='post-meta'><span>6 hours ago</span> <a href='/p/1#c'>Comment</a></p>", "6 hour"},
    {"<div>News • yesterday • 5 comments</div>", "1 day"},
    {"<div>3 hours ago by Ada</div>", "3 hour"},
    {"<a href='/p/1'>il y a 2 jours</a>", "2 day"},
    {"<p>Posted 2 weeks ago</p>", "2 week"},
};

TEST(HtmlAges, AreReadWhereTheEntryShowsThem) {
    for (const auto& [html, age] : kShown) {
        const Entry entry =
            first_entry(std::string(html) + "<p>This is the text of the first entry, in full.</p>");
        EXPECT_EQ(shown(entry), age) << html;
        EXPECT_EQ(entry.title, "The title of entry number 1");
        EXPECT_EQ(entry.excerpt, "This is the text of the first entry, in full.") << html;
        EXPECT_EQ(entry.category, "") << html;
        EXPECT_EQ(entry.published, Published{}) << html;
    }
}

TEST(HtmlAges, StandInTheHeadingToo) {
    const Entry entry =
        first_entry("<p>This is the text of it.</p>", " <small>3 hours ago</small>");
    EXPECT_EQ(shown(entry), "3 hour");
    EXPECT_EQ(entry.title, "The title of entry number 1");
}

TEST(HtmlAges, AreNotTakenFromASentenceAReplyOrADuration) {
    for (const char* html : {"<p>3 days ago I wrote about the garden behind the house.</p>",
                             "<p>I was there <b>3 days ago</b> and saw that it was good.</p>",
                             "<p>We met yesterday, 3 days ago they left, and so on and on.</p>",
                             "<div>Ada • 20 minutes ago • last reply by Bob</div>",
                             "<div class='lastpost'><span>1 hour ago</span></div>",
                             "<span class='comments'>2 hours ago</span>",
                             "<div><span>20 分钟前</span> • 最后回复来自 Bob</div>",
                             "<span class='reading-time'>5 min</span>",
                             "<time datetime='PT5M'>5 min</time>",
                             "<span>5m</span>",
                             "<span>2 days</span>",
                             "<div hidden>3 hours ago</div>",
                             "<span class='views'>24 hours of views</span>",
                             "<p>Yesterday, the court ruled on the appeal.</p>",
                             "<p>Two weeks ago, it looked as if all agreed.</p>",
                             "<p>Today / tomorrow: opening hours until 8pm</p>",
                             "<p>Zum Video geht es <a href='/v/1'>hier</a></p>",
                             "<a class='category' href='/c/today'>Today</a>",
                             "<span>för 6 månader</span>",
                             "<span class='age'>2 years</span>",
                             "<span class='time'>12 min</span>",
                             "<span class='delivery-time'>3 days</span>"}) {
        EXPECT_EQ(shown(first_entry(html)), "none") << html;
    }
}

TEST(HtmlAges, OfAReplyAreNoExcerptEither) {
    const Entry entry = first_entry(
        "<span><a>NAS</a> &nbsp;•&nbsp; <b>ada</b> &nbsp;•&nbsp; <span>2 mins ago</span> "
        "&nbsp;•&nbsp; Lastly replied by <b>bob</b></span>");
    EXPECT_EQ(shown(entry), "none");
    EXPECT_EQ(entry.excerpt, "");
}

TEST(HtmlAges, GiveWayToADate) {
    for (const char* html :
         {"<time datetime='2026-01-11T05:00:00Z'>3 hours ago</time>",
          "<span>3 hours ago</span><time>2026-01-11</time>",
          "<span class='age' title='2026-01-11T05:00:00Z'>3 hours ago</span>",
          "<p>Added <relative-time datetime='2026-01-11T05:00:00Z'>3 hours ago</relative-time></p>",
          "<p>2026-01-11</p><p>3 hours ago</p>"}) {
        const Entry entry = first_entry(html);
        EXPECT_EQ(shown(entry), "none") << html;
        EXPECT_EQ(entry.published.value.substr(0, 10), "2026-01-11") << html;
    }
}

TEST(TextAges, StandWhereADateLineWould) {
    const Page page = read(
        "The first title\n3 hours ago\nThe text of the first entry, which is long enough to be "
        "its excerpt and nothing else at all.\n\n"
        "The second title\n昨天 08:30\nThe text of the second entry, which is long enough to be "
        "its excerpt and nothing else at all.\n\n"
        "The third title\nvor 2 Tagen\nThe text of the third entry, which is long enough to be "
        "its excerpt and nothing else at all.\n\n"
        "The fourth title\n2026-01-11\nThe text of the fourth entry, which is long enough to be "
        "its excerpt and nothing else at all.\n",
        Form::text);
    ASSERT_EQ(page.entries.size(), 4U);
    EXPECT_EQ(shown(page.entries[0]), "3 hour");
    EXPECT_EQ(shown(page.entries[1]), "1 day 08:30");
    EXPECT_EQ(shown(page.entries[2]), "2 day");
    EXPECT_EQ(shown(page.entries[3]), "none");
    EXPECT_EQ(page.entries[3].published.value, "2026-01-11");
    for (const Entry& entry : page.entries) {
        EXPECT_TRUE(entry.title.ends_with("title")) << entry.title;
        EXPECT_TRUE(entry.excerpt.starts_with("The text of the")) << entry.excerpt;
        EXPECT_TRUE(entry.category.empty()) << entry.category;
    }
}

TEST(TextAges, StandAmongCountersButNotInTheText) {
    const Page page = read(
        "1. A compiler for the language of birds\n   88 points by ada 5 hours ago | 12 comments\n"
        "2. Why 3 days ago matters more than today\n   52 points by bob 3 days ago | discuss\n"
        "3. The history of the number seven\n   7 points, last reply by eve 2 minutes ago\n",
        Form::text);
    ASSERT_EQ(page.entries.size(), 3U);
    EXPECT_EQ(shown(page.entries[0]), "5 hour");
    EXPECT_EQ(shown(page.entries[1]), "3 day");
    EXPECT_EQ(page.entries[1].title, "Why 3 days ago matters more than today");
    EXPECT_EQ(shown(page.entries[2]), "none");
}

}  // namespace
}  // namespace feedarc
