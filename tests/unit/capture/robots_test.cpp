#include "capture/robots.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <string_view>

namespace feedarc::capture {
namespace {

using std::chrono::milliseconds;

bool allows(std::string_view text, std::string_view path) {
    return Robots(text, "feedarc").allows("https://a.example" + std::string(path));
}

// Whether a path is free under a single rule that forbids.
bool forbids(std::string_view pattern, std::string_view path) {
    return !allows("User-agent: *\nDisallow: " + std::string(pattern) + "\n", path);
}

std::optional<milliseconds> delay(std::string_view text) {
    return Robots(text, "feedarc").crawl_delay();
}

TEST(Robots, WithoutRulesAllowEverything) {
    for (const char* text : {"", "\xef\xbb\xbf", "<!doctype html><p>Not found", "Disallow: /",
                             "User-agent: *\nDisallow:\n", "User-agent: *", ":\n::\n#\n"}) {
        EXPECT_TRUE(allows(text, "/page")) << text;
    }
}

TEST(Robots, AreForUsElseForEveryone) {
    constexpr std::string_view kText =
        "User-agent: *\nDisallow: /everyone\n\nUser-agent: FeedArc/2.0 (listing pages)\n"
        "Disallow: /us\n\nUser-agent: feedarcher\nUser-agent: feed\nDisallow: /others\n";
    EXPECT_FALSE(allows(kText, "/us"));
    EXPECT_TRUE(allows(kText, "/everyone"));
    EXPECT_TRUE(allows(kText, "/others"));
    EXPECT_FALSE(Robots(kText, "another").allows("https://a.example/everyone"));
    EXPECT_TRUE(Robots(kText, "another").allows("https://a.example/us"));
}

TEST(Robots, ThatNameUsWithoutARuleAllowEverything) {
    EXPECT_TRUE(allows("User-agent: *\nDisallow: /\n\nUser-agent: feedarc\nDisallow:\n", "/a"));
}

TEST(Robots, MayNameUsInSeveralGroups) {
    // RFC 9309, 2.2.1: groups of the same name are one, and one group can have several names.
    constexpr std::string_view kText =
        "user-agent: other\nUSER-AGENT: feedarc\n\n# a note\nSitemap: https://a.example/map\n"
        "user-agent: third\ndisallow: /one\nallow: /one/free\n\nuser-agent: other\n"
        "disallow: /theirs\n\nuser-agent: FEEDARC\ndisallow: /two\n";
    EXPECT_FALSE(allows(kText, "/one"));
    EXPECT_TRUE(allows(kText, "/one/free"));
    EXPECT_FALSE(allows(kText, "/two"));
    EXPECT_TRUE(allows(kText, "/theirs"));
}

// As RFC 9309, 5.1 and 5.2 have it.
TEST(Robots, DecideByTheLongestMatch) {
    constexpr std::string_view kText =
        "User-agent: *\nDisallow: *.gif$\nDisallow: /example/\nAllow: /publications/\n\n"
        "User-agent: feedarc\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif\n\n"
        "User-agent: quiet\n";
    EXPECT_TRUE(allows(kText, "/example/page/"));
    EXPECT_TRUE(allows(kText, "/example/page/a"));
    EXPECT_FALSE(allows(kText, "/example/page/disallowed.gif"));
    const Robots other(kText, "other");
    EXPECT_FALSE(other.allows("https://a.example/example/page/"));
    EXPECT_FALSE(other.allows("https://a.example/a/b.gif"));
    EXPECT_TRUE(other.allows("https://a.example/a/b.gif?size=1"));
    EXPECT_TRUE(other.allows("https://a.example/publications/"));
    EXPECT_TRUE(Robots(kText, "quiet").allows("https://a.example/example/"));
}

TEST(Robots, AllowWhereRulesAreEquallyLong) {
    for (const char* text : {"User-agent: *\nDisallow: /page\nAllow: /page\n",
                             "User-agent: *\nAllow: /page\nDisallow: /page\n",
                             "User-agent: *\nDisallow: /p*ge\nAllow: /page\n"}) {
        EXPECT_TRUE(allows(text, "/page/1")) << text;
    }
    EXPECT_FALSE(allows("User-agent: *\nAllow: /\nDisallow: /page\n", "/page"));
    EXPECT_TRUE(allows("User-agent: *\nDisallow: /\nAllow: /$\n", "/"));
    EXPECT_FALSE(allows("User-agent: *\nDisallow: /\nAllow: /$\n", "/page"));
}

TEST(Robots, MatchFromTheBeginningAndWithCase) {
    EXPECT_TRUE(forbids("/", "/"));
    EXPECT_TRUE(forbids("/", ""));
    EXPECT_TRUE(forbids("/fish", "/fish.html"));
    EXPECT_TRUE(forbids("/fish", "/fishheads/yummy.html"));
    EXPECT_FALSE(forbids("/fish", "/Fish.asp"));
    EXPECT_FALSE(forbids("/fish", "/catfish"));
    EXPECT_FALSE(forbids("/fish/", "/fish"));
    EXPECT_TRUE(forbids("/list?page=", "/list?page=2#end"));
    EXPECT_FALSE(forbids("/list?page=", "/list"));
    EXPECT_FALSE(forbids("fish", "/fish"));
}

TEST(Robots, KnowStarsAndTheEnd) {
    EXPECT_TRUE(forbids("*", "/any"));
    EXPECT_TRUE(forbids("/*.php", "/index.php?x"));
    EXPECT_TRUE(forbids("/*.php$", "/folder.php/index.php"));
    EXPECT_FALSE(forbids("/*.php$", "/index.php?x"));
    EXPECT_FALSE(forbids("/*.php$", "/index.php/"));
    EXPECT_TRUE(forbids("/fish*.php", "/fishheads/catfish.php"));
    EXPECT_TRUE(forbids("/a*b*c", "/a-b-b-c-d"));
    EXPECT_FALSE(forbids("/a*b*c", "/a-c-b"));
    EXPECT_TRUE(forbids("/a**b", "/ab"));
    EXPECT_TRUE(forbids("/a*$", "/abc"));
    EXPECT_TRUE(forbids("/*aba$", "/ababa"));
    EXPECT_FALSE(forbids("/a*a$", "/a")) << "no character is matched twice";
    EXPECT_TRUE(forbids("/*aabaaac", "/aabaabaaabaaac"));
    EXPECT_TRUE(forbids("/page$", "/page"));
    EXPECT_FALSE(forbids("/page$", "/pages"));
    EXPECT_TRUE(forbids("/a$b", "/a$b"));
}

// As RFC 9309, 2.2.2 and 2.2.3 have it.
TEST(Robots, TakePercentEncodingAlike) {
    EXPECT_TRUE(forbids("/foo/bar?baz=https://foo.bar", "/foo/bar?baz=https://foo.bar"));
    EXPECT_TRUE(forbids("/foo/bar/\xe3\x83\x84", "/foo/bar/%E3%83%84"));
    EXPECT_TRUE(forbids("/foo/bar/%e3%83%84", "/foo/bar/\xe3\x83\x84"));
    EXPECT_TRUE(forbids("/foo/bar/%62%61%7A", "/foo/bar/baz"));
    EXPECT_TRUE(forbids("/%7euser", "/~user"));
    EXPECT_TRUE(forbids("/a b", "/a%20b"));
    EXPECT_TRUE(forbids("/a{b}?q='c'", "/a{b}?q='c'"));
    EXPECT_FALSE(forbids("/a%2Fb", "/a/b"));
    EXPECT_TRUE(forbids("/a%2fb", "/a%2Fb"));
    EXPECT_TRUE(forbids("/file-with-a-%2A.html", "/file-with-a-*.html"));
    EXPECT_FALSE(forbids("/file-with-a-%2A.html", "/file-with-a-b.html"));
    EXPECT_TRUE(forbids("/foo-%24", "/foo-$"));
    EXPECT_TRUE(forbids("/100%", "/100%"));
}

TEST(Robots, AreReadWithAnyLineEndAndSpacing) {
    for (const char* text :
         {"\xef\xbb\xbfUser-agent: *\nDisallow: /page\n", "User-agent: *\r\nDisallow: /page\r\n",
          "User-agent: *\rDisallow: /page", "  USER-AGENT :\t* \n\n\n disallow:/page   # a note\n",
          "# a note\nuser-agent:*#all\nno colon\nHost: a\ndisallow: /page#x\n"}) {
        EXPECT_FALSE(allows(text, "/page")) << text;
        EXPECT_TRUE(allows(text, "/other")) << text;
    }
}

TEST(Robots, AlwaysAllowThemselves) {
    EXPECT_FALSE(forbids("/", "/robots.txt"));
    EXPECT_TRUE(forbids("/", "/robots.txt.bak"));
}

TEST(Robots, ForbidWhatIsNoUrl) {
    EXPECT_FALSE(Robots("", "feedarc").allows("not a URL"));
}

TEST(Robots, AreReadAsFarAsTheLimitAndNoRuleByHalf) {
    std::string text = "User-agent: *\nDisallow: /first\n";
    text += '#' + std::string(kRobotsBytes - text.size() - 13, '.') + '\n';
    ASSERT_EQ(kRobotsBytes - text.size(), 11U);
    text += "Disallow: /second\nDisallow: /third\n";
    EXPECT_FALSE(allows(text, "/first"));
    EXPECT_TRUE(allows(text, "/second"));
    EXPECT_TRUE(allows(text, "/third"));
    text.insert(text.find('#'), "Disallow: /\n");
    EXPECT_FALSE(allows(text, "/other"));
    std::string exact(kRobotsBytes - 27, '\n');
    exact += "User-agent: *\nDisallow: /pq";
    ASSERT_EQ(exact.size(), kRobotsBytes);
    EXPECT_FALSE(allows(exact, "/pq"));
    EXPECT_FALSE(allows(exact + "\nAllow: /pq", "/pq"));
    EXPECT_TRUE(allows(exact + "r", "/pq"));
}

// A matcher that goes back for each star would take longer than the universe is old.
TEST(Robots, AreMatchedInTimeHoweverHostile) {
    const std::string path = "/" + std::string(8000, 'a');
    std::string stars = "/";
    for (int count = 0; count < 100'000; ++count) stars += "*a";
    EXPECT_FALSE(forbids(stars + "b", path));
    EXPECT_FALSE(forbids(stars.substr(0, 8001) + "*b", path));
    EXPECT_TRUE(forbids(stars.substr(0, 8001), path));
    EXPECT_TRUE(forbids(std::string(500'000, '*'), path));
    std::string text = "User-agent: *\n";
    while (text.size() < kRobotsBytes) {
        text += "Disallow: *" + std::string(4000, 'a') + std::to_string(text.size()) + "\n";
    }
    EXPECT_TRUE(allows(text, path));
    text = "User-agent: *\n";
    while (text.size() < kRobotsBytes) text += "Allow:*a*" + std::to_string(text.size()) + "\n";
    EXPECT_TRUE(allows(text, path));
}

TEST(Robots, TellTheDelayOfOurGroup) {
    EXPECT_EQ(delay("User-agent: *\nCrawl-delay: 5\n"), milliseconds(5000));
    EXPECT_EQ(delay("User-agent: *\nCrawl-delay: 0.5 # s\n"), milliseconds(500));
    EXPECT_EQ(delay("User-agent: *\nCrawl-delay: 1.23456\n"), milliseconds(1234));
    EXPECT_EQ(delay("User-agent: *\nCrawl-delay: 0\n"), milliseconds(0));
    EXPECT_EQ(delay("User-agent: *\nCrawl-delay: 31\n"), milliseconds(30'000));
    EXPECT_EQ(delay("User-agent: *\nCrawl-delay: " + std::string(99, '9')), milliseconds(30'000));
    for (const char* text : {"", ".", "-1", "5s", "1e3", "1,5", "1.2.3", "nan"}) {
        EXPECT_EQ(delay("User-agent: *\nCrawl-delay: " + std::string(text)), std::nullopt) << text;
    }
    EXPECT_EQ(delay("Crawl-delay: 5\n"), std::nullopt);
    EXPECT_EQ(delay("User-agent: *\nCrawl-delay: 5\nUser-agent: feedarc\nDisallow:\n"),
              std::nullopt);
}

// Otherwise such a file, of which there are many, would forbid everyone everything.
TEST(Robots, WithADelayAloneAreAGroup) {
    constexpr std::string_view kText =
        "User-agent: *\nCrawl-delay: 10\n\nUser-agent: other\nDisallow: /\n";
    EXPECT_TRUE(allows(kText, "/page"));
    EXPECT_EQ(delay(kText), milliseconds(10'000));
}

TEST(RobotsUrl, IsAtTheRootOfTheOrigin) {
    EXPECT_EQ(robots_url("https://A.example:8443/a/b?c#d"), "https://a.example:8443/robots.txt");
    EXPECT_EQ(robots_url("http://user:secret@a.example:80"), "http://a.example/robots.txt");
    EXPECT_EQ(robots_url("not a URL"), "");
}

}  // namespace
}  // namespace feedarc::capture
