#include "archive/sqlite/log_writer.hpp"

#include <feedarc/error.hpp>

#include "archive/sqlite/age_list.hpp"
#include "archive/sqlite/category_key.hpp"
#include "archive/sqlite/content_list.hpp"
#include "archive/sqlite/stored_time.hpp"
#include "archive/sqlite/uuid.hpp"

#include <fmt/format.h>

namespace feedarc::sqlite {

Hash128 row_hash(std::string_view source_name, const PreparedSnapshot& snapshot) {
    FieldHash hash;
    hash.add(source_name)
        .add(snapshot.page_url)
        .add(seconds(snapshot.captured_at))
        .add(snapshot.body.hash)
        .add(snapshot.url)
        .add(std::int64_t{snapshot.url_given})
        .add(snapshot.media_type)
        .add(to_string(snapshot.form))
        .add(snapshot.rules)
        .add(std::int64_t{snapshot.reader_version});
    if (snapshot.page) {
        hash.add(snapshot.page->hash);
    } else {
        hash.add(snapshot.refusal);
    }
    if (const auto& fetched = snapshot.fetched) {
        hash.add(std::int64_t{fetched->status})
            .add(fetched->headers)
            .add(std::int64_t{fetched->end_known});
    }
    return hash.finish();
}

Hash128 source_uuid(std::string_view name) {
    return as_uuid(FieldHash().add("feedarc source").add(name).finish());
}

LogWriter::LogWriter(sqlite3& db, Bodies& bodies, WriteState& state)
    : bodies_(bodies),
      state_(state),
      find_source_(db, "SELECT id FROM sources WHERE name = ?"),
      insert_source_(db,
                     "INSERT INTO sources (uuid, name, row_hash) VALUES (?1, ?2, "
                     "hash_of(?1, ?2, NULL, NULL, NULL, NULL))"),
      set_source_url_(db,
                      "UPDATE sources SET url = ?1, row_hash = hash_of(uuid, name, ?1, "
                      "rules, category, category_key) WHERE id = ?2 AND url IS NOT ?1"),
      set_source_rules_(db,
                        "UPDATE sources SET rules = ?1, row_hash = hash_of(uuid, name, url, "
                        "?1, category, category_key) WHERE id = ?2 AND rules IS NOT ?1"),
      set_source_category_(db,
                           "UPDATE sources SET category = ?1, category_key = ?2, row_hash = "
                           "hash_of(uuid, name, url, rules, ?1, ?2) WHERE id = ?3 "
                           "AND category IS NOT ?1"),
      insert_rules_(db, "INSERT INTO rules (hash, text) VALUES (?, ?) ON CONFLICT DO NOTHING"),
      find_content_(db, "SELECT id FROM contents WHERE hash = ?"),
      insert_content_(db,
                      "INSERT INTO contents (hash, fingerprint, fingerprint_version, title, url, "
                      "guid, category, published, published_precision, excerpt) "
                      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING"),
      search_(db),
      find_page_(
          db, "SELECT id, entries, contents, ages, obstacle IS NOT NULL FROM pages WHERE hash = ?"),
      insert_page_(
          db, "INSERT INTO pages (hash, entries, contents, ages, obstacle) VALUES (?, ?, ?, ?, ?)"),
      find_snapshot_(db,
                     "SELECT id, page IS NULL AND forgotten_page IS NULL FROM snapshots "
                     "WHERE source = ? AND page_url = ? AND captured_at = ? AND body = ?"),
      find_amended_(db,
                    "SELECT id, 0 FROM snapshots "
                    "INDEXED BY snapshots_amended WHERE body = ?4 AND told_source = ?1 "
                    "AND page_url = ?2 AND told_captured_at = ?3 AND told_source IS NOT NULL"),
      find_same_body_(db,
                      "SELECT 1 FROM snapshots INDEXED BY snapshots_by_body "
                      "WHERE body = ? AND source = ? AND page_url = ? LIMIT 1"),
      insert_snapshot_(
          db,
          "INSERT INTO snapshots (source, page_url, captured_at, body, url, url_given, "
          "media_type, form, rules, reader_version, page, refusal, row_hash, status, headers, "
          "end_known) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      how_got_(db,
               "SELECT coalesce(t.name, s.name), coalesce(n.told_captured_at, n.captured_at), "
               "n.status, n.headers, n.end_known FROM snapshots n "
               "CROSS JOIN sources s ON s.id = n.source "
               "LEFT JOIN sources t ON t.id = n.told_source WHERE n.id = ?"),
      complete_snapshot_(
          db,
          "UPDATE snapshots SET url = ?, url_given = ?, media_type = ?, form = ?, "
          "rules = ?, reader_version = ?, page = ?, refusal = NULL, row_hash = ? WHERE id = ?") {}

SourceId LogWriter::source(std::string_view name, std::string_view url) {
    const auto [at, is_new] = state_.source_ids.emplace(std::string(name), 0);
    if (is_new) at->second = find_or_insert_source(name);
    if (!url.empty() && state_.sources_with_url.insert(at->second).second) {
        Statement::Run(set_source_url_, url, at->second).next();
    }
    return at->second;
}

SourceId LogWriter::find_or_insert_source(std::string_view name) {
    {
        Statement::Run run(find_source_, name);
        if (run.next()) return run.integer(0);
    }
    Statement::Run run(insert_source_, source_uuid(name), name);
    return run.insert();
}

std::optional<Hash128> LogWriter::rules(std::string_view text) {
    if (text.empty()) return std::nullopt;
    const Hash128 hash = hash_of(text);
    if (state_.rules.insert(hash).second) Statement::Run(insert_rules_, hash, text).next();
    return hash;
}

void LogWriter::set_rules(SourceId source, std::string_view text) {
    Statement::Run(set_source_rules_, rules(text), source).next();
}

void LogWriter::set_category(SourceId source, std::string_view category) {
    const std::string key = category_key(std::string(category));
    Statement::Run(set_source_category_, TextOrNull{category}, TextOrNull{key}, source).next();
}

ContentId LogWriter::content(const Content& content) {
    const auto [at, is_new] = state_.contents.emplace(content.hash, 0);
    if (!is_new) return at->second;
    // Tried first: what is not remembered is new more often than not.
    const Entry& entry = content.entry;
    {
        Statement::Run run(
            insert_content_, content.hash, content.text.fingerprint, kFingerprintVersion,
            TextOrNull{entry.title}, TextOrNull{entry.url}, TextOrNull{entry.guid},
            TextOrNull{entry.category}, TextOrNull{entry.published.value},
            TextOrNull{to_string(entry.published.precision)}, TextOrNull{entry.excerpt});
        if (const auto id = run.insert_unless_there()) {
            if (state_.first_new_content == 0) state_.first_new_content = *id;
            state_.last_new_content = *id;
            if (state_.first_unindexed == 0) state_.first_unindexed = *id;
            return at->second = *id;
        }
    }
    Statement::Run run(find_content_, content.hash);
    if (!run.next()) throw Error(ErrorCode::internal, "a content was neither stored nor found");
    return at->second = run.integer(0);
}

void LogWriter::index_contents() {
    if (state_.first_unindexed == 0) return;
    search_.add(state_.first_unindexed, state_.last_new_content);
    state_.first_unindexed = 0;
}

const WriteState::PageRow& LogWriter::page(const ParsedPage& page) {
    const auto [at, is_new] = state_.pages.try_emplace(page.hash);
    WriteState::PageRow& row = at->second;
    if (!is_new) return row;
    {
        Statement::Run run(find_page_, page.hash);
        if (run.next()) {
            row.id = run.integer(0);
            StoredPage stored = read_stored_page(run.integer(1), run.text(2), run.text(3));
            row.contents = std::move(stored.contents);
            row.ages = std::move(stored.ages);
            row.obstacle = run.integer(4) != 0;
            return row;
        }
    }
    if (page.contents.size() != page.entries) {
        throw Error(ErrorCode::internal, "a page that was to be stored already is not there");
    }
    row.contents.reserve(page.entries);
    for (const auto& entry : page.contents) row.contents.push_back(content(*entry));
    row.ages = page.ages;
    row.obstacle = !page.obstacle.empty();
    const std::string contents = write_content_list(row.contents);
    const std::string ages = write_age_list(row.ages);
    Statement::Run insert(insert_page_, page.hash, row.contents.size(), std::string_view(contents),
                          TextOrNull{ages}, TextOrNull{page.obstacle});
    row.id = insert.insert();
    return row;
}

std::optional<BodyId> LogWriter::body_id(const Hash128& hash) {
    if (const auto at = state_.bodies.find(hash); at != state_.bodies.end()) return at->second;
    return bodies_.find(hash);
}

std::optional<BodyId> LogWriter::base_of(const PackedBody& body) {
    if (!body.base) return std::nullopt;
    auto base = body_id(*body.base);
    if (!base) {
        throw Error(ErrorCode::internal,
                    fmt::format("the prefix {} of a body is not in the archive", body.base->hex()));
    }
    return base;
}

BodyId LogWriter::insert_body(const PackedBody& body) {
    const BodyId id = bodies_.insert(body, base_of(body));
    state_.bodies.emplace(body.hash, id);
    return id;
}

// A new snapshot is a new reason to keep bytes that were pruned.
void LogWriter::keep_body(BodyId id, const PackedBody& body) {
    if (!bodies_.is_kept(id)) bodies_.restore(id, body, base_of(body));
}

std::optional<SnapshotId> LogWriter::known(SourceId source, const PreparedSnapshot& snapshot,
                                           BodyId body, bool& refused) {
    // One that was amended is known by what it was ingested with as well.
    for (Statement* find : {&find_snapshot_, &find_amended_}) {
        Statement::Run run(*find, source, std::string_view(snapshot.page_url),
                           seconds(snapshot.captured_at), body);
        if (!run.next()) continue;
        refused = run.integer(1) != 0;
        return run.integer(0);
    }
    return std::nullopt;
}

// A snapshot that was refused before can be read now: the refusal gives way to the page. When and
// how it was got stays.
WriteBatch::Added LogWriter::complete(SnapshotId id, PreparedSnapshot snapshot) {
    {
        Statement::Run row(how_got_, id);
        row.next();
        snapshot.source = row.text(0);
        snapshot.captured_at = time_of(row.integer(1));
        snapshot.fetched.reset();
        if (!row.is_null(2)) {
            snapshot.fetched = {static_cast<int>(row.integer(2)), std::string(row.text(3)),
                                row.integer(4) != 0};
        }
    }
    WriteBatch::Added added;
    added.snapshot = id;
    const auto page = page_of(snapshot, added);
    Statement::Run(complete_snapshot_, TextOrNull{snapshot.url}, std::int64_t{snapshot.url_given},
                   TextOrNull{snapshot.media_type}, std::string_view(to_string(snapshot.form)),
                   rules(snapshot.rules), snapshot.reader_version, page,
                   row_hash(snapshot.source, snapshot), id)
        .next();
    return added;
}

WriteBatch::Added LogWriter::add(SourceId source, const PreparedSnapshot& snapshot) {
    WriteBatch::Added added;
    std::optional<BodyId> body = body_id(snapshot.body.hash);
    if (body) {
        bool was_refused = false;
        if (const auto id = known(source, snapshot, *body, was_refused)) {
            if (was_refused && snapshot.page) return complete(*id, snapshot);
            added.snapshot = *id;
            added.status = SnapshotStatus::known;
            return added;
        }
        Statement::Run run(find_same_body_, *body, source, std::string_view(snapshot.page_url));
        if (run.next()) added.status = SnapshotStatus::unchanged;
        keep_body(*body, snapshot.body);
    } else {
        body = insert_body(snapshot.body);
    }
    added.snapshot = insert(source, snapshot, *body, page_of(snapshot, added));
    return added;
}

std::optional<std::int64_t> LogWriter::page_of(const PreparedSnapshot& snapshot,
                                               WriteBatch::Added& added) {
    added.end_known = !snapshot.fetched || snapshot.fetched->end_known;
    if (!snapshot.page) return std::nullopt;
    const auto& row = page(*snapshot.page);
    added.contents = row.contents;
    added.ages = row.ages;
    added.obstacle = row.obstacle;
    return row.id;
}

SnapshotId LogWriter::insert(SourceId source, const PreparedSnapshot& snapshot, BodyId body,
                             std::optional<std::int64_t> page) {
    const Provenance told = snapshot.fetched.value_or(Provenance{});
    Statement::Run run(insert_snapshot_, source, std::string_view(snapshot.page_url),
                       seconds(snapshot.captured_at), body, TextOrNull{snapshot.url},
                       std::int64_t{snapshot.url_given}, TextOrNull{snapshot.media_type},
                       std::string_view(to_string(snapshot.form)), rules(snapshot.rules),
                       snapshot.reader_version, page, TextOrNull{snapshot.refusal},
                       row_hash(snapshot.source, snapshot),
                       snapshot.fetched ? std::optional(told.status) : std::nullopt,
                       TextOrNull{told.headers}, std::int64_t{told.end_known});
    return run.insert();
}

}  // namespace feedarc::sqlite
