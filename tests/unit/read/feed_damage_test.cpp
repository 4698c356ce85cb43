#include <feedarc/error.hpp>
#include <feedarc/read.hpp>

#include "read/feed/mend.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace feedarc {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

Page read_it(const std::string& bytes, const ReadLimits& limits = {}) {
    Snapshot snapshot;
    snapshot.bytes = bytes;
    snapshot.url = "https://site.example/feed";
    return read_page(snapshot, Form::feed, limits);
}

std::vector<std::string> titles(const std::string& bytes) {
    std::vector<std::string> found;
    for (const Entry& entry : read_it(bytes).entries) found.push_back(entry.title);
    return found;
}

std::string rss(const std::string& items) {
    return "<rss version='2.0'><channel>" + items + "</channel></rss>";
}

TEST(FeedDamage, ReferencesThatXmlDoesNotKnowAreReadAsMeant) {
    EXPECT_THAT(titles(rss("<item><title>caf&eacute;&nbsp;&hellip; &copy;</title></item>")),
                ElementsAre("café … ©"));
    EXPECT_THAT(titles(rss("<item><title>R&D & more &nosuch; &#146;s &#x1;</title></item>")),
                ElementsAre("R&D & more &nosuch; ’s \uFFFD"));
    EXPECT_EQ(read_it(rss("<item><title>x</title><link>http://a.example/?a=1&b=2&copy=3</link>"
                          "</item>"))
                  .entries.at(0)
                  .url,
              "http://a.example/?a=1&b=2&copy=3");
    EXPECT_THAT(titles(rss("<item><title><![CDATA[a &amp; b &bogus; c]]></title></item>")),
                ElementsAre("a & b &bogus; c"));
}

TEST(FeedDamage, TagsThatDoNotFitCostNoOtherEntry) {
    const std::string second = "<item><title>B</title><link>http://a.example/b</link></item>";
    for (const std::string first : {
             "<item><title>A</b></title></item>",
             "<item><title>A<br></title><link>http://a.example/a</link></item>",
             "<item><Title>A</tITLE></item>",
             "<item><title>A</item>",
             "<item><title>A</title>",
             "<item><title>A<link>http://a.example/a</link></item>",
             "<item><title>A<description>x <b>y</b></description><pubDate>z</item>",
             "<item><title a=1 b c='d>A</title></item>",
             "<item><title>A</title></wrong></item>",
             "<item><title>A</title><media:thumbnail url='x' checked></item>",
             "<item><x:unknown:name>y</x:unknown:name><title>A</title></item>",
             "<item><title>A</title><description>1 <2 & <b>3</description></item>",
         }) {
        EXPECT_THAT(titles(rss(first + second)), ElementsAre("A", "B")) << first;
    }
}

TEST(FeedDamage, IsTold) {
    EXPECT_THAT(read_it(rss("<item><title>A</b></title></item>")).warnings,
                ElementsAre(HasSubstr("not well-formed")));
    EXPECT_THAT(read_it(rss("<item><title>A</title></item>")).warnings, IsEmpty());
}

TEST(FeedDamage, OfACutFeedTheWholeEntriesAreKept) {
    const std::string feed =
        "<?xml version='1.0'?>\n<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title>"
        "<entry><title>A</title><id>a</id></entry><entry><title>B</title><id>b</id></entry>"
        "<entry><title>Third &amp; last</title><content type='html'><![CDATA[<p>x</p>]]></content>"
        "</entry></feed>";
    const std::size_t third = feed.find("<entry><title>Third");
    const std::size_t end = feed.find("</entry></feed>");
    for (std::size_t size = third + 7; size < end + 7; ++size) {
        const Page page = read_it(feed.substr(0, size));
        ASSERT_THAT(page.entries, SizeIs(2)) << feed.substr(third, size - third);
        EXPECT_THAT(page.warnings, ElementsAre(HasSubstr("cut off")));
    }
    EXPECT_THAT(titles(feed.substr(0, end + 8)), ElementsAre("A", "B", "Third & last"));
    EXPECT_EQ(read_it(feed.substr(0, third)).title, "T");
}

TEST(FeedDamage, WhatStandsBeforeTheRootIsLeftOut) {
    const std::string feed = rss("<item><title>A</title></item>");
    for (const std::string junk :
         {"Warning: cannot modify header information\n", "\n \n<?xml version='1.0'?>",
          "<?xml version='1.0' encoding='utf-16'?>", "<!-- x --><!DOCTYPE rss [<!ENTITY a 'b'>]>",
          "<br />\n<b>Notice</b>: x & y <?xml version='1.0'?>"}) {
        Snapshot snapshot;
        snapshot.bytes = junk + feed;
        EXPECT_THAT(read_page(snapshot, Form::feed).entries, SizeIs(1)) << junk;
    }
}

