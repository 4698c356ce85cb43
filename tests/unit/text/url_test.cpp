#include "text/url.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace feedarc::text {
namespace {

using namespace std::string_literals;

std::string resolved(std::string_view reference, std::string_view base = {}) {
    return resolve_url(reference, base).value_or("nothing");
}

struct ResolveCase {
    const char* reference;
    const char* url;
};

// RFC 3986, 5.4, "http://a/b/c/d;p?q" being the base.
constexpr ResolveCase kRfcExamples[] = {
    {"g", "http://a/b/c/g"},
    {"./g", "http://a/b/c/g"},
    {"g/", "http://a/b/c/g/"},
    {"/g", "http://a/g"},
    {"//g", "http://g/"},
    {"?y", "http://a/b/c/d;p?y"},
    {"g?y", "http://a/b/c/g?y"},
    {"#s", "http://a/b/c/d;p?q#s"},
    {"g#s", "http://a/b/c/g#s"},
    {"g?y#s", "http://a/b/c/g?y#s"},
    {";x", "http://a/b/c/;x"},
    {"g;x", "http://a/b/c/g;x"},
    {"g;x?y#s", "http://a/b/c/g;x?y#s"},
    {"", "http://a/b/c/d;p?q"},
    {".", "http://a/b/c/"},
    {"./", "http://a/b/c/"},
    {"..", "http://a/b/"},
    {"../", "http://a/b/"},
    {"../g", "http://a/b/g"},
    {"../..", "http://a/"},
    {"../../", "http://a/"},
    {"../../g", "http://a/g"},
    {"../../../g", "http://a/g"},
    {"../../../../g", "http://a/g"},
    {"/./g", "http://a/g"},
    {"/../g", "http://a/g"},
    {"g.", "http://a/b/c/g."},
    {".g", "http://a/b/c/.g"},
    {"g..", "http://a/b/c/g.."},
    {"..g", "http://a/b/c/..g"},
    {"./../g", "http://a/b/g"},
    {"./g/.", "http://a/b/c/g/"},
    {"g/./h", "http://a/b/c/g/h"},
    {"g/../h", "http://a/b/c/h"},
    {"g;x=1/./y", "http://a/b/c/g;x=1/y"},
    {"g;x=1/../y", "http://a/b/c/y"},
    {"g?y/./x", "http://a/b/c/g?y/./x"},
    {"g?y/../x", "http://a/b/c/g?y/../x"},
    {"g#s/./x", "http://a/b/c/g#s/./x"},
    {"http:g", "http://a/b/c/g"},
};

TEST(ResolveUrl, PassesTheExamplesOfRfc3986) {
    for (const auto& [reference, url] : kRfcExamples) {
        EXPECT_EQ(resolved(reference, "http://a/b/c/d;p?q"), url) << reference;
    }
}

constexpr ResolveCase kLenient[] = {
    {" \t/posts/1\n ", "https://example.org/posts/1"},
    {"/po\nsts/\t1", "https://example.org/posts/1"},
    {"\\posts\\1", "https://example.org/posts/1"},
    {"\\\\cdn.example.org\\x", "https://cdn.example.org/x"},
    {"/a?b\\c", "https://example.org/a?b\\c"},
    {"HTTP://Example.ORG/A", "http://example.org/A"},
    {"https:///example.com/x", "https://example.com/x"},
    {"http:/example.com/x", "http://example.com/x"},
    {"https:/x", "https://example.org/x"},
    {"/文章/1 2", "https://example.org/%E6%96%87%E7%AB%A0/1%202"},
    {"/%E6%96%87?标=\"x\"", "https://example.org/%E6%96%87?%E6%A0%87=%22x%22"},
    {"/a/%2E%2e/b", "https://example.org/b"},
    {"/100%", "https://example.org/100%"},
    {"//example.com:443/", "https://example.com/"},
    {"//example.com:0080/", "https://example.com:80/"},
    {"//example.com:8080", "https://example.com:8080/"},
    {"//example.com:/", "https://example.com/"},
    {"//user:pa@ss@example.com/", "https://user:pa%40ss@example.com/"},
    {"//例え.jp/", "https://xn--r8jz45g.jp/"},
    {"//Bücher.example", "https://xn--bcher-kva.example/"},
    {"//ＥＸＡＭＰＬＥ。com/", "https://example.com/"},
    {"//ex%61mple.com/", "https://example.com/"},
    {"//[2001:DB8:0:0::1]:8080/", "https://[2001:db8::1]:8080/"},
    {"//192.0.2.1/", "https://192.0.2.1/"},
    {"//my_host.example/", "https://my_host.example/"},
    {"#top", "https://example.org/blog/list?page=2#top"},
};

TEST(ResolveUrl, IsAsLenientAsBrowsersAre) {
    for (const auto& [reference, url] : kLenient) {
        EXPECT_EQ(resolved(reference, "https://example.org/blog/list?page=2#end"), url)
            << reference;
    }
}

TEST(ResolveUrl, GivesNothingForWhatIsNoPageOnTheWeb) {
    for (const char* reference : {"javascript:void(0)",
                                  "mailto:a@example.org",
                                  "ftp://example.org/",
                                  "data:text/html,x",
                                  "tel:123",
                                  "about:blank",
                                  "//",
                                  "http://",
                                  "https://:80/",
                                  "http://exa mple.org/",
                                  "http://a<b/",
                                  "http://a%00b/",
                                  "http://a%2fb/",
                                  "http://[::1/",
                                  "http://[::1]x/",
                                  "http://[fe80::1%25eth0]/",
                                  "http://[1.2.3.4]/",
                                  "http://a:b/",
                                  "http://a:65536/",
                                  "http://a:-1/",
                                  "http://a:80:80/",
                                  "http://.../",
                                  "http://a℀b.org/",
                                  "http://xn--\u00e9/",
                                  "http://a\xff.org/"}) {
        EXPECT_EQ(resolved(reference, "https://example.org/"), "nothing") << reference;
    }
}

TEST(ResolveUrl, NeedsABaseForARelativeReference) {
    for (const char* base : {"", "no url", "mailto:x", "/relative", "//example.org/"}) {
        EXPECT_EQ(resolved("/a", base), "nothing") << base;
        EXPECT_EQ(resolved("https://example.com/a", base), "https://example.com/a") << base;
    }
    EXPECT_EQ(resolved("https:example.com/a"), "https://example.com/a");
}

TEST(ResolveUrl, RefusesMoreThan8KiBBeforeAndAfterEncoding) {
    const std::string origin = "https://example.org/";
    const std::string longest = origin + std::string(8192 - origin.size(), 'a');
    EXPECT_EQ(resolved(longest), longest);
    EXPECT_EQ(resolved(longest + "a"), "nothing");
    EXPECT_EQ(resolved(origin + std::string(4000, ' ') + "a"), "nothing");
    EXPECT_EQ(resolved(std::string(1'000'000, '%'), origin), "nothing");
    EXPECT_EQ(resolved("a", origin + std::string(1'000'000, 'a')), "nothing");
    EXPECT_EQ(resolved("http://" + std::string(5000, 'a') + "/"), "nothing");
}

TEST(HostOf, IsTheNameWithoutWwwAndPort) {
    EXPECT_EQ(host_of("https://WWW.Example.org:8080/x"), "example.org");
    EXPECT_EQ(host_of("https://blog.example.org"), "blog.example.org");
    EXPECT_EQ(host_of("https://example.org./"), "example.org");
    EXPECT_EQ(host_of("http://user@[::1]:80/"), "[::1]");
    EXPECT_EQ(host_of("http://www./"), "www");
    EXPECT_EQ(host_of("example.org"), "");
    EXPECT_EQ(host_of("file:///etc/passwd"), "");
    EXPECT_EQ(host_of(""), "");
}

struct CanonicalCase {
    const char* rule;
    const char* url;
    const char* canonical;
};

constexpr CanonicalCase kCanonical[] = {
    {"scheme and host in lower case", "HTTP://Example.ORG/Path", "http://example.org/Path"},
    {"http and https kept apart", "http://example.org/a", "http://example.org/a"},
    {"www kept", "https://www.example.org/a", "https://www.example.org/a"},
    {"host in Punycode", "https://例え.jp/a", "https://xn--r8jz45g.jp/a"},
    {"final dot of the host", "https://example.org./a", "https://example.org/a"},
    {"default port", "https://example.org:443/a", "https://example.org/a"},
    {"other port", "https://example.org:80/a", "https://example.org:80/a"},
    {"user information", "https://me:secret@example.org/a", "https://example.org/a"},
    {"fragment", "https://example.org/a#comments", "https://example.org/a"},
    {"empty path", "https://example.org", "https://example.org/"},
    {"root with a query", "https://example.org?p=1", "https://example.org/?p=1"},
    {"dot segments", "https://example.org/a/./b/../c", "https://example.org/a/c"},
    {"escaped dot segments", "https://example.org/a/%2e%2E/c", "https://example.org/c"},
    {"unreserved escapes", "https://example.org/%7Eme/%61%2D", "https://example.org/~me/a-"},
    {"escapes in upper case", "https://example.org/%e6%96%87", "https://example.org/%E6%96%87"},
    {"characters of any script", "https://example.org/文", "https://example.org/%E6%96%87"},
    {"reserved escapes kept", "https://example.org/a%2Fb?c=%26", "https://example.org/a%2Fb?c=%26"},
    {"a stray percent sign", "https://example.org/100%?a=%zz",
     "https://example.org/100%25?a=%25zz"},
    {"a stray percent sign before an escape", "https://example.org/%%34%31",
     "https://example.org/%2541"},
    {"trailing slash", "https://example.org/a/", "https://example.org/a"},
    {"trailing slash before a query", "https://example.org/a/?p=1", "https://example.org/a?p=1"},
    {"double slash within", "https://example.org/a//b", "https://example.org/a//b"},
    {"index page", "https://example.org/a/index.html", "https://example.org/a"},
    {"index page of the root", "https://example.org/index.php", "https://example.org/"},
    {"index page with a query", "https://example.org/index.php?p=7", "https://example.org/?p=7"},
    {"index page in capitals", "https://example.org/Default.aspx", "https://example.org/"},
    {"index page twice", "https://example.org/index.html/index.html", "https://example.org/"},
    {"a page that is no index", "https://example.org/myindex.html",
     "https://example.org/myindex.html"},
    {"tracking parameters", "https://example.org/a?utm_source=x&id=7&fbclid=y&UTM_Medium=z",
     "https://example.org/a?id=7"},
    {"nothing but tracking", "https://example.org/a?utm_source=x&gclid=1", "https://example.org/a"},
    {"escaped tracking parameter", "https://example.org/a?%75tm_source=x", "https://example.org/a"},
    {"order of parameters kept", "https://example.org/a?b=2&a=1&b=1",
     "https://example.org/a?b=2&a=1&b=1"},
    {"parameters that may choose an article", "https://example.org/a?ref=1&source=2&from=3&id=",
     "https://example.org/a?ref=1&source=2&from=3&id="},
    {"Alibaba's position code", "https://example.org/a?spm=a2c4g.11186623.0.0.1&id=1",
     "https://example.org/a?id=1"},
    {"another spm", "https://example.org/a?spm=1.2", "https://example.org/a?spm=1.2"},
    {"empty parameters", "https://example.org/a?&b=1&&", "https://example.org/a?b=1"},
    {"empty query", "https://example.org/a?", "https://example.org/a"},
    {"IPv6", "http://[2001:DB8::0:1]:80/", "http://[2001:db8::1]/"},
};

TEST(CanonicalUrl, FollowsEachRule) {
    for (const auto& [rule, url, canonical] : kCanonical) {
        EXPECT_EQ(canonical_url(url).value_or("nothing"), canonical) << rule;
    }
}

TEST(CanonicalUrl, IsNothingForWhatIsNoAbsoluteWebAddress) {
    for (const char* url : {"", "/a", "a", "//example.org/a", "mailto:a@example.org", "http://"}) {
        EXPECT_EQ(canonical_url(url), std::nullopt) << url;
    }
}

TEST(CanonicalUrl, IsItsOwnCanonicalForm) {
    constexpr const char* kPieces[] = {
        "/",           "//",   ".",   "..",      "/./",         "/../",      "%2e",
        "%2E%2e",      "%",    "%25", "%4",      "%41",         "%2f",       "%zz",
        "?",           "&",    "=",   "#",       "index.html",  "index.php", "a",
        "B",           "文",   " ",   "utm_x=1", "spm=1.2.3.4", "\\",        "'",
        "\"",          "\xff", "@",   ":",       "+",           "|",         "index.htm%6c",
        "Default.asp", ";",    "\t",  "~",
    };
    std::mt19937 random(11);
    for (int turn = 0; turn < 50'000; ++turn) {
        std::string url = random() % 2 == 0 ? "http://Example.org./" : "https://u@[::1]:443";
        for (auto left = random() % 10; left > 0; --left) {
            url += kPieces[random() % std::size(kPieces)];
        }
        const auto once = canonical_url(url);
        if (!once) continue;
        ASSERT_EQ(canonical_url(*once), once) << url;
        ASSERT_EQ(resolve_url(*once, {}), once) << url;
    }
}

TEST(CanonicalUrl, TakesHostileInput) {
    EXPECT_EQ(canonical_url("http://a/" + std::string(1'000'000, '/')), std::nullopt);
    EXPECT_EQ(canonical_url("http://a/\0b"s), "http://a/%00b");
    std::string dots = "http://a";
    for (int i = 0; i < 2000; ++i) dots += "/..";
    EXPECT_EQ(canonical_url(dots), "http://a/");
    EXPECT_EQ(canonical_url("http://a/?" + std::string(8000, '&')), "http://a/");
}

}  // namespace
}  // namespace feedarc::text
