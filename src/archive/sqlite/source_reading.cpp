#include "archive/sqlite/fetch_log.hpp"
#include "archive/sqlite/sqlite_archive.hpp"
#include "archive/sqlite/stored_time.hpp"

#include <algorithm>
#include <chrono>

// What is known of the sources, as they are now.
namespace feedarc::sqlite {
namespace {

// Fewer entries than these that came to a page say nothing about how often they come.
constexpr std::int64_t kLeastArrivals = 3;

// This part of a page may be new at each capture, so that two captures share entries even when
// twice as much comes as usual.
constexpr std::int64_t kNewPart = 2;

// Of the page of a source that turns over fastest.
std::optional<std::chrono::seconds> interval_of(sqlite3& db, SourceId source) {
    Statement pages(
        db,
        "SELECT (SELECT max(n.captured_at) - min(n.captured_at) FROM snapshots n "
        "WHERE n.source = w.source AND n.page_url = w.page_url AND n.page IS NOT NULL), "
        "(SELECT count(*) FROM presence p WHERE p.page = w.id AND p.ended_by IS NULL), "
        "(SELECT count(*) FROM presence p WHERE p.page = w.id) - "
        "(SELECT count(*) FROM presence p WHERE p.page = w.id AND p.first_snapshot = "
        "(SELECT n.id FROM snapshots n JOIN bodies b ON b.id = n.body WHERE n.source = w.source "
        "AND n.page_url = w.page_url AND n.page IS NOT NULL "
        "ORDER BY n.captured_at, b.hash LIMIT 1)) "
        "FROM watched_pages w WHERE w.source = ?");
    std::optional<std::chrono::seconds> shortest;
    Statement::Run run(pages, source);
    while (run.next()) {
        const std::int64_t watched = run.integer(0);
        const std::int64_t shown = run.integer(1);
        const std::int64_t came = run.integer(2);
        if (came < kLeastArrivals || shown == 0) continue;
        const std::chrono::seconds interval(
            static_cast<std::int64_t>(static_cast<double>(watched) * static_cast<double>(shown) /
                                      static_cast<double>(came * kNewPart)));
        shortest = std::min(shortest.value_or(interval), interval);
    }
    return shortest;
}

std::optional<Health> latest_health(sqlite3& db, SourceId source) {
    Statement latest(db,
                     "SELECT (SELECT verdict FROM health h WHERE h.snapshot = n.id) "
                     "FROM snapshots n JOIN bodies b ON b.id = n.body "
                     "WHERE n.source = ? AND n.page IS NOT NULL "
                     "ORDER BY n.captured_at DESC, b.hash DESC, n.page_url DESC LIMIT 1");
    Statement::Run run(latest, source);
    if (!run.next()) return std::nullopt;
    return health_from(run.text(0)).value_or(Health::healthy);
}

std::int64_t count_of(sqlite3& db, std::string_view sql, SourceId source) {
    Statement statement(db, sql);
    Statement::Run run(statement, source);
    return run.next() ? run.integer(0) : 0;
}

}  // namespace

std::vector<SourceInfo> SqliteArchive::sources() {
    std::vector<SourceInfo> sources;
    Statement statement(*db_,
                        // That of its only page, where no configuration gave it one.
                        "SELECT s.id, s.name, coalesce(s.url, "
                        "(SELECT CASE WHEN count(*) = 1 THEN max(w.page_url) END "
                        "FROM watched_pages w WHERE w.source = s.id AND w.page_url <> '' "
                        "AND EXISTS (SELECT 1 FROM snapshots n WHERE n.source = w.source "
                        "AND n.page_url = w.page_url AND n.page IS NOT NULL))), "
                        "(SELECT count(*) FROM snapshots n WHERE n.source = s.id), "
                        "(SELECT count(*) FROM records r WHERE r.source = s.id), "
                        "(SELECT min(captured_at) FROM snapshots n WHERE n.source = s.id), "
                        "(SELECT max(captured_at) FROM snapshots n WHERE n.source = s.id), "
                        "(SELECT text FROM rules u WHERE u.hash = s.rules), s.category "
                        "FROM sources s ORDER BY s.name");
    Statement::Run run(statement);
    while (run.next()) {
        SourceInfo& source = sources.emplace_back();
        source.id = run.integer(0);
        source.name = run.text(1);
        source.url = run.text(2);
        source.snapshots = run.integer(3);
        source.records = run.integer(4);
        source.first_captured = optional_time(run, 5);
        source.last_captured = optional_time(run, 6);
        source.rules = run.text(7);
        source.category = run.text(8);
        read_state(source);
    }
    return sources;
}

std::optional<std::chrono::seconds> SqliteArchive::recommended_interval(std::string_view source) {
    Statement find(*db_, "SELECT id FROM sources WHERE name = ?");
    Statement::Run run(find, source);
    if (!run.next()) return std::nullopt;
    return interval_of(*db_, run.integer(0));
}

void SqliteArchive::read_state(SourceInfo& source) {
    source.watch = read_watch(*db_, source.name);
    source.present =
        count_of(*db_,
                 "SELECT count(DISTINCT p.record) FROM presence p JOIN watched_pages w "
                 "ON w.id = p.page WHERE w.source = ? AND p.ended_by IS NULL",
                 source.id);
    source.gaps = count_of(*db_,
                           "SELECT count(*) FROM gaps g JOIN snapshots n ON n.id = g.snapshot "
                           "WHERE n.source = ?",
                           source.id);
    source.health = latest_health(*db_, source.id);
    source.interval = interval_of(*db_, source.id);
}

}  // namespace feedarc::sqlite
