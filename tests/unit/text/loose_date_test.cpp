#include "text/loose_date.hpp"

#include <gtest/gtest.h>

namespace feedarc::text {
namespace {

struct Case {
    const char* text;
    const char* value;
};

class LooseDate : public ::testing::TestWithParam<Case> {};

TEST_P(LooseDate, IsRead) {
    const auto date = parse_loose_date(GetParam().text);
    EXPECT_EQ(date ? date->value : "none", GetParam().value) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    Rfc822, LooseDate,
    ::testing::Values(Case{"Sun, 11 Jan 2026 08:30:15 GMT", "2026-01-11T08:30:15Z"},
                      Case{"Sun, 11 Jan 2026 08:30:15 -0500", "2026-01-11T13:30:15Z"},
                      Case{"11 Jan 26 08:30 EST", "2026-01-11T13:30:00Z"},
                      Case{"Sun 11 Jan 2026 08:30:15 +01:00", "2026-01-11T07:30:15Z"},
                      Case{"Thurs, 11 January 2026 8:5:3 Z", "2026-01-11T08:05:03Z"},
                      Case{"Fri., 11 Jan 2026 08:30:15 GMT+2", "2026-01-11T06:30:15Z"},
                      Case{"Sun, 11 Jan 2026 08:30:15 XYZ", "2026-01-11T08:30:15Z"},
                      Case{"Sun, 11 Jan 2026 08:30:15 +0100 (CET)", "2026-01-11T07:30:15Z"},
                      Case{"  Sun,\n 11-Jan-2026 08:30:15 UTC ", "2026-01-11T08:30:15Z"},
                      Case{"Sun, 11 Jan 2026", "2026-01-11"},
                      Case{"Sun, 11 Jan 2026 99:99:99 GMT", "2026-01-11"},
                      Case{"Sun, 31 Feb 2026 08:30:15 GMT", "none"}));

INSTANTIATE_TEST_SUITE_P(
    Languages, LooseDate,
    ::testing::Values(Case{"dim., 11 janv. 2026 08:30:15 +0100", "2026-01-11T07:30:15Z"},
                      Case{"Dom, 11 Ene 2026 08:30:15 +0100", "2026-01-11T07:30:15Z"},
                      Case{"dom, 11 gen 2026 08:30:15 +0100", "2026-01-11T07:30:15Z"},
                      Case{"Вс, 11 янв 2026 08:30:15 +0300", "2026-01-11T05:30:15Z"},
                      Case{"Do, 12 Mär 2026 08:30:15 +0100", "2026-03-12T07:30:15Z"},
                      Case{"Monsieur 11 Jan 2026", "none"}));

INSTANTIATE_TEST_SUITE_P(
    Others, LooseDate,
    ::testing::Values(Case{"2026", "2026"}, Case{"2026-01", "2026-01"},
                      Case{"2026-01-11T08:30+01:00", "2026-01-11T07:30:00Z"},
                      Case{"2026-1-11T8:30:00.5+0100", "2026-01-11T07:30:00Z"},
                      Case{"2026/1/11 8:30", "2026-01-11T08:30:00Z"},
                      Case{"Sun Jan 11 08:30:15 PST 2026", "2026-01-11T16:30:15Z"},
                      Case{"Sun Jan 11 08:30:15 2026", "2026-01-11T08:30:15Z"},
                      Case{"Jan 11, 2026", "2026-01-11"}, Case{"2026年1月11日", "2026-01-11"},
                      Case{"Tomorrow", "none"}, Case{"", "none"}, Case{"0001-01-01", "none"},
                      Case{"1768120215", "2026-01-11T08:30:15Z"}, Case{"176812021", "none"},
                      Case{"17681202150", "none"}));

}  // namespace
}  // namespace feedarc::text
