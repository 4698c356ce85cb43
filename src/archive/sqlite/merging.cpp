#include "archive/sqlite/merging.hpp"

#include <feedarc/error.hpp>

#include "archive/sqlite/category_key.hpp"
#include "archive/sqlite/content_list.hpp"
#include "archive/sqlite/correction_log.hpp"
#include "archive/sqlite/stored_time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

namespace feedarc::sqlite {
namespace {

std::optional<std::span<const std::uint8_t>> blob_or_null(const std::string& bytes) {
    if (bytes.empty()) return std::nullopt;
    return std::span(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

std::optional<std::int64_t> seconds_or_null(const std::optional<Time>& time) {
    if (!time) return std::nullopt;
    return seconds(*time);
}

}  // namespace

Merging::Merging(sqlite3& db, LogWriter& log, WriteState& state)
    : db_(db),
      log_(log),
      state_(state),
      snapshots_(db),
      assignments_(db, state),
      find_source_(db, "SELECT id FROM sources WHERE name = ?"),
      read_source_(db,
                   "SELECT s.url, (SELECT text FROM rules u WHERE u.hash = s.rules), s.category "
                   "FROM sources s WHERE s.id = ?"),
      set_source_(db,
                  "UPDATE sources SET url = ?2, rules = ?3, category = ?4, category_key = ?5, "
                  "row_hash = hash_of(uuid, name, ?2, ?3, ?4, ?5) WHERE id = ?1"),
      // Of one time and source the greater row stays.
      set_watch_(db,
                 "INSERT INTO watches VALUES (?1, ?2, ?3, ?4, hash_of(?1, ?2, ?3, ?4)) "
                 "ON CONFLICT (source) DO UPDATE SET tried_at = ?2, failures = ?3, "
                 "not_before = ?4, row_hash = hash_of(?1, ?2, ?3, ?4) "
                 "WHERE (tried_at, failures, ifnull(not_before, 0)) < (?2, ?3, ifnull(?4, 0))"),
      set_host_(db,
                "INSERT INTO hosts VALUES (?1, ?2, hash_of(?1, ?2)) ON CONFLICT (host) DO UPDATE "
                "SET not_before = ?2, row_hash = hash_of(?1, ?2) WHERE not_before < ?2"),
      set_robots_(db,
                  "INSERT INTO robots VALUES (?1, ?2, ?3, ?4, hash_of(?1, ?2, ?3, ?4)) "
                  "ON CONFLICT (origin) DO UPDATE SET fetched_at = ?2, status = ?3, text = ?4, "
                  "row_hash = hash_of(?1, ?2, ?3, ?4) "
                  "WHERE (fetched_at, status, text) < (?2, ?3, ?4)"),
      count_fetches_(db,
                     "SELECT count(*) FROM fetches WHERE source = ? AND at = ? AND url = ? "
                     "AND outcome = ? AND reason = ? AND status IS ? AND detail IS ?"),
      insert_fetch_(db,
                    "INSERT INTO fetches (source, at, url, outcome, reason, status, detail, "
                    "row_hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, "
                    "hash_of(?1, ?3, ?2, ?4, ?5, ?6, ?7))"),
      find_correction_(db, "SELECT id FROM corrections WHERE uuid = ?"),
      // A content is named once; of several places where it stood the first in order.
      set_content_(db,
                   "INSERT INTO correction_contents VALUES (?1, ?2, ?3, ?4, ?5, "
                   "hash_of(?1, ?2, ?3, ?4, ?5)) ON CONFLICT (correction, side, content) DO UPDATE "
                   "SET body = ?4, position = ?5, row_hash = hash_of(?1, ?2, ?3, ?4, ?5) "
                   "WHERE (body, position) > (?4, ?5)"),
      find_body_(db, fmt::format("SELECT {}, b.chain FROM bodies b WHERE b.hash = ?", kIsKept)),
      insert_body_(db,
                   "INSERT INTO bodies (hash, size, encoding, base, chain, data) "
                   "VALUES (?, ?, 'zstd', (SELECT id FROM bodies WHERE hash = ?), ?, ?)"),
      fill_body_(db,
                 "UPDATE bodies SET base = (SELECT id FROM bodies WHERE hash = ?2), chain = ?3, "
                 "data = ?4 WHERE hash = ?1"),
      find_page_(db, "SELECT 1 FROM pages WHERE hash = ?"),
      shown_(db, "SELECT contents FROM pages WHERE id = ?"),
      put_aside_(db, fmt::format("UPDATE snapshots SET captured_at = {} "
                                 "WHERE source = ? AND page_url = ? AND captured_at = ? "
                                 "AND body = (SELECT id FROM bodies WHERE hash = ?)",
                                 kParked)),
      replace_(db,
               "UPDATE snapshots SET url = ?2, url_given = ?3, media_type = ?4, form = ?5, "
               "rules = ?6, reader_version = ?7, "
               "page = CASE WHEN forgotten_page IS NULL THEN ?8 END, "
               "forgotten_page = CASE WHEN forgotten_page IS NOT NULL THEN ?8 END, "
               "refusal = CASE WHEN forgotten_page IS NOT NULL THEN refusal ELSE ?9 END, "
               "row_hash = ?10, status = ?11, headers = ?12, end_known = ?13 WHERE id = ?1") {}

template <typename... Values>
bool Merging::changes(Statement& statement, Values&&... values) {
    Statement::Run(statement, std::forward<Values>(values)...).next();
    return sqlite3_changes(&db_) != 0;
}

// ---- sources and what capturing goes on from

std::optional<SourceId> Merging::find_source(std::string_view name) {
    Statement::Run run(find_source_, name);
    if (!run.next()) return std::nullopt;
    return run.integer(0);
}

bool Merging::take(const LoggedSource& source) {
    const bool is_new = !find_source(source.name);
    const SourceId id = log_.source(source.name, "");
    LoggedSource ours{source.name, "", "", ""};
    {
        Statement::Run row(read_source_, id);
        row.next();
        ours.url = row.text(0);
        ours.rules = row.text(1);
        ours.category = row.text(2);
    }
    const LoggedSource both{source.name, std::max(ours.url, source.url),
                            std::max(ours.rules, source.rules),
                            std::max(ours.category, source.category)};
    if (both == ours) return is_new;
    const std::string key = category_key(both.category);
    return changes(set_source_, id, TextOrNull{both.url}, log_.rules(both.rules),
                   TextOrNull{both.category}, TextOrNull{key});
}

bool Merging::take_watch(std::string_view source, const Watch& watch) {
    return changes(set_watch_, log_.source(source, ""), seconds(watch.tried_at.value_or(Time{})),
                   watch.failures, seconds_or_null(watch.not_before));
}

bool Merging::take_host(std::string_view host, Time not_before) {
    return changes(set_host_, host, seconds(not_before));
}

bool Merging::take_robots(std::string_view origin, const RobotsFile& robots) {
    return changes(set_robots_, origin, seconds(robots.fetched_at), robots.status,
                   std::string_view(robots.text));
}

std::int64_t Merging::take(SourceId source, const LoggedFetch& fetch) {
    const FetchEvent& event = fetch.event;
    const auto run = [&](Statement& statement) {
        return Statement::Run(statement, source, seconds(event.at), std::string_view(event.url),
                              std::string_view(to_string(event.outcome)),
                              std::string_view(event.reason), event.status,
                              TextOrNull{event.detail});
    };
    std::int64_t missing = fetch.times;
    {
        Statement::Run count = run(count_fetches_);
        if (count.next()) missing -= count.integer(0);
    }
    for (std::int64_t i = 0; i < missing; ++i) run(insert_fetch_).next();
    return std::max<std::int64_t>(missing, 0);
}

// ---- corrections

bool Merging::take_content(std::int64_t correction, int side, const ContentRef& ref) {
    return changes(set_content_, correction, side, ref.content, ref.body, ref.position);
}

MergeStore::Taken Merging::take(const Correction& correction) {
    std::optional<std::int64_t> id;
    {
        Statement::Run run(find_correction_, correction.uuid);
        if (run.next()) id = run.integer(0);
    }
    if (!id) {
        Correction added = correction;
        CorrectionLog(db_).insert(added);
        return Taken::added;
    }
    bool any = false;
    for (const ContentRef& ref : correction.one) any |= take_content(*id, 0, ref);
    for (const ContentRef& ref : correction.other) any |= take_content(*id, 1, ref);
    return any ? Taken::changed : Taken::known;
}

// ---- snapshots

std::vector<ContentId> Merging::contents_of(std::int64_t page) {
    Statement::Run run(shown_, page);
    return run.next() ? read_content_list(run.text(0)) : std::vector<ContentId>();
}

std::optional<MergeStore::Body> Merging::find_body(const Hash128& body) {
    Statement::Run run(find_body_, body);
    if (!run.next()) return std::nullopt;
    return Body{run.integer(0) != 0, static_cast<int>(run.integer(1))};
}

bool Merging::store(const PackedBody& body) {
    if (body.base && !find_body(*body.base).value_or(Body{}).kept) {
        throw Error(ErrorCode::internal,
                    fmt::format("the prefix {} of a body is not kept", body.base->hex()));
    }
    const auto data = blob_or_null(body.data);
    if (find_body(body.hash)) {
        Statement::Run(fill_body_, body.hash, body.base, body.chain, data).next();
        return true;
    }
    Statement::Run(insert_body_, body.hash, body.size, body.base, body.chain, data).next();
    return false;
}

bool Merging::has_page(const Hash128& page) {
    if (state_.pages.contains(page)) return true;
    Statement::Run run(find_page_, page);
    return run.next();
}

WriteBatch::Added Merging::add(SourceId source, const PreparedSnapshot& snapshot) {
    Statement::Run(put_aside_, source, std::string_view(snapshot.page_url),
                   seconds(snapshot.captured_at), snapshot.body.hash)
        .next();
    const auto body = log_.body_id(snapshot.body.hash);
    if (!body) throw Error(ErrorCode::internal, "the body of a snapshot is not stored");
    WriteBatch::Added added;
    const auto page = log_.page_of(snapshot, added);
    added.snapshot = log_.insert(source, snapshot, *body, page);
    return added;
}

WriteBatch::Added Merging::replace(SnapshotId id, const PreparedSnapshot& snapshot) {
    WriteBatch::Added added;
    added.snapshot = id;
    const auto page = log_.page_of(snapshot, added);
    const Provenance told = snapshot.fetched.value_or(Provenance{});
    Statement::Run(replace_, id, TextOrNull{snapshot.url}, std::int64_t{snapshot.url_given},
                   TextOrNull{snapshot.media_type}, std::string_view(to_string(snapshot.form)),
                   log_.rules(snapshot.rules), snapshot.reader_version, page,
                   TextOrNull{snapshot.refusal}, row_hash(snapshot.source, snapshot),
                   snapshot.fetched ? std::optional(told.status) : std::nullopt,
                   TextOrNull{told.headers}, std::int64_t{told.end_known})
        .next();
    return added;
}

}  // namespace feedarc::sqlite
