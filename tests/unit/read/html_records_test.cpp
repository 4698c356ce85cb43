// Which siblings belong to an entry that has no element of its own.

#include <feedarc/read.hpp>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace feedarc {
namespace {

using ::testing::SizeIs;

// Three records of one template: {0} is the number, with which title, text and day go.
Page read(std::string_view before, std::string_view record, std::string_view after = "") {
    Snapshot snapshot;
    snapshot.url = "https://site.example/";
    snapshot.bytes = fmt::format("<!DOCTYPE html><body>{}", before);
    for (int i = 1; i <= 3; ++i) snapshot.bytes += fmt::format(fmt::runtime(record), i);
    snapshot.bytes += after;
    return read_page(snapshot, Form::html);
}

struct Case {
    const char* name;
    const char* before;
    const char* record;
    const char* after;
};

class HtmlRecords : public ::testing::TestWithParam<Case> {};

TEST_P(HtmlRecords, ReachAsFarAsTheirParts) {
    const Page page = read(GetParam().before, GetParam().record, GetParam().after);
    ASSERT_THAT(page.entries, SizeIs(3));
    for (int i = 1; i <= 3; ++i) {
        const Entry& entry = page.entries[static_cast<std::size_t>(i - 1)];
        EXPECT_EQ(entry.title, fmt::format("The title of record {}", i));
        EXPECT_EQ(entry.published.value, fmt::format("2026-01-0{}", i));
        EXPECT_EQ(entry.excerpt, fmt::format("And record {} has a text of its own.", i));
    }
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, HtmlRecords,
    ::testing::Values(
        Case{"DateBelow", "<h1>Log</h1>",
             "<h2><a href=/{0}>The title of record {0}</a></h2><p>2026-01-0{0}</p><p>And record "
             "{0} has a text of its own.</p>",
             ""},
        Case{"DateAbove", "<h1>Log</h1>",
             "<p>2026-01-0{0}</p><h2><a href=/{0}>The title of record {0}</a></h2><p>And record "
             "{0} has a text of its own.</p>",
             ""},
        Case{"TextAboveIsNoLabel", "<p>What this page is about is said here, at some length.</p>",
             "<h2><a href=/{0}>The title of record {0}</a></h2><p>2026-01-0{0}</p><p>And record "
             "{0} has a text of its own.</p>",
             ""},
        Case{"DateInTheTerm", "<dl>",
             "<dt>2026-01-0{0}</dt><dd><a href=/{0}>The title of record {0}</a><p>And record {0} "
             "has a text of its own.</p></dd>",
             "</dl>"},
        Case{"RulesBetween", "<h1>Log</h1>",
             "<hr><b>2026-01-0{0}</b><br><a href=/{0}>The title of record {0}</a><br>And record "
             "{0} has a text of its own.",
             "<hr>"},
        Case{"RowsOfATable", "<table>",
             "<tr><td>2026-01-0{0}</td></tr><tr><td><a href=/{0}>The title of record "
             "{0}</a></td></tr><tr><td>And record {0} has a text of its own.</td></tr>",
             "</table>"},
        Case{"HeadingsWithoutLinks", "<h1>Log</h1>",
             "<h2>The title of record {0}</h2><p>2026-01-0{0}</p><p>And record {0} has a text of "
             "its own.</p>",
             ""},
        Case{"RulesWithoutLinks", "<h1>Log</h1>",
             "<hr><h3>The title of record {0}</h3><p><i>2026-01-0{0}</i></p><p>And record {0} has "
             "a text of its own.</p>",
             "<hr>"}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(HtmlRecords, OfALabelBeforeTheFirstAloneAreNotShifted) {
    const Page page =
        read("<p>2025-12-31</p>",
             "<h2><a href=/{0}>The title of record {0}</a></h2><p>2026-01-0{0}</p>", "");
    ASSERT_THAT(page.entries, SizeIs(3));
    EXPECT_EQ(page.entries[0].published.value, "2026-01-01");
    EXPECT_EQ(page.entries[2].published.value, "2026-01-03");
}

std::string repeated(std::string_view record, int count) {
    std::string all;
    for (int i = 1; i <= count; ++i) all += fmt::format(fmt::runtime(record), i);
    return all;
}

Page read_body(std::string_view body) {
    Snapshot snapshot;
    snapshot.url = "https://site.example/blog/";
    snapshot.bytes = fmt::format("<!DOCTYPE html><body>{}", body);
    return read_page(snapshot, Form::html);
}

// An archive whose months hold one post each.
TEST(HtmlGroups, OfOneEntryDoNotNameIt) {
    const Page page = read_body(
        "<main><h1>Archive</h1>"
        "<div class=month><h3>February</h3><ul><li><a href=/p/a/>Repairing an old radio</a> "
        "2026-02-14</ul></div>"
        "<div class=month><h3>Jan. 2026</h3><ul><li><a href=/p/b/>What the tide leaves behind</a> "
        "2026-01-11</ul></div>"
        "<div class=month><h3>2025年12月</h3><ul><li><a href=/p/c/>A walk along the old canal</a> "
        "2025-12-05</ul></div>"
        "<div class=month><h3>November (1)</h3><ul><li><a href=/p/d/>Bread that needs no "
        "kneading</a> 2025-11-02</ul></div></main>");
    ASSERT_THAT(page.entries, SizeIs(4));
    EXPECT_EQ(page.entries[0].title, "Repairing an old radio");
    EXPECT_EQ(page.entries[0].published.value, "2026-02-14");
    EXPECT_EQ(page.entries[1].title, "What the tide leaves behind");
    EXPECT_EQ(page.entries[2].title, "A walk along the old canal");
    EXPECT_EQ(page.entries[3].title, "Bread that needs no kneading");
    EXPECT_EQ(page.entries[3].url, "https://site.example/p/d/");
    EXPECT_EQ(page.entries[3].excerpt, "");
}

TEST(HtmlGroups, OfOneEntryDoNotLendItTheirAddress) {
    std::string body = "<main>";
    const char* const kMonths[] = {"March", "Februar", "janvier", "diciembre"};
    for (int i = 0; i < 4; ++i) {
        body += fmt::format(
            "<div class=month><h3 id=m{0}><a href='#m{0}'>{1}</a></h3><div class=entry><h3>The "
            "swifts came back, part {0}</h3><div>November {0}, 2025</div><a aria-label='post link "
            "to The swifts came back, part {0}' href=/p/{0}/></a></div></div>",
            i + 1, kMonths[i]);
    }
    const Page page = read_body(body);
    ASSERT_THAT(page.entries, SizeIs(4));
    EXPECT_EQ(page.entries[0].title, "The swifts came back, part 1");
    EXPECT_EQ(page.entries[0].url, "https://site.example/p/1/");
    EXPECT_EQ(page.entries[3].title, "The swifts came back, part 4");
    EXPECT_EQ(page.entries[3].published.value, "2025-11-04");
}

TEST(HtmlGroups, OfAShortListAreNoEntries) {
    const std::string_view year = "<section><div class=year>{}</div><ul>{}</ul></section>";
    const std::string tags = repeated("<a href=/tags/t{0}/>matter {0}</a> ", 3);
    const Page page = read_body(
        "<main><h2>Radio</h2>" + tags +
        fmt::format(fmt::runtime(year), 2025,
                    "<li><span>09-21</span> <a href=/p/a>Repairing an old radio</a>") +
        fmt::format(fmt::runtime(year), 2024,
                    "<li><span>11-15</span> <a href=/p/b>What the valves of a radio do</a>"
                    "<li><span>02-01</span> <a href=/p/c>An aerial in the garden</a>") +
        "</main>");
    ASSERT_THAT(page.entries, SizeIs(3));
    EXPECT_EQ(page.entries[1].title, "What the valves of a radio do");
    EXPECT_EQ(page.entries[1].excerpt, "");
    EXPECT_EQ(page.entries[2].title, "An aerial in the garden");
    // Two groups that no other way finds.
    const Page groups = read_body(
        "<main>" + fmt::format(fmt::runtime(year), 2025, "<li>2025-09-21 <a href=/p/a>Radio</a>") +
        fmt::format(fmt::runtime(year), 2024,
                    "<li>2024-11-15 <a href=/p/b>Valves</a>"
                    "<li>2024-02-01 <a href=/p/c>Aerial</a>") +
        "</main>");
    for (const Entry& entry : groups.entries) EXPECT_EQ(entry.excerpt, "") << entry.title;
}

TEST(HtmlGroups, AreNoMonthWhereTheHeadingSaysMore) {
    std::string body;
    for (int i = 1; i <= 4; ++i) {
        body += fmt::format(
            "<div class=post><h2>March of the penguins, {0}</h2><p>A text about them, "
            "2026-03-0{0}. "
            "<a href=/p/{0}>Go on with this text</a></div>",
            i);
    }
    const Page page = read_body("<main>" + body);
    ASSERT_THAT(page.entries, SizeIs(4));
    EXPECT_EQ(page.entries[0].title, "March of the penguins, 1");
}

std::size_t entries_of(std::string_view page) {
    Snapshot snapshot;
    snapshot.url = "https://site.example/";
    snapshot.bytes = fmt::format("<!DOCTYPE html><body>{}", page);
    return read_page(snapshot, Form::html).entries.size();
}

TEST(HtmlListing, HasNoEntryForTheLinkToAllOfThem) {
    const std::string jobs = repeated(
        "<li class=job><a href=/job/{0}><h4>Engineer of kind {0}</h4><p>A company in town</p></a>",
        5);
    EXPECT_EQ(entries_of("<ul>" + jobs +
                         "<li class=all><a href=/all>View all 112 of our jobs</a>"
                         "</ul>"),
              5U);
    EXPECT_EQ(entries_of("<ul>" + jobs + "</ul>"), 5U);
}

TEST(HtmlListing, HasNoEntriesForWhatSortsIt) {
    const std::string sorts =
        "<ul><li><b>Messages sorted by:</b> <a href=thread.html>[ thread ]</a> <a "
        "href=subject.html>[ subject ]</a> <a href=author.html>[ author ]</a></ul>";
    const std::string messages =
        repeated("<li><a href={0}.html>A message about matter number {0}</a> <i>Person {0}</i>", 6);
    EXPECT_EQ(entries_of(sorts + "<ul>" + messages + "</ul>" + sorts), 6U);
}

TEST(HtmlListing, IsNotHiddenByTheSidesOfItsEntries) {
    const std::string entries = repeated(
        "<div class=row><div class='col left-side'><h3><a href=/p/{0}>The title of post number "
        "{0}</a></h3></div><div class=right>2026-01-0{0}, and a few words about it</div></div>",
        6);
    EXPECT_EQ(entries_of("<main>" + entries + "</main>"), 6U);
}

TEST(HtmlListing, IsNotHiddenByClassesThatScriptsUse) {
    const std::string rows = repeated(
        "<div class='row js-navigation-item'><a href=/issue/{0}>The title of issue number {0}</a> "
        "<span>opened on 2026-01-0{0}</span></div>",
        5);
    EXPECT_EQ(entries_of("<div class='list has-sidebar'>" + rows + "</div>"), 5U);
}

// Posts with a link to a tag, of the class that links to categories have, and signs of icon fonts.
TEST(HtmlMarks, OfTagsAndIconsAreNoCategories) {
    const std::string posts = repeated(
        "<article><h2><a href=/p/{0}>\uF0C6 The title of post number {0} \U000F0001</a></h2><a "
        "class=category-link href=/tags/t{0}/>tag {0}</a><a class=category-link "
        "href=/sections/s{0}/>\uE001Radio {0}</a><p>\uF02B A text of its own that the post "
        "{0} has.</p></article>",
        4);
    const Page page = read_body("<main>" + posts + "</main>");
    ASSERT_THAT(page.entries, SizeIs(4));
    EXPECT_EQ(page.entries[0].category, "Radio 1");
    EXPECT_EQ(page.entries[0].title, "The title of post number 1");
    EXPECT_EQ(page.entries[0].excerpt, "A text of its own that the post 1 has.");
    const Page tagged =
        read_body("<main>" +
                  repeated("<article><h2><a href=/p/{0}>The title of post number {0}</a></h2><a "
                           "class=category-link href=/tag/t{0}/>tag {0}</a></article>",
                           4) +
                  "</main>");
    ASSERT_THAT(tagged.entries, SizeIs(4));
    EXPECT_EQ(tagged.entries[0].category, "");
}

}  // namespace
}  // namespace feedarc
