// What a page's JSON-LD adds to its entries, and what it must not.

#include <feedarc/explain.hpp>
#include <feedarc/read.hpp>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace feedarc {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Snapshot snapshot(std::string_view json, std::string_view body) {
    Snapshot page;
    page.url = "https://site.example/blog/";
    page.bytes = fmt::format(
        R"(<!DOCTYPE html><head><title>T</title><script type="application/ld+json">{}</script></head><body>{}</body>)",
        json, body);
    return page;
}

Page read(std::string_view json, std::string_view body = "<div id=app></div>") {
    return read_page(snapshot(json, body), Form::html);
}

std::string posting(int number, std::string_view type = "BlogPosting") {
    return fmt::format(
        R"({{"@type":"{1}","headline":"Post {0} of the series","url":"/p/{0}","datePublished":"2026-01-0{0}","description":"About &amp; around {0}","articleSection":["Sea","Land"]}})",
        number, type);
}

TEST(HtmlData, OfPostingsAreTheEntriesOfAPageThatAScriptFills) {
    for (
        const char* form :
        {R"([{0},{1}])", R"({{"@graph":[{{"@type":"WebSite","url":"/"}},{0},{1}]}})",
         R"({{"@type":"Blog","blogPost":[{0},{1}]}})",
         R"({{"@type":["CollectionPage","WebPage"],"mainEntity":{{"@type":"ItemList","itemListElement":[{{"@type":"ListItem","item":{0}}},{{"@type":"ListItem","item":{1}}}]}}}})"}) {
        const Page page = read(fmt::format(fmt::runtime(form), posting(1), posting(2)));
        ASSERT_THAT(page.entries, SizeIs(2)) << form;
        EXPECT_EQ(page.entries[0].title, "Post 1 of the series");
        EXPECT_EQ(page.entries[0].url, "https://site.example/p/1");
        EXPECT_EQ(page.entries[0].published.value, "2026-01-01");
        EXPECT_EQ(page.entries[0].category, "Sea");
        EXPECT_EQ(page.entries[0].excerpt, "About & around 1");
    }
}

TEST(HtmlData, SaysInTheExplanationWhereTheEntriesComeFrom) {
    const std::string json = fmt::format("[{},{}]", posting(1), posting(2));
    EXPECT_THAT(explain_page(snapshot(json, ""), Form::html).verdict, HasSubstr("JSON-LD"));
}

TEST(HtmlData, ThatIsWorkToParseIsLeftOut) {
    std::string markup;
    for (int i = 0; i < 1500; ++i) markup += fmt::format("<p><b a={}>", i);
    const std::string json = fmt::format(
        R"({{"@type":"BlogPosting","headline":"One","url":"/p/1","description":"{}"}})", markup);
    std::string body = "<ul>";
    for (int i = 1; i <= 4; ++i) {
        body += fmt::format("<li><h3><a href='/p/{0}'>A title of the list, number {0}</a></h3>", i);
    }
    const Page page = read(json, body);
    ASSERT_THAT(page.entries, SizeIs(4));
    EXPECT_EQ(page.entries[0].excerpt, "");
}

TEST(HtmlData, ListingLinksBesideATextAreNoEntriesOfItsPage) {
    constexpr std::string_view kRelated =
        R"({"@type":"ItemList","itemListElement":[{"@type":"ListItem","name":"One more story","url":"/2026/one"},{"@type":"ListItem","name":"Another story","url":"/2026/two"},{"@type":"ListItem","name":"A third story","url":"/2026/three"}]})";
    EXPECT_THAT(read(kRelated).entries, SizeIs(3));
    std::string body = "<h1>The story</h1>";
    for (int i = 0; i < 40; ++i)
        body += "<p>A paragraph of the story that the page is all about.</p>";
    EXPECT_THAT(read(kRelated, body).entries, IsEmpty());
    constexpr std::string_view kSections =
        R"({"@type":"ItemList","itemListElement":[{"@type":"ListItem","name":"Pricing","url":"/pricing"},{"@type":"ListItem","name":"About us","url":"/about"},{"@type":"ListItem","name":"Contact","url":"/contact"}]})";
    EXPECT_THAT(read(kSections).entries, IsEmpty());
}

