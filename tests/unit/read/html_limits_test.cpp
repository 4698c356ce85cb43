#include <feedarc/error.hpp>

#include "read/html/dom.hpp"
#include "read/html/gumbo_arena.hpp"
#include "read/html/parse_work.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace feedarc::read {
namespace {

using ::testing::StartsWith;

std::string repeated(std::string_view text, std::size_t bytes) {
    std::string result;
    while (result.size() < bytes) result += text;
    return result;
}

std::string numbered(std::string_view before, std::string_view after, std::size_t bytes) {
    std::string result;
    for (int i = 0; result.size() < bytes; ++i) {
        result += before;
        result += std::to_string(i);
        result += after;
    }
    return result;
}

// The message of the refusal; empty where there is none.
std::string refusal(const std::string& html, const ReadLimits& limits = {}) {
    try {
        const Dom dom(html, limits);
        EXPECT_GT(dom.size(), 0U);
        return {};
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::limit);
        return error.what();
    }
}

constexpr std::size_t kHalfMegabyte = 512U << 10;

struct Hostile {
    const char* name;
    std::string html;
    const char* refused;  // how the message starts
};

class HostileHtml : public ::testing::TestWithParam<Hostile> {};

// Each of these would take from several seconds to hours, or gigabytes.
TEST_P(HostileHtml, IsRefusedByAMeasureThatIsTheSameEverywhere) {
    ReadLimits limits;
    limits.parse_time = std::chrono::hours(1);  // a slow machine comes to the same verdict
    const std::string first = refusal(GetParam().html, limits);
    EXPECT_THAT(first, StartsWith(GetParam().refused));
    EXPECT_EQ(refusal(GetParam().html, limits), first);
}

INSTANTIATE_TEST_SUITE_P(
    Patterns, HostileHtml,
    ::testing::Values(
        Hostile{"NestedDivisions", repeated("<div>", kHalfMegabyte), "parse-work: "},
        Hostile{"NestedLists", repeated("<ul><li>", kHalfMegabyte), "parse-work: "},
        Hostile{"NestedSpansThenParagraphs",
                repeated("<span>", kHalfMegabyte) + repeated("<p>", kHalfMegabyte), "parse-work: "},
        Hostile{"EndTagsOfNothingInSvg",
                "<svg>" + repeated("<g>", kHalfMegabyte) + repeated("</x>", kHalfMegabyte),
                "parse-work: "},
        Hostile{"SvgStyleIsNoRawText",
                "<svg><style>" + repeated("<g>", kHalfMegabyte) + repeated("</x>", kHalfMegabyte),
                "parse-work: "},
        Hostile{"MisnestedFormatting", repeated("<b><div></b>", kHalfMegabyte), "parse-work: "},
        Hostile{"AThousandsOfAttributesTag", "<a" + numbered(" a", "", kHalfMegabyte) + ">",
                "parse-work: "},
        Hostile{"AttributesMergedIntoTheBody", numbered("<body a", ">", kHalfMegabyte),
                "parse-work: "},
        Hostile{"FormattingTimesParagraphs", numbered("<p><font a=", ">", 2 * kHalfMegabyte / 4),
                "parse-memory: "}),
    [](const auto& tested) { return std::string(tested.param.name); });

struct Ordinary {
    const char* name;
    std::string html;
};

class OrdinaryHtml : public ::testing::TestWithParam<Ordinary> {};

TEST_P(OrdinaryHtml, OfAMegabyteIsNotRefused) {
    EXPECT_EQ(refusal(GetParam().html), "");
}

