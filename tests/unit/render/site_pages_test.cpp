#include "render/site/arrivals.hpp"
#include "render/site/lifelines.hpp"
#include "render/site/pages.hpp"
#include "render/site/search_index.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <vector>

namespace feedarc::render::site {
namespace {

using std::chrono::hours;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const Site kSite{"A <site>"};
constexpr Time kStart{std::chrono::seconds{1'767'225'600}};  // 2026-01-01T00:00:00Z

Row row_named(const std::string& title) {
    Row row;
    row.uuid = "0123456789abcdef0123456789abcdef";
    row.title = title;
    row.url = "https://blog.example/a";
    row.source = "blog";
    row.category = "NLP";
    row.category_key = "nlp";
    row.first_seen = kStart;
    return row;
}

TEST(SiteList, LinksToRecordsGroupsAndTheWeb) {
    std::vector<Row> rows{row_named("One"), row_named("Two")};
    rows[1].url = "javascript:alert(1)";
    rows[1].presence = RunEnd::removed;
    const Group group{GroupKind::source, "blog", "blog", "https://blog.example/", 2};
    const std::string page = list_page(
        kSite, {group, "source/blog/1.html", rows, "source/blog/index.html", std::nullopt});
    EXPECT_THAT(page, HasSubstr("<title>blog – A &lt;site&gt;</title>"));
    EXPECT_THAT(page, HasSubstr("href=\"../../record/0123456789abcdef0123456789abcdef.html\""));
    EXPECT_THAT(page, HasSubstr("href=\"../../category/nlp/index.html\""));
    EXPECT_THAT(page, HasSubstr("href=\"https://blog.example/a\""));
    EXPECT_THAT(page, Not(HasSubstr("href=\"javascript")));
    EXPECT_THAT(page, HasSubstr("href=\"../../source/blog/index.html\" rel=\"prev\""));
    EXPECT_THAT(page, Not(HasSubstr("rel=\"next\"")));
    EXPECT_THAT(page, HasSubstr("<span class=\"state removed\">removed</span>"));
    EXPECT_THAT(page, HasSubstr("Content-Security-Policy\" content=\"default-src 'none'"));
}

TEST(SiteRecord, MarksWhatChangedAndTellsWhenItWasAway) {
    Record record;
    record.urls = {"https://blog.example/a"};
    record.presence = RunEnd::present;
    std::vector<Revision> revisions(2);
    revisions[0].entry.title = "A cat";
    revisions[1].entry.title = "A fox";
    const std::vector<std::vector<FieldChange>> changes{{},
                                                        {{EntryField::title,
                                                          "title edited",
                                                          {{DiffPiece::Kind::same, "A "},
                                                           {DiffPiece::Kind::removed, "<cat>"},
                                                           {DiffPiece::Kind::added, "fox"}}}}};
    std::vector<PresenceRun> runs(2);
    runs[0].first_seen = kStart;
    runs[0].last_seen = kStart + hours(5);
    runs[0].end = RunEnd::removed;
    runs[1].first_seen = kStart + hours(5 + 72);
    const std::string page =
        record_page(kSite, {row_named("A fox"), record, revisions, changes, runs});
    EXPECT_THAT(page, HasSubstr("A <del>&lt;cat&gt;</del><ins>fox</ins>"));
    EXPECT_THAT(page, HasSubstr("Revision 2, "));
    EXPECT_THAT(page, HasSubstr("away for 3 days"));
    EXPECT_THAT(page, HasSubstr("removed while its neighbours stayed"));
    EXPECT_THAT(page, HasSubstr("still there"));
    EXPECT_LT(page.find("<h1"), page.find("<h2"));
    EXPECT_LT(page.find("<h2"), page.find("<h3"));
}

TEST(SiteSearchIndex, HasFoldedTextsInFilesOfBoundedSize) {
    std::map<std::string, std::string> files;
    const FileSink sink = [&](const std::string& path, std::string_view bytes) {
        files[path] = bytes;
    };
    SearchIndex index(sink);
    for (std::size_t i = 0; i <= SearchIndex::kMostRecords; ++i) {
        index.add(row_named("投機 ＡＢＣ </script>\u2028"),
                  std::vector<std::string>{"Café", "café", "投机", "long"});
    }
    index.finish();
    ASSERT_EQ(files.size(), 3U);
    const std::string& last = files.at("search/1.js");
    const auto begin = last.find('[');
    const auto json = nlohmann::json::parse(last.substr(begin, last.rfind(']') + 1 - begin));
    ASSERT_EQ(json.size(), 1U);
    EXPECT_EQ(json[0][2], "投机 abc </script>\u2028");
    EXPECT_EQ(json[0][3], "cafe\nlong") << "once, and nothing of the title";
    EXPECT_EQ(json[0][6], kStart.time_since_epoch().count());
    EXPECT_THAT(files.at("search/index.js"), HasSubstr("files: 2,"));
    EXPECT_THAT(files.at("search/index.js"), HasSubstr("機"));
    EXPECT_THAT(last, HasSubstr("\\u2028"));
}

TEST(SiteArrivals, AreCountedByCategoryInUnitsThatFit) {
    Arrivals arrivals;
    for (int i = 0; i < 12; ++i) {
        arrivals.add(kStart + hours(24 * (i % 3)), "c" + std::to_string(i % 10), "C");
    }
    auto chart = arrivals.chart();
    EXPECT_EQ(chart.unit, Arrivals::Unit::day);
    ASSERT_EQ(chart.bars.size(), 3U);
    EXPECT_EQ(chart.bars[0].label, "2026-01-01");
    EXPECT_EQ(chart.bars[0].total() + chart.bars[1].total() + chart.bars[2].total(), 12);
    ASSERT_EQ(chart.series.size(), Arrivals::kMostSeries);
    EXPECT_EQ(chart.series.back(), "others");
    // 2026-01-01 was a Thursday.
    arrivals.add(kStart + hours(24 * 200), "c1", "C");
    chart = arrivals.chart();
    EXPECT_EQ(chart.unit, Arrivals::Unit::week);
    EXPECT_EQ(chart.bars[0].label, "2025-12-29");
    EXPECT_EQ(chart.bars[0].total(), 12);
    EXPECT_LE(chart.bars.size(), Arrivals::kMostBars);
    arrivals.add(kStart + hours(24 * 1500), "c1", "C");
    EXPECT_EQ(arrivals.chart().unit, Arrivals::Unit::month);
    arrivals.add(kStart + hours(24 * 15'000), "c1", "C");
    EXPECT_EQ(arrivals.chart().bars.front().label, "2026");
}

TEST(SiteArrivals, AreAPictureWithItsWordsAndATable) {
    Arrivals arrivals;
    arrivals.add(kStart, "x", "<x>");
    Html html;
    arrivals.write(html);
    const std::string text = html.finish();
    EXPECT_THAT(text, HasSubstr("role=\"img\" aria-labelledby=\"arrivals-title\""));
    EXPECT_THAT(text, HasSubstr("<desc id=\"arrivals-desc\">"));
    EXPECT_THAT(text, HasSubstr("class=\"c0\""));
    EXPECT_THAT(text, HasSubstr("<caption>Records by day"));
    EXPECT_THAT(text, Not(HasSubstr("<x>")));
    EXPECT_THAT(text, Not(HasSubstr("style=")));
}

TEST(SiteLifelines, ShowRunsCapturesAndGaps) {
    Lifeline line{"0123", "A <title>", kStart, kStart + hours(30), {}};
    line.spans = {{kStart, kStart + hours(5), RunEnd::removed},
                  {kStart + hours(20), kStart + hours(30), RunEnd::present}};
    Lifelines lifelines({line}, kStart + hours(40));
    EXPECT_EQ(lifelines.begin(), kStart);
    EXPECT_EQ(lifelines.end(), kStart + hours(40));
    lifelines.add_capture(kStart - hours(1), true);  // before the axis
    lifelines.add_capture(kStart, true);
    lifelines.add_capture(kStart + hours(40), false);
    lifelines.add_missed({kStart + hours(5), kStart + hours(20), "https://blog.example/"});
    Html html;
    lifelines.write(html, kTimelinePath);
    const std::string text = html.finish();
    EXPECT_THAT(text, HasSubstr("2 captures, 1 of them not healthy; 1 times"));
    EXPECT_THAT(text, HasSubstr("class=\"bar removed\""));
    EXPECT_THAT(text, HasSubstr("class=\"bar present\""));
    EXPECT_THAT(text, HasSubstr("class=\"capture unhealthy\""));
    EXPECT_THAT(text, HasSubstr("class=\"missed\""));
    EXPECT_THAT(text, HasSubstr("A &lt;title&gt;</text>"));
    EXPECT_THAT(text, HasSubstr("href=\"record/0123.html\""));
}

TEST(SiteLifelines, OfOneMomentAreAPictureToo) {
    Lifelines lifelines({{"0123", "a", kStart, kStart, {{kStart, kStart, RunEnd::present}}}}, {});
    Html html;
    lifelines.write(html, kTimelinePath);
    EXPECT_THAT(html.finish(), Not(HasSubstr("nan")));
}

}  // namespace
}  // namespace feedarc::render::site
