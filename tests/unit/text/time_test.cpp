#include <feedarc/time.hpp>

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace feedarc {
namespace {

const Time kNow{std::chrono::seconds{1768120200}};  // 2026-01-11T08:30:00Z

std::string read(std::string_view text) {
    const auto time = parse_time(text, kNow);
    return time ? format_time(*time) : "nothing";
}

TEST(FormatTime, IsRfc3339InUtc) {
    EXPECT_EQ(format_time(kNow), "2026-01-11T08:30:00Z");
    EXPECT_EQ(format_time(Time{}), "1970-01-01T00:00:00Z");
    EXPECT_EQ(format_time(Time{std::chrono::seconds{-1}}), "1969-12-31T23:59:59Z");
}

TEST(ParseTime, ReadsEveryFormOfTheCommandLine) {
    const std::vector<std::pair<const char*, const char*>> forms{
        {"2026-01-11", "2026-01-11T00:00:00Z"},
        {"2024-02-29", "2024-02-29T00:00:00Z"},
        {"2026-01-11T08:30:00Z", "2026-01-11T08:30:00Z"},
        {"2026-01-11t08:30:00z", "2026-01-11T08:30:00Z"},
        {"2026-01-11 08:30:00", "2026-01-11T08:30:00Z"},
        {"2026-01-11T08:30", "2026-01-11T08:30:00Z"},
        {"2026-01-11T08:30:00.750Z", "2026-01-11T08:30:00Z"},
        {"2026-01-11T08:30:00+08:00", "2026-01-11T00:30:00Z"},
        {"2026-01-11T08:30:00-0930", "2026-01-11T18:00:00Z"},
        {"2026-01-01T00:30+01", "2025-12-31T23:30:00Z"},
        {"2026-01-11T24:00:00Z", "2026-01-12T00:00:00Z"},
        {"@0", "1970-01-01T00:00:00Z"},
        {"@1768120200", "2026-01-11T08:30:00Z"},
        {"now", "2026-01-11T08:30:00Z"},
        {"today", "2026-01-11T00:00:00Z"},
        {"yesterday", "2026-01-10T00:00:00Z"},
        {"90s", "2026-01-11T08:28:30Z"},
        {"30m", "2026-01-11T08:00:00Z"},
        {"12h", "2026-01-10T20:30:00Z"},
        {"7d", "2026-01-04T08:30:00Z"},
        {"2w", "2025-12-28T08:30:00Z"},
        {"0d", "2026-01-11T08:30:00Z"},
    };
    for (const auto& [text, expected] : forms) EXPECT_EQ(read(text), expected) << text;
}

TEST(ParseTime, RefusesEverythingElse) {
    for (const char* text : {"",
                             " ",
                             "tomorrow",
                             "Now",
                             "2026",
                             "2026-01",
                             "20260111",
                             "2026-1-1",
                             "2026-02-30",
                             "2025-02-29",
                             "2026-13-01",
                             "2026-00-10",
                             "2026-01-00",
                             "2026-01-11T",
                             "2026-01-11T8:30",
                             "2026-01-11T25:00",
                             "2026-01-11T08:60",
                             "2026-01-11T08:30:61",
                             "2026-01-11T24:00:01Z",
                             "2026-01-11T08:30:00+19:00",
                             "2026-01-11T08:30:00+08:60",
                             "2026-01-11T08:30:00 ",
                             "2026-01-11X",
                             " 2026-01-11",
                             "2026-01-11 ",
                             "2026/01/11",
                             "@",
                             "@1.5",
                             "@x",
                             "@99999999999999999999",
                             "@999999999999",
                             "d",
                             "7",
                             "-7d",
                             "7D",
                             "7 d",
                             "1.5h",
                             "7days",
                             "9999999999999999999d",
                             "400000000000w",
                             "99999999d"}) {
        EXPECT_EQ(read(text), "nothing") << text;
    }
}

}  // namespace
}  // namespace feedarc
