#include <feedarc/error.hpp>

#include "archive/sqlite/joins.hpp"
#include "archive/sqlite/read_transaction.hpp"
#include "archive/sqlite/record_query.hpp"
#include "archive/sqlite/record_search.hpp"
#include "archive/sqlite/sqlite_archive.hpp"
#include "archive/sqlite/stored_time.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace feedarc::sqlite {
namespace {

constexpr std::string_view kSnapshotColumns =
    "SELECT n.id, s.name, n.page_url, n.url, n.captured_at, n.form, b.hash, b.size, "
    "coalesce(length(b.data), 0) + coalesce((SELECT length(k.data) / max(k.bodies, 1) FROM blocks "
    "k "
    "WHERE k.id = b.block), 0), p.entries, n.refusal, "
    "(SELECT text FROM rules u WHERE u.hash = n.rules), "
    "(SELECT verdict FROM health h WHERE h.snapshot = n.id), "
    "(SELECT name FROM sources t WHERE t.id = n.told_source), n.told_captured_at, "
    "n.status, n.end_known, b.data IS NOT NULL FROM snapshots n CROSS JOIN sources s ON s.id = "
    "n.source CROSS JOIN "
    "bodies b ON b.id = n.body "
    "LEFT JOIN pages p ON p.id = n.page ";

SnapshotInfo read_snapshot(const Statement::Run& row) {
    SnapshotInfo info;
    info.id = row.integer(0);
    info.source = row.text(1);
    info.page_url = row.text(2);
    info.url = row.text(3);
    info.captured_at = time_of(row.integer(4));
    info.form = row.text(5);
    info.body_hash = row.hash(6);
    info.size = row.integer(7);
    info.stored_bytes = row.integer(8);
    if (!row.is_null(9)) info.entries = row.integer(9);
    info.refusal = row.text(10);
    info.rules = row.text(11);
    if (info.entries) info.health = health_from(row.text(12)).value_or(Health::healthy);
    info.told_source = row.text(13);
    info.told_captured_at = optional_time(row, 14);
    if (!row.is_null(15)) info.status = static_cast<int>(row.integer(15));
    info.end_known = row.integer(16) != 0;
    info.kept = row.integer(17) != 0;
    return info;
}

std::vector<PresenceRun> read_runs(sqlite3& db, RecordId record) {
    Statement statement(db,
                        "SELECT w.page_url, f.id, f.captured_at, l.id, l.captured_at, p.ended, "
                        "e.id, e.captured_at FROM presence p "
                        "CROSS JOIN watched_pages w ON w.id = p.page "
                        "CROSS JOIN snapshots f ON f.id = p.first_snapshot "
                        "CROSS JOIN bodies b ON b.id = f.body "
                        "LEFT JOIN snapshots l ON l.id = p.last_snapshot "
                        "LEFT JOIN snapshots e ON e.id = p.ended_by "
                        "WHERE p.record = ? ORDER BY f.captured_at, b.hash, w.page_url");
    std::vector<PresenceRun> runs;
    Statement::Run run(statement, record);
    while (run.next()) {
        PresenceRun& row = runs.emplace_back();
        row.page_url = run.text(0);
        row.first_snapshot = run.integer(1);
        row.first_seen = time_of(run.integer(2));
        if (!run.is_null(3)) row.last_snapshot = run.integer(3);
        row.last_seen = optional_time(run, 4);
        row.end = run_end_from(run.integer(5)).value_or(RunEnd::unknown);
        if (!run.is_null(6)) row.ended_by = run.integer(6);
        row.ended_at = optional_time(run, 7);
    }
    return runs;
}

std::int64_t file_bytes(const std::string& path) {
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    return error ? 0 : static_cast<std::int64_t>(size);
}

}  // namespace

void SqliteArchive::read_urls(Record& record) {
    if (!record.urls.empty() || record.best.url.empty()) return;
    if (!urls_) {
        urls_.emplace(*db_,
                      "SELECT c.url FROM revisions v CROSS JOIN contents c ON c.id = v.content "
                      "WHERE v.record = ? AND c.url IS NOT NULL GROUP BY c.url "
                      "ORDER BY max(v.last_seen) DESC, max(v.first_seen) DESC, c.url");
    }
    Statement::Run run(*urls_, record.id);
    while (run.next()) record.urls.emplace_back(run.text(0));
}

void SqliteArchive::search(const Filter& filter, const std::function<bool(const Record&)>& visit) {
    Statement record_row(*db_, record_columns() + " WHERE r.id = ?");
    RecordSearch(*db_, filter, read_assigned_categories(*db_)).find([&](RecordId id) {
        std::optional<Record> record;
        {
            Statement::Run run(record_row, id);
            if (run.next()) record = read_record(run, filter);
        }
        if (!record) return true;
        read_urls(*record);
        return visit(*record);
    });
}

