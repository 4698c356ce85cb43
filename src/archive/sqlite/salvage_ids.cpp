#include "archive/sqlite/content_list.hpp"
#include "archive/sqlite/row_hash.hpp"
#include "archive/sqlite/salvage_state.hpp"
#include "archive/sqlite/uuid.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_set>
#include <utility>

// The ids of records. What they are ids of is derived; that they were given is not.
namespace feedarc::sqlite {
namespace {

// The columns of `records` and of `record_aliases`.
namespace column {
enum RecordColumn { uuid = 1, source = 2, excerpt_content = 9, record_hash = 17 };
enum AliasColumn { alias_source = 1, record, alias_uuid, content, alias_hash };
}  // namespace column

bool is_record(std::int64_t id, const StoredRow& record) {
    const auto uuid = hash_in(record, column::uuid);
    return uuid && RowHash().add(id).add(*uuid).finish() == hash_in(record, column::record_hash);
}

// A content of a record: of a source, by its hash.
using ContentOf = std::pair<std::int64_t, Hash128>;

// The ids that records had, and for each a content that it showed. Its row says which, and no hash
// vouches for that; but a wrong one gives no record an id that another one had.
std::map<ContentOf, std::int64_t> find_record_ids(SalvageWork& work) {
    std::map<ContentOf, std::int64_t> by_content;
    std::unordered_set<std::int64_t> taken;
    Statement content(work.db, "SELECT hash FROM temp.content_ids WHERE id = ? ORDER BY rank");
    work.found.each(LogTable::records, [&](const FoundRows::Row& row) {
        std::optional<std::string> right;
        if (!is_record(row.id, row.record)) {
            right = mended(work, row.bytes,
                           [&](const StoredRow& record) { return is_record(row.id, record); });
            if (!right) return;
        }
        const StoredRow record = right ? *StoredRow::parse(*right) : row.record;
        if (!taken.insert(row.id).second) return;
        work.record_ids.emplace(*hash_in(record, column::uuid), row.id);
        Statement::Run found(content, record.integer(column::excerpt_content));
        if (!found.next()) return;
        by_content.emplace(ContentOf{record.integer(column::source), found.hash(0)}, row.id);
    });
    return by_content;
}

// The contents that snapshots of a source show, each once, with their hashes.
template <typename Visit>
void each_shown(sqlite3& db, std::int64_t source, Visit visit) {
    Statement pages(db,
                    "SELECT DISTINCT p.id, p.contents FROM main.snapshots n JOIN main.pages p "
                    "ON p.id = n.page WHERE n.source = ?");
    Statement hash(db, "SELECT hash FROM main.contents WHERE id = ?");
    std::unordered_set<ContentId> seen;
    Statement::Run page(pages, source);
    while (page.next()) {
        for (const ContentId content : read_content_list(page.text(1))) {
            if (!seen.insert(content).second) continue;
            Statement::Run row(hash, content);
            if (row.next()) visit(row.hash(0));
        }
    }
}

std::int64_t count_kept_ids(SalvageWork& work) {
    std::int64_t kept = 0;
    std::int64_t fresh = 0;
    Statement records(work.db, "SELECT id, uuid FROM main.records");
    Statement::Run row(records);
    while (row.next()) {
        const auto at = work.record_ids.find(row.hash(1));
        ++(at != work.record_ids.end() && at->second == row.integer(0) ? kept : fresh);
    }
    if (fresh > 0) {
        work.lost(
            {"records", "", fmt::format("the ids of {} records, which have new ones", fresh), ""});
    }
    return kept;
}

}  // namespace

// As ids that lead to nothing yet: deriving gives them back to the records that show those
// contents.
void salvage_record_ids(SalvageWork& work) {
    constexpr std::int64_t kMostAttempts = 4;  // uuids that a content may have given
    const auto by_content = find_record_ids(work);
    const auto& ids = work.record_ids;
    Statement insert(work.db,
                     "INSERT OR IGNORE INTO main.record_aliases SELECT ?1, ?2, NULL, ?3, ?4, "
                     "hash_of(?1, ?2, NULL, ?3, ?4)");
    std::unordered_map<std::int64_t, Hash128> uuids;
    for (const auto& [uuid, id] : ids) uuids.emplace(id, uuid);
    std::vector<std::pair<std::int64_t, Hash128>> sources;
    {
        Statement list(work.db, "SELECT id, uuid FROM main.sources");
        Statement::Run row(list);
        while (row.next()) sources.emplace_back(row.integer(0), row.hash(1));
    }
    // By the uuid, which is of the content that the record began with, where the row is of no use.
    std::map<std::int64_t, ContentOf> by_uuid;
    for (const auto& source : sources) {
        each_shown(work.db, source.first, [&](const Hash128& content) {
            const auto of = by_content.find({source.first, content});
            if (of != by_content.end()) {
                Statement::Run(insert, of->second, source.first, uuids.at(of->second), content)
                    .next();
            }
            for (std::int64_t attempt = 0; attempt < kMostAttempts; ++attempt) {
                const auto at = ids.find(
                    as_uuid(FieldHash().add(source.second).add(content).add(attempt).finish()));
                if (at != ids.end()) by_uuid.emplace(at->second, ContentOf{source.first, content});
            }
        });
    }
    for (const auto& [id, content] : by_uuid) {
        Statement::Run(insert, id, content.first, uuids.at(id), content.second).next();
    }
    // No id is ever given twice.
    execute(work.db,
            "INSERT INTO main.sqlite_sequence SELECT 'records', 0 WHERE NOT EXISTS "
            "(SELECT 1 FROM main.sqlite_sequence WHERE name = 'records')");
    std::int64_t last = 0;
    for (const auto& [uuid, id] : ids) last = std::max(last, id);
    work.found.each(LogTable::record_aliases, [&](const FoundRows::Row& row) {
        constexpr std::int64_t kMostLikely = std::int64_t{1} << 40;
        if (row.id < kMostLikely) last = std::max(last, row.id);
    });
    Statement set(work.db, "UPDATE main.sqlite_sequence SET seq = ? WHERE name = 'records'");
    Statement::Run(set, last).next();
}

std::int64_t salvage_aliases(SalvageWork& work) {
    // Those that nothing took back; the rows of aliases say what is true of them.
    execute(work.db, "DELETE FROM main.record_aliases WHERE record IS NULL");
    Statement insert(
        work.db,
        "INSERT OR IGNORE INTO main.record_aliases SELECT *, hash_of(id, source, record, uuid, "
        "content) FROM (SELECT ?1 AS id, ?2 AS source, coalesce((SELECT v.record FROM "
        "main.contents c JOIN main.revisions v ON v.source = ?2 AND v.content = c.id "
        "WHERE c.hash = ?5), (SELECT r.id FROM main.records r WHERE r.id = ?3)) AS record, "
        "?4 AS uuid, ?5 AS content) WHERE NOT EXISTS (SELECT 1 FROM main.records r "
        "WHERE r.id = ?1 OR r.uuid = ?4)");
    work.found.each(LogTable::record_aliases, [&](const FoundRows::Row& row) {
        const auto is_right = [&](const StoredRow& record) {
            RowHash hash;
            const auto leads_to = record.optional_integer(column::record);
            const auto uuid = hash_in(record, column::alias_uuid);
            const auto content = hash_in(record, column::content);
            if (!uuid || !content) return false;
            hash.add(row.id).add(record.integer(column::alias_source));
            if (leads_to) {
                hash.add(*leads_to);
            } else {
                hash.add_null();
            }
            return hash.add(*uuid).add(*content).finish() == hash_in(record, column::alias_hash);
        };
        std::optional<std::string> right;
        if (!is_right(row.record)) {
            right = mended(work, row.bytes, is_right);
            if (!right) return;
        }
        const StoredRow record = right ? *StoredRow::parse(*right) : row.record;
        if (!has_source(work, record.integer(column::alias_source))) return;
        Statement::Run(insert, row.id, record.integer(column::alias_source),
                       record.optional_integer(column::record),
                       *hash_in(record, column::alias_uuid), *hash_in(record, column::content))
            .next();
    });
    return count_kept_ids(work);
}

}  // namespace feedarc::sqlite
