#include "archive/sqlite/rebuilding.hpp"

#include "archive/sqlite/content_list.hpp"
#include "archive/sqlite/record_query.hpp"
#include "archive/sqlite/search_index.hpp"
#include "archive/sqlite/stored_time.hpp"
#include "archive/sqlite/totals.hpp"

#include <utility>
#include <vector>

namespace feedarc::sqlite {
namespace {

// Of the statements below.
namespace column {
enum Column {
    id,
    source,
    told_source,
    told_time,
    page_url,
    body,
    url,
    url_given,
    media_type,
    form,
    rules,
    reader,
    new_page,
    new_hash,
    new_contents,
    old_page,
    old_contents,
    status,
    headers,
    end_known,
};
}

constexpr const char* kNoted =
    "SELECT n.id, n.source, coalesce(t.name, s.name), coalesce(n.told_captured_at, n.captured_at), "
    "n.page_url, b.hash, n.url, n.url_given, n.media_type, n.form, "
    "(SELECT text FROM rules u WHERE u.hash = n.rules), n.reader_version, p.id, p.hash, "
    "p.contents, o.id, o.contents, n.status, n.headers, n.end_known "
    "FROM rebuilding r CROSS JOIN snapshots n ON n.id = r.snapshot "
    "CROSS JOIN bodies b ON b.id = n.body CROSS JOIN sources s ON s.id = n.source "
    "CROSS JOIN pages p ON p.id = r.page LEFT JOIN sources t ON t.id = n.told_source "
    "LEFT JOIN pages o ON o.id = coalesce(n.page, n.forgotten_page)";

}  // namespace

Rebuilding::Rebuilding(sqlite3& db, LogWriter& log)
    : db_(db),
      log_(log),
      note_(db, "INSERT OR REPLACE INTO rebuilding VALUES (?, ?)"),
      update_(db,
              "UPDATE snapshots SET page = CASE WHEN forgotten_page IS NULL THEN ?2 END, "
              "forgotten_page = CASE WHEN forgotten_page IS NOT NULL THEN ?2 END, "
              "refusal = CASE WHEN forgotten_page IS NOT NULL THEN refusal END, "
              "reader_version = ?3, row_hash = ?4 WHERE id = ?1") {}

void Rebuilding::begin() {
    execute(db_, "DELETE FROM rebuilding");
}

void Rebuilding::note(SnapshotId snapshot, const ParsedPage& page) {
    Statement::Run(note_, snapshot, log_.page(page).id).next();
}

// The row's own hash is over the page and the reader as well.
void Rebuilding::take_over(const Statement::Run& row) {
    PreparedSnapshot snapshot;
    snapshot.page_url = row.text(column::page_url);
    snapshot.captured_at = time_of(row.integer(column::told_time));
    snapshot.body.hash = row.hash(column::body);
    snapshot.url = row.text(column::url);
    snapshot.url_given = row.integer(column::url_given) != 0;
    snapshot.media_type = row.text(column::media_type);
    snapshot.form = form_from(row.text(column::form)).value_or(Form::text);
    snapshot.rules = row.text(column::rules);
    if (!row.is_null(column::status)) {
        snapshot.fetched =
            Provenance{static_cast<int>(row.integer(column::status)),
                       std::string(row.text(column::headers)), row.integer(column::end_known) != 0};
    }
    auto page = std::make_shared<ParsedPage>();
    page->hash = row.hash(column::new_hash);
    snapshot.page = std::move(page);
    Statement::Run(update_, row.integer(column::id), row.integer(column::new_page), kReaderVersion,
                   row_hash(row.text(column::told_source), snapshot))
        .next();
}

void Rebuilding::apply(const std::function<void(const RereadSnapshot&)>& visit) {
    Statement noted(db_, kNoted);
    Statement::Run row(noted);
    while (row.next()) {
        const bool other_page = row.is_null(column::old_page) ||
                                row.integer(column::old_page) != row.integer(column::new_page);
        if (!other_page && row.integer(column::reader) == kReaderVersion) continue;
        take_over(row);
        if (!other_page) continue;
        RereadSnapshot reread;
        reread.source = row.integer(column::source);
        reread.body = row.hash(column::body);
        if (!row.is_null(column::old_page))
            reread.before = read_content_list(row.text(column::old_contents));
        reread.after = read_content_list(row.text(column::new_contents));
        visit(reread);
    }
}

void Rebuilding::refresh_fingerprints(const std::function<Fingerprint(const Entry&)>& compute) {
    std::vector<std::pair<ContentId, Fingerprint>> fresh;
    {
        Statement old(db_,
                      "SELECT id, title, url, guid, category, published, published_precision, "
                      "excerpt FROM contents WHERE fingerprint_version <> ?");
        Statement::Run row(old, kFingerprintVersion);
        while (row.next()) fresh.emplace_back(row.integer(0), compute(read_entry(row, 1)));
    }
    Statement update(db_,
                     "UPDATE contents SET fingerprint = ?, fingerprint_version = ? WHERE id = ?");
    for (const auto& [id, fingerprint] : fresh) {
        Statement::Run(update, fingerprint, kFingerprintVersion, id).next();
    }
}

// Every content of a page that is shown has a revision by now; those of forgotten snapshots wait.
void Rebuilding::end() {
    execute(db_,
            "DELETE FROM rebuilding; "
            "CREATE TEMP TABLE unused AS SELECT id, contents FROM pages WHERE id NOT IN "
            "(SELECT page FROM snapshots WHERE page IS NOT NULL) AND id NOT IN "
            "(SELECT forgotten_page FROM snapshots WHERE forgotten_page IS NOT NULL); "
            "DELETE FROM pages WHERE id IN (SELECT id FROM unused); "
            "DELETE FROM contents WHERE id IN "
            "(SELECT e.value FROM unused u, json_each(u.contents) e) "
            "AND id NOT IN (SELECT content FROM revisions) AND id NOT IN "
            "(SELECT e.value FROM snapshots n JOIN pages p ON p.id = n.forgotten_page, "
            "json_each(p.contents) e WHERE n.forgotten_page IS NOT NULL); "
            "DROP TABLE unused");
    execute(db_, kCountTotals);
    fill_search_index(db_);
}

}  // namespace feedarc::sqlite
