#include "archive/sqlite/content_list.hpp"

#include <feedarc/error.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <tuple>
#include <vector>

namespace feedarc::sqlite {
namespace {

TEST(ContentList, IsAJsonArrayOfNumbers) {
    EXPECT_EQ(write_content_list({}), "[]");
    EXPECT_EQ(write_content_list({7}), "[7]");
    EXPECT_EQ(write_content_list({3, 1, 20}), "[3,1,20]");
}

TEST(ContentList, IsReadAsItWasWritten) {
    const std::vector<ContentId> lists[] = {
        {}, {1}, {5, 5, 4}, {std::numeric_limits<std::int64_t>::max(), 0, 12}};
    for (const auto& list : lists) EXPECT_EQ(read_content_list(write_content_list(list)), list);
}

TEST(ContentList, AnythingElseIsDamage) {
    for (const std::string text : {"", "[", "]", "[1", "[1,", "[1,]", "[,1]", "1", "1,2", "[1 2]",
                                   "[1]]", "[1][2]", "[a]", "[99999999999999999999]", "null"}) {
        try {
            (void)read_content_list(text);
            ADD_FAILURE() << text;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::archive) << text;
        }
    }
}

TEST(StoredPage, IsAsLongAsItSays) {
    EXPECT_EQ(read_stored_page(2, "[3,1]", "").contents, (std::vector<ContentId>{3, 1}));
    EXPECT_EQ(read_stored_page(1, "[3]", R"(["3 hour"])").ages.size(), 1U);
    for (const auto& [entries, contents, ages] :
         {std::tuple(2, "[3]", ""), std::tuple(1, "[3,4]", ""), std::tuple(2, "[3,4]", "[null]")}) {
        EXPECT_THROW((void)read_stored_page(entries, contents, ages), Error) << contents;
    }
}

}  // namespace
}  // namespace feedarc::sqlite
