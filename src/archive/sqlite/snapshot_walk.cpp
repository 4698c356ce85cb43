#include "archive/sqlite/snapshot_walk.hpp"

#include <feedarc/error.hpp>

#include "archive/sqlite/damage.hpp"
#include "archive/sqlite/sqlite_archive.hpp"
#include "archive/sqlite/stored_time.hpp"

#include <fmt/format.h>

#include <limits>
#include <string_view>

namespace feedarc::sqlite {
namespace {

using Limits = std::numeric_limits<std::int64_t>;

// Sorting is of numbers and what they are sorted by: SQLite puts what is too much for its cache
// into a file of its own.
constexpr std::string_view kOrder =
    "SELECT n.id FROM snapshots n CROSS JOIN sources s ON s.id = n.source "
    "CROSS JOIN bodies b ON b.id = n.body "
    "WHERE n.captured_at BETWEEN ?1 AND ?2 AND (?3 IS NULL OR s.name = ?3) "
    "ORDER BY n.captured_at, b.hash, s.name, n.page_url";

}  // namespace

StoredSnapshotWalk::StoredSnapshotWalk(sqlite3& db, Bodies& bodies, const SnapshotFilter& filter)
    : source_(filter.source),
      order_(db, kOrder),
      row_(db, fmt::format("SELECT s.name, n.page_url, n.url, n.url_given, n.media_type, "
                           "n.captured_at, n.form, b.hash, {}, n.refusal, n.status, n.headers, "
                           "n.end_known, b.id FROM snapshots n "
                           "CROSS JOIN sources s ON s.id = n.source "
                           "CROSS JOIN bodies b ON b.id = n.body WHERE n.id = ?",
                           kIsKept)),
      cache_(db, bodies) {
    std::optional<std::string_view> source;
    if (source_) source = *source_;
    const auto bound = [](const std::optional<Time>& time, std::int64_t otherwise) {
        return time ? seconds(*time) : otherwise;
    };
    walk_.emplace(order_, bound(filter.since, Limits::min()), bound(filter.until, Limits::max()),
                  source);
}

std::optional<WalkedSnapshot> StoredSnapshotWalk::next() {
    if (!walk_ || !walk_->next()) {
        walk_.reset();
        return std::nullopt;
    }
    WalkedSnapshot snapshot;
    snapshot.id = walk_->integer(0);
    Statement::Run row(row_, snapshot.id);
    if (!row.next()) throw damaged(fmt::format("snapshot {}", snapshot.id));
    snapshot.source = row.text(0);
    snapshot.page_url = row.text(1);
    snapshot.url = row.text(2);
    snapshot.url_given = row.integer(3) != 0;
    snapshot.media_type = row.text(4);
    snapshot.captured_at = time_of(row.integer(5));
    const auto form = form_from(row.text(6));
    if (!form) throw damaged(fmt::format("the form of snapshot {}", snapshot.id));
    snapshot.form = *form;
    snapshot.body = row.hash(7);
    snapshot.kept = row.integer(8) != 0;
    snapshot.forgotten = row.text(9) == "forgotten";
    if (!row.is_null(10)) {
        snapshot.fetched = Provenance{static_cast<int>(row.integer(10)), std::string(row.text(11)),
                                      row.integer(12) != 0};
    }
    body_ = row.integer(13);
    return snapshot;
}

std::shared_ptr<const std::string> StoredSnapshotWalk::bytes() {
    return cache_.bytes(body_);
}

std::unique_ptr<SnapshotWalk> SqliteArchive::walk_snapshots(const SnapshotFilter& filter) {
    return std::make_unique<StoredSnapshotWalk>(*db_, bodies(), filter);
}

}  // namespace feedarc::sqlite
