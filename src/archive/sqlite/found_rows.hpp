#pragma once

#include "archive/sqlite/row_scan.hpp"
#include "archive/sqlite/statement.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace feedarc::sqlite {

/// Whose rows are kept of what a scan finds.
enum class LogTable : std::uint8_t {
    rules,
    sources,
    bodies,
    blocks,
    contents,
    pages,
    snapshots,
    fetches,
    corrections,
    correction_contents,
    assignments,
    watches,
    hosts,
    robots,
    records,
    record_aliases,
    hashes,  ///< an entry of an index of hashes: the hash and the row's id
    places,  ///< an entry of that of snapshots: source, page, time, body and the snapshot's id
    other,   ///< not kept
};

/// The rows that a scan finds, kept in a temporary table: whatever has the shape of one, each
/// distinct one once. Those that are surest come first.
class FoundRows {
public:
    /// `db` is of the newest version, and takes the temporary table.
    explicit FoundRows(sqlite3& db);

    /// The shapes of all tables and indexes of the schema.
    [[nodiscard]] std::vector<RowShape> shapes() const;
    void add(const FoundRow& row);

    struct Row {
        std::int64_t number = 0;  ///< among all that were found
        std::int64_t id = 0;
        RowRank rank = RowRank::listed;
        std::string_view bytes;
        StoredRow record;
    };
    /// Rows of a table, the surest first, then by their ids. They may be taken away meanwhile.
    void each(LogTable table, const std::function<void(const Row&)>& visit);
    /// Those with an id.
    void each_of(LogTable table, std::int64_t id, const std::function<void(const Row&)>& visit);
    [[nodiscard]] std::int64_t count(LogTable table);
    [[nodiscard]] bool empty();
    /// The one of a number.
    void row(std::int64_t number, const std::function<void(const Row&)>& visit);

private:
    struct Known {
        RowShape shape;
        LogTable table = LogTable::other;
    };
    void add_table(std::string_view name, LogTable table);
    void add_indexes();

    sqlite3& db_;
    std::vector<Known> known_;
    std::optional<Statement> insert_;
};

}  // namespace feedarc::sqlite
