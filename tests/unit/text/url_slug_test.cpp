#include "text/url.hpp"

#include <gtest/gtest.h>

#include <string>

namespace feedarc::text {
namespace {

struct Example {
    std::string url, slug;
};

TEST(SlugOf, IsTheNameAtTheEndOfThePath) {
    const Example examples[] = {
        {"https://a.example/2026/01/Hello-World/", "hello-world"},
        {"https://a.example/2026/01/hello-world.html", "hello-world"},
        {"https://a.example/2026-01-11-hello", "hello"},
        {"https://a.example/20260111-hello.php?x=1#top", "hello"},
        {"https://a.example/release-1.8.2", "release-1.8.2"},
        {"https://a.example/%E6%96%87%E7%AB%A0", "%e6%96%87%e7%ab%a0"},
        {"https://a.example/facade", "facade"},
        {"https://a.example/t/123", ""},
        {"https://a.example/2026/01/11/", ""},
        {"https://a.example/1f0c9e7a", ""},
        {"https://a.example/1f0c9e7a-8d0c-4b52-9a5c-0a1b2c3d4e5f", ""},
        {"https://a.example/ab", ""},
        {"https://a.example/", ""},
        {"not a url", ""},
    };
    for (const Example& example : examples) {
        EXPECT_EQ(slug_of(example.url), example.slug) << example.url;
    }
}

TEST(PathOf, IsTheSameUnderAnySchemeAndHost) {
    EXPECT_EQ(path_of("http://a.example/t/123?page=2#x"), "/t/123?page=2");
    EXPECT_EQ(path_of("https://b.example:8443/t/123?utm_source=x&page=2"), "/t/123?page=2");
    EXPECT_EQ(path_of("not a url"), "");
}

TEST(FolderOf, EndsAtTheLastSlash) {
    EXPECT_EQ(folder_of("https://a.example/2026/01/notes/?x=a/b"), "/2026/01/");
    EXPECT_EQ(folder_of("https://a.example/notes"), "/");
    EXPECT_EQ(folder_of("not a url"), "");
}

TEST(IsFrontPage, HasNeitherPathNorQuery) {
    for (const char* url : {"https://a.example", "https://a.example/", "http://a.example:8080/#top",
                            "https://a.example/index.html", "https://a.example/?utm_source=x"}) {
        EXPECT_TRUE(is_front_page(url)) << url;
    }
    for (const char* url : {"https://a.example/blog", "https://a.example/?p=1", "", "not a url"}) {
        EXPECT_FALSE(is_front_page(url)) << url;
    }
}

}  // namespace
}  // namespace feedarc::text
