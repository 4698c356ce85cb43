#include <feedarc/error.hpp>
#include <feedarc/explain.hpp>
#include <feedarc/read.hpp>
#include <feedarc/rules.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>

namespace feedarc {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// A page that the finder alone would read otherwise: the boxes have neither links nor headings.
constexpr const char* kBoxes = R"(<!DOCTYPE html><html lang="ja"><title>Boxes</title><body>
<nav><a href="/about">About us and them</a> <a class="older" href="?page=2">Older</a></nav>
<div class="box" data-url="/one" data-when="2026-01-11T08:00:00Z"><span class="name">The first name</span>
 <i class="kind">News</i><p>Its text.</p><p>And more <b>of it</b>.</p><time title="2026-01-11">a while ago</time></div>
<div class="box" data-url="/two"><span class="name">The second</span><em class="day">05/11/2020</em>
 <p><a href="two.html">Read on</a></p></div>
<div class="box" data-url="//other.example/three"><span class="name"></span><span class="name">The third</span>
 <em class="day">some day</em></div>
</body></html>)";

Page read_with(const Rules& rules, std::string html = kBoxes) {
    Snapshot snapshot;
    snapshot.bytes = std::move(html);
    snapshot.url = "https://site.example/list/";
    return read_page(snapshot, Form::html, {}, rules);
}

Rules rules_of(std::initializer_list<std::pair<const char*, const char*>> texts) {
    Rules rules;
    for (const auto& [name, text] : texts) set_rule(rules, name, text);
    return rules;
}

std::vector<std::string> titles_of(const Page& page) {
    std::vector<std::string> titles;
    for (const Entry& entry : page.entries) titles.push_back(entry.title);
    return titles;
}

TEST(Rules, NameTheRecordsAndTheirFields) {
    const Page page = read_with(rules_of({{"record", "div.box"},
                                          {"title", ".name"},
                                          {"link", ":scope::attr(data-url)"},
                                          {"category", ".kind"},
                                          {"excerpt", "p"},
                                          {"date", "time, .day"}}));
    EXPECT_THAT(titles_of(page), ElementsAre("The first name", "The second", "The third"));
    ASSERT_THAT(page.entries, SizeIs(3));
    EXPECT_EQ(page.entries[0].url, "https://site.example/one");
    EXPECT_EQ(page.entries[2].url, "https://other.example/three");
    EXPECT_EQ(page.entries[0].category, "News");
    EXPECT_EQ(page.entries[1].category, "");
    EXPECT_EQ(page.entries[0].excerpt, "Its text. And more of it.");
    EXPECT_EQ(page.entries[0].published.value, "2026-01-11");
    EXPECT_THAT(page.warnings, ElementsAre(HasSubstr("rule date: \"time, .day\" matches in 2 of 3 "
                                                     "records what is no date: \"05/11/2020\"")));
}

TEST(Rules, MayBeXPath) {
    const Page page = read_with(rules_of({{"record", "//div[@class='box']"},
                                          {"title", "./span[@class='name'][normalize-space()]"},
                                          {"link", "xpath:@data-url"},
                                          {"excerpt", "xpath:string(p)"},
                                          {"category", "//i/text()"}}));
    EXPECT_THAT(titles_of(page), ElementsAre("The first name", "The second", "The third"));
    EXPECT_EQ(page.entries.at(1).url, "https://site.example/two");
    EXPECT_EQ(page.entries.at(0).excerpt, "Its text.");
    // From the root, and still within the record.
    EXPECT_EQ(page.entries.at(0).category, "News");
    EXPECT_EQ(page.entries.at(1).category, "");
}

TEST(Rules, LeaveFieldsWithoutARuleToTheFinder) {
    const Page page = read_with(rules_of({{"record", ".box"}, {"title", ".name"}}));
    ASSERT_THAT(page.entries, SizeIs(3));
    EXPECT_EQ(page.entries[1].url, "https://site.example/list/two.html");
    EXPECT_EQ(page.entries[0].excerpt, "Its text. And more of it.");
}

