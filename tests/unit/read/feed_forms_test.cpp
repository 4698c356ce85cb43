#include <feedarc/error.hpp>
#include <feedarc/read.hpp>

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace feedarc {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Page read(const std::string& bytes, const std::string& url = "https://site.example/feed") {
    Snapshot snapshot;
    snapshot.bytes = bytes;
    snapshot.url = url;
    return read_page(snapshot);  // the form is told from the bytes, too
}

Entry only_entry(const std::string& bytes) {
    const Page page = read(bytes);
    EXPECT_EQ(page.entries.size(), 1U);
    return page.entries.empty() ? Entry{} : page.entries[0];
}

Entry rss_entry(const std::string& fields) {
    return only_entry("<rss version='2.0'><channel><title>Feed</title><item>" + fields +
                      "</item></channel></rss>");
}

Entry atom_entry(const std::string& fields) {
    return only_entry("<feed xmlns='http://www.w3.org/2005/Atom'><entry>" + fields +
                      "</entry></feed>");
}

TEST(FeedForms, Rss20) {
    const Page page = read(R"(<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Notes &amp; more</title><link>https://site.example/</link>
<image><title>Logo</title><link>https://site.example/logo</link></image>
<item><title>One</title><link>https://site.example/1</link>
<guid isPermaLink="false">n-1</guid><category>Tools</category><category>tag</category>
<pubDate>Sun, 11 Jan 2026 08:30:15 +0100</pubDate>
<description>&lt;p&gt;A &lt;b&gt;short&lt;/b&gt; text.&lt;/p&gt;&lt;p&gt;More.&lt;/p&gt;</description>
<content:encoded><![CDATA[<p>All of it.</p>]]></content:encoded></item>
<item><title>Two</title><link>/2</link><content:encoded><![CDATA[<p>All of two.</p>]]></content:encoded></item>
</channel></rss>)");
    EXPECT_EQ(page.title, "Notes & more");
    EXPECT_EQ(page.canonical_url, "https://site.example/");
    EXPECT_THAT(page.warnings, IsEmpty());
    ASSERT_EQ(page.entries.size(), 2U);
    const Entry& one = page.entries[0];
    EXPECT_EQ(one.title, "One");
    EXPECT_EQ(one.url, "https://site.example/1");
    EXPECT_EQ(one.guid, "n-1");
    EXPECT_EQ(one.category, "Tools");
    EXPECT_EQ(one.published.value, "2026-01-11T07:30:15Z");
    EXPECT_EQ(one.published.precision, DatePrecision::second);
    EXPECT_EQ(one.excerpt, "A short text. More.");
    EXPECT_EQ(page.entries[1].url, "https://site.example/2");
    EXPECT_EQ(page.entries[1].excerpt, "All of two.");
}

TEST(FeedForms, Rss090And091AndRdf) {
    const std::string item = "<item><title>A</title><link>http://a.example/1</link></item>";
    const std::string feeds[] = {
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
        "xmlns='http://my.netscape.com/rdf/simple/0.9/'><channel><title>T</title></channel>" +
            item + "</rdf:RDF>",
        "<!DOCTYPE rss PUBLIC '-//Netscape Communications//DTD RSS 0.91//EN' "
        "'http://my.netscape.com/publish/formats/rss-0.91.dtd'><rss version='0.91'><channel>"
        "<title>T</title>" +
            item + "</channel></rss>",
        "<r:rss version='2.0' xmlns:r='http://feeds.example/own'><r:channel><r:title>T"
        "</r:title><r:item><r:title>A</r:title><r:link>http://a.example/1</r:link></r:item>"
        "</r:channel></r:rss>",
        "<RDF "
        "xmlns='http://purl.org/rss/1.0/'><CHANNEL><TITLE>T</TITLE></CHANNEL><ITEM><TITLE>"
        "A</TITLE><LINK>http://a.example/1</LINK></ITEM></RDF>",
    };
    for (const std::string& feed : feeds) {
        const Page page = read(feed);
        EXPECT_EQ(page.title, "T") << feed;
        ASSERT_EQ(page.entries.size(), 1U) << feed;
        EXPECT_EQ(page.entries[0].title, "A") << feed;
        EXPECT_EQ(page.entries[0].url, "http://a.example/1") << feed;
    }
}

TEST(FeedForms, RdfWithModulesUnderAnyPrefix) {
    const Entry entry = only_entry(
        "<x:RDF xmlns:x='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
        "xmlns='http://purl.org/rss/1.0/' xmlns:d='http://purl.org/dc/elements/1.1/' "
        "xmlns:mine='http://own.example/'><item x:about='http://a.example/1'><title>A</title>"
        "<mine:description>no</mine:description><d:date>2026-01-11T08:30+01:00</d:date>"
        "<d:subject>News</d:subject><d:description>yes</d:description></item></x:RDF>");
    EXPECT_EQ(entry.url, "http://a.example/1");
    EXPECT_EQ(entry.guid, "http://a.example/1");
    EXPECT_EQ(entry.excerpt, "yes");
    EXPECT_EQ(entry.category, "News");
    EXPECT_EQ(entry.published.value, "2026-01-11T07:30:00Z");
    EXPECT_EQ(entry.published.precision, DatePrecision::minute);
}

TEST(FeedForms, Atom10) {
    const Page page = read(R"(<feed xmlns="http://www.w3.org/2005/Atom">
<title type="html">A &amp;amp; B</title><link rel="self" href="https://site.example/feed"/>
<link href="https://site.example/"/><link rel="next" href="feed?page=2"/>
<entry><title type="text">The &lt;b&gt; tag</title><id>tag:site.example,2026:1</id>
<link rel="enclosure" href="/1.mp3"/><link rel="alternate" type="text/html" href="/1"/>
<category term="x" label="Tools"/><updated>2026-01-12T00:00:00Z</updated>
<published>2026-01-11T08:30:00.25Z</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One</p><p>two &amp; <i>three</i></p></div></content></entry>
</feed>)");
    EXPECT_EQ(page.title, "A & B");
    EXPECT_EQ(page.canonical_url, "https://site.example/");
    EXPECT_THAT(page.pager_links, ElementsAre("https://site.example/feed?page=2"));
    ASSERT_EQ(page.entries.size(), 1U);
    const Entry& entry = page.entries[0];
    EXPECT_EQ(entry.title, "The <b> tag");
    EXPECT_EQ(entry.url, "https://site.example/1");
    EXPECT_EQ(entry.guid, "tag:site.example,2026:1");
    EXPECT_EQ(entry.category, "Tools");
    EXPECT_EQ(entry.published.value, "2026-01-11T08:30:00Z");
    EXPECT_EQ(entry.excerpt, "One two & three");
}

TEST(FeedForms, Atom03) {
    const Entry entry = only_entry(
        "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry>"
        "<title mode='escaped' type='text/html'>A &lt;b&gt;bold&lt;/b&gt; one</title>"
        "<issued>2026-01-11T08:30:00-05:00</issued><modified>2026-01-12T00:00:00Z</modified>"
        "<summary mode='base64' type='text/html'>PHA+SGVsbG88L3A+</summary>"
        "<link rel='alternate' type='text/html' href='http://a.example/1'/></entry></feed>");
    EXPECT_EQ(entry.title, "A bold one");
    EXPECT_EQ(entry.published.value, "2026-01-11T13:30:00Z");
    EXPECT_EQ(entry.excerpt, "Hello");
    EXPECT_EQ(entry.url, "http://a.example/1");
}

TEST(FeedForms, Cdf) {
    const Page page = read(
        "<CHANNEL HREF='http://a.example/'><TITLE>C</TITLE>"
        "<ITEM HREF='http://a.example/1' LASTMOD='2026-01-11T08:30'><TITLE>One</TITLE>"
        "<ABSTRACT>About one.</ABSTRACT></ITEM></CHANNEL>");
    EXPECT_EQ(page.title, "C");
    EXPECT_EQ(page.canonical_url, "http://a.example/");
    ASSERT_EQ(page.entries.size(), 1U);
    EXPECT_EQ(page.entries[0].title, "One");
    EXPECT_EQ(page.entries[0].url, "http://a.example/1");
    EXPECT_EQ(page.entries[0].excerpt, "About one.");
    EXPECT_EQ(page.entries[0].published.value, "2026-01-11T08:30:00Z");
}

TEST(FeedForms, JsonFeed) {
    const Page page = read(R"({"version":"https://jsonfeed.org/version/1.1","title":"J",
"home_page_url":"https://site.example/","next_url":"/feed2","author":{"name":"x","items":[{"id":"no"}]},
"items":[{"id":7,"title":"</b> & co","url":"/7","date_published":"2026-01-11T08:30:00+01:00",
"tags":[" ","Tools","b"],"content_html":"<p>One</p><p>two</p>","attachments":[{"url":"/no","title":"no"}]},
{"id":"https://site.example/8","summary":"Short","content_text":"Long","date_modified":"2026-01-12"}]})");
    EXPECT_EQ(page.title, "J");
    EXPECT_EQ(page.canonical_url, "https://site.example/");
    EXPECT_THAT(page.pager_links, ElementsAre("https://site.example/feed2"));
    ASSERT_EQ(page.entries.size(), 2U);
    EXPECT_EQ(page.entries[0].title, "</b> & co");
    EXPECT_EQ(page.entries[0].guid, "7");
    EXPECT_EQ(page.entries[0].url, "https://site.example/7");
    EXPECT_EQ(page.entries[0].category, "Tools");
    EXPECT_EQ(page.entries[0].published.value, "2026-01-11T07:30:00Z");
    EXPECT_EQ(page.entries[0].excerpt, "One two");
    EXPECT_EQ(page.entries[1].url, "https://site.example/8");
    EXPECT_EQ(page.entries[1].title, "Short");
    EXPECT_EQ(page.entries[1].excerpt, "Short");
    EXPECT_EQ(page.entries[1].published.value, "2026-01-12");
}