TEST(FeedDamage, DeclaredEntitiesExpandToNothing) {
    EXPECT_THAT(titles("<!DOCTYPE rss [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'><!ENTITY c SYSTEM "
                       "'file:///etc/passwd'>]>" +
                       rss("<item><title>x &b; &c;</title></item>")),
                ElementsAre("x &b; &c;"));
}

TEST(FeedDamage, OfBrokenJsonTheWholeEntriesAreKept) {
    const std::string feed =
        R"({"version":"https://jsonfeed.org/version/1","title":"T","items":[{"id":"1","title":"A"},)"
        R"({"id":"2","title":"B"}]})";
    for (std::size_t size = feed.find(R"({"id":"2")"); size < feed.size() - 2; ++size) {
        const Page page = read_it(feed.substr(0, size));
        ASSERT_THAT(page.entries, SizeIs(1)) << size;
        EXPECT_THAT(page.warnings, ElementsAre(HasSubstr("no valid JSON")));
    }
    EXPECT_THAT(read_it(feed).entries, SizeIs(2));
}

TEST(FeedLimits, MemoryIsBoundedByAForecast) {
    ReadLimits limits;
    limits.parse_bytes = 1 << 20;
    std::string many;
    for (int i = 0; i < 20'000; ++i) many += "<a/>";
    try {
        static_cast<void>(read_it(rss(many), limits));
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::limit);
        EXPECT_THAT(error.what(), HasSubstr("parse-memory"));
    }
}

TEST(FeedLimits, WorkOnHtmlIsBoundedOverAllEntries) {
    std::string deep;
    for (int i = 0; i < 500; ++i) deep += "&lt;b&gt;";
    std::string items;
    for (int i = 0; i < 40; ++i) items += "<item><description>" + deep + "</description></item>";
    ReadLimits limits;
    limits.parse_work = 1'000'000;
    EXPECT_NO_THROW(static_cast<void>(
        read_it(rss("<item><description>" + deep + "</description></item>"), limits)));
    EXPECT_THROW(static_cast<void>(read_it(rss(items), limits)), Error);
}

// Each once made some step of ours quadratic, or would.
// What takes the square of its size or more does not end before the test is stopped.
TEST(FeedLimits, HostileFeedsEnd) {
    constexpr std::size_t kBytes = 1 << 20;
    const auto repeat = [](const std::string& unit) {
        std::string text;
        while (text.size() < kBytes) text += unit;
        return text;
    };
    std::string declarations;
    for (int i = 0; i < 20'000; ++i) declarations += " xmlns:n" + std::to_string(i) + "='u'";
    for (const std::string& feed :
         {"<rss>" + repeat("<a>"), "<rss>" + repeat("<!>"), "<rss>" + repeat("<![>"),
          "<rss>" + repeat("</a>"), "<rss>" + repeat("<a x='"), "<rss><a " + repeat("x=\"1\" "),
          "<rss>" + repeat("&a;"), "<rss>" + repeat("&a"), "<rss>" + repeat("<item>"),
          "<rss" + declarations + ">" + repeat("<q:item/>") + "</rss>",
          "<rss>" + repeat("<a xml:base='b/'><item><link>x</link></item>"),
          "{\"items\":" + repeat("["), "{\"items\":[" + repeat("{},")}) {
        try {
            static_cast<void>(read_it(feed));
        } catch (const Error&) {
        }
    }
}

TEST(MendTags, PairsThem) {
    using feedarc::read::mend_tags;
    EXPECT_EQ(mend_tags("<a><b>x</a>").xml, "<a><b>x</b></a>");
    EXPECT_EQ(mend_tags("x<a b=c d='e' f>1 < 2</A></z>").xml,
              "<a b=\"c\" d=\"e\" f=\"\">1 &lt; 2</a>");
    EXPECT_EQ(mend_tags("<a><item>1<item>2</item></a>").xml, "<a><item>1</item><item>2</item></a>");
    EXPECT_TRUE(mend_tags("<a><item>1").cut_off);
    EXPECT_EQ(mend_tags("<a><item>1").xml, "<a></a>");
}

}  // namespace
}  // namespace feedarc