TEST(Rules, KeepTheTitleTheyNameOutOfTheExcerpt) {
    const Page page =
        read_with(rules_of({{"record", "li"}, {"title", "p.t"}}),
                  "<ul><li><p class=t>A title in a paragraph</p><p>The text of the entry.</p>"
                  "<li><p class=t>Another title here</p><p>The text of the other one.</p></ul>");
    ASSERT_THAT(page.entries, SizeIs(2));
    EXPECT_EQ(page.entries[0].title, "A title in a paragraph");
    EXPECT_EQ(page.entries[0].excerpt, "The text of the entry.");
}

// Three entries that the finder finds by itself.
constexpr const char* kPosts = R"(<!DOCTYPE html><main>
<article><h2><a href="/p/1">The first of the articles</a></h2><b class="c">Math</b><p>Some text of the first one.</p></article>
<article><h2><a href="/p/2">The second of the articles</a></h2><b class="c">Art</b><p>Some text of the second one.</p></article>
<article><h2><a href="/p/3">The third of the articles</a></h2><p>Some text of the third one.</p></article></main>
<div class="pages"><a href="/list/older">Past</a></div>)";

TEST(Rules, WithoutARecordOverrideFieldsOfWhatTheFinderFinds) {
    const Page page = read_with(rules_of({{"category", "b.c"}}), kPosts);
    ASSERT_THAT(page.entries, SizeIs(3));
    EXPECT_EQ(page.entries[0].title, "The first of the articles");
    EXPECT_EQ(page.entries[0].category, "Math");
    EXPECT_EQ(page.entries[2].category, "");
    EXPECT_THAT(page.warnings, IsEmpty());
    EXPECT_THAT(read_with({}, kPosts).entries, SizeIs(3));
}

TEST(Rules, NameTheNextPage) {
    EXPECT_THAT(read_with({}, kPosts).pager_links, IsEmpty());
    for (const char* next : {".pages a", "div.pages", ".pages > a::attr(href)", "//a[.='Past']",
                             "//a[.='Past']/@href"}) {
        EXPECT_THAT(read_with(rules_of({{"next", next}}), kPosts).pager_links,
                    ElementsAre("https://site.example/list/older"))
            << next;
    }
    EXPECT_THAT(read_with(rules_of({{"next", "a.older"}}), kPosts).pager_links, IsEmpty());
}

TEST(Rules, ThatMatchNothingAreNamed) {
    const Page none = read_with(rules_of({{"record", "div.bx"}, {"title", "h9"}}), kPosts);
    EXPECT_THAT(none.entries, IsEmpty());
    EXPECT_THAT(none.warnings, ElementsAre("rule record: \"div.bx\" matches nothing on this page"));
    const Page field = read_with(rules_of({{"category", "i"}}), kPosts);
    EXPECT_THAT(field.warnings,
                ElementsAre("rule category: \"i\" matches in none of the 3 records"));
    const Page text = read_with(rules_of({{"record", "//h2/a/@href"}}), kPosts);
    EXPECT_THAT(text.entries, IsEmpty());
    EXPECT_THAT(text.warnings,
                ElementsAre("rule record: \"//h2/a/@href\" matches no element of this page"));
}

TEST(Rules, TakeTheOuterOfRecordsWithinOneAnother) {
    const Page page = read_with(rules_of({{"record", "div"}}),
                                "<div><h3>Outer title</h3><div><h4>Inner</h4></div></div>"
                                "<div><h3>Other title</h3></div>");
    EXPECT_THAT(titles_of(page), ElementsAre("Outer title", "Other title"));
    EXPECT_THAT(page.warnings,
                ElementsAre(HasSubstr("matches 1 elements within others, which are left out")));
}

