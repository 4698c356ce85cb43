#include <feedarc/error.hpp>

#include "archive/sqlite/age_list.hpp"
#include "archive/sqlite/content_list.hpp"
#include "archive/sqlite/record_query.hpp"
#include "archive/sqlite/salvage_state.hpp"

#include <algorithm>

// Contents, and pages, which their contents vouch for.
namespace feedarc::sqlite {
namespace {

// The columns of `contents` and of `pages`.
namespace column {
enum Content { hash = 1, title = 4, url, guid, category, published, precision, excerpt };
enum Page { entries = 2, contents, ages, obstacle };
}  // namespace column

Entry entry_of(const StoredRow& record) {
    Entry entry;
    entry.title = record.bytes(column::title);
    entry.url = record.bytes(column::url);
    entry.guid = record.bytes(column::guid);
    entry.category = record.bytes(column::category);
    entry.published.value = record.bytes(column::published);
    entry.published.precision = precision_from(record.bytes(column::precision));
    entry.excerpt = record.bytes(column::excerpt);
    return entry;
}

class Contents {
public:
    explicit Contents(SalvageWork& work)
        : work_(work),
          insert_(work.db,
                  "INSERT OR IGNORE INTO main.contents (id, hash, fingerprint, "
                  "fingerprint_version, title, url, guid, category, published, "
                  "published_precision, excerpt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
          find_(work.db, "SELECT id FROM main.contents WHERE hash = ?"),
          note_(work.db, "INSERT OR IGNORE INTO temp.content_ids VALUES (?, ?, ?)") {
        execute(work.db,
                "CREATE TEMP TABLE content_ids (id INTEGER, rank INTEGER, hash BLOB, "
                "PRIMARY KEY (id, rank, hash)) WITHOUT ROWID");
    }

    void take(const FoundRows::Row& row) {
        const auto is_right = [&](const StoredRow& record) {
            return work_.rules.content(entry_of(record)) == hash_in(record, column::hash);
        };
        std::optional<std::string> right;
        if (!is_right(row.record)) right = mended(work_, row.bytes, is_right);
        const StoredRow record = right ? *StoredRow::parse(*right) : row.record;
        const Entry entry = entry_of(record);
        // One whose hash is damaged is what a page may vouch for.
        const Hash128 hash = work_.rules.content(entry);
        Statement::Run(note_, row.id, static_cast<std::int64_t>(row.rank), hash).next();
        const Fingerprint fingerprint = work_.rules.fingerprint(entry);
        const auto insert = [&](std::optional<std::int64_t> id) {
            Statement::Run run(
                insert_, id, hash, fingerprint, kFingerprintVersion, TextOrNull{entry.title},
                TextOrNull{entry.url}, TextOrNull{entry.guid}, TextOrNull{entry.category},
                TextOrNull{entry.published.value}, TextOrNull{to_string(entry.published.precision)},
                TextOrNull{entry.excerpt});
            return run.insert_unless_there().has_value();
        };
        if (!insert(row.id) && !is_there(hash)) insert(std::nullopt);
    }

private:
    bool is_there(const Hash128& hash) {
        Statement::Run row(find_, hash);
        return row.next();
    }

    SalvageWork& work_;
    Statement insert_, find_, note_;
};

class Pages {
public:
    explicit Pages(SalvageWork& work)
        : work_(work),
          hashes_(work.db, "SELECT hash FROM temp.content_ids WHERE id = ? ORDER BY rank"),
          content_(work.db, "SELECT id FROM main.contents WHERE hash = ?"),
          find_(work.db, "SELECT id FROM main.pages WHERE hash = ?"),
          insert_(work.db,
                  "INSERT OR IGNORE INTO main.pages (id, hash, entries, contents, ages, obstacle) "
                  "VALUES (?, ?, ?, ?, ?, ?)") {}

