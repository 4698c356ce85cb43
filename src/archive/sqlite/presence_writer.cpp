#include "archive/sqlite/presence_writer.hpp"

#include "archive/sqlite/content_list.hpp"
#include "archive/sqlite/damage.hpp"
#include "archive/sqlite/presence_tail.hpp"
#include "archive/sqlite/stored_time.hpp"

#include <utility>

namespace feedarc::sqlite {
namespace {

constexpr std::string_view kShownColumns =
    "SELECT n.id, n.captured_at, p.entries, p.contents, p.ages, p.obstacle IS NOT NULL, "
    "n.end_known "
    "FROM snapshots n CROSS JOIN pages p ON p.id = n.page ";

constexpr std::string_view kSnapshotsOfPage =
    "(SELECT n.id FROM snapshots n JOIN watched_pages w ON w.source = n.source "
    "AND w.page_url = n.page_url WHERE w.id = ?1)";

PresenceStore::Shown read_shown(const Statement::Run& run) {
    StoredPage page = read_stored_page(run.integer(2), run.text(3), run.text(4));
    return {run.integer(0), time_of(run.integer(1)), std::move(page.contents), run.integer(5) != 0,
            run.integer(6) != 0};
}

std::string with(std::string_view sql, std::string_view more) {
    return std::string(sql).append(more);
}

}  // namespace

PresenceWriter::PresenceWriter(sqlite3& db, WriteState& state)
    : db_(db),
      state_(state),
      find_page_(db, "SELECT id FROM watched_pages WHERE source = ? AND page_url = ?"),
      insert_page_(db, "INSERT INTO watched_pages (source, page_url) VALUES (?, ?)"),
      tail_(db, "SELECT tail FROM watched_pages WHERE id = ?"),
      set_tail_(db, "UPDATE watched_pages SET tail = ?1 WHERE id = ?2 AND tail <> ?1"),
      drop_begun_(db, "DELETE FROM presence WHERE page = ? AND first_snapshot = ?"),
      reopen_(db,
              "UPDATE presence SET last_snapshot = NULL, ended = 0, ended_by = NULL "
              "WHERE page = ? AND ended_by = ?"),
      drop_shifts_(db, "DELETE FROM shifts WHERE snapshot = ?"),
      drop_gap_(db, "DELETE FROM gaps WHERE snapshot = ?"),
      open_runs_(db,
                 "SELECT r.record, r.first_snapshot, n.captured_at FROM presence r "
                 "CROSS JOIN snapshots n ON n.id = r.first_snapshot "
                 "WHERE r.page = ? AND r.ended_by IS NULL"),
      shown_(db, with(kShownColumns, "WHERE n.id = ?")),
      insert_runs_(db,
                   "OR FAIL INTO presence (page, record, first_snapshot, last_snapshot, ended, "
                   "ended_by)",
                   6),
      end_run_(db,
               "UPDATE presence SET last_snapshot = ?, ended = ?, ended_by = ? "
               "WHERE page = ? AND first_snapshot = ? AND record = ?"),
      insert_shift_(db, "INSERT INTO shifts (snapshot, record, kind) VALUES (?, ?, ?)"),
      insert_gap_(db, "INSERT INTO gaps (snapshot) VALUES (?)"),
      insert_health_(db, "INSERT OR REPLACE INTO health (snapshot, verdict) VALUES (?, ?)"),
      drop_health_(db, "DELETE FROM health WHERE snapshot = ?"),
      stood_before_(db, "SELECT 1 FROM presence WHERE record = ? AND page = ? LIMIT 1") {}

PageId PresenceWriter::page(SourceId source, std::string_view page_url) {
    {
        Statement::Run run(find_page_, source, page_url);
        if (run.next()) return run.integer(0);
    }
    Statement::Run run(insert_page_, source, page_url);
    return run.insert();
}

std::vector<std::string> PresenceWriter::pages_of(SourceId source) {
    Statement statement(db_,
                        "SELECT DISTINCT page_url FROM snapshots WHERE source = ?1 UNION "
                        "SELECT page_url FROM watched_pages WHERE source = ?1");
    std::vector<std::string> urls;
    Statement::Run run(statement, source);
    while (run.next()) urls.emplace_back(run.text(0));
    return urls;
}

std::vector<std::pair<SourceId, std::string>> PresenceWriter::pages_of_record(RecordId record) {
    Statement statement(db_,
                        "SELECT DISTINCT w.source, w.page_url FROM presence r "
                        "JOIN watched_pages w ON w.id = r.page WHERE r.record = ?");
    std::vector<std::pair<SourceId, std::string>> pages;
    Statement::Run run(statement, record);
    while (run.next()) pages.emplace_back(run.integer(0), run.text(1));
    return pages;
}

PresenceTail PresenceWriter::tail(PageId page) {
    Statement::Run run(tail_, page);
    return run.next() ? read_presence_tail(run.text(0)) : PresenceTail{};
}

void PresenceWriter::set_tail(PageId page, const PresenceTail& tail) {
    insert_runs_.write(std::exchange(state_.new_runs, {}));
    const std::string json = write_presence_tail(tail);
    Statement::Run(set_tail_, std::string_view(json), page).next();
}

std::vector<PresenceWalk::OpenRun> PresenceWriter::rewind(PageId page, const PresenceTail& tail) {
    for (std::size_t i = tail.settled; i < tail.states.size(); ++i) {
        const SnapshotId first = tail.states[i].first;
        Statement::Run(drop_begun_, page, first).next();
        Statement::Run(reopen_, page, first).next();
        Statement::Run(drop_shifts_, first).next();
        Statement::Run(drop_gap_, first).next();
    }
    std::vector<PresenceWalk::OpenRun> open;
    Statement::Run run(open_runs_, page);
    while (run.next()) {
        open.push_back({run.integer(0), run.integer(1), time_of(run.integer(2))});
    }
    return open;
}

void PresenceWriter::forget(PageId page) {
    Statement runs(db_, "DELETE FROM presence WHERE page = ?");
    Statement::Run(runs, page).next();
    for (const std::string_view table : {"shifts", "gaps", "health"}) {
        Statement rows(
            db_, with(with(with("DELETE FROM ", table), " WHERE snapshot IN "), kSnapshotsOfPage));
        Statement::Run(rows, page).next();
    }
    set_tail(page, {});
}

PresenceStore::Shown PresenceWriter::shown(SnapshotId snapshot) {
    Statement::Run run(shown_, snapshot);
    if (!run.next()) throw damaged("the tail of a watched page");
    return read_shown(run);
}

void PresenceWriter::walk(PageId page, const std::function<void(Shown)>& visit) {
    Statement statement(db_, with(kShownColumns,
                                  "CROSS JOIN bodies b ON b.id = n.body WHERE (n.source, "
                                  "n.page_url) = (SELECT source, page_url FROM watched_pages "
                                  "WHERE id = ?) ORDER BY n.captured_at, b.hash"));
    Statement::Run run(statement, page);
    while (run.next()) visit(read_shown(run));
}

void PresenceWriter::add_run(PageId page, const PresenceSink::Run& run) {
    const bool open = run.end == RunEnd::present;
    const auto last = open ? std::nullopt : std::optional(run.last);
    const auto by = open ? std::nullopt : std::optional(run.ended_by);
    const auto ended = static_cast<std::int64_t>(run.end);
    if (run.stored) {
        Statement::Run(end_run_, last, ended, by, page, run.first, run.record).next();
    } else {
        state_.new_runs.insert(state_.new_runs.end(),
                               {page, run.record, run.first, last, ended, by});
    }
}

void PresenceWriter::add_shift(SnapshotId snapshot, RecordId record, Shift shift) {
    Statement::Run(insert_shift_, snapshot, record, std::string_view(to_string(shift))).next();
}

void PresenceWriter::add_gap(SnapshotId snapshot) {
    Statement::Run(insert_gap_, snapshot).next();
}

void PresenceWriter::set_health(SnapshotId snapshot, Health health) {
    if (health == Health::healthy) {
        Statement::Run(drop_health_, snapshot).next();
    } else {
        Statement::Run(insert_health_, snapshot, std::string_view(to_string(health))).next();
    }
}

void PresenceWriter::change_health(PageId page, SnapshotId first, SnapshotId last, Health health) {
    Statement span(db_,
                   "SELECT n.id FROM snapshots n JOIN bodies b ON b.id = n.body, "
                   "snapshots f JOIN bodies fb ON fb.id = f.body, "
                   "snapshots l JOIN bodies lb ON lb.id = l.body "
                   "WHERE f.id = ?2 AND l.id = ?3 AND n.page IS NOT NULL "
                   "AND (n.source, n.page_url) = "
                   "(SELECT source, page_url FROM watched_pages WHERE id = ?1) "
                   "AND n.captured_at BETWEEN f.captured_at AND l.captured_at "
                   "AND (n.captured_at, b.hash) >= (f.captured_at, fb.hash) "
                   "AND (n.captured_at, b.hash) <= (l.captured_at, lb.hash)");
    std::vector<SnapshotId> snapshots;
    {
        Statement::Run run(span, page, first, last);
        while (run.next()) snapshots.push_back(run.integer(0));
    }
    for (const SnapshotId snapshot : snapshots) set_health(snapshot, health);
}

bool PresenceWriter::stood_before(PageId page, RecordId record) {
    Statement::Run run(stood_before_, record, page);
    return run.next();
}

}  // namespace feedarc::sqlite
