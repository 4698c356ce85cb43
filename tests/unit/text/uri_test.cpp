#include "text/uri.hpp"

#include <gtest/gtest.h>

namespace feedarc::text {
namespace {

TEST(WebUri, HoldsWhatAUriMayHoldAlone) {
    EXPECT_EQ(web_uri("https://a.example/b?c=d&e=%20#f"), "https://a.example/b?c=d&e=%20#f");
    EXPECT_EQ(web_uri("https://a.example/b c|d^e[f]{g}\\h"),
              "https://a.example/b%20c%7Cd%5Ee%5Bf%5D%7Bg%7D/h");
    EXPECT_EQ(web_uri("https://a.example/%zz%4"), "https://a.example/%25zz%254");
    EXPECT_EQ(web_uri("https://a.example/?q=\x1b\\|^[]{}`"),
              "https://a.example/?q=%1B%5C%7C%5E%5B%5D%7B%7D%60");
    EXPECT_EQ(web_uri("https://münchen.example/ü"), "https://xn--mnchen-3ya.example/%C3%BC");
    EXPECT_EQ(web_uri("http://[::1]:8080/"), "http://[::1]:8080/");
}

TEST(WebUri, IsOfTheWebAlone) {
    for (const char* const url : {"", "/relative", "javascript:alert(1)", "data:text/html,x",
                                  "ftp://a.example/", "https://", "https://\x1b[1m/"}) {
        EXPECT_FALSE(web_uri(url)) << url;
    }
}

}  // namespace
}  // namespace feedarc::text
