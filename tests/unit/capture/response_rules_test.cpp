#include "capture/response_rules.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace feedarc::capture {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

const Time kNow{seconds(1'800'000'000)};

Response with(std::vector<HeaderField> headers) {
    Response response;
    response.headers = std::move(headers);
    return response;
}

std::string date(std::string_view text) {
    const auto time = parse_http_date(text);
    return time ? std::to_string(time->time_since_epoch().count()) : "none";
}

TEST(HttpDate, IsReadInAllThreeForms) {
    // The example of RFC 9110, 5.6.7.
    for (const char* text : {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
                             "Sun Nov  6 08:49:37 1994"}) {
        EXPECT_EQ(date(text), "784111777") << text;
    }
    EXPECT_EQ(date("Wed Nov 16 00:00:00 1994"), "784944000");
    EXPECT_EQ(date("Thu, 29 Feb 2024 23:59:60 GMT"), "1709251200") << "a leap second";
    EXPECT_EQ(date("Thu, 01 Jan 1970 00:00:00 GMT"), "0");
}

TEST(HttpDate, OfTwoDigitsIsFrom1970To2069) {
    EXPECT_EQ(date("Thursday, 01-Jan-70 00:00:00 GMT"), "0");
    EXPECT_EQ(date("Friday, 31-Dec-99 23:59:59 GMT"), "946684799");
    EXPECT_EQ(date("Saturday, 01-Jan-00 00:00:00 GMT"), "946684800");
    EXPECT_EQ(date("Tuesday, 31-Dec-69 00:00:00 GMT"), "3155673600");
}

TEST(HttpDate, IsNoOtherText) {
    for (const char* text : {"",
                             "0",
                             "now",
                             "Sun, 06 Nov 1994 08:49:37",
                             "Sun, 06 Nov 1994 08:49:37 UTC",
                             "Sun, 06 Nov 1994 08:49:37 +0000",
                             "Sun, 06 Nov 1994 08:49:37 GMT ",
                             " Sun, 06 Nov 1994 08:49:37 GMT",
                             "Sun, 6 Nov 1994 08:49:37 GMT",
                             "sun, 06 nov 1994 08:49:37 gmt",
                             "Sun, 06 Nov 94 08:49:37 GMT",
                             "Sun, 31 Feb 1994 08:49:37 GMT",
                             "Sun, 00 Nov 1994 08:49:37 GMT",
                             "Sun, 06 Nov 1994 24:00:00 GMT",
                             "Sun, 06 Nov 1994 08:60:37 GMT",
                             "Sun, 06 Nov 1994 08:49:61 GMT",
                             "Sun, 06 Nov -994 08:49:37 GMT",
                             "Sun, +6 Nov 1994 08:49:37 GMT",
                             "Son, 06 Nov 1994 08:49:37 GMT",
                             "Sun, 06-Nov-94 08:49:37 GMT",
                             "Sunday, 06-Nov-1994 08:49:37 GMT",
                             "Sun Nov 6 08:49:37 1994",
                             "Sun Nov  6 08:49:37 94",
                             "Sun Nov  6 08:49:37 1994 GMT",
                             "1994-11-06T08:49:37Z"}) {
        EXPECT_EQ(date(text), "none") << text;
    }
}

TEST(RetryAt, TakesSecondsOrADate) {
    EXPECT_EQ(retry_at("120", kNow), kNow + seconds(120));
    EXPECT_EQ(retry_at("0120", kNow), kNow + seconds(120));
    const Time now = *parse_http_date("Sun, 06 Nov 1994 08:49:00 GMT");
    EXPECT_EQ(retry_at("Sun, 06 Nov 1994 08:49:37 GMT", now), now + seconds(37));
}

TEST(RetryAt, IsBetweenASecondAndADay) {
    EXPECT_EQ(retry_at("0", kNow), kNow + seconds(1));
    EXPECT_EQ(retry_at("86401", kNow), kNow + hours(24));
    EXPECT_EQ(retry_at("18446744073709551615", kNow), kNow + hours(24));
    EXPECT_EQ(retry_at(std::string(500, '9'), kNow), kNow + hours(24));
    EXPECT_EQ(retry_at("Thu, 01 Jan 1970 00:00:00 GMT", kNow), kNow + seconds(1));
    EXPECT_EQ(retry_at("Fri, 31 Dec 9999 23:59:59 GMT", kNow), kNow + hours(24));
}

TEST(RetryAt, IsNothingForAnyOtherText) {
    for (const char* text : {"", "-1", "+1", "1.5", "1s", " 1", "1 ", "soon", "0x10"}) {
        EXPECT_EQ(retry_at(text, kNow), std::nullopt) << text;
    }
}

TEST(ValidatorsOf, AreThoseThatCanBeSentBack) {
    const auto both = validators_of(with({{"etag", "W/\"a-1\""},
                                          {"etag", "\"second\""},
                                          {"last-modified", "Sun, 06 Nov 1994 08:49:37 GMT"}}));
    EXPECT_EQ(both.etag, "W/\"a-1\"");
    EXPECT_EQ(both.last_modified, "Sun, 06 Nov 1994 08:49:37 GMT");
    for (const char* tag : {"\"\"", "\"\xc3\xa9\"", "\"a,b\\c\""}) {
        EXPECT_EQ(validators_of(with({{"etag", tag}})).etag, tag);
    }
    EXPECT_TRUE(validators_of(with({})).empty());
}

TEST(ValidatorsOf, LeaveOutWhatIsNone) {
    for (const std::string& tag :
         {std::string("bare"), std::string("\""), std::string("\"a\"b\""), std::string("w/\"a\""),
          std::string("\"a b\""), std::string("\"a\r\nx: y\""), std::string("\"a\", \"b\""),
          '"' + std::string(1023, 'a') + '"'}) {
        EXPECT_TRUE(validators_of(with({{"etag", tag}})).empty()) << tag;
    }
    EXPECT_FALSE(validators_of(with({{"etag", '"' + std::string(1022, 'a') + '"'}})).empty());
    EXPECT_TRUE(validators_of(with({{"last-modified", "yesterday"}})).empty());
}

TEST(KeptHeaders, AreALineEachAndNeverCookies) {
    EXPECT_EQ(kept_headers(with({{"server", "x"},
                                 {"Content-Type", "text/html; charset=UTF-8"},
                                 {"set-cookie", "secret=1"},
                                 {"link", "</a>; rel=next"},
                                 {"link", "</b>; rel=prev"},
                                 {"etag", "\"a\""}})),
              "content-type: text/html; charset=UTF-8\n"
              "link: </a>; rel=next\n"
              "link: </b>; rel=prev\n"
              "etag: \"a\"\n");
    EXPECT_EQ(kept_headers(with({})), "");
}

TEST(KeptHeaders, CannotForgeALineOrGrowWithoutBound) {
    EXPECT_EQ(kept_headers(with({{"vary", std::string("a\r\nb\tc\0d\x7f", 9)}})),
              "vary: a  b c d \n");
    EXPECT_EQ(kept_headers(with({{"vary", std::string(1025, 'a')}})), "");
    EXPECT_EQ(kept_headers(with({{"vary", std::string(1024, 'a')}})).size(), 1024U + 7U);
}

}  // namespace
}  // namespace feedarc::capture
