#include "read/html/rules/css.hpp"

#include "read/html/rules/css_match.hpp"
#include "read/html/rules/selector_error.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace feedarc::read {
namespace {

using ::testing::HasSubstr;

// Every element has an id, which names it in what is expected.
constexpr const char* kPage = R"(<!DOCTYPE html><html id=html><head id=head></head><body id=body>
<div id=list class="posts  main" data-kind="blog-posts" lang="en-GB">
  <article id=a1 class="post first" data-n="1"><h2 id=h1><a id=l1 href="/p/1.html">One</a></h2><p id=p1></p></article>
  <article id=a2 class="post" data-n="2"><h2 id=h2><a id=l2 href="/P/2.pdf" title='say "hi"'>Two</a></h2><p id=p2>Text</p><p id=p3>More</p></article>
  <section id=s1 class="ad"><h2 id=h3><span id=sp1>Three</span></h2></section>
  <article id=a3 class="POST"><h3 id=h4><a id=l3>Four</a></h3></article>
</div>
<x-card id=x1 class="1st w:50 中文"><B id=b1>Five</B></x-card>
</body></html>)";

std::string ids_of(const std::string& selector) {
    const Dom dom(kPage, ReadLimits{});
    const SiblingPlaces places(dom);
    std::string ids;
    const auto is_scope = [&](NodeId node) { return dom.value(node, "class") == "post"; };
    for (const CssMatch& match : select(dom, places, parse_css(selector), is_scope)) {
        ids += (ids.empty() ? "" : " ") + std::string(dom.value(match.node, "id"));
    }
    return ids;
}

struct Case {
    const char* selector;
    const char* ids;
};

class Css : public ::testing::TestWithParam<Case> {};

TEST_P(Css, SelectsWhatABrowserWould) {
    EXPECT_EQ(ids_of(GetParam().selector), GetParam().ids) << GetParam().selector;
}

INSTANTIATE_TEST_SUITE_P(
    Simple, Css,
    ::testing::Values(Case{"article", "a1 a2 a3"}, Case{"ARTICLE", "a1 a2 a3"},
                      Case{"#list > *", "a1 a2 s1 a3"}, Case{"#a2", "a2"}, Case{".post", "a1 a2"},
                      Case{".main", "list"}, Case{".post.first", "a1"},
                      Case{"article.post#a2", "a2"}, Case{"x-card", "x1"}, Case{"b", "b1"},
                      Case{"p:empty", "p1"}, Case{":root", "html"}, Case{"nothing", ""},
                      Case{".\\31st", "x1"}, Case{".\\31 st", "x1"}, Case{".w\\:50", "x1"},
                      Case{".中文", "x1"}, Case{"/* a comment */ .ad /* at the end */", "s1"}));

INSTANTIATE_TEST_SUITE_P(
    Attributes, Css,
    ::testing::Values(Case{"[data-n]", "a1 a2"}, Case{"[DATA-N=\"2\"]", "a2"},
                      Case{"[data-n='2']", "a2"}, Case{"[class~=first]", "a1"},
                      Case{"[class~='post first']", ""}, Case{"[class~='']", ""},
                      Case{"[lang|=en]", "list"}, Case{"[lang|=e]", ""},
                      Case{"[href^='/p/']", "l1"}, Case{"[href^='/p/' i]", "l1 l2"},
                      Case{"[lang='EN-gb']", "list"}, Case{"[lang='EN-gb' s]", ""},
                      Case{"[lang|=EN]", "list"}, Case{"[data-kind='Blog-Posts']", ""},
                      Case{"[href^='']", ""}, Case{"[href$='.pdf']", "l2"},
                      Case{"[data-kind*='-']", "list"}, Case{"[ href *= \"p\" ]", "l1 l2"},
                      Case{"[title='say \"hi\"']", "l2"}, Case{"[title=\"say \\22hi\\22 \"]", "l2"},
                      Case{"a[href][title]", "l2"}));

INSTANTIATE_TEST_SUITE_P(
    Combinators, Css,
    ::testing::Values(Case{"div a", "l1 l2 l3"}, Case{"div > a", ""}, Case{"h2>a", "l1 l2"},
                      Case{"#html #list h3 a", "l3"}, Case{"section + article", "a3"},
                      Case{"article + article", "a2"}, Case{".first ~ article", "a2 a3"},
                      Case{"article ~ section h2 > span", "sp1"}, Case{"h2 + p + p", "p3"},
                      Case{".ad a, h3 a , .first a", "l1 l3"}, Case{"a, a", "l1 l2 l3"},
                      Case{"div div a", ""}, Case{"body div article h2 a", "l1 l2"}));

INSTANTIATE_TEST_SUITE_P(
    Places, Css,
    ::testing::Values(
        Case{"#list > :first-child", "a1"}, Case{"article:last-child", "a3"},
        Case{"h2:only-child, h3:only-child", "h3 h4"}, Case{"p:nth-child(2)", "p1 p2"},
        Case{"#list > :nth-child(odd)", "a1 s1"}, Case{"#list > :nth-child(EVEN)", "a2 a3"},
        Case{"#list > :nth-child(2n + 1)", "a1 s1"}, Case{"#list > :nth-child(-n+2)", "a1 a2"},
        Case{"#list > :nth-child(n+3)", "s1 a3"}, Case{"#list > :nth-child(n)", "a1 a2 s1 a3"},
        Case{"#list > :nth-child(0)", ""}, Case{"#list > :nth-child(3n-1)", "a2"},
        Case{"#list > :nth-last-child(1)", "a3"}, Case{"article:nth-of-type(3)", "a3"},
        Case{"article:nth-last-of-type(3)", "a1"}, Case{"p:first-of-type", "p1 p2"},
        Case{"p:last-of-type", "p1 p3"}, Case{"#list > :only-of-type", "s1"}));