void SqliteArchive::find(const Filter& filter, const std::function<bool(const Record&)>& visit) {
    if (!filter.query.empty() || filter.sort == Sort::relevance) {
        const ReadTransaction transaction(*db_);
        return search(filter, visit);
    }
    const RecordQuery query = select_records(filter, read_assigned_categories(*db_));
    Statement statement(*db_, query.sql);
    Statement::Run run(statement, std::span<const Value>(query.values));
    while (run.next()) {
        Record record = read_record(run, filter);
        read_urls(record);
        if (!visit(record)) return;
    }
}

std::int64_t SqliteArchive::count(const Filter& filter) {
    if (!filter.query.empty()) {
        const ReadTransaction transaction(*db_);
        return RecordSearch(*db_, filter, read_assigned_categories(*db_)).count();
    }
    const RecordQuery query = count_records(filter, read_assigned_categories(*db_));
    Statement statement(*db_, query.sql);
    Statement::Run run(statement, std::span<const Value>(query.values));
    return run.next() ? run.integer(0) : 0;
}

std::optional<RecordDetail> SqliteArchive::record(RecordId id) {
    RecordDetail detail;
    {
        Statement find(*db_, record_columns() +
                                 " WHERE r.id = coalesce((SELECT record FROM record_aliases "
                                 "WHERE id = ?1), ?1)");
        Statement::Run run(find, id);
        if (!run.next()) return std::nullopt;
        detail.record = read_record(run, Filter{});
    }
    read_urls(detail.record);
    detail.revisions = revisions(detail.record.id);
    detail.joins = read_joins(*db_, detail.record.id);
    detail.volatile_places = volatile_places(detail.record.id);
    Statement sightings(*db_,
                        "SELECT n.id, n.captured_at, n.page_url, e.key, v.number FROM "
                        "(SELECT v.*, row_number() OVER (ORDER BY v.first_seen, v.last_seen, "
                        "c.hash) AS number FROM revisions v "
                        "CROSS JOIN contents c ON c.id = v.content WHERE v.record = ?) v "
                        "CROSS JOIN snapshots n INDEXED BY snapshots_by_time "
                        "ON n.source = v.source "
                        "AND n.captured_at BETWEEN v.first_seen AND v.last_seen "
                        "CROSS JOIN bodies b ON b.id = n.body "
                        "CROSS JOIN pages p ON p.id = n.page "
                        "CROSS JOIN json_each(p.contents) e ON e.value = v.content "
                        "ORDER BY n.captured_at, b.hash, n.page_url, e.key");
    Statement::Run sighting(sightings, detail.record.id);
    while (sighting.next()) {
        detail.sightings.push_back({sighting.integer(0), time_of(sighting.integer(1)),
                                    std::string(sighting.text(2)), sighting.integer(3),
                                    sighting.integer(4)});
    }
    detail.runs = read_runs(*db_, detail.record.id);
    Statement evidence(*db_,
                       "SELECT kind, key, rule_version FROM evidence WHERE record = ? "
                       "ORDER BY kind, key");
    Statement::Run row(evidence, detail.record.id);
    while (row.next()) {
        detail.evidence.push_back(
            {evidence_name(row.integer(0)), row.hash(1).hex(), static_cast<int>(row.integer(2))});
    }
    return detail;
}

std::vector<Revision> SqliteArchive::revisions(RecordId record) {
    if (!revisions_) revisions_.emplace(*db_, kRevisionsOfRecord);
    std::vector<Revision> revisions;
    Statement::Run revision(*revisions_, record);
    while (revision.next()) revisions.push_back(read_revision(revision));
    return revisions;
}

std::vector<Place> SqliteArchive::volatile_places(RecordId record) {
    if (!volatile_places_) volatile_places_.emplace(*db_, kVolatilePlacesOfRecord);
    std::vector<Place> places;
    Statement::Run place(*volatile_places_, record);
    while (place.next()) places.push_back(place.integer(0));
    return places;
}

std::optional<Entry> SqliteArchive::content(const Hash128& hash) {
    Statement find(*db_,
                   "SELECT title, url, guid, category, published, published_precision, excerpt "
                   "FROM contents WHERE hash = ?");
    Statement::Run run(find, hash);
    if (!run.next()) return std::nullopt;
    return read_entry(run, 0);
}

bool SqliteArchive::stood_together(RecordId one, RecordId other) {
    if (!stood_together_) stood_together_.emplace(*db_, kStoodTogether);
    Statement::Run run(*stood_together_, one, other);
    return run.next();
}

void SqliteArchive::snapshots(const std::optional<std::string>& source,
                              const std::function<bool(const SnapshotInfo&)>& visit) {
    std::string sql(kSnapshotColumns);
    std::vector<Value> values;
    if (source) {
        sql += "WHERE s.name = ? ";
        values.emplace_back(*source);
    }
    Statement statement(*db_, sql +
                                  "ORDER BY n.captured_at DESC, b.hash DESC, "
                                  "n.page_url DESC, s.name DESC");
    Statement::Run run(statement, std::span<const Value>(values));
    while (run.next()) {
        if (!visit(read_snapshot(run))) return;
    }
}

