#include "archive/sqlite/age_list.hpp"

#include <feedarc/error.hpp>

#include <gtest/gtest.h>

namespace feedarc::sqlite {
namespace {

const Age kHours{AgeUnit::hour, 3, std::nullopt};
const Age kYesterday{AgeUnit::day, 1, 14 * 60 + 5};

TEST(AgeList, IsAJsonArrayOfTexts) {
    EXPECT_EQ(write_age_list({}), "");
    EXPECT_EQ(write_age_list({kHours}), R"(["3 hour"])");
    EXPECT_EQ(write_age_list({std::nullopt, kHours, kYesterday}),
              R"([null,"3 hour","1 day 14:05"])");
}

TEST(AgeList, IsReadAsItWasWritten) {
    for (const Ages& ages : {Ages{}, Ages{kHours}, Ages{std::nullopt, kYesterday, std::nullopt}}) {
        EXPECT_EQ(read_age_list(write_age_list(ages)), ages);
    }
}

TEST(AgeList, AnythingElseIsDamage) {
    for (const char* text : {"[", "]", "[]", "[null", "[null,", "[null,]", "[\"3 hour]",
                             "[\"3 hours\"]", "[3]", "null", "[null]]", "[null]x", "[null null]"}) {
        try {
            (void)read_age_list(text);
            ADD_FAILURE() << text;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::archive) << text;
        }
    }
}

}  // namespace
}  // namespace feedarc::sqlite
