#include "archive/sqlite/joins.hpp"

#include <feedarc/identity.hpp>

#include "archive/sqlite/stored_time.hpp"

namespace feedarc::sqlite {
namespace {

struct FirstPlace {
    SnapshotId snapshot = 0;
    std::int64_t position = 0;
    Time captured_at{};
};

// Where a content was first seen in a source.
class FirstPlaces {
public:
    explicit FirstPlaces(sqlite3& db)
        : find_(db,
                "SELECT n.id, e.key, n.captured_at FROM revisions v "
                "CROSS JOIN snapshots n INDEXED BY snapshots_by_time "
                "ON n.source = v.source AND n.captured_at = v.first_seen "
                "CROSS JOIN bodies b ON b.id = n.body CROSS JOIN pages p ON p.id = n.page "
                "CROSS JOIN json_each(p.contents) e ON e.value = v.content "
                "WHERE v.source = ? AND v.content = ? ORDER BY b.hash, n.page_url, e.key "
                "LIMIT 1") {}

    FirstPlace of(SourceId source, ContentId content) {
        Statement::Run row(find_, source, content);
        if (!row.next()) return {};
        return {row.integer(0), row.integer(1), time_of(row.integer(2))};
    }

private:
    Statement find_;
};

}  // namespace

std::string evidence_name(std::int64_t kind) {
    const std::string name = to_string(static_cast<EvidenceKind>(kind));
    return name.empty() ? "unknown" : name;
}

std::vector<JoinRow> read_joins(sqlite3& db, RecordId record) {
    std::vector<JoinRow> joins;
    FirstPlaces places(db);
    Statement evidence(db,
                       "SELECT key, rule_version FROM evidence WHERE record = ? AND kind = ? "
                       "AND content = ? LIMIT 1");
    Statement revisions(db,
                        "SELECT v.source, v.content, v.joined_by, v.joined_with, v.connected_by, "
                        "coalesce(w.title, w.excerpt) FROM revisions v "
                        "CROSS JOIN contents c ON c.id = v.content "
                        "LEFT JOIN contents w ON w.id = v.joined_with WHERE v.record = ? "
                        "ORDER BY v.first_seen, v.last_seen, c.hash");
    Statement::Run row(revisions, record);
    while (row.next()) {
        JoinRow join;
        join.revision = static_cast<std::int64_t>(joins.size()) + 1;
        const SourceId source = row.integer(0);
        const FirstPlace seen = places.of(source, row.integer(1));
        join.snapshot = seen.snapshot;
        join.position = seen.position;
        join.captured_at = seen.captured_at;
        if (!row.is_null(4)) join.connected_by = evidence_name(row.integer(4));
        if (!row.is_null(2)) {
            join.kind = evidence_name(row.integer(2));
            const FirstPlace with = places.of(source, row.integer(3));
            join.with_snapshot = with.snapshot;
            join.with_position = with.position;
            join.with_title = row.text(5);
            Statement::Run key(evidence, record, row.integer(2), row.integer(3));
            if (key.next()) {
                join.key = key.hash(0).hex();
                join.rule_version = static_cast<int>(key.integer(1));
            }
        }
        joins.push_back(std::move(join));
    }
    return joins;
}

}  // namespace feedarc::sqlite
