#include "archive/sqlite/log_writer.hpp"

#include <feedarc/error.hpp>

#include "archive/sqlite/stored_time.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace feedarc::sqlite {
namespace {

// Over everything that a snapshot row says, with the hashes of what it points to.
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
        .add(std::int64_t{kReaderVersion});
    if (snapshot.page) {
        hash.add(snapshot.page->hash);
    } else {
        hash.add(snapshot.refusal);
    }
    return hash.finish();
}

// Deterministic, so that two machines that watch the same source give it the same identifier.
Hash128 source_uuid(std::string_view name) {
    Hash128 uuid = FieldHash().add("feedarc source").add(name).finish();
    uuid.bytes[6] = static_cast<std::uint8_t>((uuid.bytes[6] & 0x0fU) | 0x80U);  // RFC 9562, 5.8
    uuid.bytes[8] = static_cast<std::uint8_t>((uuid.bytes[8] & 0x3fU) | 0x80U);
    return uuid;
}

// A list of numbers as json_each() takes it.
std::string json_of(const std::vector<ContentId>& ids) {
    return fmt::format("[{}]", fmt::join(ids, ","));
}

}  // namespace

LogWriter::LogWriter(sqlite3& db, Bodies& bodies, WriteState& state)
    : bodies_(bodies),
      state_(state),
      find_source_(db, "SELECT id FROM sources WHERE name = ?"),
      insert_source_(db, "INSERT INTO sources (uuid, name, url) VALUES (?, ?, ?)"),
      set_source_url_(db, "UPDATE sources SET url = ? WHERE id = ? AND url IS NULL"),
      set_source_rules_(db, "UPDATE sources SET rules = ?1 WHERE id = ?2 AND rules IS NOT ?1"),
      insert_rules_(db, "INSERT INTO rules (hash, text) VALUES (?, ?) ON CONFLICT DO NOTHING"),
      find_content_(db, "SELECT id FROM contents WHERE hash = ?"),
      insert_content_(db,
                      "INSERT INTO contents (hash, fingerprint, fingerprint_version, title, url, "
                      "guid, category, published, published_precision, excerpt) "
                      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      find_page_(db, "SELECT id FROM pages WHERE hash = ?"),
      insert_page_(db, "INSERT INTO pages (hash, entries) VALUES (?, ?)"),
      // All at once costs a third less than one by one. OR FAIL, since every failure ends the
      // transaction: ABORT would write a journal of the statement, at 30 times the cost.
      insert_page_entries_(db,
                           "INSERT OR FAIL INTO page_entries (page, position, content) "
                           "SELECT ?, key, value FROM json_each(?)"),
      page_contents_(db, "SELECT content FROM page_entries WHERE page = ? ORDER BY position"),
      find_snapshot_(db,
                     "SELECT id, page IS NULL FROM snapshots WHERE source = ? AND page_url = ? AND "
                     "captured_at = ? AND body = ?"),
      find_same_body_(db,
                      "SELECT 1 FROM snapshots INDEXED BY snapshots_by_body "
                      "WHERE body = ? AND source = ? AND page_url = ? LIMIT 1"),
      insert_snapshot_(
          db,
          "INSERT INTO snapshots (source, page_url, captured_at, body, url, url_given, "
          "media_type, form, rules, reader_version, page, refusal, row_hash) "
          "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      complete_snapshot_(
          db,
          "UPDATE snapshots SET url = ?, url_given = ?, media_type = ?, form = ?, "
          "rules = ?, reader_version = ?, page = ?, refusal = NULL, row_hash = ? WHERE id = ?") {}

SourceId LogWriter::source(std::string_view name, std::string_view url) {
    const auto [at, is_new] = state_.source_ids.emplace(std::string(name), 0);
    if (!is_new) return at->second;
    std::optional<SourceId> id;
    {
        Statement::Run run(find_source_, name);
        if (run.next()) id = run.integer(0);
    }
    if (!id) {
        Statement::Run run(insert_source_, source_uuid(name), name, TextOrNull{url});
        id = run.insert();
    } else if (!url.empty()) {
        Statement::Run(set_source_url_, url, *id).next();
    }
    at->second = *id;
    return *id;
}

// The key of rules, whose row is made when they are new; nothing for none.
std::optional<Hash128> LogWriter::rules(std::string_view text) {
    if (text.empty()) return std::nullopt;
    const Hash128 hash = hash_of(text);
    if (state_.rules.insert(hash).second) Statement::Run(insert_rules_, hash, text).next();
    return hash;
}

void LogWriter::set_rules(SourceId source, std::string_view text) {
    Statement::Run(set_source_rules_, rules(text), source).next();
}

ContentId LogWriter::content(const Content& content) {
    const auto [at, is_new] = state_.contents.emplace(content.hash, 0);
    if (!is_new) return at->second;
    {
        Statement::Run run(find_content_, content.hash);
        if (run.next()) return at->second = run.integer(0);
    }
    const Entry& entry = content.entry;
    Statement::Run run(insert_content_, content.hash, content.text.fingerprint, kFingerprintVersion,
                       TextOrNull{entry.title}, TextOrNull{entry.url}, TextOrNull{entry.guid},
                       TextOrNull{entry.category}, TextOrNull{entry.published.value},
                       TextOrNull{to_string(entry.published.precision)}, TextOrNull{entry.excerpt});
    return at->second = run.insert();
}

const WriteState::PageRow& LogWriter::page(const ParsedPage& page) {
    const auto [at, is_new] = state_.pages.try_emplace(page.hash);
    WriteState::PageRow& row = at->second;
    if (!is_new) return row;
    {
        Statement::Run run(find_page_, page.hash);
        if (run.next()) row.id = run.integer(0);
    }
    if (row.id != 0) {
        Statement::Run run(page_contents_, row.id);
        while (run.next()) row.contents.push_back(run.integer(0));
        return row;
    }
    if (page.contents.size() != page.entries) {
        throw Error(ErrorCode::internal, "a page that was to be stored already is not there");
    }
    row.contents.reserve(page.entries);
    for (const auto& entry : page.contents) row.contents.push_back(content(*entry));
    Statement::Run insert(insert_page_, page.hash, row.contents.size());
    row.id = insert.insert();
    const std::string contents = json_of(row.contents);
    Statement::Run(insert_page_entries_, row.id, std::string_view(contents)).next();
    return row;
}

std::optional<SnapshotId> LogWriter::known(SourceId source, const PreparedSnapshot& snapshot,
                                           BodyId body, bool& refused) {
    Statement::Run run(find_snapshot_, source, std::string_view(snapshot.page_url),
                       seconds(snapshot.captured_at), body);
    if (!run.next()) return std::nullopt;
    refused = run.integer(1) != 0;
    return run.integer(0);
}

// A snapshot that was refused before can be read now: the refusal gives way to the page.
void LogWriter::complete(SnapshotId id, const PreparedSnapshot& snapshot, std::int64_t page) {
    Statement::Run(complete_snapshot_, TextOrNull{snapshot.url}, std::int64_t{snapshot.url_given},
                   TextOrNull{snapshot.media_type}, std::string_view(to_string(snapshot.form)),
                   rules(snapshot.rules), kReaderVersion, page, row_hash(snapshot.source, snapshot),
                   id)
        .next();
}

WriteBatch::Added LogWriter::add(SourceId source, const PreparedSnapshot& snapshot) {
    WriteBatch::Added added;
    added.status = SnapshotStatus::stored;
    std::optional<BodyId> body = bodies_.find(snapshot.body.hash);
    if (body) {
        bool was_refused = false;
        if (const auto id = known(source, snapshot, *body, was_refused)) {
            added.snapshot = *id;
            if (was_refused && snapshot.page) {
                const auto& row = page(*snapshot.page);
                complete(*id, snapshot, row.id);
                added.contents = row.contents;
            } else {
                added.status = SnapshotStatus::known;
            }
            return added;
        }
        Statement::Run run(find_same_body_, *body, source, std::string_view(snapshot.page_url));
        if (run.next()) added.status = SnapshotStatus::unchanged;
    } else {
        body = bodies_.insert(snapshot.body);
    }
    std::optional<std::int64_t> page_id;
    if (snapshot.page) {
        const auto& row = page(*snapshot.page);
        page_id = row.id;
        added.contents = row.contents;
    }
    Statement::Run run(insert_snapshot_, source, std::string_view(snapshot.page_url),
                       seconds(snapshot.captured_at), *body, TextOrNull{snapshot.url},
                       std::int64_t{snapshot.url_given}, TextOrNull{snapshot.media_type},
                       std::string_view(to_string(snapshot.form)), rules(snapshot.rules),
                       kReaderVersion, page_id, TextOrNull{snapshot.refusal},
                       row_hash(snapshot.source, snapshot));
    added.snapshot = run.insert();
    return added;
}

}  // namespace feedarc::sqlite