TEST(HtmlData, OfOtherThingsAreNoEntries) {
    for (
        const char* json :
        {R"({"@type":"BreadcrumbList","itemListElement":[{"@type":"ListItem","name":"Home page","item":"/"},{"@type":"ListItem","name":"All boats","item":"/b"},{"@type":"ListItem","name":"This boat","item":"/b/1"}]})",
         R"([{"@type":"Product","name":"A","url":"/1"},{"@type":"Product","name":"B","url":"/2"},{"@type":"Product","name":"C","url":"/3"}])",
         R"({"@type":"ItemList","itemListElement":[{"@type":"ListItem","item":{"@type":"Product","name":"A","url":"/1"}},{"@type":"ListItem","item":{"@type":"Product","name":"B","url":"/2"}},{"@type":"ListItem","item":{"@type":"Product","name":"C","url":"/3"}}]})",
         R"({"@type":"ItemList","itemListElement":[{"@type":"ListItem","name":"A","url":"/tag/a"},{"@type":"ListItem","name":"B","url":"/tag/b"},{"@type":"ListItem","name":"C","url":"/tag/c"}]})",
         R"({"@type":"Person","name":"Ann","worksFor":{"@type":"Article","name":"x","url":"/x"}})",
         "[1,2,", "\"text\"", "null", "", "[[[[[[[[[[[[[[[[[[[[[[{}]]]]]]]]]]]]]]]]]]]]]]"}) {
        EXPECT_THAT(read(json).entries, IsEmpty()) << json;
    }
    EXPECT_THAT(read(posting(1)).entries, IsEmpty()) << "one article is no list";
}

TEST(HtmlData, OfAnArticleMakeItsPageNoListing) {
    const std::string own =
        R"({"@type":"NewsArticle","headline":"It","mainEntityOfPage":{"@id":"https://site.example/blog"},"datePublished":"2026-01-01"})";
    EXPECT_THAT(read(fmt::format("[{},{},{}]", own, posting(1), posting(2))).entries, IsEmpty());
}

TEST(HtmlData, FillInWhatThePageDoesNotShow) {
    const std::string json = fmt::format("[{},{},{}]", posting(1), posting(2), posting(3));
    std::string body = "<ul class=posts>";
    for (int i = 1; i <= 4; ++i) {
        body += fmt::format(
            "<li><a href='http://site.example/p/{0}/?utm_source=x'>Post {0} as the page calls "
            "it</a>{1}</li>",
            i, i == 2 ? " <time datetime=2026-02-02>Feb 2</time>" : "");
    }
    const Page page = read(json, body + "</ul>");
    ASSERT_THAT(page.entries, SizeIs(4)) << "and not the three that the data list";
    EXPECT_EQ(page.entries[0].title, "Post 1 as the page calls it");
    EXPECT_EQ(page.entries[0].published.value, "2026-01-01");
    EXPECT_EQ(page.entries[0].category, "Sea");
    EXPECT_EQ(page.entries[1].published.value, "2026-02-02") << "what is shown counts";
    EXPECT_EQ(page.entries[3].published.value, "");
}

TEST(HtmlData, AddTheLinkThatThePatternLeavesOut) {
    const std::string json =
        fmt::format("[{},{},{},{}]", posting(1), posting(2), posting(3), posting(4));
    std::string body =
        "<div class=lead><a href=/p/4><b>Post 4 on top of all</b></a><p>Lead text.</p></div><main>";
    for (int i = 1; i <= 3; ++i) {
        body += fmt::format(
            "<div class=item><h3><a href=/p/{0}>Post {0} below it</a></h3><p>Some words.</p></div>",
            i);
    }
    const Page page = read(json, body + "</main>");
    ASSERT_THAT(page.entries, SizeIs(4));
    EXPECT_EQ(page.entries[0].title, "Post 4 on top of all");
    EXPECT_EQ(page.entries[0].published.value, "2026-01-04");
}

TEST(HtmlData, AreReadWithLineBreaksInTheirStrings) {
    std::string json = fmt::format("[{},{}]", posting(1), posting(2));
    json.replace(json.find("of the"), 6, "of\nthe");
    EXPECT_THAT(read(json).entries, SizeIs(2));
}

TEST(HtmlData, OverAMebibyteAreNotRead) {
    std::string json = fmt::format("[{},{}", posting(1), posting(2));
    json += ",\"" + std::string(1U << 20U, 'x') + "\"]";
    EXPECT_THAT(read(json).entries, IsEmpty());
}

TEST(HtmlData, HaveCleanTexts) {
    const Page page = read(
        R"([{"@type":"Article","headline":"A\u0000b\n  c","url":"/1"},{"@type":"Article","headline":"Second","url":"/2"}])");
    ASSERT_THAT(page.entries, SizeIs(2));
    EXPECT_EQ(page.entries[0].title, "Ab c");
}

}  // namespace
}  // namespace feedarc