TEST(Rules, LeaveOutRecordsThatSayNothing) {
    const Page page = read_with(rules_of({{"record", "li"}, {"title", "b"}, {"excerpt", "i"}}),
                                "<ul><li><b>One title</b><li>else</ul>");
    EXPECT_THAT(titles_of(page), ElementsAre("One title"));
    EXPECT_THAT(page.warnings,
                ElementsAre(HasSubstr("excerpt"), HasSubstr("1 of 2 records have neither")));
}

TEST(Rules, SayTheOrderOfDatesWhereThePageDoesNot) {
    const auto date_of = [](const char* order, const char* date, const char* other) {
        const Rules rules =
            rules_of({{"record", "li"}, {"title", "b"}, {"date", "i"}, {"date-order", order}});
        const Page page = read_with(rules, std::string("<ul><li><b>One</b><i>") + date +
                                               "</i><li><b>Two</b><i>" + other + "</i></ul>");
        return page.entries.at(0).published.value;
    };
    EXPECT_EQ(date_of("dmy", "05/11/2020", ""), "2020-11-05");
    EXPECT_EQ(date_of("mdy", "05/11/2020", ""), "2020-05-11");
    EXPECT_EQ(date_of("ymd", "05/11/2020", ""), "");
    // What the page shows comes first.
    EXPECT_EQ(date_of("dmy", "05/11/2020", "12/25/2020"), "2020-05-11");
    EXPECT_EQ(date_of("dmy", "05/11/20", ""), "2020-11-05");
    EXPECT_EQ(date_of("ymd", "20/11/05", ""), "2020-11-05");
}

TEST(Rules, SayTheTimeZoneOfTimesWrittenWithoutOne) {
    const auto date_of = [](const std::string& date, const char* zone = "Europe/Berlin") {
        Rules rules = rules_of({{"record", "li"}, {"title", "b"}, {"date", "i, time"}});
        if (zone != nullptr) set_rule(rules, "time-zone", zone);
        const Page page = read_with(rules, "<ul><li><b>One</b>" + date + "</ul>");
        EXPECT_FALSE(page.entries.at(0).published.floating);
        return page.entries.at(0).published;
    };
    const Published summer{"2026-07-01T12:30:00Z", DatePrecision::minute};
    EXPECT_EQ(date_of("<i>2026-07-01 14:30</i>"), summer);
    EXPECT_EQ(date_of("<i>July 1, 2026 at 2:30 pm</i>"), summer);
    EXPECT_EQ(date_of("<time datetime='2026-07-01T14:30'>then</time>"), summer);
    EXPECT_EQ(date_of("<i>2026-01-15 14:30</i>").value, "2026-01-15T13:30:00Z");
    EXPECT_EQ(date_of("<i>2026-01-15 00:30:05</i>").value, "2026-01-14T23:30:05Z");
    EXPECT_EQ(date_of("<i>2026-07-01 14:30 +09:00</i>").value, "2026-07-01T05:30:00Z");
    EXPECT_EQ(date_of("<i>2026-07-01 14:30 UTC</i>").value, "2026-07-01T14:30:00Z");
    EXPECT_EQ(date_of("<time datetime='2026-07-01T14:30Z'>then</time>").value,
              "2026-07-01T14:30:00Z");
    EXPECT_EQ(date_of("<i>2026-07-01</i>"), (Published{"2026-07-01", DatePrecision::day}));
    EXPECT_EQ(date_of("<i>2026-07-01 14:30</i>", nullptr).value, "2026-07-01T14:30:00Z");
    EXPECT_EQ(date_of("<i>3 hours ago</i>"), Published{});
}

