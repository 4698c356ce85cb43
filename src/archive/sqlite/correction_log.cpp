#include "archive/sqlite/correction_log.hpp"

#include <feedarc/error.hpp>

#include "archive/sqlite/damage.hpp"
#include "archive/sqlite/logged_snapshots.hpp"
#include "archive/sqlite/stored_time.hpp"
#include "archive/sqlite/uuid.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace feedarc::sqlite {
namespace {

std::optional<std::int64_t> optional_seconds(const std::optional<Time>& time) {
    if (!time) return std::nullopt;
    return seconds(*time);
}

TextOrNull text_or_null(const std::optional<std::string>& text) {
    return {text ? std::string_view(*text) : std::string_view()};
}

Correction read_correction(const Statement::Run& row) {
    Correction correction;
    correction.id = row.integer(0);
    correction.uuid = row.hash(1);
    correction.made_at = time_of(row.integer(2));
    correction.sequence = row.integer(3);
    const auto kind = correction_kind_from(row.text(4));
    if (!kind) throw damaged("the kind of a correction");
    correction.kind = *kind;
    correction.source = row.text(5);
    if (!row.is_null(8)) {
        correction.snapshot = {correction.source, std::string(row.text(6)), time_of(row.integer(7)),
                               row.hash(8)};
    }
    if (!row.is_null(9)) correction.new_source = row.text(9);
    if (!row.is_null(10)) correction.new_captured_at = time_of(row.integer(10));
    if (!row.is_null(11)) correction.undoes = row.hash(11);
    return correction;
}

void insert_contents(sqlite3& db, const Correction& correction) {
    Statement insert(db,
                     "INSERT OR IGNORE INTO correction_contents VALUES "
                     "(?1, ?2, ?3, ?4, ?5, hash_of(?1, ?2, ?3, ?4, ?5))");
    int side = 0;
    for (const auto* refs : {&correction.one, &correction.other}) {
        for (const ContentRef& ref : *refs) {
            Statement::Run(insert, correction.id, side, ref.content, ref.body, ref.position).next();
        }
        ++side;
    }
}

constexpr const char* kCorrections =
    "SELECT id, uuid, made_at, sequence, kind, source, page_url, captured_at, body, new_source, "
    "new_captured_at, undoes FROM corrections ";

constexpr const char* kPlaced =
    "SELECT n.id, n.source, s.name, n.captured_at, n.refusal IS 'forgotten', n.page_url, b.hash, "
    "coalesce(t.name, s.name), coalesce(n.told_captured_at, n.captured_at), "
    "n.page IS NULL AND n.forgotten_page IS NULL FROM snapshots n "
    "JOIN bodies b ON b.id = n.body JOIN sources s ON s.id = n.source "
    "LEFT JOIN sources t ON t.id = n.told_source ";

std::optional<PlacedSnapshot> read_placed(Statement::Run& row) {
    if (!row.next()) return std::nullopt;
    PlacedSnapshot snapshot;
    snapshot.id = row.integer(0);
    snapshot.source = row.integer(1);
    snapshot.source_name = row.text(2);
    snapshot.captured_at = time_of(row.integer(3));
    snapshot.forgotten = row.integer(4) != 0;
    snapshot.refused = row.integer(9) != 0;
    snapshot.ingested = {std::string(row.text(7)), std::string(row.text(5)),
                         time_of(row.integer(8)), row.hash(6)};
    return snapshot;
}

}  // namespace

Hash128 correction_uuid(const Correction& correction) {
    FieldHash hash;
    hash.add("feedarc correction")
        .add(seconds(correction.made_at))
        .add(correction.sequence)
        .add(to_string(correction.kind))
        .add(correction.source);
    for (const auto* side : {&correction.one, &correction.other}) {
        hash.add(static_cast<std::int64_t>(side->size()));
        for (const ContentRef& ref : *side) hash.add(ref.content);
    }
    if (correction.snapshot) {
        hash.add(correction.snapshot->page_url)
            .add(seconds(correction.snapshot->captured_at))
            .add(correction.snapshot->body);
    }
    hash.add(correction.new_source.value_or(""));
    if (correction.new_captured_at) hash.add(seconds(*correction.new_captured_at));
    if (correction.undoes) hash.add(*correction.undoes);
    return as_uuid(hash.finish());
}

