#include "app/capture_time.hpp"

#include <gtest/gtest.h>

#include <string>

namespace feedarc::app {
namespace {

const Time kToday = *parse_time("2026-06-01T00:00:00Z", Time{});

struct NameCase {
    const char* name;
    const char* file;
    const char* expected;  // RFC 3339, or empty: no time
};

class CaptureTimeInName : public testing::TestWithParam<NameCase> {};

TEST_P(CaptureTimeInName, IsRead) {
    const auto time = capture_time_in_name(GetParam().file, kToday);
    EXPECT_EQ(time ? format_time(*time) : "", GetParam().expected) << GetParam().file;
}

INSTANTIATE_TEST_SUITE_P(
    Names, CaptureTimeInName,
    testing::Values(
        NameCase{"Day", "2026-01-11.html", "2026-01-11T00:00:00Z"},
        NameCase{"DayInside", "front-2026-01-11-page.html", "2026-01-11T00:00:00Z"},
        NameCase{"Basic", "20260111T083000Z.txt", "2026-01-11T08:30:00Z"},
        NameCase{"BasicDash", "20260111-083000.txt", "2026-01-11T08:30:00Z"},
        NameCase{"BasicUnderscore", "page_20260111_083000.html", "2026-01-11T08:30:00Z"},
        NameCase{"Mixed", "2026-01-11T083000Z.html", "2026-01-11T08:30:00Z"},
        NameCase{"Extended", "2026-01-11T08:30:00Z.html", "2026-01-11T08:30:00Z"},
        NameCase{"Offset", "2026-01-11T08:30:00+01:00.html", "2026-01-11T07:30:00Z"},
        NameCase{"Minutes", "2026-01-11T08:30.html", "2026-01-11T08:30:00Z"},
        NameCase{"Unix", "0007-1768120200.html", "2026-01-11T08:30:00Z"},
        NameCase{"UnixAlone", "1768120200", "2026-01-11T08:30:00Z"},
        NameCase{"Counter", "000123.html", ""}, NameCase{"None", "snapshot.txt", ""},
        NameCase{"ElevenDigits", "17681202001.html", ""},
        NameCase{"GluedUnix", "x1768120200.html", ""}, NameCase{"NoSuchDay", "2026-02-30.html", ""},
        NameCase{"NoSuchHour", "20260111T993000Z.txt", ""},
        NameCase{"Future", "2026-07-01.html", ""}, NameCase{"FutureUnix", "4102444800.html", ""},
        NameCase{"LeadingZero", "0123456789.html", ""}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace feedarc::app