TEST(FeedForms, JsonBehindAByteOrderMark) {
    const Page page = read(
        "\uFEFF{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{"
        "\"id\":\"1\",\"title\":\"One\"}]}");
    ASSERT_EQ(page.entries.size(), 1U);
    EXPECT_EQ(page.entries[0].title, "One");
}

TEST(FeedLinks, OfEntriesWithoutOneLeadToTheSiteWhereAGuidTellsThemApart) {
    const auto urls_in = [](const std::string& site) {
        const Page page =
            read("<rss version='2.0'><channel><title>Feed</title><link>" + site +
                 "</link><item><title>One</title><guid isPermaLink='false'>n-1</guid></item>"
                 "<item><title>Two</title></item></channel></rss>");
        std::vector<std::string> urls;
        for (const Entry& entry : page.entries) urls.push_back(entry.url);
        return urls;
    };
    EXPECT_THAT(urls_in("https://site.example/"), ElementsAre("https://site.example/", ""));
    EXPECT_THAT(urls_in("https://site.example/blog"), ElementsAre("", ""));
}

TEST(FeedTitles, AreHtmlInRssOnlyWhereTheyLookLikeIt) {
    EXPECT_EQ(rss_entry("<title>Tom &amp;amp; Jerry&amp;#8217;s</title>").title,
              "Tom & Jerry\u2019s");
    EXPECT_EQ(rss_entry("<title>&lt;i&gt;Very&lt;/i&gt; new</title>").title, "Very new");
    EXPECT_EQ(rss_entry("<title>vector&lt;int&gt; &amp; 1 &lt; 2</title>").title,
              "vector<int> & 1 < 2");
    EXPECT_EQ(rss_entry("<title><![CDATA[R&D: a < b]]></title>").title, "R&D: a < b");
    EXPECT_EQ(rss_entry("<title>Naked <b>markup</b> here</title>").title, "Naked markup here");
}