INSTANTIATE_TEST_SUITE_P(
    Patterns, OrdinaryHtml,
    ::testing::Values(
        Ordinary{"UnclosedParagraphs", repeated("<p>Some text\n", 2 * kHalfMegabyte)},
        Ordinary{"UnclosedItems", "<ul>" + repeated("<li><b>Some</b> text\n", 2 * kHalfMegabyte)},
        Ordinary{"UnclosedCells",
                 "<table>" + repeated("<tr><td>a<td>b<td><p>c", 2 * kHalfMegabyte)},
        Ordinary{"UnclosedTerms", "<dl>" + repeated("<dt>a<dd>b", 2 * kHalfMegabyte)},
        Ordinary{"UnclosedOptions", "<select>" + repeated("<option>a", 2 * kHalfMegabyte)},
        Ordinary{"UnclosedLinks", repeated("<p><a href=x>t", 2 * kHalfMegabyte)},
        Ordinary{
            "ScriptsFullOfTags",
            "<script>" + repeated("s += '<div><ul><li>';\n", 2 * kHalfMegabyte) + "</script>x"},
        Ordinary{"CommentsFullOfTags",
                 "<!-- " + repeated("<div><ul><li>\n", 2 * kHalfMegabyte) + " -->x"},
        Ordinary{"AttributesFullOfTags",
                 "<p title=\"" + repeated("<div><ul><li>\n", 2 * kHalfMegabyte) + "\">x"},
        Ordinary{"IconsInSvg",
                 repeated("<p><svg><path d='M1 2'/><path/></svg> x", 2 * kHalfMegabyte)},
        Ordinary{"Listing",
                 repeated("<div class='e'><h2><a href='/p'>t</a></h2><p>x<br>y</p></div>",
                          2 * kHalfMegabyte)}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(HtmlLimits, ADeepPageIsReadWithoutRecursion) {
    // Deep enough for any recursion over it to overflow a stack of 1 MiB.
    ReadLimits limits;
    limits.parse_work = std::size_t{1} << 40U;
    const std::string html = repeated("<span>", std::size_t{100'000} * 6) + "deep";
    const Dom dom(html, limits);
    EXPECT_EQ(dom[dom.size() - 1].text(), "deep");
}

TEST(HtmlLimits, NameWhatIsOverAndByHowMuch) {
    ReadLimits limits;
    limits.parse_bytes = 3U << 20U;
    EXPECT_EQ(refusal(repeated("<p>text</p>", kHalfMegabyte), limits),
              "parse-memory: the page needs more than 3145728 bytes to parse");
    limits = {};
    limits.parse_allocations = 1000;
    EXPECT_THAT(refusal(repeated("<p>text</p>", kHalfMegabyte), limits),
                StartsWith("parse-memory: the page needs more than 1000 "));
    limits = {};
    limits.parse_time = std::chrono::milliseconds(0);
    EXPECT_EQ(refusal(repeated("<p>text</p>", 8 * kHalfMegabyte), limits),
              "parse-time: the page takes longer than 0 ms to parse");
    limits = {};
    limits.parse_work = 10;
    EXPECT_THAT(refusal("<div><div><div><div><div><div>", limits),
                StartsWith("parse-work: the page needs more than 10 steps"));
}

TEST(HtmlLimits, ARefusedPageLeavesTheNextOneAlone) {
    ReadLimits limits;
    limits.parse_bytes = 2U << 20U;
    const std::string small = "<p>small</p>";
    const std::string large = repeated("<p>text</p>", kHalfMegabyte);
    for (int round = 0; round < 3; ++round) {
        EXPECT_NE(refusal(large, limits), "");
        EXPECT_EQ(refusal(small, limits), "");
    }
}

TEST(HtmlLimits, AVerdictDoesNotDependOnThePagesBefore) {
    const std::string page = repeated("<p>text</p>", 1U << 18U);
    GumboArena fresh;
    (void)fresh.parse(page, {});
    const std::size_t needed = fresh.reserved();

    GumboArena used;
    (void)used.parse(repeated("<div><a href=x>text</a></div>", 4 * kHalfMegabyte), {});
    (void)used.parse(page, {});
    EXPECT_EQ(used.reserved(), needed);
    ReadLimits limits;
    limits.parse_bytes = needed;
    EXPECT_NO_THROW((void)used.parse(page, limits));
    limits.parse_bytes = needed - 1;
    EXPECT_THROW((void)used.parse(page, limits), Error);
    EXPECT_THROW((void)fresh.parse(page, limits), Error);
}

TEST(ParseWork, CountsTheElementsOpenAtEachTag) {
    ReadLimits limits;
    const auto work = [](std::string_view html) {
        // Padded so that the quick bound does not answer.
        std::string page(html);
        page += "<!--" + std::string(20'000, ' ') + "-->";
        return parse_work(page, 100'000'000);
    };
    EXPECT_EQ(work("<div><div><div>"), 0U + 1 + 2);
    EXPECT_EQ(work("<div></div><div></div>"), 0U + 1 + 0 + 1);
    EXPECT_EQ(work("<ul><li>a<li>b<li>c</ul>"), 0U + 1 + 2 + 2 + 2);
    EXPECT_EQ(work("<p>a<p>b<div>"), 0U + 1 + 1);
    EXPECT_EQ(work("<a b c d e>"), 8U);
    EXPECT_EQ(work("<br><br/><img src=a><hr>"), 0U + 0 + 0 + 0);
    EXPECT_EQ(work("<script><div><div></script><div>"), 0U);
    EXPECT_EQ(work("<textarea></div><div></TEXTAREA ><i>"), 0U);
}

TEST(ParseWork, StopsWhenItHasSeenEnough) {
    EXPECT_EQ(parse_work(repeated("<div>", 1U << 20U), 1000), 1001U);
}

}  // namespace
}  // namespace feedarc::read
