#pragma once

#include <feedarc/filter.hpp>
#include <feedarc/record.hpp>

#include "archive/sqlite/assigned_categories.hpp"
#include "archive/sqlite/statement.hpp"

#include <string>
#include <vector>

namespace feedarc::sqlite {

/// The SQL of a filter: conditions and order put together from fixed text, values always bound.
struct RecordQuery {
    std::string sql;
    std::vector<Value> values;
};

/// Selects the columns that `read_record` takes. Throws Error(usage) for a cursor that does not
/// fit.
[[nodiscard]] RecordQuery select_records(const Filter& filter,
                                         const std::vector<AssignedCategory>& assigned);

/// Counts what the filter selects; its limit and cursor are left out.
[[nodiscard]] RecordQuery count_records(const Filter& filter,
                                        const std::vector<AssignedCategory>& assigned);

/// Selects id, number of contents and excerpt content of the records that a filter selects but for
/// its search and its limit.
[[nodiscard]] RecordQuery walk_records(const Filter& filter,
                                       const std::vector<AssignedCategory>& assigned);

/// Selects the ids of the records that a filter selects, with an FTS5 expression in place of its
/// search. Takes a limit (-1: none) and an offset besides its values.
[[nodiscard]] RecordQuery select_found(const Filter& filter,
                                       const std::vector<AssignedCategory>& assigned,
                                       const std::string& expression);
/// Counts them, without limit and cursor.
[[nodiscard]] RecordQuery count_found(const Filter& filter,
                                      const std::vector<AssignedCategory>& assigned,
                                      const std::string& expression);

/// The record of one row; its `urls` only where it has but one content.
[[nodiscard]] Record read_record(const Statement::Run& row, const Filter& filter);

/// The columns and tables of a record row, for further conditions on `r`.
[[nodiscard]] std::string record_columns();

/// The entry of a row whose columns are title, url, guid, category, published, precision, excerpt.
[[nodiscard]] Entry read_entry(const Statement::Run& row, int first_column);

/// The volatile places of a record's source, sorted; takes the record.
inline constexpr const char* kVolatilePlacesOfRecord =
    "SELECT place FROM volatile_places WHERE is_volatile AND source = "
    "(SELECT source FROM records WHERE id = ?) ORDER BY place";

/// Selects the revisions of a record, oldest first, as `read_revision` takes them.
inline constexpr const char* kRevisionsOfRecord =
    "SELECT c.title, c.url, c.guid, c.category, c.published, c.published_precision, c.excerpt, "
    "c.fingerprint, v.first_seen, v.last_seen, v.sightings, v.age, v.age_seen, c.id "
    "FROM revisions v CROSS JOIN contents c ON c.id = v.content WHERE v.record = ? "
    "ORDER BY v.first_seen, v.last_seen, c.hash";
[[nodiscard]] Revision read_revision(const Statement::Run& row);

/// Whether two records (?1, ?2) were ever on one snapshot.
inline constexpr const char* kStoodTogether =
    "SELECT 1 FROM revisions a "
    "CROSS JOIN revisions b ON b.source = a.source AND b.record = ?2 "
    "AND b.first_seen <= a.last_seen AND b.last_seen >= a.first_seen "
    "CROSS JOIN snapshots n INDEXED BY snapshots_by_time ON n.source = a.source "
    "AND n.captured_at BETWEEN max(a.first_seen, b.first_seen) "
    "AND min(a.last_seen, b.last_seen) "
    "CROSS JOIN pages p ON p.id = n.page "
    "WHERE a.record = ?1 "
    "AND EXISTS (SELECT 1 FROM json_each(p.contents) WHERE value = a.content) "
    "AND EXISTS (SELECT 1 FROM json_each(p.contents) WHERE value = b.content) LIMIT 1";

/// The age and the time in two columns from `first_column` on; nothing where they are NULL.
[[nodiscard]] std::optional<AgeSighting> read_age(const Statement::Run& row, int first_column);

[[nodiscard]] DatePrecision precision_from(std::string_view name) noexcept;

}  // namespace feedarc::sqlite
