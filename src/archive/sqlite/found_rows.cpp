#include "archive/sqlite/found_rows.hpp"

#include <feedarc/hash.hpp>

#include <fmt/format.h>

#include <array>
#include <string>
#include <utility>

namespace feedarc::sqlite {
namespace {

constexpr std::array kKept{
    std::pair{"rules", LogTable::rules},
    std::pair{"sources", LogTable::sources},
    std::pair{"bodies", LogTable::bodies},
    std::pair{"blocks", LogTable::blocks},
    std::pair{"contents", LogTable::contents},
    std::pair{"pages", LogTable::pages},
    std::pair{"snapshots", LogTable::snapshots},
    std::pair{"fetches", LogTable::fetches},
    std::pair{"corrections", LogTable::corrections},
    std::pair{"correction_contents", LogTable::correction_contents},
    std::pair{"assignments", LogTable::assignments},
    std::pair{"watches", LogTable::watches},
    std::pair{"hosts", LogTable::hosts},
    std::pair{"robots", LogTable::robots},
    std::pair{"records", LogTable::records},
    std::pair{"record_aliases", LogTable::record_aliases},
};

ValueType type_of(std::string_view declared) {
    if (declared == "INTEGER") return ValueType::integer;
    return declared == "TEXT" ? ValueType::text : ValueType::blob;
}

RowShape hash_index_shape() {
    RowShape shape;
    shape.columns = {{ValueType::blob, false}, {ValueType::integer, false}};
    shape.least_columns = shape.columns.size();
    return shape;
}

RowShape place_index_shape() {
    RowShape shape;
    for (const ValueType type : {ValueType::integer, ValueType::text, ValueType::integer,
                                 ValueType::integer, ValueType::integer}) {
        shape.columns.push_back({type, false});
    }
    shape.least_columns = shape.columns.size();
    return shape;
}

}  // namespace

FoundRows::FoundRows(sqlite3& db) : db_(db) {
    execute(db,
            "CREATE TEMP TABLE found (number INTEGER PRIMARY KEY, kind INTEGER, id INTEGER, "
            "rank INTEGER, digest BLOB UNIQUE, record BLOB); "
            "CREATE INDEX temp.found_by_rank ON found (kind, rank, id); "
            "CREATE INDEX temp.found_by_id ON found (kind, id, rank)");
    insert_.emplace(db,
                    "INSERT OR IGNORE INTO temp.found (kind, id, rank, digest, record) "
                    "VALUES (?, ?, ?, ?, ?)");
    for (const auto& [name, table] : kKept) add_table(name, table);
    known_.push_back({hash_index_shape(), LogTable::hashes});
    known_.push_back({place_index_shape(), LogTable::places});
    // What is derived has shapes as well, so that its bytes need not be looked through.
    Statement others(db,
                     "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
                     "AND name NOT LIKE 'sqlite%'");
    Statement::Run row(others);
    while (row.next()) add_table(row.text(0), LogTable::other);
    add_indexes();
}

void FoundRows::add_table(std::string_view name, LogTable table) {
    Statement columns(db_,
                      "SELECT c.type, c.\"notnull\" OR c.pk > 0, c.pk, t.wr FROM "
                      "pragma_table_list t JOIN pragma_table_info(t.name) c "
                      "WHERE t.schema = 'main' AND t.name = ? ORDER BY c.cid");
    Statement::Run row(columns, name);
    RowShape shape;
    while (row.next()) {
        shape.has_id = row.integer(3) == 0;
        RowShape::Column column{type_of(row.text(0)), row.integer(1) == 0};
        if (shape.has_id && row.integer(2) != 0) column = {ValueType::null, false};
        shape.columns.push_back(column);
        // Later versions only add columns that may be NULL.
        if (!column.nullable) shape.least_columns = shape.columns.size();
    }
    known_.push_back({std::move(shape), table});
}

void FoundRows::add_indexes() {
    Statement list(
        db_,
        "SELECT t.name, i.name FROM pragma_table_list t JOIN pragma_index_list(t.name) i "
        "WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite%' "
        "AND NOT (t.wr AND i.origin = 'pk')");
    Statement columns(
        db_,
        "SELECT x.cid, coalesce(c.type, 'INTEGER'), coalesce(c.\"notnull\" OR "
        "c.pk > 0, 1) FROM pragma_index_xinfo(?1) x LEFT JOIN pragma_table_info(?2) c "
        "ON c.cid = x.cid ORDER BY x.seqno");
    Statement::Run index(list);
    while (index.next()) {
        RowShape shape;
        Statement::Run row(columns, index.text(1), index.text(0));
        while (row.next()) {
            shape.columns.push_back({type_of(row.text(1)), row.integer(2) == 0});
        }
        shape.least_columns = shape.columns.size();
        known_.push_back({std::move(shape), LogTable::other});
    }
}

std::vector<RowShape> FoundRows::shapes() const {
    std::vector<RowShape> shapes;
    shapes.reserve(known_.size());
    for (const Known& known : known_) shapes.push_back(known.shape);
    return shapes;
}

void FoundRows::add(const FoundRow& row) {
    const LogTable table = known_[row.shape].table;
    if (table == LogTable::other) return;
    const auto kind = static_cast<std::int64_t>(table);
    const Hash128 digest = FieldHash().add(kind).add(row.id).add(row.record).finish();
    const std::span bytes(reinterpret_cast<const std::uint8_t*>(row.record.data()),
                          row.record.size());
    Statement::Run(*insert_, kind, row.id, static_cast<std::int64_t>(row.rank), digest, bytes)
        .next();
}

namespace {

void visit_rows(Statement::Run& found, const std::function<void(const FoundRows::Row&)>& visit) {
    while (found.next()) {
        const auto blob = found.blob(3);
        FoundRows::Row row;
        row.number = found.integer(0);
        row.id = found.integer(1);
        row.rank = static_cast<RowRank>(found.integer(2));
        row.bytes = {reinterpret_cast<const char*>(blob.data()), blob.size()};
        auto record = StoredRow::parse(row.bytes);
        if (!record) continue;
        row.record = std::move(*record);
        visit(row);
    }
}

}  // namespace

void FoundRows::each(LogTable table, const std::function<void(const Row&)>& visit) {
    Statement all(db_,
                  "SELECT number, id, rank, record FROM temp.found WHERE kind = ? "
                  "ORDER BY rank, id");
    Statement::Run found(all, static_cast<std::int64_t>(table));
    visit_rows(found, visit);
}

void FoundRows::each_of(LogTable table, std::int64_t id,
                        const std::function<void(const Row&)>& visit) {
    Statement of_id(db_,
                    "SELECT number, id, rank, record FROM temp.found WHERE kind = ? AND id = ? "
                    "ORDER BY rank");
    Statement::Run found(of_id, static_cast<std::int64_t>(table), id);
    visit_rows(found, visit);
}

std::int64_t FoundRows::count(LogTable table) {
    Statement count(db_, "SELECT count(*) FROM temp.found WHERE kind = ?");
    Statement::Run row(count, static_cast<std::int64_t>(table));
    return row.next() ? row.integer(0) : 0;
}

bool FoundRows::empty() {
    return integer_of(db_, "SELECT NOT EXISTS (SELECT 1 FROM temp.found)") != 0;
}

void FoundRows::row(std::int64_t number, const std::function<void(const Row&)>& visit) {
    Statement one(db_, "SELECT number, id, rank, record FROM temp.found WHERE number = ?");
    Statement::Run found(one, number);
    visit_rows(found, visit);
}

}  // namespace feedarc::sqlite