std::vector<Correction> read_snapshot_corrections(sqlite3& db) {
    std::vector<Correction> corrections;
    Statement list(db, std::string(kCorrections) + "WHERE kind IN ('forget', 'amend', 'undo')");
    Statement::Run row(list);
    while (row.next()) corrections.push_back(read_correction(row));
    return corrections;
}

std::vector<Correction> read_corrections(sqlite3& db, std::optional<SourceId> source) {
    std::vector<Correction> corrections;
    Statement list(db, std::string(kCorrections) +
                           "WHERE ?1 IS NULL OR source = (SELECT name FROM sources WHERE id = ?1) "
                           "OR source IS NULL");
    {
        Statement::Run row(list, source);
        while (row.next()) corrections.push_back(read_correction(row));
    }
    if (corrections.empty()) return corrections;
    Statement contents(db,
                       "SELECT side, content, body, position FROM correction_contents "
                       "WHERE correction = ?");
    for (Correction& correction : corrections) {
        Statement::Run row(contents, correction.id);
        while (row.next()) {
            auto& side = row.integer(0) == 0 ? correction.one : correction.other;
            side.push_back({row.hash(1), row.hash(2), row.integer(3)});
        }
    }
    return corrections;
}

Correction CorrectionLog::add(Correction correction, Time made_at) {
    const std::int64_t latest =
        integer_of(db_, "SELECT coalesce(max(made_at), 0) FROM corrections");
    correction.made_at = std::max(made_at, time_of(latest));
    correction.sequence = integer_of(db_, "SELECT coalesce(max(sequence), 0) + 1 FROM corrections");
    std::sort(correction.one.begin(), correction.one.end());
    std::sort(correction.other.begin(), correction.other.end());
    correction.uuid = correction_uuid(correction);
    insert(correction);
    return correction;
}

void CorrectionLog::insert(Correction& correction) {
    Statement insert(db_,
                     "INSERT INTO corrections (uuid, made_at, sequence, kind, source, page_url, "
                     "captured_at, body, new_source, new_captured_at, undoes, row_hash) "
                     "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, "
                     "hash_of(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11))");
    std::optional<std::string> page_url;
    std::optional<std::int64_t> captured_at;
    std::optional<Hash128> body;
    if (correction.snapshot) {
        page_url = correction.snapshot->page_url;
        captured_at = seconds(correction.snapshot->captured_at);
        body = correction.snapshot->body;
    }
    Statement::Run run(insert, correction.uuid, seconds(correction.made_at), correction.sequence,
                       std::string_view(to_string(correction.kind)), TextOrNull{correction.source},
                       text_or_null(page_url), captured_at, body,
                       text_or_null(correction.new_source),
                       optional_seconds(correction.new_captured_at), correction.undoes);
    correction.id = run.insert();
    insert_contents(db_, correction);
}

void CorrectionLog::set_contents(const Correction& correction) {
    Statement remove(db_, "DELETE FROM correction_contents WHERE correction = ?");
    Statement::Run(remove, correction.id).next();
    insert_contents(db_, correction);
}

