#include "archive/sqlite/logged_snapshots.hpp"

#include "archive/sqlite/bodies.hpp"
#include "archive/sqlite/damage.hpp"
#include "archive/sqlite/log_writer.hpp"
#include "archive/sqlite/stored_time.hpp"

#include <fmt/format.h>

#include <memory>
#include <utility>

namespace feedarc::sqlite {
namespace {

// Of the statement below.
namespace column {
enum Column {
    source,
    page_url,
    captured_at,
    body,
    size,
    kept,
    url,
    url_given,
    media_type,
    form,
    rules_hash,
    rules,
    reader,
    page,
    page_hash,
    page_entries,
    refusal,
    status,
    headers,
    end_known,
    row_hash,
};
}

constexpr std::string_view kRow =
    "SELECT coalesce(t.name, s.name), n.page_url, coalesce(n.told_captured_at, n.captured_at), "
    "b.hash, b.size, {}, n.url, n.url_given, n.media_type, n.form, n.rules, "
    "(SELECT text FROM rules u WHERE u.hash = n.rules), n.reader_version, p.id, p.hash, "
    "p.entries, n.refusal, n.status, n.headers, n.end_known, n.row_hash "
    "FROM snapshots n CROSS JOIN sources s ON s.id = n.source CROSS JOIN bodies b ON b.id = n.body "
    "LEFT JOIN pages p ON p.id = coalesce(n.page, n.forgotten_page) "
    "LEFT JOIN sources t ON t.id = n.told_source WHERE n.id = ?";

void read_page(const Statement::Run& row, LoggedSnapshot& logged) {
    PreparedSnapshot& snapshot = logged.snapshot;
    if (row.is_null(column::page)) {
        snapshot.refusal = row.text(column::refusal);
        return;
    }
    logged.page = row.integer(column::page);
    auto page = std::make_shared<ParsedPage>();
    page->hash = row.hash(column::page_hash);
    page->entries = static_cast<std::size_t>(row.integer(column::page_entries));
    snapshot.page = std::move(page);
}

PreparedSnapshot read_snapshot(const Statement::Run& row) {
    PreparedSnapshot snapshot;
    snapshot.source = row.text(column::source);
    snapshot.page_url = row.text(column::page_url);
    snapshot.captured_at = time_of(row.integer(column::captured_at));
    snapshot.body.hash = row.hash(column::body);
    snapshot.body.size = static_cast<std::uint64_t>(row.integer(column::size));
    snapshot.url = row.text(column::url);
    snapshot.url_given = row.integer(column::url_given) != 0;
    snapshot.media_type = row.text(column::media_type);
    const auto form = form_from(row.text(column::form));
    if (!form) throw damaged("the form of a snapshot");
    snapshot.form = *form;
    snapshot.rules = row.text(column::rules);
    snapshot.reader_version = static_cast<int>(row.integer(column::reader));
    if (!row.is_null(column::status)) {
        snapshot.fetched = {static_cast<int>(row.integer(column::status)),
                            std::string(row.text(column::headers)),
                            row.integer(column::end_known) != 0};
    }
    return snapshot;
}

}  // namespace

LoggedSnapshots::LoggedSnapshots(sqlite3& db)
    : as_is_(db, fmt::format("SELECT n.id, n.row_hash, {} FROM bodies b "
                             "CROSS JOIN sources s ON s.name = ? "
                             "CROSS JOIN snapshots n ON n.source = s.id AND n.page_url = ? "
                             "AND n.captured_at = ? AND n.body = b.id "
                             "WHERE b.hash = ? AND n.told_source IS NULL",
                             kIsKept)),
      amended_(db, fmt::format("SELECT n.id, n.row_hash, {} FROM bodies b "
                               "CROSS JOIN sources s ON s.name = ? "
                               "CROSS JOIN snapshots n INDEXED BY snapshots_amended "
                               "ON n.body = b.id AND n.told_source = s.id AND n.page_url = ? "
                               "AND n.told_captured_at = ? "
                               "WHERE b.hash = ? AND n.told_source IS NOT NULL",
                               kIsKept)),
      row_(db, fmt::format(kRow, kIsKept)) {}

std::optional<LoggedKey> LoggedSnapshots::find(const SnapshotRef& ingested) {
    for (Statement* find : {&as_is_, &amended_}) {
        Statement::Run row(*find, std::string_view(ingested.source),
                           std::string_view(ingested.page_url), seconds(ingested.captured_at),
                           ingested.body);
        if (row.next())
            return LoggedKey{row.integer(0), ingested, row.hash(1), row.integer(2) != 0};
    }
    return std::nullopt;
}

LoggedSnapshot LoggedSnapshots::read(SnapshotId id) {
    Statement::Run row(row_, id);
    const auto what = [&] { return fmt::format("snapshot {}", id); };
    if (!row.next()) throw damaged(what());
    LoggedSnapshot logged;
    logged.snapshot = read_snapshot(row);
    read_page(row, logged);
    logged.kept = row.integer(column::kept) != 0;
    logged.row_hash = row.hash(column::row_hash);
    const std::string& rules = logged.snapshot.rules;
    const bool rules_fit = row.is_null(column::rules_hash)
                               ? rules.empty()
                               : !rules.empty() && row.hash(column::rules_hash) == hash_of(rules);
    if (!rules_fit || row_hash(logged.snapshot.source, logged.snapshot) != logged.row_hash) {
        throw damaged(what());
    }
    return logged;
}

}  // namespace feedarc::sqlite
