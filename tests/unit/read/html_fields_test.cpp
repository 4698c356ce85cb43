#include <feedarc/read.hpp>

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

Page read(std::string html, std::string url = "https://site.example/blog/") {
    Snapshot snapshot;
    snapshot.bytes = std::move(html);
    snapshot.url = std::move(url);
    return read_page(snapshot, Form::html);
}

// A page of three entries; the first has `inside` behind its title.
std::string page_with(std::string_view inside) {
    constexpr std::string_view kEntry =
        R"(<article class="post"><h2><a href="/p/{0}">The title of entry number {0}</a></h2>{1}</article>)";
    return "<!DOCTYPE html><main>" + fmt::format(fmt::runtime(kEntry), 1, inside) +
           fmt::format(fmt::runtime(kEntry), 2, "<p>The second one has a text of its own.</p>") +
           fmt::format(fmt::runtime(kEntry), 3, "<p>And so has the third, as one expects.</p>") +
           "</main>";
}

Entry first_entry(std::string_view inside) {
    const Page page = read(page_with(inside));
    EXPECT_THAT(page.entries, SizeIs(3));
    return page.entries.empty() ? Entry{} : page.entries.front();
}

struct Case {
    const char* name;
    const char* html;
    const char* expected;
};

std::string name_of(const ::testing::TestParamInfo<Case>& tested) {
    return tested.param.name;
}

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
        Case{"ButtonsAreLeftOut", "<p>The text.</p><button>Share</button>", "The text."},
        Case{"AMarkedSummaryIsPreferred",
             "<p>12 people like this very much indeed</p><div class='entry-summary'>The "
             "summary.</div>",
             "The summary."},
        Case{"AnUnmarkedTextIsFound", "<div>A text that stands in no paragraph at all.</div>",
             "A text that stands in no paragraph at all."},
        Case{"NoTextIsNone", "<img src='a.jpg' alt=''>", ""}),
    name_of);

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
        Case{"NeverInvented", "<p>No date here.</p>", ""}),
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
        Case{"NotATag", "<a rel='tag' href='/tag/a'>a</a><p>Text of it</p>", ""},
        Case{"NotAnAuthor", "<a class='author' href='/author/kim'>Kim</a><p>Text of it</p>", ""}),
    name_of);

TEST(HtmlTitle, IsTheWholeHeadingOnOneLine) {
    const Page page = read(
        "<main><article><h2>\n <a href='/p/1'>深度\n学习 <em>and</em> "
        "<code>std::move</code></a>\n</h2>"
        "<p>Text.</p></article></main>");
    ASSERT_THAT(page.entries, SizeIs(1));
    EXPECT_EQ(page.entries[0].title, "深度 学习 and std::move");
}

TEST(HtmlLinks, WithoutABaseAreNotGuessed) {
    const Page page = read(page_with("<p>Text</p>"), "");
    ASSERT_THAT(page.entries, SizeIs(3));
    EXPECT_EQ(page.entries[0].url, "");
}

TEST(HtmlLinks, AreResolvedAgainstTheCanonicalUrlWhereThePagesOwnIsNotKnown) {
    const Page page = read(
        "<link rel=canonical href='https://own.example/list/'>" + page_with("<p>Text</p>"), "");
    ASSERT_THAT(page.entries, SizeIs(3));
    EXPECT_EQ(page.entries[0].url, "https://own.example/p/1");
    EXPECT_EQ(page.canonical_url, "https://own.example/list/");
}

TEST(HtmlLinks, KeepTheQueryAsThePageGivesIt) {
    const Page page = read(
        "<main><article><h2><a href='/p?id=1&amp;utm_source=home'>A title</a></h2>"
        "<p>Text.</p></article></main>");
    ASSERT_THAT(page.entries, SizeIs(1));
    EXPECT_EQ(page.entries[0].url, "https://site.example/p?id=1&utm_source=home");
}

TEST(HtmlHead, FallsBackToOpenGraphForTheCanonicalUrl) {
    const Page page = read(
        "<title> A\n title </title><meta property='og:url' content='https://own.example/b/'><p>x");
    EXPECT_EQ(page.canonical_url, "https://own.example/b/");
    EXPECT_EQ(page.title, "A title");
}

TEST(HtmlPager, TakesRelationsPagersAndNumbersEachOnce) {
    const Page page = read(
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
