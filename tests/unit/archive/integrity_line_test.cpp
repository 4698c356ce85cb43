#include "archive/sqlite/integrity_line.hpp"

#include <feedarc/error.hpp>

#include <gtest/gtest.h>

namespace feedarc::sqlite {
namespace {

TEST(IntegrityLine, ThrowsWhereTheDiskGaveNoPage) {
    // SQLite's codes for a read that failed with EIO: IOERR_CORRUPTFS and IOERR_READ.
    for (const char* line :
         {"*** in database main ***\nPage 55: unable to get the page. error code=8458",
          "unable to get the page. error code=266",
          "*** in database main ***\nFreelist: failed to get page 12"}) {
        try {
            throw_where_unread(line, "a.db");
            ADD_FAILURE() << line;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::io);
            EXPECT_TRUE(std::string(error.what()).starts_with("a.db: ")) << error.what();
        }
    }
}

TEST(IntegrityLine, LetsDamagePass) {
    for (const char* line : {"ok", "", "row 3 missing from index records_by_source",
                             "Page 7: unable to get the page. error code=522",
                             "unable to get the page. error code=11", "error code="}) {
        EXPECT_NO_THROW(throw_where_unread(line, "a.db")) << line;
    }
}

}  // namespace
}  // namespace feedarc::sqlite