INSTANTIATE_TEST_SUITE_P(
    Nested, Css,
    ::testing::Values(Case{"article:not(.post)", "a3"}, Case{"article:not(.first, .POST)", "a2"},
                      Case{"article:not(:first-child):not([data-n])", "a3"},
                      Case{":is(h2, h3) > a", "l1 l2 l3"}, Case{":where(h2) > a[title]", "l2"},
                      Case{"article:has(h3)", "a3"}, Case{"article:has(a[title], h3)", "a2 a3"},
                      Case{"article:has(> p)", "a1 a2"}, Case{"div:has(> a)", ""},
                      Case{"article:has(> p, h3)", "a1 a2 a3"},
                      Case{"article:has(h3, > a, > p)", "a1 a2 a3"},
                      Case{"article:has(> a, > h3)", "a3"}, Case{"body:has(> p, > a)", ""},
                      Case{"article:not(:has(p))", "a3"}, Case{"article:not(:not(.first))", "a1"},
                      Case{":scope > h2", "h2"}));

// As Selectors Level 3 has it, and browsers: white space is content, comments are not.
TEST(Css, FindsElementsEmptyThatHoldNoWhiteSpace) {
    const Dom dom("<p id=a></p><p id=b> </p><p id=c><!-- --></p><p id=d><br></p>", ReadLimits{});
    std::string ids;
    for (const CssMatch& match :
         select(dom, SiblingPlaces(dom), parse_css("p:empty"), [](NodeId) { return false; })) {
        ids += dom.value(match.node, "id");
    }
    EXPECT_EQ(ids, "ac");
}

TEST(Css, TakesAnAttributeWhereOneIsNamedAtTheEnd) {
    const auto css = parse_css("h2 > a::attr(HREF), time");
    ASSERT_EQ(css.alternatives.size(), 2U);
    EXPECT_EQ(css.alternatives[0].attribute, "href");
    EXPECT_EQ(css.alternatives[1].attribute, "");
}

TEST(Css, SelectsInOnePassOverADeepPage) {
    std::string html;
    for (int i = 0; i < 9000; ++i) html += "<div>";
    const Dom dom(html, ReadLimits{});
    std::string selector = "div";
    for (int i = 1; i < 60; ++i) selector += " div";
    const auto matches =
        select(dom, SiblingPlaces(dom), parse_css(selector), [](NodeId) { return false; });
    EXPECT_EQ(matches.size(), 9000U - 59U);
}

struct Mistake {
    const char* selector;
    std::size_t at;
    const char* message;
};

class CssMistake : public ::testing::TestWithParam<Mistake> {};

TEST_P(CssMistake, IsToldWithItsPlace) {
    try {
        (void)parse_css(GetParam().selector);
        FAIL() << GetParam().selector << " was taken";
    } catch (const SelectorError& error) {
        EXPECT_THAT(error.what(), HasSubstr(GetParam().message)) << GetParam().selector;
        EXPECT_EQ(error.at(), GetParam().at) << GetParam().selector << ": " << error.what();
    }
}

INSTANTIATE_TEST_SUITE_P(
    Cases, CssMistake,
    ::testing::Values(
        Mistake{"", 0, "an element is missing at the end"}, Mistake{"h2 >", 4, "must follow '>'"},
        Mistake{"h2 > , p", 5, "must follow '>'"}, Mistake{"> h2", 0, "':scope >'"},
        Mistake{"h2,", 3, "an element is missing at the end"}, Mistake{"h2 || p", 3, "namespaces"},
        Mistake{"svg|a", 3, "namespaces"}, Mistake{"a!", 1, "'!' does not belong here"},
        Mistake{"a 字(", 5, "'(' does not belong here"}, Mistake{".", 1, "a class is missing"},
        Mistake{".1st", 1, "write \\31 and a space"}, Mistake{"#", 1, "an id is missing"},
        Mistake{"a[href", 1, "not closed"}, Mistake{"a[href=", 7, "a value is missing"},
        Mistake{"a[href=/x]", 7, "must stand in quotes"},
        Mistake{"a[href='x]", 7, "no closing quote"}, Mistake{"a[href!='x']", 6, "'=' or ']'"},
        Mistake{"a[href='x' z]", 11, "flags i and s"},
        Mistake{"[]", 1, "the name of an attribute is missing"},
        Mistake{"a:hover", 1, "':hover' is not known"},
        Mistake{"a:first-chid", 1, "did you mean ':first-child'?"},
        Mistake{"a:contains(x)", 1, "':contains' is not known"},
        Mistake{"a:nth-child", 11, "'(' is missing"},
        Mistake{"a:nth-child(x)", 12, "odd, even or a formula"},
        Mistake{"a:nth-child(2n+)", 15, "a number is missing"},
        Mistake{"a:nth-child(2", 11, "not closed"}, Mistake{"a:not()", 6, "an element is missing"},
        Mistake{"a:not(b c)", 8, "only one element's own marks"},
        Mistake{"a:has(:has(b))", 6, "may not stand within"},
        Mistake{"a:not(:not(:not(:not(:not(b)))))", 21, "nested too deep"},
        Mistake{"a::text", 1, "'::text' is not known"}, Mistake{"a::attr", 7, "'(' is missing"},
        Mistake{"a::attr()", 8, "the name of an attribute is missing"},
        Mistake{"a ::attr(href)", 2, "without a space"},
        Mistake{"a::attr(href) b", 14, "does not belong here"},
        Mistake{"a\\", 1, "nothing follows the backslash"}, Mistake{"a /* b", 2, "comment"}));

}  // namespace
}  // namespace feedarc::read
