#include "text/dated_title.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace feedarc::text {
namespace {

// The date and the title behind it.
std::string split(std::string_view text) {
    const auto found = find_dated_title(text);
    if (!found) return "none";
    const auto date = found->date ? found->date : found->day->in(2026);
    return date->value + "|" + std::string(text.substr(found->end));
}

TEST(DatedTitle, IsPartedFromItsDate) {
    EXPECT_EQ(split("2025-08-03 - A title"), "2025-08-03|A title");
    EXPECT_EQ(split("2025-08-03 » A title"), "2025-08-03|A title");
    EXPECT_EQ(split("2025-08-03: A title"), "2025-08-03|A title");
    EXPECT_EQ(split("[2025-08-03] A title"), "2025-08-03|A title");
    EXPECT_EQ(split("3 August 2025 — A title"), "2025-08-03|A title");
    EXPECT_EQ(split("03.08.2025 - A title"), "2025-08-03|A title");
    EXPECT_EQ(split("3/8/2025 - A title"), "none");
    EXPECT_EQ(split("2025年8月3日：标题"), "2025-08-03|标题");
    EXPECT_EQ(split("February 14 - A title"), "2026-02-14|A title");
    EXPECT_EQ(split("02-14 | A title"), "2026-02-14|A title");
}

TEST(DatedTitle, IsNoneWhereTheDateIsAWordOfIt) {
    for (const char* text :
         {"2025 in review", "May 5 meeting", "2025-08-03", "2025-08-03 -", "2025-08-03 A title",
          "On 2025-08-03 - a title", "2025-08-03-a-slug", "A title - 2025-08-03", "Notes: May 5",
          "May 5-7: a meeting", "", "-", "[", "["}) {
        EXPECT_EQ(split(text), "none") << text;
    }
}

TEST(DatedTitle, MayLeaveASeparatorWhereItsDateWasCut) {
    EXPECT_EQ(leading_separator("- A title"), 2U);
    EXPECT_EQ(leading_separator(" » A title"), std::string_view(" » ").size());
    EXPECT_EQ(leading_separator("A title"), 0U);
    EXPECT_EQ(leading_separator("-"), 0U);
}

}  // namespace
}  // namespace feedarc::text