std::vector<ContentRef> CorrectionLog::content_refs(RecordId record) {
    Statement find(db_,
                   "SELECT c.hash, b.hash, e.key FROM revisions v "
                   "CROSS JOIN contents c ON c.id = v.content "
                   "CROSS JOIN snapshots n INDEXED BY snapshots_by_time "
                   "ON n.source = v.source AND n.captured_at = v.first_seen "
                   "CROSS JOIN bodies b ON b.id = n.body CROSS JOIN pages p ON p.id = n.page "
                   "CROSS JOIN json_each(p.contents) e ON e.value = v.content "
                   "WHERE v.record = ? ORDER BY v.first_seen, c.hash, b.hash, e.key");
    Statement::Run row(find, record);
    std::vector<ContentRef> refs;
    while (row.next()) {
        const ContentRef ref{row.hash(0), row.hash(1), row.integer(2)};
        const bool there = std::any_of(refs.begin(), refs.end(), [&](const ContentRef& other) {
            return other.content == ref.content;
        });
        if (!there) refs.push_back(ref);
    }
    return refs;
}

std::optional<ContentRef> CorrectionLog::content_at(SnapshotId snapshot, std::int64_t position) {
    Statement find(db_,
                   "SELECT c.hash, b.hash FROM snapshots n JOIN bodies b ON b.id = n.body "
                   "JOIN pages p ON p.id = n.page JOIN json_each(p.contents) e ON e.key = ?2 "
                   "JOIN contents c ON c.id = e.value WHERE n.id = ?1");
    Statement::Run row(find, snapshot, position);
    if (!row.next()) return std::nullopt;
    return ContentRef{row.hash(0), row.hash(1), position};
}

std::optional<PlacedSnapshot> CorrectionLog::placed(SnapshotId snapshot) {
    Statement find(db_, std::string(kPlaced) + "WHERE n.id = ?");
    Statement::Run row(find, snapshot);
    return read_placed(row);
}

std::optional<PlacedSnapshot> CorrectionLog::placed(const SnapshotRef& ingested) {
    const auto found = LoggedSnapshots(db_).find(ingested);
    return found ? placed(found->id) : std::nullopt;
}

void CorrectionLog::place(std::span<const PlacedSnapshot> snapshots) {
    // Out of one another's way first.
    Statement park(db_, fmt::format("UPDATE snapshots SET captured_at = {} WHERE id = ?", kParked));
    for (const PlacedSnapshot& snapshot : snapshots) Statement::Run(park, snapshot.id).next();
    for (const PlacedSnapshot& snapshot : snapshots) place(snapshot);
}

void CorrectionLog::place(const PlacedSnapshot& snapshot) {
    Statement other(db_,
                    "SELECT o.id FROM snapshots n CROSS JOIN snapshots o ON o.source = ?2 "
                    "AND o.page_url = n.page_url AND o.captured_at = ?3 AND o.body = n.body "
                    "WHERE n.id = ?1 AND o.id <> n.id");
    {
        Statement::Run row(other, snapshot.id, snapshot.source, seconds(snapshot.captured_at));
        if (row.next()) {
            throw Error(ErrorCode::input,
                        fmt::format("snapshot {}: snapshot {} stands at that place", snapshot.id,
                                    row.integer(0)));
        }
    }
    const bool amended = snapshot.source_name != snapshot.ingested.source ||
                         snapshot.captured_at != snapshot.ingested.captured_at;
    Statement update(
        db_,
        "UPDATE snapshots SET source = ?2, captured_at = ?3, "
        "told_source = (SELECT id FROM sources WHERE name = ?4), told_captured_at = ?5, "
        "forgotten_page = CASE WHEN ?6 THEN coalesce(forgotten_page, page) END, "
        "page = CASE WHEN NOT ?6 THEN coalesce(forgotten_page, page) END, "
        "refusal = CASE WHEN ?6 THEN 'forgotten' WHEN refusal IS NOT 'forgotten' "
        "THEN refusal END WHERE id = ?1");
    std::optional<std::int64_t> told;
    if (amended) told = seconds(snapshot.ingested.captured_at);
    Statement::Run(
        update, snapshot.id, snapshot.source, seconds(snapshot.captured_at),
        TextOrNull{amended ? std::string_view(snapshot.ingested.source) : std::string_view()}, told,
        std::int64_t{snapshot.forgotten})
        .next();
}

}  // namespace feedarc::sqlite
