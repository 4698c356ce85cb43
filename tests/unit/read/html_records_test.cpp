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

std::size_t entries_of(std::string_view page) {
    Snapshot snapshot;
    snapshot.url = "https://site.example/";
    snapshot.bytes = fmt::format("<!DOCTYPE html><body>{}", page);
    return read_page(snapshot, Form::html).entries.size();
}

std::string repeated(std::string_view record, int count) {
    std::string all;
    for (int i = 1; i <= count; ++i) all += fmt::format(fmt::runtime(record), i);
    return all;
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

TEST(HtmlListing, IsNotHiddenByClassesThatScriptsUse) {
    const std::string rows = repeated(
        "<div class='row js-navigation-item'><a href=/issue/{0}>The title of issue number {0}</a> "
        "<span>opened on 2026-01-0{0}</span></div>",
        5);
    EXPECT_EQ(entries_of("<div class='list has-sidebar'>" + rows + "</div>"), 5U);
}

}  // namespace
}  // namespace feedarc
