#include "support/html_pages.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace feedarc {
namespace {

using test::first_entry;
using test::first_of;
using test::name_of;
using test::page_of;
using test::read_html;
using ::testing::SizeIs;
using Case = test::HtmlCase;

class HtmlDate : public ::testing::TestWithParam<Case> {};

TEST_P(HtmlDate, IsTheOneThatThePageShows) {
    EXPECT_EQ(first_entry(GetParam().html).published.value, GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, HtmlDate,
    ::testing::Values(
        Case{"OfTheTimeElement", "<time datetime='2026-01-11'>yesterday</time><p>Text of it</p>",
             "2026-01-11"},
        Case{"OfTheTimeElementsText", "<time>11 January 2026</time><p>Text of it</p>",
             "2026-01-11"},
        Case{"OfPublicationRatherThanChange",
             "<time itemprop='dateModified' datetime='2026-01-12'>b</time><time "
             "itemprop='datePublished' datetime='2026-01-11'>a</time>",
             "2026-01-11"},
        Case{"InChineseText", "<div class='info'><span>2026年1月11日</span></div><p>Text of it</p>",
             "2026-01-11"},
        Case{"OfAMarkedElement", "<span class='post-date'>Posted on Jan 11, 2026</span>",
             "2026-01-11"},
        Case{"OfATitleAttribute", "<abbr class='published' title='2026-01-11T08:30:00Z'>now</abbr>",
             "2026-01-11T08:30:00Z"},
        Case{"NotOneWithinTheText",
             "<p>In this long text of the entry a date such as 2020-02-02 says nothing about when "
             "it "
             "was published, and it is not taken.</p>",
             ""},
        Case{"OfLeavesOfACalendar",
             "<div class='date'><span>Jan</span><span>11</span><span>2026</span></div>",
             "2026-01-11"},
        Case{"OfLeavesWithTheDayFirst", "<div class='date'><b>11</b><i>января</i><i>2026</i></div>",
             "2026-01-11"},
        Case{"InTurkish", "<div><small>11 Ocak 2026</small></div>", "2026-01-11"},
        Case{"NotOfALastReply",
             "<p>Last reply by ann <time datetime='2026-01-11'>11 January</time></p>", ""},
        Case{"NotOfALastReplyInGerman", "<div>Zuletzt von ann: 11. Januar 2026</div>", ""},
        Case{"NotOfALastReplyInChinese", "<div>最后发表 2026-01-11</div>", ""},
        Case{"NotOfALastReplyInPolish", "<div><b>Ostatni post</b> 2026-01-11</div>", ""},
        Case{"NotOfALastReplyByItsClass", "<div class='lastpost'>by ann 2026-01-11</div>", ""},
        Case{"OfTheFirstOfTwoInALine", "<p>Begun 2026-01-09, last reply 2026-01-11</p>",
             "2026-01-09"},
        Case{"OfTheTimeBesideThatOfALastReply",
             "<p>Last reply <time datetime='2026-01-11'>11 January</time>, begun <time "
             "datetime='2026-01-09'>9 January</time></p>",
             "2026-01-09"},
        Case{"OfTheDayShownWithoutItsYear",
             "<time datetime='2025-12-31T23:00:00.000Z'>01-01</time><p>Text of it</p>",
             "2026-01-01"},
        Case{"OfTheDayShownByAName",
             "<time datetime='2025-06-06T23:00:00.000Z'>Jun 7</time><p>Text of it</p>",
             "2025-06-07"},
        Case{"OfTheDayShownWithTheNumberOfItsMonth",
             "<time datetime='2025-03-14T17:00:00.000Z'>3月 15</time><p>Text of it</p>",
             "2025-03-15"},
        Case{"OfTheInstantWhereAnotherDayIsShown",
             "<time datetime='2025-06-06T23:00:00Z'>06-17</time><p>Text of it</p>",
             "2025-06-06T23:00:00Z"},
        Case{"NeverOfAChange",
             "<time class='update-time' itemprop='dateModified' datetime='2026-01-12'>2026-01-12"
             "</time><p>Text of it</p>",
             ""},
        Case{"NeverOfAChangeThatAScriptShows",
             "<span data-updated='1768212000'>2026-01-12</span><p>Text of it</p>", ""},
        Case{
            "OfALineThatKnowsItsChangeToo",
            "<div data-updated='1768212000'><b>By Kim</b> <i>2026-01-11</i></div><p>Text of it</p>",
            "2026-01-11"},
        Case{"OfPublicationBehindThatOfAChange",
             "<div>更新于 2026-01-12 发表于 2026-01-11</div><p>Text of it</p>", "2026-01-11"},
        Case{"OfPublicationBehindALabelledTime",
             "<div>Updated on <time datetime='2026-01-12'>a</time> Published on <time "
             "datetime='2026-01-11'>b</time></div><p>Text of it</p>",
             "2026-01-11"},
        Case{"OfPublicationBehindAnotherClass",
             "<div><span class='post-meta-date-updated'><time datetime='2026-01-12'>a</time></span>"
             "<span class='post-meta-date-created'><time datetime='2026-01-11'>b</time></span>"
             "</div><p>Text of it</p>",
             "2026-01-11"},
        Case{"OfAChangeWhereThereIsNoOther", "<div>更新于 2026-01-12</div><p>Text of it</p>",
             "2026-01-12"},
        Case{"OfPublicationThatIsTheLastChangeToo",
             "<abbr class='updated published' title='2026-01-11'>a</abbr><p>Text of it</p>",
             "2026-01-11"},
        Case{"OfTheOneThatIsPublishedBesideUpdated",
             "<time class='entry-date updated' datetime='2026-01-12'>a</time><time "
             "class='entry-date published' datetime='2026-01-11'>b</time><p>Text of it</p>",
             "2026-01-11"},
        Case{"OfAnAttributeOfAnyShortElement",
             "<span title='2026-01-11 14:00:00'>some time ago</span><p>Text of it</p>",
             "2026-01-11T14:00:00Z"},
        Case{"OfItsDatetime", "<span datetime='2026-01-11'>x</span><p>Text of it</p>",
             "2026-01-11"},
        Case{"NeverInvented", "<p>No date here.</p>", ""}),
    name_of);

TEST(HtmlDate, IsRatherAnotherThanThatOfAColumnOfReplies) {
    const Entry first = first_of(page_of(
        "<tr><td><a href='/t/{0}'>The title of thread number {0}</a></td><td>2026-02-0{0}</td>"
        "<td>2026-01-0{0}</td></tr>",
        "<table><tr><th>Topic<th>Activity<th>Begun</tr>{}</table>"));
    EXPECT_EQ(first.published.value, "2026-01-01");
}

TEST(HtmlDate, TakesTheYearOfTheLabelAboveTheCards) {
    const Entry first = first_of(page_of(
        "<a class=card href='/p/{0}'><time>03-0{0}</time><div class=card-title>The title of entry "
        "number {0}</div></a>",
        "<main><div class=cards><p class=small>15 posts</p><hr><p class=year>2024</p>{}</div>"
        "</main>"));
    EXPECT_EQ(first.title, "The title of entry number 1");
    EXPECT_EQ(first.published.value, "2024-03-01");
}

struct InLink {
    const char* block;
    const char* date;
};

TEST(HtmlDate, IsTakenFromTheLinkWhereItIsALabel) {
    for (const auto& [block, date] : {
             InLink{"<a href='/p/{0}'><time datetime='2025-06-0{0}T11:00:00.000Z'>2025-06-0{0}"
                    "</time><span>&nbsp;</span> The title of entry {0}</a>",
                    "2025-06-01T11:00:00Z"},
             InLink{"<li><a href='/p/{0}'><div>2025-06-0{0}</div><div>The title of entry {0}</div>"
                    "</a></li>",
                    "2025-06-01"},
             InLink{"<li><a href='/p/{0}'><div class=date>06-0{0}</div><div>The title of entry {0}"
                    "</div></a></li>",
                    "2024-06-01"},
             InLink{"<li><a href='/p/{0}'><span>2025-06-0{0}</span> <span>The title of entry {0}"
                    "</span></a></li>",
                    "2025-06-01"},
             InLink{"<li><a href='/p/{0}'>The title of entry {0}<span>2025-06-0{0}</span></a></li>",
                    "2025-06-01"},
             InLink{"<li><a class=post href='/p/{0}'><time>06-0{0}</time><span>The title of entry "
                    "{0}</span></a></li>",
                    "2024-06-01"},
             InLink{"<li><a href='/p/{0}'>June {0} - The title of entry {0}</a></li>",
                    "2024-06-01"},
             InLink{"<li><a href='/p/{0}'>2025-06-0{0} » The title of entry {0}</a></li>",
                    "2025-06-01"},
         }) {
        SCOPED_TRACE(block);
        const Page page = page_of(block, "<main><div><h3>2024</h3>{}</div></main>");
        EXPECT_THAT(page.entries, SizeIs(4));
        if (page.entries.empty()) continue;
        EXPECT_EQ(page.entries[0].title, "The title of entry 1");
        EXPECT_EQ(page.entries[0].published.value, date);
    }
}

TEST(HtmlDate, IsNotThatOfWhichAHeadingTells) {
    const Entry first = first_of(page_of(
        "<div><h3><a href='/p/{0}'>Meeting {0} on <time datetime='2027-01-01'>1 January</time></a>"
        "</h3><p>Posted 2026-01-0{0}</p><p>Text of it</p></div>"));
    EXPECT_EQ(first.published.value, "2026-01-01");
}

TEST(HtmlDate, IsALabelBesideTheLinkOfAHeading) {
    const Entry first =
        first_of(page_of("<div><h3><a href='/p/{0}'>The title of entry number {0}</a> <small><time "
                         "datetime='2026-01-0{0}'>day</time></small></h3><p>Text of it</p></div>"));
    EXPECT_EQ(first.title, "The title of entry number 1");
    EXPECT_EQ(first.published.value, "2026-01-01");
}

TEST(HtmlDate, IsPutTogetherOfDayAndMonthUnderTheYear) {
    constexpr std::string_view kYear =
        "<time class=year>{1}</time><ul><li><div><span class='date day'>14</span> <span "
        "class='date month'>Feb</span> <a href='/p/{0}'>The title of entry {0}</a></div></li>"
        "<li><div><span class='date day'>13</span> <span class='date month'>Feb</span> <a "
        "href='/q/{0}'>Another title of number {0}</a></div></li></ul>";
    const Page page =
        read_html("<!DOCTYPE html><main><div>" + fmt::format(fmt::runtime(kYear), 1, 2026) +
                  fmt::format(fmt::runtime(kYear), 2, 2025) + "</div></main>");
    ASSERT_THAT(page.entries, SizeIs(4));
    EXPECT_EQ(page.entries[0].published.value, "2026-02-14");
    EXPECT_EQ(page.entries[3].published.value, "2025-02-13");
}

TEST(HtmlDate, TakesTheYearOfTheLabelAboveTheOnlyList) {
    const Entry first = first_of(
        page_of("<li><span class='date day'>1{0}</span> <span class='date month'>Feb</span> <a "
                "href='/p/{0}'>The title of entry number {0}</a></li>",
                "<main><div><time class=year>2026</time><ul>{}</ul></div></main>"));
    EXPECT_EQ(first.published.value, "2026-02-11");
}

TEST(HtmlDate, IsTakenFromAColumnOfDates) {
    const Entry first = first_of(
        page_of("<tr><td><a href='/t/{0}'>The title of thread number {0}</a></td><td>{0}2</td>"
                "<td>2026-01-0{0}</td></tr>",
                "<table><tr><th>Topic<th>Replies<th>Begun</tr>{}</table>"));
    EXPECT_EQ(first.published.value, "2026-01-01");
}

}  // namespace
}  // namespace feedarc
