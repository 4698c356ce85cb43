#include "text/date.hpp"

#include "text/date_labels.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace feedarc::text {
namespace {

std::string shown(const std::optional<Published>& date) {
    return date ? date->value + " " + to_string(date->precision) : "nothing";
}

struct DateCase {
    const char* text;
    const char* date;
};

constexpr DateCase kMachineDates[] = {
    {"2026", "2026 year"},
    {"2026-01", "2026-01 month"},
    {"2026-01-11", "2026-01-11 day"},
    {"20260111", "2026-01-11 day"},
    {" 2026-01-11\n", "2026-01-11 day"},
    {"2026-01-11T08:30", "2026-01-11T08:30:00Z minute"},
    {"2026-01-11T08:30Z", "2026-01-11T08:30:00Z minute"},
    {"2026-01-11 08:30:15", "2026-01-11T08:30:15Z second"},
    {"2026-01-11T08:30:15.123456Z", "2026-01-11T08:30:15Z second"},
    {"2026-01-11T08:30:15+08:00", "2026-01-11T00:30:15Z second"},
    {"2026-01-11T00:30:15+0800", "2026-01-10T16:30:15Z second"},
    {"2026-01-11T08:30:15-05", "2026-01-11T13:30:15Z second"},
    {"2026-01-11 08:30:15 +0800", "2026-01-11T00:30:15Z second"},
    {"2026-01-11 08:30:15 UTC", "2026-01-11T08:30:15Z second"},
    {"20260111T083015Z", "2026-01-11T08:30:15Z second"},
    {"20260111T0830", "2026-01-11T08:30:00Z minute"},
    {"2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z second"},
    {"1812-06-24", "1812-06-24 day"},
    {"Sun, 11 Jan 2026 08:30:00 GMT", "2026-01-11T08:30:00Z second"},
    {"Sun, 11 Jan 2026 08:30:00 +0800", "2026-01-11T00:30:00Z second"},
    {"11 Jan 2026 08:30 EST", "2026-01-11T13:30:00Z minute"},
    {"11 Jan 26 08:30:00 Z", "2026-01-11T08:30:00Z second"},
    {"Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06T08:49:37Z second"},
    {"11 Jan 2026", "2026-01-11 day"},
};

TEST(ParseMachineDate, ReadsIso8601AndMailDates) {
    for (const auto& [text, date] : kMachineDates) {
        EXPECT_EQ(shown(parse_machine_date(text)), date) << text;
    }
}

TEST(ParseMachineDate, IsNothingForAnyOtherText) {
    for (const char* text : {"",
                             "yesterday",
                             "26",
                             "202601",
                             "2026-1-1",
                             "2026-02-30",
                             "2026-13-01",
                             "2026-00-00",
                             "0000-00-00",
                             "0001-01-01T00:00:00",
                             "2026-01-11T",
                             "2026-01-11T8:30",
                             "2026-01-11T24:30",
                             "2026-01-11T08:30:15+99:00",
                             "2026-01-11 and more",
                             "on 2026-01-11",
                             "2026-01-11T0830:15",
                             "1768120200",
                             "31 Feb 2026",
                             "Sun, 11 Foo 2026 08:30:00 GMT",
                             "11/01/2026",
                             "11 Jan 2026 08:30:00 GMT and more",
                             "2026-W02-7"}) {
        EXPECT_EQ(shown(parse_machine_date(text)), "nothing") << text;
    }
    EXPECT_EQ(parse_machine_date(std::string(1'000'000, '2')), std::nullopt);
}

struct FoundCase {
    const char* text;
    const char* date;
    const char* taken;
};

constexpr FoundCase kFound[] = {
    {"2026-01-11", "2026-01-11 day", "2026-01-11"},
    {"on 2026/1/11, in", "2026-01-11 day", "2026/1/11"},
    {"(2026.01.11)", "2026-01-11 day", "2026.01.11"},
    {"发布于2026.1.8阅读", "2026-01-08 day", "2026.1.8"},
    {"2026. 1. 11.", "2026-01-11 day", "2026. 1. 11."},
    {"It was 2026-01-11.", "2026-01-11 day", "2026-01-11"},
    {"发布于2026年1月11日发布", "2026-01-11 day", "2026年1月11日"},
    {"2026 年 1 月 11 日", "2026-01-11 day", "2026 年 1 月 11 日"},
    {"２０２６年０１月１１日", "2026-01-11 day", "２０２６年０１月１１日"},
    {"２０２６／０１／１１", "2026-01-11 day", "２０２６／０１／１１"},
    {"2026年1月11号", "2026-01-11 day", "2026年1月11号"},
    {"11 Ocak 2026", "2026-01-11 day", "11 Ocak 2026"},
    {"11 stycznia 2026", "2026-01-11 day", "11 stycznia 2026"},
    {"11. ledna 2026", "2026-01-11 day", "11. ledna 2026"},
    {"11. tammikuuta 2026", "2026-01-11 day", "11. tammikuuta 2026"},
    {"11 ianuarie 2026", "2026-01-11 day", "11 ianuarie 2026"},
    {"11 січня 2026", "2026-01-11 day", "11 січня 2026"},
    {"11 Ιανουαρίου 2026", "2026-01-11 day", "11 Ιανουαρίου 2026"},
    {"11 يناير 2026", "2026-01-11 day", "11 يناير 2026"},
    {"11 בינואר 2026", "2026-01-11 day", "11 בינואר 2026"},
    {"2026년 1월 11일", "2026-01-11 day", "2026년 1월 11일"},
    {"二〇二六年一月十一日", "2026-01-11 day", "二〇二六年一月十一日"},
    {"二零二六年十二月三十一日", "2026-12-31 day", "二零二六年十二月三十一日"},
    {"Jan 11, 2026", "2026-01-11 day", "Jan 11, 2026"},
    {"by A on January 11th, 2026 |", "2026-01-11 day", "January 11th, 2026"},
    {"SEPT. 1, 2026", "2026-09-01 day", "SEPT. 1, 2026"},
    {"11 January 2026", "2026-01-11 day", "11 January 2026"},
    {"11-Jan-2026", "2026-01-11 day", "11-Jan-2026"},
    {"Sonntag, 11. Januar 2026", "2026-01-11 day", "11. Januar 2026"},
    {"le 1er août 2026", "2026-08-01 day", "1er août 2026"},
    {"11 de enero de 2026", "2026-01-11 day", "11 de enero de 2026"},
    {"11 gennaio 2026", "2026-01-11 day", "11 gennaio 2026"},
    {"11 de março de 2026", "2026-03-11 day", "11 de março de 2026"},
    {"11 января 2026", "2026-01-11 day", "11 января 2026"},
    {"Sun, 11 Jan 2026 08:30:00 +0800", "2026-01-11T00:30:00Z second",
     "11 Jan 2026 08:30:00 +0800"},
    {"2026-01-11 08:30 x", "2026-01-11T08:30:00Z minute", "2026-01-11 08:30"},
    {"2026-01-11T08:30:00Z", "2026-01-11T08:30:00Z second", "2026-01-11T08:30:00Z"},
    {"2026-01-11T08:30:00.5+08:00", "2026-01-11T00:30:00Z second", "2026-01-11T08:30:00.5+08:00"},
    {"2026年1月11日 08:30", "2026-01-11T08:30:00Z minute", "2026年1月11日 08:30"},
    {"2026年1月11日（日） 8:30", "2026-01-11T08:30:00Z minute", "2026年1月11日（日） 8:30"},
    {"2026年1月11日 星期日 下午3:05", "2026-01-11T15:05:00Z minute",
     "2026年1月11日 星期日 下午3:05"},
    {"2026年1月11日8时30分15秒", "2026-01-11T08:30:15Z second", "2026年1月11日8时30分15秒"},
    {"2026년 1월 11일 오후 3:05", "2026-01-11T15:05:00Z minute", "2026년 1월 11일 오후 3:05"},
    {"Jan 11, 2026 at 3:05 PM", "2026-01-11T15:05:00Z minute", "Jan 11, 2026 at 3:05 PM"},
    {"Jan 11, 2026, 12:05 a.m. by", "2026-01-11T00:05:00Z minute", "Jan 11, 2026, 12:05 a.m."},
    {"Sun Jan 11 2026 08:30:00 GMT+0800", "2026-01-11T00:30:00Z second",
     "Jan 11 2026 08:30:00 GMT+0800"},
    {"3月 15, 2025", "2025-03-15 day", "3月 15, 2025"},
    {"15 3月 2025", "2025-03-15 day", "15 3月 2025"},
    {"3月 15日, 2025", "2025-03-15 day", "3月 15日, 2025"},
    {"Sat Feb 14 14:00:00 2026", "2026-02-14T14:00:00Z second", "Feb 14 14:00:00 2026"},
    {"Wed Feb  4 14:00:00 UTC 2026", "2026-02-04T14:00:00Z second", "Feb  4 14:00:00 UTC 2026"},
    {"Sat Feb 14 14:00:00 2026 +0100", "2026-02-14T13:00:00Z second", "Feb 14 14:00:00 2026 +0100"},
    {"2026 Feb 14", "2026-02-14 day", "2026 Feb 14"},
    {"on 2026-Feb-14.", "2026-02-14 day", "2026-Feb-14"},
    {"Feb 14 '26", "2026-02-14 day", "Feb 14 '26"},
    {"In 2025 March 14, 2026", "2026-03-14 day", "March 14, 2026"},
    {"2026-01-11 99:99", "2026-01-11 day", "2026-01-11"},
    {"2026-02-30, 2026-03-01", "2026-03-01 day", "2026-03-01"},
    {"1899-01-01 or 2026-01-11", "2026-01-11 day", "2026-01-11"},
};

TEST(FindDate, ReadsDatesAsPeopleWriteThem) {
    for (const auto& [text, date, taken] : kFound) {
        SCOPED_TRACE(text);
        const auto found = find_date(text);
        ASSERT_TRUE(found);
        EXPECT_EQ(shown(found->published), date);
        EXPECT_EQ(std::string(text).substr(found->begin, found->end - found->begin), taken);
    }
}

TEST(FindDate, TakesNothingElseForADate) {
    for (const char* text : {"",
                             "2026",
                             "2026-01",
                             "2026年1月",
                             "1月11日",
                             "11/05/2020",
                             "1.2.2026",
                             "05-11-2020",
                             "2026-02-30",
                             "2026-13-01",
                             "2026-00-11",
                             "2026年2月30日",
                             "31 February 2026",
                             "February 30, 2026",
                             "192.168.1.2026",
                             "2026.1.2.3",
                             "v2026.1.2",
                             "1.2026.01.02",
                             "IDEA 2026.1.2",
                             "x2026-01-11",
                             "2026-01-11x",
                             "2026-01-111",
                             "12026-01-11",
                             "2026-01-11-a-slug",
                             "https://example.org/2026/01/11/title",
                             "/2026/01/11/",
                             "report_2026-01-11_final",
                             "2026-01-11.pdf",
                             "86-2026-01-11",
                             "2026-01-11-22",
                             "tel 2026-0111-22",
                             "2026-01/11",
                             "2026/01.11",
                             "may 11",
                             "Maybe 11, 2026",
                             "11 Outer 2026",
                             "Q1 2026",
                             "１２０２６－０１－１１",
                             "1969-12-31",
                             "2200-01-01",
                             "2026 01 11",
                             "3月 15",
                             "2026 May",
                             "Feb 14 14:00",
                             "Feb 14 26",
                             "Feb 14 14:00:00 20261",
                             "三十一"}) {
        EXPECT_FALSE(find_date(text)) << text;
    }
}

TEST(FindDate, StaysQuickOnHostileText) {
    for (const char* piece : {"2026-01-", "2", "a ", "Jan 1 ", "二", "2026年", "2026. 1. ", "一月",
                              "1月 1, ", "2026 Feb ", "Feb 1 10:00 UTC ", "1 1月 "}) {
        std::string text;
        while (text.size() < 200'000) text += piece;
        EXPECT_FALSE(find_date(text)) << piece;
    }
}

constexpr DateCase kLines[] = {
    {"2026-01-11", "2026-01-11 day"},
    {" 2026-01-11 ", "2026-01-11 day"},
    {"发布于 2026-01-11", "2026-01-11 day"},
    {"发布时间：2026年1月11日 08:30", "2026-01-11T08:30:00Z minute"},
    {"2026-01-11 发布", "2026-01-11 day"},
    {"Posted on January 11, 2026", "2026-01-11 day"},
    {"Sunday, January 11, 2026", "2026-01-11 day"},
    {"Sun, 11 Jan 2026", "2026-01-11 day"},
    {"2026年1月11日（日）", "2026-01-11 day"},
    {"2026年1月11日 星期日", "2026-01-11 day"},
    {"公開日: 2026.01.11", "2026-01-11 day"},
    {"Veröffentlicht am 11. Januar 2026", "2026-01-11 day"},
    {"Publié le 11 janvier 2026", "2026-01-11 day"},
    {"Released: 2026-01-11", "2026-01-11 day"},
    {"[2026-01-11]", "2026-01-11 day"},
    {"📅 2026-01-11 ·", "2026-01-11 day"},
};

TEST(ParseDateLine, ReadsALineThatIsADate) {
    for (const auto& [text, date] : kLines) {
        EXPECT_EQ(shown(parse_date_line(text)), date) << text;
    }
}

TEST(ParseDateLine, IsNothingWhereTheLineSaysMore) {
    for (const char* text :
         {"", "NLP", "2026", "iOS 2026-01-11", "Report of 2026-01-11", "2026-01-11 周报",
          "2026-01-11 ~ 2026-01-12", "2026-01-11 3 comments", "NLP 2026-01-11",
          "The conference begins: 2026-01-11", "2026-01-11: a title", "会议2026年1月11日召开"}) {
        EXPECT_EQ(shown(parse_date_line(text)), "nothing") << text;
    }
}

TEST(LocalDate, MidnightAtAnOffsetIsThatDay) {
    EXPECT_EQ(parse_local_date("2025-07-06T00:00:00+08:00")->value, "2025-07-06");
    EXPECT_EQ(parse_local_date("2025-07-06T00:00:00+08:00")->precision, DatePrecision::day);
    EXPECT_EQ(parse_local_date("2025-07-06T08:30:00+08:00")->value, "2025-07-06T00:30:00Z");
    EXPECT_EQ(parse_local_date("2025-07-06T00:00:00Z")->value, "2025-07-06T00:00:00Z");
    EXPECT_EQ(parse_local_date("2025-07-06")->value, "2025-07-06");
    EXPECT_FALSE(parse_local_date("yesterday"));
    EXPECT_FALSE(parse_local_date(std::string(100'000, '1')));
}

TEST(LocalDate, NeighboursAreADayApartAtMost) {
    const auto date = [](const char* text) { return *parse_machine_date(text); };
    EXPECT_TRUE(are_neighbours(date("2025-07-06"), date("2025-07-05T16:00:00Z")));
    EXPECT_TRUE(are_neighbours(date("2025-07-06"), date("2025-07-06")));
    EXPECT_FALSE(are_neighbours(date("2025-07-08"), date("2025-07-06T23:00:00Z")));
    EXPECT_FALSE(are_neighbours(date("2025-07"), date("2025-07-06")));
}

TEST(FindDate, TakesTheDayWhereTheTimeBehindIsNone) {
    EXPECT_EQ(find_date("February 24 2015 20:01.25")->published.value, "2015-02-24");
}

TEST(UpdateLabel, IsTheLastOfTheWordsBeforeADate) {
    EXPECT_TRUE(ends_with_update_label("Updated on "));
    EXPECT_TRUE(ends_with_update_label("更新于："));
    EXPECT_FALSE(ends_with_update_label("Updated by ann on"));
    EXPECT_FALSE(ends_with_update_label(""));
    // However many stand before, in characters of any length.
    std::string before;
    for (int i = 0; i < 24; ++i) {
        before += i % 3 == 0 ? "a" : "文";
        EXPECT_TRUE(ends_with_update_label(before + " 更新于 ")) << before;
        EXPECT_FALSE(ends_with_update_label("更新于 " + before)) << before;
    }
}

}  // namespace
}  // namespace feedarc::text
