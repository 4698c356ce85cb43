#include "support/html_pages.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace feedarc {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using test::first_entry;
using test::first_of;
using test::name_of;
using test::page_of;
using test::page_with;
using test::read_html;
using Case = test::HtmlCase;

class HtmlExcerpt : public ::testing::TestWithParam<Case> {};

TEST_P(HtmlExcerpt, IsWhatAPersonWouldCopy) {
    EXPECT_EQ(first_entry(GetParam().html).excerpt, GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, HtmlExcerpt,
    ::testing::Values(
        Case{"InlineElementsAddNoSpace", "<p>com<b>pass</b> and 深<em>度</em>学习<wbr>者</p>",
             "compass and 深度学习者"},
        Case{"BlocksAndLineBreaksAreOneSpace", "<p>One<br>two</p>\n\n <p>three</p>",
             "One two three"},
        Case{"WhiteSpaceIsFolded",
             "<p>  a\n\t b &nbsp; c&#12288;d\xE2\x80\x83"
             "e </p>",
             "a b c d e"},
        Case{"EntitiesAreDecoded", "<p>Fish &amp; chips &lt;now&gt; &#x4e2d;&hellip;</p>",
             "Fish & chips <now> 中…"},
        Case{"ScriptsAndStylesAreNoText",
             "<p>Seen<script>var a = '<p>unseen</p>';</script><style>p{}</style>"
             "<svg><title>icon</title><text>no</text></svg></p>",
             "Seen"},
        Case{"HiddenElementsAreNoText",
             "<p>Seen <span>too</span></p><p hidden>not</p><div style='display: none'>nor "
             "this</div>",
             "Seen too"},
        Case{"ReadMoreLinksAreLeftOut",
             "<p>The text goes on <a href='/p/1#more'>Read more…</a></p><p><a href='/p/1'>阅读全文 "
             "»</a></p>",
             "The text goes on"},
        Case{"OtherLinksAreText", "<p>See <a href='/p/9'>the one before</a> for more.</p>",
             "See the one before for more."},
        Case{"TheMetaLineIsLeftOut",
             "<p class='post-meta'>By <a href='/author/x'>X</a>, <time>2026-01-11</time></p><p>The "
             "text.</p>",
             "The text."},
        Case{"TagsAreLeftOut",
             "<p>The text.</p><ul class='tags'><li><a rel='tag' href='/tag/a'>a</a></li></ul>",
             "The text."},
        Case{"LinksWithMarksBetweenAreLeftOut",
             "<p>The text.</p><p><a href='/p/1'>Permalink</a> | <a href='/p/1#c'>2 remarks</a> | "
             "<a href='/kim'>Kim</a></p>",
             "The text."},
        Case{"CountersAndByLinesAreLeftOut",
             "<p>Started by kim</p><p>Replies: 3 Views: 41</p><p>The text.</p>", "The text."},
        Case{
            "OfNestedContentsTheInnerIsTaken",
            "<div class='text_ok'><div><b>Kim</b></div><div class='msg-text'>A text that stands in "
            "no paragraph at all, and is long.</div></div>",
            "A text that stands in no paragraph at all, and is long."},
        Case{"TheLineOfADateIsLeftOut",
             "<p>submitted <time datetime='2026-01-11'>11 Jan 2026</time> by <a "
             "href='/u/kim'>kim</a></p>",
             ""},
        Case{"LastRepliesAreLeftOut",
             "<div>Last reply by a person named Kim, 2026-01-11</div><div>A text that stands in no "
             "paragraph at all.</div>",
             "A text that stands in no paragraph at all."},
        Case{"TheTitleOnceMoreIsLeftOut",
             "<p><a href='/p/1'>title of entry number 1</a></p><p>The text.</p>", "The text."},
        Case{"ButtonsAreLeftOut", "<p>The text.</p><button>Share</button>", "The text."},
        Case{"AMarkedSummaryIsPreferred",
             "<p>12 people like this very much indeed</p><div class='entry-summary'>The "
             "summary.</div>",
             "The summary."},
        Case{"AnUnmarkedTextIsFound", "<div>A text that stands in no paragraph at all.</div>",
             "A text that stands in no paragraph at all."},
        Case{"NoTextIsNone", "<img src='a.jpg' alt=''>", ""}),
    name_of);

class HtmlCategory : public ::testing::TestWithParam<Case> {};

TEST_P(HtmlCategory, IsTheOneThatThePageShows) {
    EXPECT_EQ(first_entry(GetParam().html).category, GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, HtmlCategory,
    ::testing::Values(
        Case{"OfALinkToIt", "<a href='/category/nlp/'>NLP</a><p>Text of it</p>", "NLP"},
        Case{"OfALinkRelation", "<a rel='category tag' href='/x'>News</a><p>Text of it</p>",
             "News"},
        Case{"OfAClass", "<span class='post-card__cat'>系统</span><p>Text of it</p>", "系统"},
        Case{"OfItsFolder", "<a href='/p/'>Papers</a><p>Text of it</p>", "Papers"},
        Case{"NotOfTheFolderOfAPersonWithAPicture",
             "<a href='/p/'><img src='k.png' alt=''></a><a href='/p/'>Kim</a><p>Text of it</p>",
             ""},
        Case{"NotReadMoreThoughMarkedAsATag", "<p>Text</p><a rel='tag' href='/p/1'>Read it</a>",
             ""},
        Case{"OfTheFirstOfSeveralLabels",
             "<div class='cats'><p>Full time</p><p>Remote</p></div><p>Text of it</p>", "Full time"},
        Case{"NotATag", "<a rel='tag' href='/tag/a'>a</a><p>Text of it</p>", ""},
        Case{"NotOfAListOfTags",
             "<ul class=tags><li><a href='/x/a'>#a</a></li><li><a href='/x/b'>#b</a></li></ul>",
             ""},
        Case{"OfTheLineBelowItsLabel",
             "<div class='entry-categories'><h4>Categories:</h4><ul><li><a href='/nlp/' "
             "rel=tag>NLP</a></li></ul></div><p>Text of it</p>",
             "NLP"},
        Case{"OfNoTagWhereThereIsAnother",
             "<a rel='tag' href='/tag/a'>a</a><a href='/category/nlp/'>NLP</a><p>Text of it</p>",
             "NLP"},
        Case{"NotAnAuthor", "<a class='author' href='/author/kim'>Kim</a><p>Text of it</p>", ""}),
    name_of);

TEST(HtmlCategory, IsTheLinkInBracketsBeforeTheTitle) {
    const Entry first = first_of(page_of(
        "<div class=row><em>[<a href='/list?type={0}'>Kind {0}</a>]</em> <a class=title "
        "href='/t/{0}'>The title of thread number {0}</a> <span>2026-01-0{0}</span></div>"));
    EXPECT_EQ(first.category, "Kind 1");
    EXPECT_EQ(first.title, "The title of thread number 1");
    EXPECT_EQ(first.url, "https://site.example/t/1");
}

TEST(HtmlCategory, IsALabelWithinTheTitle) {
    const Entry first = first_of(page_of(
        "<article><h3><a href='/t/{0}'><span class=kicker>Culture</span> <span>The title of entry "
        "number {0}</span></a></h3><p>Some text of it.</p></article>"));
    EXPECT_EQ(first.category, "Culture");
}

TEST(HtmlCategory, IsNotTakenFromTheClassOfTheEntry) {
    const Entry first = first_of(
        page_of("<li class='product product_cat-kitchen'><a href='/t/{0}'><h2>Walnut board, number "
                "{0}</h2></a><a class=order href='?order={0}'>Order now</a></li>",
                "<main><ul>{}</ul></main>"));
    EXPECT_EQ(first.category, "");
}

// The label of the year is a paragraph among the cards, so the links do not begin their block; and
// it is the only one, above all of them.
// Of four entries; `{0}` is the number of each, in the date as well.
TEST(HtmlTitle, BeginsWithADateThatOthersDoNotHave) {
    const Page page = page_of(
        "<li><a href='/p/{0}'>The title of entry number {0}</a></li>",
        "<main><h3>2024</h3><ul><li><a href='/p/9'>2025-06-01 - A day on the river</a></li>{}</ul>"
        "</main>");
    ASSERT_THAT(page.entries, SizeIs(5));
    EXPECT_EQ(page.entries[0].title, "2025-06-01 - A day on the river");
}

TEST(HtmlTitle, KeepsADateThatIsAWordOfIt) {
    const Entry first =
        first_of(page_of("<li><a href='/p/{0}'>June {0} meeting of the board</a></li>",
                         "<main><div><h3>2024</h3>{}</div></main>"));
    EXPECT_EQ(first.title, "June 1 meeting of the board");
}

TEST(HtmlLinks, AreThoseAroundTheTitleThoughOthersStandBeforeThem) {
    const Entry first = first_of(page_of(
        "<li><div><a href='/u/{0}'>K{0}</a><a href='/t/{0}'><h2>The title of thread number {0}</h2>"
        "</a><time datetime='2026-01-0{0}'>day</time></div></li>",
        "<main><ul>{}</ul></main>"));
    EXPECT_EQ(first.url, "https://site.example/t/1");
}

// One is but a picture with its title over it, the other leads to all that there is.
TEST(HtmlLinks, EndWithACardThatIsButALinkAndNotWithTheLinkToAll) {
    for (const auto& [end, count] : {std::pair{"/posts/9/", 5U}, std::pair{"/posts/", 4U}}) {
        const Page page = page_of(
            "<div class=card><a href='/posts/{0}/'><h2>The title of entry number {0}</h2></a><p>It "
            "has a text of its own, {0}.</p><time>2026-01-0{0}</time></div>",
            fmt::format("<main>{{}}<div class=card><a href='{}'>A longer title of this one</a>"
                        "</div></main>",
                        end));
        EXPECT_THAT(page.entries, SizeIs(count)) << end;
    }
}

// The first card is of a class of its own, and shorter than those below it.
TEST(HtmlLinks, LieOverTheFirstCardAsOverTheOthers) {
    const Page page = page_of(
        "<article class=post-entry><h2>The long title of entry number {0}</h2><p>It has a text of "
        "its own, {0}.</p><footer>2026-01-0{0}</footer><a aria-label='The long title of entry "
        "number {0}' href='/t/{0}'></a></article>",
        "<main><article class=first-entry><h2>Notes</h2><p>In short.</p><footer>2026-01-09</footer>"
        "<a aria-label='Notes' href='/t/9'></a></article>{}</main>");
    ASSERT_THAT(page.entries, SizeIs(5));
    EXPECT_EQ(page.entries[0].title, "Notes");
    EXPECT_EQ(page.entries[0].url, "https://site.example/t/9");
    EXPECT_EQ(page.entries[0].published.value, "2026-01-09");
}

TEST(HtmlLinks, AreThoseThatAHeadingForScreenReadersRepeats) {
    const Entry first = first_of(page_of(
        "<section><h2 class=sr-only>v1.{0}</h2><div><time datetime='2026-01-0{0}'>day</time> "
        "<a href='/tree/v1.{0}'>tree</a></div><div class=body><span><a "
        "href='/releases/tag/v1.{0}'>v1.{0}</a></span><p>It mends what release {0} broke in the "
        "parser.</p></div></section>"));
    EXPECT_EQ(first.title, "v1.1");
    EXPECT_EQ(first.url, "https://site.example/releases/tag/v1.1");
    EXPECT_EQ(first.excerpt, "It mends what release 1 broke in the parser.");
}

TEST(HtmlLinks, AreTheShorterOnesBeforeTheTextThatLeadsThereToo) {
    const Entry first = first_of(page_of(
        "<li><div><a href='/press/{0}'>Press {0}</a> <span>2026-01-0{0}</span></div><a class=tit "
        "href='/t/{0}'>Otters in the river {0}</a><div><a href='/t/{0}'>For the first time since "
        "the "
        "weir was built, {0} young ones were counted near the bridge.</a></div></li>",
        "<main><ul>{}</ul></main>"));
    EXPECT_EQ(first.title, "Otters in the river 1");
    EXPECT_EQ(first.excerpt,
              "For the first time since the weir was built, 1 young ones were counted near the "
              "bridge.");
}

TEST(HtmlLinks, AreNotTheLabelBeforeTheTitle) {
    const Page page = page_of(
        "<div class=row><div class=row-title><a href='/t/{0}'>The title of thread number {0}</a>"
        "</div><span>2026-01-0{0}</span></div>",
        "<main><div class=row><div class=row-title><a href='/list?prefix=3'>Solved</a> <a "
        "href='/t/9'>The title of another thread</a></div><span>2026-01-09</span></div>{}</main>");
    ASSERT_THAT(page.entries, SizeIs(5));
    EXPECT_EQ(page.entries[0].title, "The title of another thread");
    EXPECT_EQ(page.entries[0].url, "https://site.example/t/9");
}

TEST(HtmlTitle, IsWithoutTheSizeOfItsFile) {
    const Entry first = first_of(
        page_of("<li><p>2026-01-0{0}</p><h4><a href='/f/{0}.pdf'>Minutes of meeting number {0}</a> "
                "<span>(PDF, 14{0} KB)</span></h4></li>",
                "<main><ul>{}</ul></main>"));
    EXPECT_EQ(first.title, "Minutes of meeting number 1");
}

TEST(HtmlAttributes, AreComparedWithoutRegardToCaseWhereHtmlSaysSo) {
    const Page page = read_html(
        "<link REL='Canonical' href='https://own.example/'><ul ROLE='Navigation'><li><a "
        "href='/a'>A page of the menu to go to</a><li><a href='/b'>Another page of the menu</a><li>"
        "<a href='/c'>And the third of its pages</a></ul><p>A text that says at more length than "
        "the menu does what this page is about, which is nothing in particular.<p><a "
        "rel='Nofollow\nNEXT' "
        "href='/blog/?p=2'>On</a>",
        "HTTPS://site.example/blog/");
    EXPECT_THAT(page.entries, IsEmpty());
    EXPECT_EQ(page.canonical_url, "https://own.example/");
    EXPECT_THAT(page.pager_links, SizeIs(1));
}

TEST(HtmlTitle, IsTheWholeHeadingOnOneLine) {
    const Page page = read_html(
        "<main><article><h2>\n <a href='/p/1'>深度\n学习 <em>and</em> "
        "<code>std::move</code></a>\n</h2>"
        "<p>Text.</p></article></main>");
    ASSERT_THAT(page.entries, SizeIs(1));
    EXPECT_EQ(page.entries[0].title, "深度 学习 and std::move");
}

TEST(HtmlLinks, WithoutABaseAreNotGuessed) {
    const Page page = read_html(page_with("<p>Text</p>"), "");
    ASSERT_THAT(page.entries, SizeIs(3));
    EXPECT_EQ(page.entries[0].url, "");
}

TEST(HtmlLinks, AreResolvedAgainstTheCanonicalUrlWhereThePagesOwnIsNotKnown) {
    const Page page = read_html(
        "<link rel=canonical href='https://own.example/list/'>" + page_with("<p>Text</p>"), "");
    ASSERT_THAT(page.entries, SizeIs(3));
    EXPECT_EQ(page.entries[0].url, "https://own.example/p/1");
    EXPECT_EQ(page.canonical_url, "https://own.example/list/");
}

TEST(HtmlLinks, KeepTheQueryAsThePageGivesIt) {
    const Page page = read_html(
        "<main><article><h2><a href='/p?id=1&amp;utm_source=home'>A title</a></h2>"
        "<p>Text.</p></article></main>");
    ASSERT_THAT(page.entries, SizeIs(1));
    EXPECT_EQ(page.entries[0].url, "https://site.example/p?id=1&utm_source=home");
}

TEST(HtmlHead, FallsBackToOpenGraphForTheCanonicalUrl) {
    const Page page = read_html(
        "<title> A\n title </title><meta property='og:url' content='https://own.example/b/'><p>x");
    EXPECT_EQ(page.canonical_url, "https://own.example/b/");
    EXPECT_EQ(page.title, "A title");
}

TEST(HtmlPager, TakesRelationsPagersAndNumbersEachOnce) {
    const Page page = read_html(
        "<link rel=next href='?page=2'><p>x</p><div class='paging'><a href='?page=2'>2</a>"
        "<a href='?page=3'>older</a></div><p><a href='/blog/?page=4'>4</a> <a "
        "href='/blog/'>1</a></p>");
    EXPECT_THAT(page.pager_links, ElementsAre("https://site.example/blog/?page=2",
                                              "https://site.example/blog/?page=3",
                                              "https://site.example/blog/?page=4"));
}

TEST(HtmlReader, TakesNoEntryFromAPageThatIsAlmostEmpty) {
    for (const char* html :
         {"", "x", "<p>", "<html></html>", "<ul><li><li><li></ul>",
          "<ul><li><a href=/a>A</a><li><a href=/b>B</a><li><a href=/c>C</a></ul>"}) {
        Snapshot snapshot;
        snapshot.bytes = std::string("<!DOCTYPE html>") + html;
        EXPECT_THAT(read_page(snapshot, Form::html).entries, IsEmpty()) << html;
    }
}

}  // namespace
}  // namespace feedarc
