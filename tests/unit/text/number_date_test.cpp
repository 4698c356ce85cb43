#include "text/number_date.hpp"

#include <gtest/gtest.h>

namespace feedarc::text {
namespace {

std::string date_in(std::string_view text, DateOrder order = DateOrder::unknown) {
    const auto found = find_number_date(text);
    if (!found) return "none";
    const auto published = found->published(order);
    return published ? published->value : "ambiguous";
}

TEST(NumberDate, IsReadWhereItsNumbersShowTheOrder) {
    EXPECT_EQ(date_in("31/12/2026"), "2026-12-31");
    EXPECT_EQ(date_in("12/31/2026"), "2026-12-31");
    EXPECT_EQ(date_in("posted 5-17-2026, 10:00"), "2026-05-17");
    EXPECT_EQ(date_in("11.05.2026"), "2026-05-11") << "dots are day first";
    EXPECT_EQ(date_in("14. 2. 2026"), "2026-02-14") << "cs, sk, sl";
    EXPECT_EQ(date_in("14.\u00a02.\u00a02026 v 9"), "2026-02-14");
    EXPECT_EQ(date_in("14. 2.2026"), "none");
    EXPECT_EQ(date_in("31.01.2026 um 9 Uhr"), "2026-01-31");
}

TEST(NumberDate, IsLeftOutWhereNothingShowsTheOrder) {
    EXPECT_EQ(date_in("11/05/2020"), "ambiguous");
    EXPECT_EQ(date_in("11/05/2020", DateOrder::day_first), "2020-05-11");
    EXPECT_EQ(date_in("11/05/2020", DateOrder::month_first), "2020-11-05");
    EXPECT_EQ(date_in("12/31/2026", DateOrder::day_first), "2026-12-31") << "its own numbers win";
}

TEST(NumberDate, IsNoPartOfAPathAVersionOrALongerNumber) {
    for (const char* text : {"1.2.3.2026", "10.0.11/05/2020", "11/05/20201", "11/05-2020", "1/2/3",
                             "13/13/2026", "0/5/2026", "31/12/1815", "111/05/2020", ""}) {
        EXPECT_EQ(date_in(text), "none") << text;
    }
    EXPECT_EQ(date_in("31/02/2026"), "ambiguous") << "a day that does not exist is no date";
}

TEST(NumberDate, TakesItsOrderFromALanguageThatHasOne) {
    EXPECT_EQ(order_of_language("de"), DateOrder::day_first);
    EXPECT_EQ(order_of_language("pt_BR"), DateOrder::day_first);
    EXPECT_EQ(order_of_language("en-GB"), DateOrder::day_first);
    EXPECT_EQ(order_of_language("en-us"), DateOrder::month_first);
    EXPECT_EQ(order_of_language("en"), DateOrder::unknown);
    EXPECT_EQ(order_of_language("zh-CN"), DateOrder::unknown);
    EXPECT_EQ(order_of_language(""), DateOrder::unknown);
}

std::string day(std::string_view text) {
    const auto found = parse_month_day(text);
    return found ? found->in(2024)->value : "none";
}

TEST(MonthDay, IsReadWhereItIsAllThereIs) {
    EXPECT_EQ(day("July 17"), "2024-07-17");
    EXPECT_EQ(day(" Jul. 17th,"), "2024-07-17");
    EXPECT_EQ(day("17. Juli"), "2024-07-17");
    EXPECT_EQ(day("Wed, 17 July"), "2024-07-17");
    EXPECT_EQ(day("7月17日"), "2024-07-17");
    EXPECT_EQ(day("7月 17"), "2024-07-17");
    EXPECT_EQ(day("17 7月"), "2024-07-17");
    EXPECT_EQ(day("07-17"), "2024-07-17");
    EXPECT_EQ(day("February 29"), "2024-02-29");
}

TEST(MonthDay, TakesTheYearThatPutsItBesideAnInstant) {
    const Published last{"2025-12-31T23:00:00Z", DatePrecision::second};
    EXPECT_EQ((MonthDay{1, 1}.beside(last)->value), "2026-01-01");
    EXPECT_EQ((MonthDay{12, 30}.beside(last)->value), "2025-12-30");
    EXPECT_FALSE((MonthDay{1, 2}.beside(last)));
}

TEST(MonthDay, IsNotMadeOfOtherNumbers) {
    for (const char* text :
         {"07/17", "7.17", "17", "July", "July 32", "02-30", "13-01", "July 17, 2026",
          "on July 17 we met", "7 comments", "10-12 people", ""}) {
        EXPECT_EQ(day(text), "none") << text;
    }
    EXPECT_FALSE((MonthDay{2, 29}.in(2023)));
}

TEST(ShortDate, HasAYearOfTwoDigitsInTheOrderThatIsKnown) {
    const auto day = [](const char* text, DateOrder order) {
        const auto date = find_short_date(text, order);
        return date ? date->value : std::string("none");
    };
    EXPECT_EQ(day("on 05/11/20, at noon", DateOrder::day_first), "2020-11-05");
    EXPECT_EQ(day("05/11/20", DateOrder::month_first), "2020-05-11");
    EXPECT_EQ(day("05/11/20", DateOrder::year_first), "2005-11-20");
    EXPECT_EQ(day("5.1.99", DateOrder::day_first), "1999-01-05");
    EXPECT_EQ(day("05/11/20", DateOrder::unknown), "none");
    for (const char* text : {"1.2.3", "31/02/20", "05/11-20", "05/11/2020", "1.2.3.44", "x"}) {
        EXPECT_EQ(day(text, DateOrder::day_first), "none") << text;
    }
}

TEST(SplitDate, IsADayBesideItsMonth) {
    for (const char* text :
         {"11 2026-01", "11 2026.1", "2026-01 11", "11日 2026年1月", "11 / 2026/01"}) {
        const auto date = parse_split_date(text);
        EXPECT_TRUE(date && date->value == "2026-01-11") << text;
    }
    for (const char* text :
         {"2026-01", "11 2026", "32 2026-01", "11 2026-13", "11 2026-01 5", "x 2026-01"}) {
        EXPECT_FALSE(parse_split_date(text)) << text;
    }
}

TEST(YearHeading, IsAShortTextWithOneYear) {
    EXPECT_EQ(parse_year_heading("2023"), 2023);
    EXPECT_EQ(parse_year_heading("Posts in 2023"), 2023);
    EXPECT_EQ(parse_year_heading("2023年"), 2023);
    for (const char* text : {"12 posts in 2023", "2022-2023", "1850", "20233", "Posts",
                             "What we learned from the summer of 2023 in town"}) {
        EXPECT_FALSE(parse_year_heading(text)) << text;
    }
}

}  // namespace
}  // namespace feedarc::text