TEST(Rules, ATimeZoneHoldsForTheDataOfThePageToo) {
    const Page page = read_with(rules_of({{"time-zone", "America/New_York"}}), R"(<html><body>
<script type="application/ld+json">{"@type": "ItemList", "itemListElement": [
 {"@type": "NewsArticle", "headline": "The first one of them", "url": "/one", "datePublished": "2026-07-01T14:30:00"},
 {"@type": "NewsArticle", "headline": "The second one of them", "url": "/two", "datePublished": "2026-07-01T14:30:00+02:00"}]}
</script></body></html>)");
    ASSERT_THAT(page.entries, SizeIs(2));
    EXPECT_EQ(page.entries[0].published.value, "2026-07-01T18:30:00Z");
    EXPECT_EQ(page.entries[1].published.value, "2026-07-01T12:30:00Z");
}

TEST(Rules, TakeNothingFromOutsideOfARecord) {
    const Rules rules = rules_of({{"record", "li"}, {"title", "(//b)[1]"}, {"excerpt", "i"}});
    const Page page = read_with(rules,
                                "<ul><li><b>One</b><i>First text</i><li><b>Two</b><i>Second "
                                "text</i></ul>");
    EXPECT_THAT(titles_of(page), ElementsAre("One", ""));
}

TEST(Rules, ADateRuleReadsAgesToo) {
    const Rules rules = rules_of({{"record", "li"}, {"title", "b"}, {"date", "i"}});
    const Page page = read_with(rules,
                                "<ul><li><b>One</b><i>3 hours ago</i><li><b>Two</b><i>5m</i>"
                                "<li><b>Three</b><i>2 days ago</i><i>2026-01-11</i>"
                                "<li><b>Four</b> 3 hours ago</ul>");
    ASSERT_THAT(page.entries, SizeIs(4));
    EXPECT_EQ(page.entries[0].age, (Age{AgeUnit::hour, 3, std::nullopt}));
    EXPECT_EQ(page.entries[1].age, (Age{AgeUnit::minute, 5, std::nullopt}));
    EXPECT_EQ(page.entries[2].published.value, "2026-01-11");
    EXPECT_FALSE(page.entries[2].age);
    EXPECT_FALSE(page.entries[3].age);
    EXPECT_THAT(page.warnings, IsEmpty());
}

TEST(Rules, AreNotForOtherForms) {
    Snapshot snapshot;
    snapshot.bytes = "<rss><channel><item><title>One</title></item></channel></rss>";
    const Rules rules = rules_of({{"record", "li"}});
    const Page page = read_page(snapshot, Form::feed, {}, rules);
    EXPECT_THAT(page.entries, SizeIs(1));
    EXPECT_THAT(page.warnings, ElementsAre("rules are for HTML; they were not applied"));
    EXPECT_THAT(read_page(snapshot, Form::feed).warnings, IsEmpty());
}

TEST(Rules, OfXPathAreBounded) {
    std::string flat = "<ul>";
    for (int i = 0; i < 5000; ++i) flat += "<li><b>An entry</b>";
    const Rules plain = rules_of({{"record", "//li"}, {"title", "./b"}});
    EXPECT_THAT(read_with(plain, flat).entries, SizeIs(5000));
    const auto limit_of = [](const Rules& rules, const std::string& html) {
        try {
            (void)read_with(rules, html);
            return std::string();
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::limit);
            return std::string(error.what());
        }
    };
    EXPECT_THAT(limit_of(rules_of({{"record", "//li/following-sibling::li"}}), flat),
                HasSubstr("rule-work"));
    EXPECT_THAT(limit_of(rules_of({{"record", "//li/following::li"}}), flat),
                HasSubstr("rule-work"));
    // Once for the page, and not once for each record.
    const Rules whole = rules_of({{"record", "li"}, {"title", "((//b))[position() < 3]"}});
    EXPECT_THAT(read_with(whole, flat).entries, SizeIs(2));
    EXPECT_THAT(limit_of(rules_of({{"record", "li"}, {"title", "xpath:string(//b)"}}), flat),
                HasSubstr("rule-work"));
    EXPECT_THAT(limit_of(rules_of({{"record", "li"}, {"title", "(//b | //i)[1]"}}), flat),
                HasSubstr("rule-work"));
    std::string deep;
    for (int i = 0; i < 6000; ++i) deep += "<div>";
    EXPECT_THAT(limit_of(rules_of({{"record", "//div//div"}}), deep), HasSubstr("rule-work"));
    EXPECT_EQ(limit_of(rules_of({{"record", "div div"}}), deep), "");
}

