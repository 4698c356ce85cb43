#include "archive/sqlite/fetch_log.hpp"

#include "archive/sqlite/damage.hpp"
#include "archive/sqlite/sqlite_archive.hpp"
#include "archive/sqlite/stored_time.hpp"

#include <fmt/format.h>

#include <limits>
#include <utility>

namespace feedarc::sqlite {
namespace {

FetchEvent read_fetch(const Statement::Run& row, int column) {
    FetchEvent event;
    event.at = time_of(row.integer(column++));
    event.url = row.text(column++);
    const auto outcome = fetch_outcome_from(row.text(column++));
    if (!outcome) throw damaged("what became of a fetch");
    event.outcome = *outcome;
    event.reason = row.text(column++);
    if (!row.is_null(column)) event.status = static_cast<int>(row.integer(column));
    event.detail = row.text(++column);
    return event;
}

constexpr std::string_view kFetchColumns = "f.at, f.url, f.outcome, f.reason, f.status, f.detail";

}  // namespace

FetchLog::FetchLog(sqlite3& db)
    : insert_fetch_(
          db,
          "INSERT INTO fetches (source, url, at, outcome, reason, status, detail, "
          "row_hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, hash_of(?1, ?2, ?3, ?4, ?5, ?6, ?7))"),
      set_watch_(db,
                 "INSERT OR REPLACE INTO watches VALUES (?1, ?2, ?3, ?4, hash_of(?1, ?2, ?3, ?4))"),
      set_robots_(db,
                  "INSERT OR REPLACE INTO robots VALUES (?1, ?2, ?3, ?4, hash_of(?1, ?2, ?3, ?4))"),
      set_host_(db, "INSERT OR REPLACE INTO hosts VALUES (?1, ?2, hash_of(?1, ?2))") {}

void FetchLog::add(SourceId source, const FetchEvent& event) {
    Statement::Run(insert_fetch_, source, std::string_view(event.url), seconds(event.at),
                   std::string_view(to_string(event.outcome)), std::string_view(event.reason),
                   event.status, TextOrNull{event.detail})
        .next();
}

void FetchLog::set_watch(SourceId source, const Watch& watch) {
    const auto not_before =
        watch.not_before ? std::optional(seconds(*watch.not_before)) : std::nullopt;
    Statement::Run(set_watch_, source, seconds(watch.tried_at.value_or(Time{})), watch.failures,
                   not_before)
        .next();
}

void FetchLog::set_robots(std::string_view origin, const RobotsFile& robots) {
    Statement::Run(set_robots_, origin, seconds(robots.fetched_at), robots.status,
                   std::string_view(robots.text))
        .next();
}

void FetchLog::set_host(std::string_view host, Time not_before) {
    Statement::Run(set_host_, host, seconds(not_before)).next();
}

Watch read_watch(sqlite3& db, std::string_view source) {
    Watch watch;
    {
        Statement state(db,
                        "SELECT tried_at, failures, not_before FROM watches WHERE source = "
                        "(SELECT id FROM sources WHERE name = ?)");
        Statement::Run run(state, source);
        if (!run.next()) return watch;
        watch.tried_at = time_of(run.integer(0));
        watch.failures = static_cast<int>(run.integer(1));
        watch.not_before = optional_time(run, 2);
    }
    if (watch.failures == 0 && !watch.not_before) return watch;
    Statement last(db, fmt::format("SELECT {0} FROM fetches f WHERE f.source = "
                                   "(SELECT id FROM sources WHERE name = ?) "
                                   "ORDER BY f.at DESC, {0} LIMIT 1",
                                   kFetchColumns));
    Statement::Run run(last, source);
    if (run.next()) watch.last_failure = read_fetch(run, 0);
    return watch;
}

std::vector<LoggedFetch> logged_fetches(sqlite3& db, std::string_view source) {
    Statement list(db, fmt::format("SELECT {0}, count(*), min(f.row_hash IS hash_of(f.source, "
                                   "f.url, f.at, f.outcome, f.reason, f.status, f.detail)) "
                                   "FROM fetches f WHERE f.source = (SELECT id FROM sources "
                                   "WHERE name = ?) GROUP BY {0} ORDER BY {0}",
                                   kFetchColumns));
    std::vector<LoggedFetch> fetches;
    Statement::Run run(list, source);
    while (run.next()) {
        constexpr int kTimes = 6;
        if (run.integer(kTimes + 1) == 0) throw damaged("a row of fetches");
        fetches.push_back({read_fetch(run, 0), run.integer(kTimes)});
    }
    return fetches;
}

std::vector<PlacedEvent> fetch_events(sqlite3& db, std::optional<Time> since,
                                      std::optional<Time> until) {
    Statement fetches(db, fmt::format("SELECT s.name, {} FROM fetches f JOIN sources s "
                                      "ON s.id = f.source WHERE f.at BETWEEN ? AND ? "
                                      "ORDER BY f.at, s.name, f.url, f.reason, f.outcome, "
                                      "f.status, f.detail",
                                      kFetchColumns));
    const auto bound = [](std::optional<Time> time, std::int64_t otherwise) {
        return time ? seconds(*time) : otherwise;
    };
    using Limits = std::numeric_limits<std::int64_t>;
    std::vector<PlacedEvent> events;
    Statement::Run run(fetches, bound(since, Limits::min()), bound(until, Limits::max()));
    while (run.next()) {
        const FetchEvent fetch = read_fetch(run, 1);
        PlacedEvent& placed = events.emplace_back();
        placed.event.at = fetch.at;
        placed.event.kind = EventKind::fetch_failed;
        placed.event.source = run.text(0);
        placed.event.page_url = fetch.url;
        placed.event.detail = fmt::format("{}: {}", fetch.reason, fetch.detail);
    }
    return events;
}

Watch SqliteArchive::watch(std::string_view source) {
    return read_watch(*db_, source);
}

std::optional<Time> SqliteArchive::host_not_before(std::string_view host) {
    Statement statement(*db_, "SELECT not_before FROM hosts WHERE host = ?");
    Statement::Run run(statement, host);
    if (!run.next()) return std::nullopt;
    return time_of(run.integer(0));
}

std::optional<RobotsFile> SqliteArchive::robots(std::string_view origin) {
    Statement statement(*db_, "SELECT fetched_at, status, text FROM robots WHERE origin = ?");
    Statement::Run run(statement, origin);
    if (!run.next()) return std::nullopt;
    return RobotsFile{time_of(run.integer(0)), static_cast<int>(run.integer(1)),
                      std::string(run.text(2))};
}

std::optional<FetchedPage> SqliteArchive::fetched_page(std::string_view source,
                                                       std::string_view page_url) {
    // One that was refused, forgotten or cut is nothing to go on from.
    Statement statement(
        *db_, fmt::format("SELECT n.id, b.hash, n.url, n.media_type, n.headers FROM snapshots n "
                          "INDEXED BY snapshots_fetched CROSS JOIN bodies b ON b.id = n.body "
                          "WHERE n.source = (SELECT id FROM sources WHERE name = ?) "
                          "AND n.page_url = ? AND n.status = 200 AND n.end_known = 1 "
                          "AND n.page IS NOT NULL AND {} "
                          "ORDER BY n.captured_at DESC, b.hash DESC LIMIT 1",
                          kIsKept));
    Statement::Run run(statement, source, page_url);
    if (!run.next()) return std::nullopt;
    return FetchedPage{run.integer(0), run.hash(1), std::string(run.text(2)),
                       std::string(run.text(3)), std::string(run.text(4))};
}

}  // namespace feedarc::sqlite