std::optional<SnapshotInfo> SqliteArchive::snapshot(SnapshotId id) {
    Statement statement(*db_, std::string(kSnapshotColumns) + "WHERE n.id = ?");
    Statement::Run run(statement, id);
    if (!run.next()) return std::nullopt;
    return read_snapshot(run);
}

Statistics SqliteArchive::statistics() {
    Statistics statistics;
    statistics.sources = integer_of(*db_, "SELECT count(*) FROM sources");
    {
        Statement totals(*db_,
                         "SELECT records, contents - variants, sightings, snapshots, pruned, "
                         "captured_bytes, bodies, body_bytes + block_bytes FROM totals");
        Statement::Run run(totals);
        if (!run.next())
            throw Error(ErrorCode::archive,
                        fmt::format("{}: its totals are gone; run 'feedarc rebuild'", path_));
        statistics.records = run.integer(0);
        statistics.revisions = run.integer(1);
        statistics.sightings = run.integer(2);
        statistics.snapshots = run.integer(3);
        statistics.pruned = run.integer(4);
        statistics.body_bytes = run.integer(5);
        statistics.bodies = run.integer(6);
        statistics.stored_bytes = run.integer(7);
    }
    {
        // Of each source by its index: to look at all snapshots would be a walk.
        Statement captured(
            *db_,
            "SELECT min((SELECT min(captured_at) FROM snapshots n WHERE n.source = s.id)), "
            "max((SELECT max(captured_at) FROM snapshots n WHERE n.source = s.id)) "
            "FROM sources s");
        Statement::Run run(captured);
        run.next();
        statistics.first_captured = optional_time(run, 0);
        statistics.last_captured = optional_time(run, 1);
    }
    statistics.archive_bytes = file_bytes(path_) + file_bytes(path_ + "-wal");
    return statistics;
}

std::optional<std::string> SqliteArchive::body(SnapshotId id) {
    std::optional<BodyId> body;
    {
        Statement find(*db_, "SELECT body FROM snapshots WHERE id = ?");
        Statement::Run run(find, id);
        if (run.next()) body = run.integer(0);
    }
    if (!body) return std::nullopt;
    if (!bodies().is_kept(*body)) {
        throw Error(ErrorCode::not_found, fmt::format("snapshot {}: its bytes were pruned", id));
    }
    return bodies().bytes(*body);
}

std::optional<StoredReading> SqliteArchive::reading(const Hash128& body, std::string_view url,
                                                    std::string_view media_type, Form form,
                                                    std::string_view rules) {
    if (!reading_) {
        reading_.emplace(*db_,
                         "SELECT n.url, p.hash, p.entries FROM bodies b "
                         "CROSS JOIN snapshots n ON n.body = b.id "
                         "CROSS JOIN pages p ON p.id = n.page "
                         "WHERE b.hash = ?1 AND n.reader_version = ?2 AND n.form = ?3 "
                         "AND n.url_given = (?4 <> '') AND (?4 = '' OR n.url = ?4) "
                         "AND coalesce(n.media_type, '') = ?5 AND n.rules IS ?6 LIMIT 1");
    }
    const auto rules_hash = rules.empty() ? std::nullopt : std::optional(hash_of(rules));
    Statement::Run run(*reading_, body, kReaderVersion, std::string_view(to_string(form)), url,
                       media_type, rules_hash);
    if (!run.next()) return std::nullopt;
    StoredReading reading;
    reading.url = run.text(0);
    reading.page.hash = run.hash(1);
    reading.page.entries = static_cast<std::size_t>(run.integer(2));
    return reading;
}

bool SqliteArchive::has_body(const Hash128& body) {
    const auto id = bodies().find(body);
    return id && bodies().is_kept(*id);
}

bool SqliteArchive::was_pruned(const Hash128& body) {
    const auto id = bodies().find(body);
    return id && !bodies().is_kept(*id);
}

std::optional<std::vector<Hash128>> SqliteArchive::body_hashes(std::size_t most) {
    const std::int64_t last = integer_of(*db_, "SELECT coalesce(max(id), 0) FROM bodies");
    if (static_cast<std::size_t>(last) > most) return std::nullopt;
    std::vector<Hash128> hashes;
    hashes.reserve(static_cast<std::size_t>(last));
    Statement statement(*db_, "SELECT hash FROM bodies");
    Statement::Run run(statement);
    while (run.next()) hashes.push_back(run.hash(0));
    return hashes;
}

std::optional<std::string> SqliteArchive::body_bytes(const Hash128& body) {
    const ReadTransaction transaction(*db_);
    const auto id = bodies().find(body);
    if (!id || !bodies().is_kept(*id)) return std::nullopt;
    return bodies().bytes(*id);
}

}  // namespace feedarc::sqlite