TEST(Rules, AreExplainedByHowOftenTheyMatched) {
    Snapshot snapshot;
    snapshot.bytes = kBoxes;
    const Rules rules = rules_of({{"record", ".box"}, {"title", ".name"}, {"next", "a.older"}});
    const Explanation explanation = explain_page(snapshot, Form::html, {}, rules);
    EXPECT_EQ(explanation.records, 3U);
    ASSERT_THAT(explanation.rules, SizeIs(3));
    EXPECT_EQ(explanation.rules[0].matches, 3U);
    EXPECT_EQ(explanation.rules[1].matches, 4U);
    EXPECT_EQ(explanation.rules[1].records, 3U);
    EXPECT_EQ(explanation.rules[2].matches, 1U);
    EXPECT_THAT(explanation.verdict, HasSubstr("3 entries"));
}

TEST(Rules, AreKeptAsOneText) {
    const Rules rules =
        rules_of({{"title", "h2 > a[x='1=2']"}, {"record", "li"}, {"date-order", "dmy"}});
    const std::string text = "record=li\ntitle=h2 > a[x='1=2']\ndate-order=dmy\n";
    EXPECT_EQ(to_text(rules), text);
    EXPECT_EQ(rules_from_text(text), rules);
    EXPECT_EQ(rules_from_text("unknown=1\nno sign\n" + text), rules);
    EXPECT_EQ(to_text(Rules{}), "");
    EXPECT_TRUE(rules_from_text("").empty());
}

struct Mistake {
    const char* name;
    const char* text;
    const char* message;
};

class RuleMistake : public ::testing::TestWithParam<Mistake> {};

TEST_P(RuleMistake, IsToldWithItsPlace) {
    Rules rules;
    try {
        set_rule(rules, GetParam().name, GetParam().text);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::usage);
        EXPECT_STREQ(error.what(), GetParam().message);
    }
    EXPECT_TRUE(rules.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Cases, RuleMistake,
    ::testing::Values(
        Mistake{"titel", "h2", "there is no rule 'titel'; did you mean 'title'?"},
        Mistake{"body", "h2",
                "there is no rule 'body' (known: record, title, link, date, category, excerpt, "
                "next, date-order, time-zone)"},
        Mistake{"title", "", "title: the selector is empty"},
        Mistake{"title", "h2\nh3",
                "title: the selector must be one line of text without control characters"},
        Mistake{"title", "中 >",
                "title: \"中 >\" is no CSS selector: an element must follow '>' (at character 4)"},
        Mistake{"date", "//time[",
                "date: \"//time[\" is no XPath selector: Unrecognized node test (at character 8)"},
        Mistake{"date", "xpath:foo(",
                "date: \"xpath:foo(\" is no XPath selector: Unrecognized node test (at "
                "character 11)"},
        Mistake{"date-order", "ydm", "date-order: \"ydm\" is none of dmy, mdy, ymd"},
        Mistake{"time-zone", "Europe/Berln",
                "time-zone: \"Europe/Berln\" is no time zone; did you mean \"Europe/Berlin\"?"},
        Mistake{"time-zone", "europe/berlin",
                "time-zone: \"europe/berlin\" is no time zone; did you mean \"Europe/Berlin\"?"},
        Mistake{"time-zone", "+02:00",
                "time-zone: \"+02:00\" is no time zone; take IANA's name of one, such as "
                "Europe/Berlin"}));

}  // namespace
}  // namespace feedarc