TEST(FeedTitles, KeepTagsThatTheyOnlySpeakOf) {
    EXPECT_EQ(rss_entry("<title>Use of &lt;div&gt; in HTML</title>").title, "Use of <div> in HTML");
    EXPECT_EQ(rss_entry("<title>A&lt;br&gt;B</title>").title, "A B");
    EXPECT_EQ(rss_entry("<title>&lt;a href='/x'&gt;Cut</title>").title, "Cut");
}

TEST(FeedTitles, MayBeEscapedTwice) {
    EXPECT_EQ(rss_entry("<title>&amp;lt;b&amp;gt;Very&amp;lt;/b&amp;gt; new</title>").title,
              "Very new");
    EXPECT_EQ(rss_entry("<title>List&amp;lt;int&amp;gt;</title>").title, "List<int>");
}

TEST(FeedTitles, OfEntriesWithoutOneAreTheirTextWhereItIsShort) {
    EXPECT_EQ(atom_entry("<summary>A few words.</summary>").title, "A few words.");
    EXPECT_EQ(atom_entry("<summary>Cut off \u2026</summary>").title, "");
    EXPECT_EQ(atom_entry("<summary>" + std::string(89, 'x') + "</summary>").title, "");
}

TEST(FeedLinks, ComeFromTheBestOfWhatThereIs) {
    EXPECT_EQ(rss_entry("<guid isPermaLink='true'>http://g.example/</guid>"
                        "<link>http://l.example/</link>")
                  .url,
              "http://l.example/");
    EXPECT_EQ(rss_entry("<guid>http://g.example/</guid>").url, "http://g.example/");
    EXPECT_EQ(rss_entry("<guid isPermaLink='false'>http://g.example/</guid>").url, "");
    EXPECT_EQ(rss_entry("<title>x</title><enclosure url='http://e.example/a.mp3'/>").url, "");
    EXPECT_EQ(rss_entry("<title>x</title><link/>http://l.example/").url, "http://l.example/");
    EXPECT_EQ(rss_entry("<link>http://f.example/r?1</link><feedburner:origLink>http://o.example/"
                        "</feedburner:origLink>")
                  .url,
              "http://o.example/");
    EXPECT_EQ(rss_entry("<title>x</title><atom:link rel='payment' href='http://p.example/'/>"
                        "<atom:link href='http://a.example/'/>")
                  .url,
              "http://a.example/");
    EXPECT_EQ(atom_entry("<link rel='edit' href='http://e.example/'/>"
                         "<link rel='related' href='http://r.example/'/>")
                  .url,
              "http://r.example/");
    EXPECT_EQ(atom_entry("<id>http://i.example/1</id>").url, "http://i.example/1");
    EXPECT_EQ(atom_entry("<id>urn:x:1</id>").url, "");
    EXPECT_EQ(rss_entry("<title>x</title><link>javascript:alert(1)</link>").url, "");
}

