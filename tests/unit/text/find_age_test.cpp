#include "text/find_age.hpp"

#include <gtest/gtest.h>

#include <string>

namespace feedarc::text {
namespace {

std::string shown(const std::optional<Age>& age) {
    return age ? to_string(*age) : "nothing";
}

struct AgeCase {
    const char* text;
    const char* age;
};

constexpr AgeCase kAmounts[] = {
    // English
    {"3 hours ago", "3 hour"},
    {"1 Hour Ago", "1 hour"},
    {"an hour ago", "1 hour"},
    {"half an hour ago", "30 minute"},
    {"a minute ago", "1 minute"},
    {"less than a minute ago", "1 minute"},
    {"about 5 hours ago", "5 hour"},
    {"over 2 years ago", "2 year"},
    {"2 days ago", "2 day"},
    {"two weeks ago", "2 week"},
    {"a month ago", "1 month"},
    {"10 months ago", "10 month"},
    {"5m ago", "5 minute"},
    {"2h ago", "2 hour"},
    {"3d ago", "3 day"},
    {"12 mins. ago", "12 minute"},
    {"14 hrs ago", "14 hour"},
    {"1 day, 2 hours ago", "26 hour"},
    {"1 hour and 5 minutes ago", "65 minute"},
    {"1 year, 2 months ago", "14 month"},
    {"3 months, 2 weeks ago", "3 month"},
    {"a few seconds ago", "0 second"},
    {"45 seconds ago", "45 second"},
    // German
    {"vor 3 Stunden", "3 hour"},
    {"vor einer Stunde", "1 hour"},
    {"vor 2 Tagen", "2 day"},
    {"vor etwa 10 Minuten", "10 minute"},
    {"vor 5 Min.", "5 minute"},
    {"vor einem Jahr", "1 year"},
    {"vor wenigen Sekunden", "0 second"},
    // French
    {"il y a 2 jours", "2 day"},
    {"Il y a une heure", "1 hour"},
    {"il y a environ 3 mois", "3 month"},
    {"il y a moins d’une minute", "1 minute"},
    {"il y a 1 an", "1 year"},
    {"il y a quelques secondes", "0 second"},
    // Spanish
    {"hace 3 horas", "3 hour"},
    {"hace un día", "1 day"},
    {"hace 1 hora y 5 minutos", "65 minute"},
    {"hace unos segundos", "0 second"},
    {"hace unas 3 horas", "3 hour"},
    {"hace 2 años", "2 year"},
    // Italian
    {"3 ore fa", "3 hour"},
    {"un'ora fa", "1 hour"},
    {"2 settimane fa", "2 week"},
    // Portuguese
    {"há 3 horas", "3 hour"},
    {"há uma semana", "1 week"},
    {"2 dias atrás", "2 day"},
    // Dutch, Swedish, Polish, Turkish
    {"3 dagen geleden", "3 day"},
    {"een uur geleden", "1 hour"},
    {"för 3 timmar sedan", "3 hour"},
    {"2 godziny temu", "2 hour"},
    {"3 saat önce", "3 hour"},
    // Russian
    {"3 часа назад", "3 hour"},
    {"час назад", "1 hour"},
    {"5 минут назад", "5 minute"},
    {"неделю назад", "1 week"},
    {"2 года назад", "2 year"},
    // Chinese
    {"3小时前", "3 hour"},
    {"20 分钟前", "20 minute"},
    {"4 小时 52 分钟前", "292 minute"},
    {"２天前", "2 day"},
    {"两天前", "2 day"},
    {"十二天前", "12 day"},
    {"半小时前", "30 minute"},
    {"半年前", "6 month"},
    {"几秒前", "0 second"},
    {"3周前", "3 week"},
    {"3个月前", "3 month"},
    {"1年前", "1 year"},
    {"3 小時前", "3 hour"},
    {"約 3 個月之前", "3 month"},
    // Japanese
    {"3時間前", "3 hour"},
    {"5分前", "5 minute"},
    {"2日前", "2 day"},
    {"1週間前", "1 week"},
    {"2ヶ月前", "2 month"},
    {"約3か月前", "3 month"},
    // Korean
    {"3시간 전", "3 hour"},
    {"5분전", "5 minute"},
    {"2일 전", "2 day"},
    {"한 달 전", "1 month"},
    {"3개월 전", "3 month"},
};

TEST(FindAge, ReadsAmountsThatHavePassed) {
    for (const auto& [text, age] : kAmounts) {
        EXPECT_EQ(shown(parse_age_line(text)), age) << text;
        const auto found = find_age(text);
        EXPECT_EQ(found ? to_string(found->age) : "nothing", age) << "found in " << text;
    }
}

constexpr AgeCase kWords[] = {
    {"just now", "0 second"},
    {"gerade eben", "0 second"},
    {"à l'instant", "0 second"},
    {"刚刚", "0 second"},
    {"たった今", "0 second"},
    {"방금 전", "0 second"},
    {"Today", "0 day"},
    {"aujourd’hui", "0 day"},
    {"今天 08:30", "0 day 08:30"},
    {"今天08:30", "0 day 08:30"},
    {"本日", "0 day"},
    {"yesterday", "1 day"},
    {"yesterday at 14:05", "1 day 14:05"},
    {"Yesterday, 2:05 PM", "1 day 14:05"},
    {"yesterday at 02:05 +08:00", "2 day 18:05"},
    {"gestern, 18:00 Uhr", "1 day 18:00"},
    {"gestern um 9:15", "1 day 09:15"},
    {"hier à 14:05", "1 day 14:05"},
    {"ayer a las 14:05", "1 day 14:05"},
    {"ontem às 14:05", "1 day 14:05"},
    {"ieri alle 14:05", "1 day 14:05"},
    {"вчера в 14:05", "1 day 14:05"},
    {"gisteren om 14:05", "1 day 14:05"},
    {"昨天下午3:05", "1 day 15:05"},
    {"昨日", "1 day"},
    {"어제 오후 3:05", "1 day 15:05"},
    {"前天 10:00", "2 day 10:00"},
    {"vorgestern", "2 day"},
    {"一昨日", "2 day"},
    {"last week", "1 week"},
    {"上个月", "1 month"},
    {"le mois dernier", "1 month"},
    {"last year", "1 year"},
    {"昨年", "1 year"},
};

TEST(ParseAgeLine, ReadsWordsThatAreAllThereIs) {
    for (const auto& [text, age] : kWords) {
        EXPECT_EQ(shown(parse_age_line(text)), age) << text;
        EXPECT_FALSE(find_age(text)) << "not looked for in " << text;
    }
}

TEST(ParseAgeLine, AllowsWhatIntroducesADate) {
    for (const char* text : {"Posted 3 hours ago", "发布于3小时前", "3小时前发布",
                             "• 3 hours ago •", "Published: 3 hours ago", "publicado hace 3 horas",
                             "(3 hours ago)", "3時間前に更新", "veröffentlicht vor 3 Stunden"}) {
        EXPECT_EQ(shown(parse_age_line(text)), "3 hour") << text;
    }
}

TEST(ParseAgeLine, IsNothingForAnyOtherText) {
    for (const char* text : {"",
                             "3 days ago I wrote",
                             "I wrote this 3 days ago",
                             "in 3 hours",
                             "3 hours",
                             "5m",
                             "3小时",
                             "24 hours in Rome",
                             "5 min read",
                             "2 hours left",
                             "3 days to go",
                             "Top 10 days",
                             "ago",
                             "hours ago",

                             "1.5 hours ago",
                             "v3 days ago",
                             "a few days ago",
                             "几天前",
                             "3年前的今天",
                             "前端",
                             "日前",
                             "yesterday's news",
                             "Yesterday and today",
                             "today's menu",
                             "今天的新闻",
                             "tomorrow",
                             "next week",
                             "vor 3",
                             "vor allem",
                             "hace calor",
                             "il y a un an et demi",
                             "3 hours ago by Ada",
                             "Ada 3 hours ago",
                             "123456 days ago",
                             "999999999999 days ago",
                             "last reply 3 hours ago",
                             "最后回复 3小时前",
                             "半个月",
                             "3 月前",
                             "3号前",
                             "hier kaufen",
                             "last weekend",
                             "heute journal",
                             "1970 years of song"}) {
        EXPECT_EQ(shown(parse_age_line(text)), "nothing") << text;
    }
}

TEST(ParseMarkedAge, ReadsShortFormsWhereThePageMarksThem) {
    constexpr AgeCase kShort[] = {
        {"5m", "5 minute"},  {"2h", "2 hour"},      {"3d", "3 day"},        {"1w", "1 week"},
        {"4mo", "4 month"},  {"2y", "2 year"},      {"3 Std.", "3 hour"},   {"2 days", "2 day"},
        {"3小时", "3 hour"}, {"5 min", "5 minute"}, {"yesterday", "1 day"}, {"1h 5m", "65 minute"}};
    for (const auto& [text, age] : kShort) {
        EXPECT_EQ(shown(parse_marked_age(text)), age) << text;
        if (std::string_view(text) != "yesterday") {
            EXPECT_EQ(shown(parse_age_line(text)), "nothing") << text;
        }
    }
    for (const char* text :
         {"5", "m", "h", "5 min read", "5x", "5mm", "12:30", "day", "3 comments"}) {
        EXPECT_EQ(shown(parse_marked_age(text)), "nothing") << text;
    }
}

TEST(FindAge, SaysWhereItStands) {
    const std::string text = "88 points by ada 5 hours ago | 12 comments";
    const auto found = find_age(text);
    ASSERT_TRUE(found);
    EXPECT_EQ(text.substr(found->begin, found->end - found->begin), "5 hours ago");
    EXPECT_FALSE(find_age("3年前的今天"));
    EXPECT_FALSE(find_age("目前的前端，以前和之前"));
    EXPECT_FALSE(find_age("前"));
    for (const char* age : {"3天前", "3 天 前", "3 小时以前", "2個月之前", "1 週間前"}) {
        const auto behind = find_age("目前，" + std::string(age));
        ASSERT_TRUE(behind) << age;
        EXPECT_EQ(behind->begin, std::string("目前，").size()) << age;
    }
    EXPECT_FALSE(find_age("v3 days ago"));
    EXPECT_FALSE(find_age("1.5 hours ago"));
    EXPECT_FALSE(find_age("30daysagony"));
}

}  // namespace
}  // namespace feedarc::text
