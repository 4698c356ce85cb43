#include "archive/sqlite/bulk_insert.hpp"

#include <feedarc/error.hpp>

#include "archive/sqlite/connection.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace feedarc::sqlite {
namespace {

class BulkInsertTest : public testing::Test {
protected:
    BulkInsertTest() {
        execute(*db_,
                "CREATE TABLE shelf (id INTEGER PRIMARY KEY, book INTEGER, UNIQUE (book)) STRICT");
    }

    static std::vector<Cell> books(std::int64_t first, std::int64_t count) {
        std::vector<Cell> values;
        for (std::int64_t i = first; i < first + count; ++i) values.emplace_back(i);
        return values;
    }

    Connection db_ = open_in_memory();
};

TEST_F(BulkInsertTest, WritesAnyNumberOfRowsInTheirOrder) {
    BulkInsert insert(*db_, "OR FAIL INTO shelf (book)", 1);
    std::int64_t written = 0;
    for (const std::int64_t count : {0, 1, 31, 32, 33, 64, 100}) {
        insert.write(books(written, count));
        written += count;
        EXPECT_EQ(integer_of(*db_, "SELECT count(*) FROM shelf"), written);
    }
    EXPECT_EQ(integer_of(*db_, "SELECT count(*) FROM shelf WHERE book = id - 1"), written);
}

TEST_F(BulkInsertTest, TakesSeveralColumnsAndNulls) {
    std::vector<Cell> rows;
    for (std::int64_t i = 1; i <= 40; ++i) {
        rows.insert(rows.end(), {i, i % 2 == 0 ? std::optional(10 * i) : std::nullopt});
    }
    BulkInsert(*db_, "OR FAIL INTO shelf (id, book)", 2).write(rows);
    EXPECT_EQ(integer_of(*db_, "SELECT count(*) FROM shelf WHERE book = 10 * id"), 20);
    EXPECT_EQ(integer_of(*db_, "SELECT count(*) FROM shelf WHERE book IS NULL"), 20);
}

TEST_F(BulkInsertTest, ARowThatDoesNotFitIsAnErrorWhereverItStands) {
    BulkInsert insert(*db_, "OR FAIL INTO shelf (book)", 1);
    insert.write(books(50, 1));
    EXPECT_THROW(insert.write(books(20, 40)), Error);
    EXPECT_THROW(insert.write(books(50, 1)), Error);
}

TEST_F(BulkInsertTest, LeavesOutWhatIsThereWhereTheStatementSaysSo) {
    BulkInsert insert(*db_, "OR IGNORE INTO shelf (book)", 1);
    insert.write(books(0, 40));
    insert.write(books(20, 40));
    EXPECT_EQ(integer_of(*db_, "SELECT count(*) FROM shelf"), 60);
}

}  // namespace
}  // namespace feedarc::sqlite
