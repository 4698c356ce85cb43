#include "archive/sqlite/log_reading.hpp"

#include <feedarc/error.hpp>

#include "archive/sqlite/assignment_log.hpp"
#include "archive/sqlite/connection.hpp"
#include "archive/sqlite/content_list.hpp"
#include "archive/sqlite/correction_log.hpp"
#include "archive/sqlite/damage.hpp"
#include "archive/sqlite/fetch_log.hpp"
#include "archive/sqlite/migrations.hpp"
#include "archive/sqlite/record_query.hpp"
#include "archive/sqlite/stored_time.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <utility>

namespace feedarc::sqlite {
namespace {

constexpr std::size_t kMostHeld = 64U << 20U;  // bytes of bodies
// Chains are far shorter; this bounds what a damaged or hostile archive can ask for.
constexpr std::size_t kLongestChain = 4096;

Connection open_log(const std::string& path) {
    std::error_code error;
    if (!std::filesystem::exists(path, error)) {
        throw Error(ErrorCode::archive, fmt::format("{}: there is no archive here", path));
    }
    Connection db = open_for_reading(path);
    const int version = check_version(*db, path);
    if (version == 0) throw Error(ErrorCode::archive, fmt::format("{}: the file is empty", path));
    if (static_cast<std::size_t>(version) != migrations().size()) {
        db = open_copy(path);
        migrate(*db, version);
    }
    // The first read fixes what is seen.
    execute(*db, "BEGIN");
    (void)integer_of(*db, "SELECT count(*) FROM sqlite_schema");
    return db;
}

void check_rows(sqlite3& db, std::string_view table, std::string_view values) {
    const auto wrong = integer_of(
        db,
        fmt::format("SELECT count(*) FROM {} WHERE row_hash IS NOT hash_of({})", table, values));
    if (wrong != 0) throw damaged(fmt::format("a row of {}", table));
}

}  // namespace

// ---- bodies

UnpackedBodies::UnpackedBodies(sqlite3& db)
    : bodies_(db), base_(db, "SELECT base FROM bodies WHERE id = ?") {}

UnpackedBodies::Bytes UnpackedBodies::find(BodyId body) {
    const auto at = by_body_.find(body);
    if (at == by_body_.end()) return nullptr;
    held_.splice(held_.begin(), held_, at->second);
    return held_.front().second;
}

void UnpackedBodies::hold(BodyId body, Bytes bytes) {
    held_bytes_ += bytes->size();
    held_.emplace_front(body, std::move(bytes));
    by_body_.emplace(body, held_.begin());
    while (held_bytes_ > kMostHeld && held_.size() > 1) {
        held_bytes_ -= held_.back().second->size();
        by_body_.erase(held_.back().first);
        held_.pop_back();
    }
}

std::shared_ptr<const std::string> UnpackedBodies::bytes(BodyId body) {
    std::vector<BodyId> chain;  // to be unpacked, the last one first
    Bytes bytes;
    std::optional<BodyId> base = body;
    while (base && !(bytes = find(*base))) {
        if (chain.size() == kLongestChain) throw damaged(fmt::format("the chain of body {}", body));
        chain.push_back(*base);
        Statement::Run run(base_, *base);
        base = run.next() && !run.is_null(0) ? std::optional(run.integer(0)) : std::nullopt;
    }
    for (; !chain.empty(); chain.pop_back()) {
        const BodyId next = chain.back();
        bytes = std::make_shared<const std::string>(base ? bodies_.bytes_by(next, *base, *bytes)
                                                         : bodies_.bytes(next));
        hold(next, bytes);
        base = next;
    }
    return bytes;
}

// ---- the log

SqliteLog::SqliteLog(const std::string& path)
    : db_(open_log(path)),
      snapshots_(*db_),
      unpacked_(*db_),
      page_(*db_, "SELECT hash, entries, contents, ages, obstacle FROM pages WHERE id = ?"),
      content_(*db_,
               "SELECT hash, fingerprint, fingerprint_version, title, url, guid, category, "
               "published, published_precision, excerpt FROM contents WHERE id = ?"),
      base_of_(*db_,
               "SELECT a.hash FROM bodies b CROSS JOIN bodies a ON a.id = b.base "
               "WHERE b.hash = ?"),
      frame_(*db_,
             "SELECT b.id, a.hash, CASE WHEN b.block IS NULL THEN b.data END FROM bodies b "
             "LEFT JOIN bodies a ON a.id = b.base WHERE b.hash = ?") {}

std::vector<LoggedSource> SqliteLog::sources() {
    check_rows(*db_, "sources", "uuid, name, url, rules, category, category_key");
    Statement list(*db_,
                   "SELECT s.name, s.url, u.text, s.category, s.rules FROM sources s "
                   "LEFT JOIN rules u ON u.hash = s.rules ORDER BY s.name");
    std::vector<LoggedSource> sources;
    Statement::Run row(list);
    while (row.next()) {
        LoggedSource& source = sources.emplace_back();
        source.name = row.text(0);
        source.url = row.text(1);
        source.rules = row.text(2);
        source.category = row.text(3);
        if (!row.is_null(4) && hash_of(source.rules) != row.hash(4)) throw damaged("rules");
    }
    return sources;
}

std::vector<Correction> SqliteLog::corrections() {
    check_rows(*db_, "corrections",
               "uuid, made_at, sequence, kind, source, page_url, captured_at, body, new_source, "
               "new_captured_at, undoes");
    check_rows(*db_, "correction_contents", "correction, side, content, body, position");
    return read_corrections(*db_, std::nullopt);
}

std::vector<LoggedKey> SqliteLog::keys(std::string_view source) {
    Statement list(*db_,
                   fmt::format("SELECT n.id, n.page_url, n.captured_at AS at, b.hash AS body, "
                               "n.row_hash, {0} FROM snapshots n CROSS JOIN bodies b "
                               "ON b.id = n.body WHERE n.source = ?1 AND n.told_source IS NULL "
                               "UNION ALL SELECT n.id, n.page_url, n.told_captured_at, b.hash, "
                               "n.row_hash, {0} FROM snapshots n INDEXED BY snapshots_amended "
                               "CROSS JOIN bodies b ON b.id = n.body WHERE n.told_source = ?1 "
                               "ORDER BY at, body, page_url",
                               kIsKept));
    Statement find(*db_, "SELECT id FROM sources WHERE name = ?");
    Statement::Run found(find, source);
    std::vector<LoggedKey> keys;
    if (!found.next()) return keys;
    Statement::Run row(list, found.integer(0));
    while (row.next()) {
        LoggedKey& key = keys.emplace_back();
        key.id = row.integer(0);
        key.ingested = {std::string(source), std::string(row.text(1)), time_of(row.integer(2)),
                        row.hash(3)};
        key.row_hash = row.hash(4);
        key.kept = row.integer(5) != 0;
    }
    return keys;
}

void SqliteLog::assignments(const std::function<void(const CategoryAssignment&)>& visit) {
    check_rows(*db_, "assignments", "source, content, category, origin, assigned_at, sequence");
    read_assignments(*db_, visit);
}

LoggedPage SqliteLog::page(std::int64_t page) {
    Statement::Run row(page_, page);
    if (!row.next()) throw damaged(fmt::format("page {}", page));
    StoredPage stored = read_stored_page(row.integer(1), row.text(2), row.text(3));
    return {row.hash(0), std::move(stored.contents), std::move(stored.ages),
            std::string(row.text(4))};
}

LoggedContent SqliteLog::content(ContentId content) {
    Statement::Run row(content_, content);
    if (!row.next()) throw damaged(fmt::format("content {}", content));
    return {row.hash(0), {row.hash(1)}, static_cast<int>(row.integer(2)), read_entry(row, 3)};
}

std::optional<Hash128> SqliteLog::base_of(const Hash128& body) {
    Statement::Run row(base_of_, body);
    if (!row.next()) return std::nullopt;
    return row.hash(0);
}

LoggedBody SqliteLog::body(const Hash128& body) {
    Statement::Run row(frame_, body);
    if (!row.next()) throw damaged(fmt::format("the body {}", body.hex()));
    LoggedBody logged;
    logged.bytes = unpacked_.bytes(row.integer(0));
    if (!row.is_null(1)) logged.base = row.hash(1);
    const auto frame = row.blob(2);
    logged.frame.assign(frame.begin(), frame.end());
    return logged;
}

std::vector<LoggedFetch> SqliteLog::fetches(std::string_view source) {
    return logged_fetches(*db_, source);
}

std::optional<Watch> SqliteLog::watch(std::string_view source) {
    Statement find(*db_,
                   "SELECT tried_at, failures, not_before, "
                   "row_hash IS hash_of(source, tried_at, failures, not_before) FROM watches "
                   "WHERE source = (SELECT id FROM sources WHERE name = ?)");
    Statement::Run row(find, source);
    if (!row.next()) return std::nullopt;
    if (row.integer(3) == 0) throw damaged("a row of watches");
    Watch watch;
    watch.tried_at = time_of(row.integer(0));
    watch.failures = static_cast<int>(row.integer(1));
    watch.not_before = optional_time(row, 2);
    return watch;
}

void SqliteLog::hosts(const std::function<void(std::string_view, Time)>& visit) {
    check_rows(*db_, "hosts", "host, not_before");
    Statement list(*db_, "SELECT host, not_before FROM hosts");
    Statement::Run row(list);
    while (row.next()) visit(row.text(0), time_of(row.integer(1)));
}

void SqliteLog::robots(const std::function<void(std::string_view, const RobotsFile&)>& visit) {
    check_rows(*db_, "robots", "origin, fetched_at, status, text");
    Statement list(*db_, "SELECT origin, fetched_at, status, text FROM robots");
    Statement::Run row(list);
    while (row.next()) {
        visit(row.text(0), {time_of(row.integer(1)), static_cast<int>(row.integer(2)),
                            std::string(row.text(3))});
    }
}

}  // namespace feedarc::sqlite
