#include "app/source_names.hpp"

#include <gmock/gmock.h>

namespace feedarc::app {
namespace {

TEST(SourceNames, AreTheHostThenTheLastWordOfThePathThenNumbered) {
    const std::vector<ConfiguredSource> taken{{"taken.example", ""}};
    SourceNames names(taken);
    EXPECT_TRUE(names.is_taken("taken.example"));
    EXPECT_EQ(names.take("", "https://www.Blog.example/"), "blog.example");
    EXPECT_EQ(names.take("", "https://blog.example/x/latest-news.html"),
              "blog.example/latest-news");
    EXPECT_EQ(names.take("", "https://blog.example/y/latest-news"), "blog.example-2");
    EXPECT_EQ(names.take("", "https://taken.example/?page=2"), "taken.example-2");
    EXPECT_EQ(names.take("", "https://taken.example/?page=3"), "taken.example-3");
}

TEST(SourceNames, AreTitlesOnOneLineWhereThereIsOne) {
    SourceNames names(std::vector<ConfiguredSource>{});
    EXPECT_EQ(names.take(" Tea\n &  Salt ", "https://a.example/"), "Tea & Salt");
    EXPECT_EQ(names.take("Tea & Salt", "https://a.example/"), "a.example");
    EXPECT_EQ(names.take("Tea & Salt", "https://a.example/"), "Tea & Salt-2");
    EXPECT_EQ(names.take("a\x1b[31m", "https://b.example/"), "a\\u{1b}[31m");
}

}  // namespace
}  // namespace feedarc::app