    void take(const FoundRows::Row& row) {
        const auto stored = hash_in(row.record, column::hash);
        auto shown = read(row.record);
        if (!shown || shown->hash != stored) {
            // Where it is of another reading of the ids, or a bit was flipped.
            std::optional<Shown> right = shown ? vary(*shown, stored) : std::nullopt;
            if (!right) {
                (void)mended(work_, row.bytes, [&](const StoredRow& record) {
                    auto attempt = read(record);
                    if (!attempt || attempt->hash != hash_in(record, column::hash)) return false;
                    right = std::move(attempt);
                    return true;
                });
            }
            if (right) shown = std::move(right);
        }
        auto& hashes = work_.pages_of[row.id];
        // A snapshot vouches for the one or for the other.
        if (stored) hashes.push_back(*stored);
        if (!shown) return;
        if (shown->hash != stored) hashes.push_back(shown->hash);
        insert(row.id, *shown);
    }

private:
    struct Shown {
        std::vector<std::vector<Hash128>> candidates;  // for each content
        std::vector<Hash128> contents;
        Ages ages;
        std::string obstacle;
        Hash128 hash;
    };

    // What an id may stand for: what was found under it, else under one alike.
    const std::vector<Hash128>& candidates_of(std::int64_t id) {
        constexpr std::size_t kMostKept = 100'000;
        if (known_.size() > kMostKept) known_.clear();
        const auto [at, is_new] = known_.try_emplace(id);
        if (!is_new) return at->second;
        std::vector<Hash128> hashes;
        for (const std::int64_t alike : alike_ids(id)) {
            Statement::Run row(hashes_, alike);
            while (row.next()) hashes.push_back(row.hash(0));
            if (alike == id && !hashes.empty()) break;
        }
        return at->second = std::move(hashes);
    }

    // What a row says; nothing where it cannot be read, or a content is missing.
    std::optional<Shown> read(const StoredRow& record) {
        Shown shown;
        try {
            StoredPage page =
                read_stored_page(record.integer(column::entries), record.bytes(column::contents),
                                 record.bytes(column::ages));
            for (const std::int64_t id : page.contents) {
                const auto& candidates = candidates_of(id);
                if (candidates.empty()) return std::nullopt;
                shown.candidates.push_back(candidates);
                shown.contents.push_back(candidates.front());
            }
            shown.ages = std::move(page.ages);
        } catch (const Error&) {
            return std::nullopt;
        }
        shown.obstacle = record.bytes(column::obstacle);
        shown.hash = work_.rules.page(shown.contents, shown.ages, shown.obstacle);
        return shown;
    }

    // With another candidate at one place.
    std::optional<Shown> vary(Shown shown, const std::optional<Hash128>& wanted) const {
        for (std::size_t i = 0; i < shown.contents.size(); ++i) {
            const Hash128 before = shown.contents[i];
            for (const Hash128& candidate : shown.candidates[i]) {
                shown.contents[i] = candidate;
                shown.hash = work_.rules.page(shown.contents, shown.ages, shown.obstacle);
                if (shown.hash == wanted) return shown;
            }
            shown.contents[i] = before;
        }
        return std::nullopt;
    }

    void insert(std::int64_t id, const Shown& shown) {
        {
            Statement::Run row(find_, shown.hash);
            if (row.next()) return;
        }
        std::vector<ContentId> ids;
        for (const Hash128& hash : shown.contents) {
            Statement::Run row(content_, hash);
            if (!row.next()) return;
            ids.push_back(row.integer(0));
        }
        const std::string contents = write_content_list(ids);
        const std::string ages = write_age_list(shown.ages);
        for (const auto& as : {std::optional(id), std::optional<std::int64_t>()}) {
            Statement::Run run(insert_, as, shown.hash, ids.size(), std::string_view(contents),
                               TextOrNull{ages}, TextOrNull{shown.obstacle});
            if (run.insert_unless_there()) return;
        }
    }

    SalvageWork& work_;
    std::unordered_map<std::int64_t, std::vector<Hash128>> known_;
    Statement hashes_, content_, find_, insert_;
};

}  // namespace

void salvage_contents(SalvageWork& work) {
    Contents contents(work);
    work.found.each(LogTable::contents, [&](const FoundRows::Row& row) { contents.take(row); });
}

void salvage_pages(SalvageWork& work) {
    Pages pages(work);
    work.found.each(LogTable::pages, [&](const FoundRows::Row& row) { pages.take(row); });
}

}  // namespace feedarc::sqlite