TEST(FeedLinks, MayLackTheirScheme) {
    const auto url_of = [](const std::string& link) {
        return rss_entry("<title>x</title><link>" + link + "</link>").url;
    };
    EXPECT_EQ(url_of("www.else.example/a"), "https://www.else.example/a");
    EXPECT_EQ(url_of("site.example/a"), "https://site.example/a");
    EXPECT_EQ(url_of("page.html"), "https://site.example/page.html");
    EXPECT_EQ(url_of("other.example/a"), "https://site.example/other.example/a");
    EXPECT_EQ(url_of("www.html"), "https://site.example/www.html");
}

TEST(FeedLinks, OfAtomMayBeThatOfTheContent) {
    EXPECT_EQ(atom_entry("<title>x</title><content type='text/html' src='/page'/>").url,
              "https://site.example/page");
    EXPECT_EQ(atom_entry("<title>x</title><content type='video/mp4' src='/film.mp4'/>").url, "");
    EXPECT_EQ(atom_entry("<title>x</title><content src='/page'/><link href='/entry'/>").url,
              "https://site.example/entry");
}

TEST(FeedCategories, AreThoseOfModulesToo) {
    EXPECT_EQ(
        rss_entry("<title>x</title><media:category label='Films'>f/old</media:category>").category,
        "Films");
    EXPECT_EQ(rss_entry("<title>x</title><category/><category>Second</category>").category,
              "Second");
}

TEST(FeedLinks, AreResolvedAgainstTheBasesAroundThem) {
    const Page page = read(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='http://b.example/x/'>"
        "<link href='/home/'/><entry><title>1</title><link href='one'/></entry>"
        "<entry xml:base='y/'><title>2</title><link href='two'/></entry>"
        "<entry><title>3</title><link xml:base='http://c.example/' href='three'/></entry></feed>",
        "https://site.example/feed");
    ASSERT_EQ(page.entries.size(), 3U);
    EXPECT_EQ(page.canonical_url, "http://b.example/home/");
    EXPECT_EQ(page.entries[0].url, "http://b.example/x/one");
    EXPECT_EQ(page.entries[1].url, "http://b.example/x/y/two");
    EXPECT_EQ(page.entries[2].url, "http://c.example/three");
}

TEST(FeedLinks, AreResolvedAgainstTheSiteOfTheFeedAndWithoutAnyAreNone) {
    const std::string item = "<item><title>x</title><link>one</link></item>";
    const std::string with_site =
        "<rss><channel><link>http://s.example/blog/</link>" + item + "</channel></rss>";
    EXPECT_EQ(read(with_site, "").entries.at(0).url, "http://s.example/blog/one");
    const std::string without = "<rss><channel>" + item + "</channel></rss>";
    EXPECT_EQ(read(without, "http://f.example/a/feed").entries.at(0).url, "http://f.example/a/one");
    EXPECT_EQ(read(without, "").entries.at(0).url, "");
}

TEST(FeedDates, TakeTheOneOfPublicationThatCanBeRead) {
    EXPECT_EQ(atom_entry("<updated>2026-01-12</updated><published>2026-01-11</published>")
                  .published.value,
              "2026-01-11");
    EXPECT_EQ(rss_entry("<title>x</title><pubDate>soon</pubDate><dc:date>2026-01</dc:date>")
                  .published.value,
              "2026-01");
    EXPECT_EQ(rss_entry("<title>x</title><pubDate>never</pubDate>").published.value, "");
}

TEST(FeedHead, WithoutAnyRootOfAFeedIsRefused) {
    Snapshot snapshot;
    for (const char* bytes : {"<html><body>x</body></html>", "just words", "{]"}) {
        snapshot.bytes = bytes;
        if (snapshot.bytes == "{]") {
            EXPECT_THAT(read_page(snapshot, Form::feed).entries, IsEmpty());
            continue;
        }
        EXPECT_THROW(static_cast<void>(read_page(snapshot, Form::feed)), Error) << bytes;
    }
}

}  // namespace
}  // namespace feedarc
