#include "archive/sqlite/age_list.hpp"
#include "archive/sqlite/check_parts.hpp"
#include "archive/sqlite/content_list.hpp"
#include "archive/sqlite/log_writer.hpp"
#include "archive/sqlite/record_query.hpp"
#include "archive/sqlite/stored_time.hpp"

#include <array>
#include <unordered_map>
#include <vector>

// Rows whose hash is of what they say themselves, and pages, whose hash is of their contents'.
namespace feedarc::sqlite {
namespace {

constexpr const char* kCapturedAnew = "nothing is lost: the next capture writes it anew";

// A table with `row_hash`.
struct HashedTable {
    const char* name;
    const char* row;     // what names a row
    const char* values;  // that the hash is of
    const char* source;  // SQL for the name of the source that it is about
    const char* page_url;
    const char* time;
    const char* remedy;
};

constexpr const char* kSourceName = "(SELECT name FROM sources s WHERE s.id = source)";

constexpr std::array kHashedTables{
    HashedTable{"sources", "id", "uuid, name, url, rules, category, category_key", "name", "url",
                "NULL", kRestore},
    HashedTable{"fetches", "id", "source, url, at, outcome, reason, status, detail", kSourceName,
                "url", "at", kRestore},
    HashedTable{"corrections", "id",
                "uuid, made_at, sequence, kind, source, page_url, captured_at, body, new_source, "
                "new_captured_at, undoes",
                "source", "page_url", "captured_at", kRestore},
    HashedTable{"correction_contents", "correction", "correction, side, content, body, position",
                "(SELECT c.source FROM corrections c WHERE c.id = correction)", "NULL", "NULL",
                kRestore},
    HashedTable{"assignments", "id", "source, content, category, origin, assigned_at, sequence",
                "source", "NULL", "assigned_at", kRestore},
    HashedTable{"watches", "source", "source, tried_at, failures, not_before", kSourceName, "NULL",
                "tried_at", kCapturedAnew},
    HashedTable{"hosts", "host", "host, not_before", "NULL", "NULL", "NULL", kCapturedAnew},
    HashedTable{"robots", "origin", "origin, fetched_at, status, text", "NULL", "NULL", "NULL",
                kCapturedAnew},
    HashedTable{"records", "id", "id, uuid", kSourceName, "NULL", "last_seen", kRestore},
    HashedTable{"record_aliases", "id", "id, source, record, uuid, content", kSourceName, "NULL",
                "NULL", kRestore},
};

void name_time(Damage& damage, const Statement::Run& row, int column) {
    damage.captured_at = optional_time(row, column);
}

// The hashes of contents by their ids, those of some pages at a time.
class ContentHashes {
public:
    explicit ContentHashes(sqlite3& db) : find_(db, "SELECT hash FROM contents WHERE id = ?") {}

