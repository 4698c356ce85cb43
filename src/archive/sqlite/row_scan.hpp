#pragma once

#include "archive/sqlite/page_file.hpp"
#include "archive/sqlite/record_format.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace feedarc::sqlite {

/// The columns of a table or an index, by which a row of it is known again anywhere.
struct RowShape {
    struct Column {
        ValueType type = ValueType::null;  ///< null: one that says the row's id
        bool nullable = false;
    };
    std::vector<Column> columns;
    std::size_t least_columns = 0;  ///< of rows that are older than the last columns
    bool has_id = false;            ///< a table whose rows are found by an id
};

/// How sure it is that a row is there.
enum class RowRank : std::uint8_t {
    listed,     ///< its page names it
    unlisted,   ///< it is on a page that does not
    mended,     ///< it would be one with a bit flipped
    elsewhere,  ///< it is where SQLite does not look: hidden by the log, or behind its end
};

/// A row that was found in a file.
struct FoundRow {
    std::size_t shape = 0;  ///< by index
    std::int64_t id = 0;    ///< where the shape has one
    RowRank rank = RowRank::listed;
    std::string_view record;  ///< as StoredRow reads it
};

/// Looks at every byte of a database for rows of some shapes, whatever the trees say: their pages
/// may be damaged, and the pages that lead to them. What has the shape of a row need not be one.
class RowScan {
public:
    RowScan(const PageFile& file, std::vector<RowShape> shapes);

    /// Visits those that pages name first, then the others. `progress` is told how many pages are
    /// done, of how many.
    void run(const std::function<void(const FoundRow&)>& visit,
             const std::function<void(std::size_t, std::size_t)>& progress);

private:
    struct Cell {
        std::size_t shape = 0;
        std::int64_t id = 0;
        std::uint64_t size = 0;   // of the record
        std::string_view here;    // what of it is on the page
        PageNumber overflow = 0;  // where the rest is; 0: there is none
        std::size_t end = 0;      // where the cell ends on the page
    };
    [[nodiscard]] std::optional<Cell> cell_at(std::size_t at, bool has_id);
    [[nodiscard]] std::optional<std::size_t> shape_of(bool has_id, std::uint64_t size,
                                                      std::string_view here);
    bool take(const PageFile::View& view, const Cell& cell, RowRank rank);
    bool read_overflow(const PageFile::View& view, const Cell& cell);
    struct Listed {
        std::vector<std::size_t> at;  // where cells begin
        bool has_id = false;
    };
    [[nodiscard]] Listed listed_cells(PageNumber page) const;
    void take_listed(const PageFile::View& view, PageNumber page, RowRank rank);
    void mend(const PageFile::View& view, const Listed& cells, const std::vector<std::size_t>& bad,
              std::size_t shape);
    void mark_listed(PageNumber page);
    void take_unlisted(const PageFile::View& view, PageNumber page, RowRank rank);
    void scan(const PageFile::View& view, bool first,
              const std::function<void(std::size_t, std::size_t)>& progress);

    const PageFile& file_;
    std::vector<RowShape> shapes_;
    std::function<void(const FoundRow&)> visit_;
    std::string page_, overflow_page_, record_;
    std::vector<SerialType> types_;
    std::vector<bool> taken_;                    // bytes of the page that rows were found in
    std::unordered_set<PageNumber> overflowed_;  // pages that rows go on on
    std::uint64_t patience_ = 0;                 // overflow pages that are still followed
};

}  // namespace feedarc::sqlite
