#include "render/item.hpp"

#include "support/golden.hpp"

#include <gmock/gmock.h>

#include <sstream>

namespace feedarc::render {
namespace {

class Members : public testing::TestWithParam<std::string> {};

TEST_P(Members, AreWrittenAsTheGoldenFileHasThem) {
    const std::vector<Member> members{
        {"records", std::int64_t{23}},
        {"sightings_per_record", 35.0 / 23.0},
        {"first_captured", Time{std::chrono::seconds{1768120200}}},
        {"last_captured", Value()},
        {"title", std::string_view("a\x1b[31m\tb")},
    };
    std::ostringstream out;
    write_members(members, format_named(GetParam()), {}, out);
    EXPECT_TRUE(test::is_golden(out.str(), "members." + GetParam()));
}

INSTANTIATE_TEST_SUITE_P(All, Members, testing::ValuesIn(format_names()),
                         [](const auto& parameter) { return parameter.param; });

}  // namespace
}  // namespace feedarc::render