    Hash128 of(ContentId content) {
        constexpr std::size_t kMostKept = 1'000'000;
        if (known_.size() >= kMostKept) known_.clear();
        const auto [at, is_new] = known_.try_emplace(content);
        if (!is_new) return at->second;
        Statement::Run row(find_, content);
        if (!row.next()) {
            known_.erase(at);
            throw Error(ErrorCode::archive,
                        fmt::format("the content {} that it shows is missing", content));
        }
        return at->second = row.hash(0);
    }

private:
    Statement find_;
    std::unordered_map<ContentId, Hash128> known_;
};

constexpr const char* kSnapshotOfContent =
    "SELECT n.id, s.name, n.page_url, n.captured_at FROM revisions v "
    "CROSS JOIN sources s ON s.id = v.source "
    "CROSS JOIN snapshots n INDEXED BY snapshots_by_time "
    "ON n.source = v.source AND n.captured_at = v.first_seen "
    "CROSS JOIN pages p ON p.id = n.page CROSS JOIN json_each(p.contents) e ON e.value = v.content "
    "WHERE v.content = ? LIMIT 1";

constexpr const char* kSnapshotOfPage =
    "SELECT n.id, s.name, n.page_url, n.captured_at FROM snapshots n "
    "LEFT JOIN sources s ON s.id = n.source WHERE n.page = ? LIMIT 1";

}  // namespace

void SnapshotOf::name(Damage& damage, std::int64_t id) {
    try {
        Statement::Run row(find_, id);
        if (!row.next()) return;
        damage.snapshot = row.integer(0);
        damage.source = row.text(1);
        damage.page_url = row.text(2);
        name_time(damage, row, 3);
    } catch (const Error& error) {
        if (!is_damage(error)) throw;
    }
}

std::int64_t check_hashed_rows(sqlite3& db, const archive::CheckSink& sink) {
    std::int64_t rows = 0;
    for (const HashedTable& table : kHashedTables) {
        const std::string sql =
            fmt::format("SELECT {}, row_hash IS hash_of({}), {}, {}, {} FROM {}", table.row,
                        table.values, table.source, table.page_url, table.time, table.name);
        rows += each_row(db, sql, table.name, sink, [&](const Statement::Run& row) {
            if (row.integer(1) != 0) return;
            Damage damage{table.name, std::string(row.text(0)), "its values do not match its hash",
                          table.remedy};
            damage.source = row.text(2);
            damage.page_url = row.text(3);
            name_time(damage, row, 4);
            sink.damage(std::move(damage));
        });
    }
    return rows;
}

std::int64_t check_rules(sqlite3& db, const archive::CheckSink& sink) {
    return each_row(db, "SELECT lower(hex(hash)), hash, text FROM rules", "rules", sink,
                    [&](const Statement::Run& row) {
                        if (hash_of(row.text(2)) == row.hash(1)) return;
                        sink.damage({"rules", std::string(row.text(0)),
                                     "its text does not match its hash", kRestore});
                    });
}

std::int64_t check_sources(sqlite3& db, const archive::CheckSink& sink) {
    return each_row(db, "SELECT id, uuid, name FROM sources", "sources", sink,
                    [&](const Statement::Run& row) {
                        if (source_uuid(row.text(2)) == row.hash(1)) return;
                        Damage damage{"sources", std::string(row.text(0)),
                                      "its uuid is not that of its name", kRestore};
                        damage.source = row.text(2);
                        sink.damage(std::move(damage));
                    });
}

std::int64_t check_contents(sqlite3& db, const archive::LogRules& rules,
                            const archive::CheckSink& sink) {
    SnapshotOf where(db, kSnapshotOfContent);
    std::int64_t older = 0;
    const auto report = [&](const Statement::Run& row, const char* problem) {
        Damage damage{"contents", std::string(row.text(0)), problem, kRestore};
        where.name(damage, row.integer(0));
        sink.damage(std::move(damage));
    };
    const std::int64_t rows =
        each_row(db,
                 "SELECT id, hash, fingerprint, fingerprint_version, title, url, guid, category, "
                 "published, published_precision, excerpt FROM contents",
                 "contents", sink, [&](const Statement::Run& row) {
                     const Entry entry = read_entry(row, 4);
                     const std::int64_t version = row.integer(3);
                     if (rules.content(entry) != row.hash(1)) {
                         report(row, "its fields do not match its hash");
                     } else if (version < 1 || version > kFingerprintVersion) {
                         report(row, "its fingerprint is of no version that there is");
                     } else if (version < kFingerprintVersion) {
                         ++older;
                     } else if (rules.fingerprint(entry) != row.hash(2)) {
                         report(row, "its fingerprint is not that of its text");
                     }
                 });
    if (older > 0) {
        sink.note(
            fmt::format("the fingerprints of {} entries are of an older version and were not "
                        "compared; `feedarc rebuild` makes them anew",
                        older));
    }
    return rows;
}

std::int64_t check_pages(sqlite3& db, const archive::LogRules& rules,
                         const archive::CheckSink& sink) {
    ContentHashes contents(db);
    SnapshotOf where(db, kSnapshotOfPage);
    std::vector<Hash128> shown;
    const auto problem_of = [&](const Statement::Run& row) -> std::string {
        const StoredPage page = read_stored_page(row.integer(2), row.text(3), row.text(4));
        // Only one way of writing them is ever written.
        if (write_content_list(page.contents) != row.text(3) ||
            write_age_list(page.ages) != row.text(4)) {
            return "its lists are not as they are written";
        }
        shown.clear();
        for (const ContentId content : page.contents) shown.push_back(contents.of(content));
        if (rules.page(shown, page.ages, row.text(5)) == row.hash(1)) return "";
        return "what it shows does not match its hash";
    };
    return each_row(
        db, "SELECT id, hash, entries, contents, ages, obstacle FROM pages", "pages", sink,
        [&](const Statement::Run& row) {
            std::string problem;
            try {
                problem = problem_of(row);
            } catch (const Error& error) {
                if (!is_damage(error)) throw;
                problem = error.what();
            }
            if (problem.empty()) return;
            Damage damage{"pages", std::string(row.text(0)), std::move(problem), kRestore};
            where.name(damage, row.integer(0));
            sink.damage(std::move(damage));
        });
}

}  // namespace feedarc::sqlite
