#include <feedarc/error.hpp>

#include "archive/sqlite/bodies.hpp"
#include "archive/sqlite/log_writer.hpp"
#include "archive/sqlite/salvage_state.hpp"
#include "archive/sqlite/search_index.hpp"
#include "archive/sqlite/stored_time.hpp"
#include "archive/sqlite/totals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_set>

// Snapshots, whose hashes are of what they point to as well: so they say what that is, where ids do
// not.
namespace feedarc::sqlite {
namespace {

// The columns of `snapshots`.
namespace column {
enum Column {
    source = 1,
    page_url,
    captured_at,
    body,
    url,
    url_given,
    media_type,
    form,
    rules,
    reader_version,
    page,
    refusal,
    forgotten_page,
    told_source,
    told_captured_at,
    status,
    headers,
    end_known,
    row_hash,
};
}

// When nothing that its ids may stand for fits, so many others are tried.
constexpr std::size_t kMostTried = 1'000'000;

// What a snapshot may be of.
struct Candidates {
    std::vector<std::string> names;
    std::vector<Hash128> bodies;
    std::vector<Hash128> pages;  // empty: it was refused
};

// What it is of, as its hash says.
struct Match {
    std::string name;
    Hash128 body;
    std::optional<Hash128> page;
};

std::optional<std::int64_t> page_id(const StoredRow& record) {
    const auto page = record.optional_integer(column::page);
    return page ? page : record.optional_integer(column::forgotten_page);
}

class Snapshots {
public:
    explicit Snapshots(SalvageWork& work)
        : work_(work),
          bodies_(work.db),
          log_(work.db, bodies_, state_),
          page_(work.db, "SELECT id FROM main.pages WHERE hash = ?"),
          body_(work.db, "SELECT id, data IS NOT NULL FROM main.bodies WHERE hash = ?"),
          rules_(work.db, "SELECT text FROM main.rules WHERE hash = ?"),
          there_(work.db,
                 "SELECT 1 FROM main.snapshots WHERE source = ? AND page_url = ? AND "
                 "captured_at = ? AND body = ?"),
          insert_body_(work.db,
                       "INSERT INTO main.bodies (hash, size, encoding, chain) "
                       "VALUES (?, ?, 'zstd', 0)"),
          insert_(work.db,
                  "INSERT OR IGNORE INTO main.snapshots (id, source, page_url, captured_at, body, "
                  "url, url_given, media_type, form, rules, reader_version, page, refusal, status, "
                  "headers, end_known, row_hash) "
                  "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)") {}

    void run() {
        const auto total = static_cast<std::size_t>(work_.found.count(LogTable::snapshots));
        std::size_t done = 0;
        std::vector<std::int64_t> rest;
        work_.found.each(LogTable::snapshots, [&](const FoundRows::Row& row) {
            work_.progress("snapshots", ++done, total);
            if (!take(row, false)) rest.push_back(row.number);
        });
        // The indexes know hashes of rows that are lost.
        if (!rest.empty()) add_indexed_hashes();
        for (const std::int64_t number : rest) {
            work_.found.row(number, [&](const FoundRows::Row& row) {
                if (!take(row, true)) note_lost(row);
            });
        }
        tell_lost();
    }

private:
    bool take(const FoundRows::Row& row, bool thoroughly) {
        auto match = match_of(row.record, candidates_of(row.record));
        if (match) return store(row.id, row.record, *match);
        if (!thoroughly) return false;
        if (rescued_.contains(row.id)) return true;
        if ((match = match_read_again(row.record)) || (match = match_any(row.record))) {
            return store(row.id, row.record, *match);
        }
        const auto right = mended(work_, row.bytes, [&](const StoredRow& record) {
            match = match_of(record, candidates_of(record, false));
            return match.has_value();
        });
        return right && store(row.id, *StoredRow::parse(*right), *match);
    }

    // What its ids stand for, and with `alike` also ids that differ in a bit.
    Candidates candidates_of(const StoredRow& record, bool alike = true) const {
        Candidates candidates;
        const bool amended = !record.is_null(column::told_source);
        const auto add = [&](const auto& map, std::int64_t id, auto& all) {
            if (alike) {
                add_alike(map, id, all);
            } else if (const auto at = map.find(id); at != map.end()) {
                all = at->second;
            }
        };
        add(work_.names_of, record.integer(amended ? column::told_source : column::source),
            candidates.names);
        add(work_.bodies_of, record.integer(column::body), candidates.bodies);
        if (const auto page = page_id(record)) {
            add(work_.pages_of, *page, candidates.pages);
            if (candidates.pages.empty()) candidates.names.clear();  // nothing can match
        }
        return candidates;
    }

    // What the row says, but for what it points to; nothing where no snapshot says so.
    std::optional<PreparedSnapshot> prepared(const StoredRow& record) {
        PreparedSnapshot snapshot;
        const bool amended = !record.is_null(column::told_captured_at);
        const auto form = form_from(record.bytes(column::form));
        const auto captured_at =
            possible_time(record.integer(amended ? column::told_captured_at : column::captured_at));
        if (!form || !captured_at) return std::nullopt;
        snapshot.page_url = record.bytes(column::page_url);
        snapshot.captured_at = *captured_at;
        snapshot.url = record.bytes(column::url);
        snapshot.url_given = record.integer(column::url_given) != 0;
        snapshot.media_type = record.bytes(column::media_type);
        snapshot.form = *form;
        if (const auto rules = hash_in(record, column::rules)) {
            Statement::Run row(rules_, *rules);
            if (!row.next()) return std::nullopt;
            snapshot.rules = row.text(0);
        }
        if (!page_id(record)) snapshot.refusal = record.bytes(column::refusal);
        if (!record.is_null(column::status)) {
            snapshot.fetched = Provenance{static_cast<int>(record.integer(column::status)),
                                          std::string(record.bytes(column::headers)),
                                          record.integer(column::end_known) != 0};
        }
        return snapshot;
    }

    // Whether the hash of a row is right when it points to these.
    class Test {
    public:
        Test(PreparedSnapshot snapshot, const StoredRow& record)
            : snapshot_(std::move(snapshot)), hash_(hash_in(record, column::row_hash)) {
            snapshot_.reader_version = static_cast<int>(record.integer(column::reader_version));
        }

        bool operator()(std::string_view name, const Hash128& body,
                        const std::optional<Hash128>& page) {
            snapshot_.body.hash = body;
            snapshot_.page.reset();
            if (page) {
                page_->hash = *page;
                snapshot_.page = page_;
            }
            return row_hash(name, snapshot_) == hash_;
        }

    private:
        PreparedSnapshot snapshot_;
        std::shared_ptr<ParsedPage> page_ = std::make_shared<ParsedPage>();
        std::optional<Hash128> hash_;
    };

    std::optional<Match> match_of(const StoredRow& record, const Candidates& candidates) {
        auto snapshot = prepared(record);
        if (!snapshot) return std::nullopt;
        Test is_right(std::move(*snapshot), record);
        for (const std::string& name : candidates.names) {
            for (const Hash128& body : candidates.bodies) {
                if (candidates.pages.empty() && is_right(name, body, std::nullopt)) {
                    return Match{name, body, std::nullopt};
                }
                for (const Hash128& page : candidates.pages) {
                    if (is_right(name, body, page)) return Match{name, body, page};
                }
            }
        }
        return std::nullopt;
    }

    // A page that is lost, by what today's reader reads.
    std::optional<Match> match_read_again(const StoredRow& record) {
        if (!page_id(record)) return std::nullopt;
        Candidates candidates = candidates_of(record);
        add_alike(work_.names_of, record.integer(column::source), candidates.names);
        candidates.pages.clear();
        for (const Hash128& body : candidates.bodies) {
            const auto page = read(record, body);
            if (page) candidates.pages.push_back(page->hash);
        }
        return match_of(record, candidates);
    }

    std::vector<Hash128> all_hashes(const char* sql) {
        Statement list(work_.db, sql);
        Statement::Run row(list, kMostTried);
        std::vector<Hash128> hashes;
        while (row.next()) hashes.push_back(row.hash(0));
        return hashes;
    }

    // Whatever there is in place of the one thing that is not known.
    std::optional<Match> match_any(const StoredRow& record) {
        if (tried_ > kMostTried * 100) return std::nullopt;
        const Candidates likely = candidates_of(record);
        Candidates candidates = likely;
        if (page_id(record)) {
            candidates.pages = all_hashes("SELECT hash FROM main.pages LIMIT ?");
            candidates.names = likely.names;
            add_alike(work_.names_of, record.integer(column::source), candidates.names);
            tried_ += candidates.pages.size();
            if (auto match = match_of(record, candidates)) return match;
        }
        candidates = likely;
        candidates.bodies = all_hashes("SELECT hash FROM main.bodies LIMIT ?");
        tried_ += candidates.bodies.size();
        if (auto match = match_of(record, candidates)) return match;
        candidates = likely;
        for (const auto& [id, names] : work_.names_of) {
            candidates.names.insert(candidates.names.end(), names.begin(), names.end());
        }
        tried_ += candidates.names.size();
        return match_of(record, candidates);
    }

    std::shared_ptr<const ParsedPage> read(const StoredRow& record, const Hash128& hash) {
        Statement::Run row(body_, hash);
        if (!row.next() || row.integer(1) == 0) return nullptr;
        SnapshotToRead way;
        if (record.integer(column::url_given) != 0) way.url = record.bytes(column::url);
        way.media_type = record.bytes(column::media_type);
        way.form = form_from(record.bytes(column::form)).value_or(Form::text);
        if (const auto rules = hash_in(record, column::rules)) {
            Statement::Run text(rules_, *rules);
            if (!text.next()) return nullptr;
            way.rules = text.text(0);
        }
        return work_.read(bodies_.bytes(row.integer(0)), way);
    }

    std::int64_t body_now(std::int64_t snapshot, const StoredRow& record, const Match& match) {
        {
            Statement::Run row(body_, match.body);
            if (row.next()) return row.integer(0);
        }
        const auto pruned = work_.pruned.find(match.body);
        if (pruned == work_.pruned.end()) {
            Damage damage = damage_of(snapshot, record, match.name);
            damage.table = "bodies";
            damage.row = match.body.hex();
            damage.problem = "the bytes of the page";
            work_.lost(std::move(damage));
        }
        const std::int64_t size = pruned == work_.pruned.end() ? 0 : pruned->second;
        return Statement::Run(insert_body_, match.body, size).insert();
    }

    // Stores a snapshot where it was ingested. False where what it showed is lost.
    bool store(std::int64_t id, const StoredRow& record, const Match& match) {
        if (rescued_.contains(id)) return true;
        auto snapshot = prepared(record);
        std::optional<std::int64_t> page;
        Hash128 hash = *hash_in(record, column::row_hash);
        std::int64_t version = record.integer(column::reader_version);
        if (match.page) {
            Statement::Run row(page_, *match.page);
            if (row.next()) page = row.integer(0);
        }
        if (match.page && !page) {
            const auto again = read(record, match.body);
            if (!again) return false;
            page = log_.page(*again).id;
            ++work_.counts.read_again;
            if (again->hash != *match.page) {
                snapshot->body.hash = match.body;
                snapshot->page = again;
                version = kReaderVersion;
                hash = row_hash(match.name, *snapshot);
            }
        }
        const std::int64_t source = salvaged_source(work_, match.name);
        const std::int64_t body = body_now(id, record, match);
        const std::int64_t at = seconds(snapshot->captured_at);
        {
            Statement::Run there(there_, source, std::string_view(snapshot->page_url), at, body);
            if (there.next()) return true;
        }
        for (const auto& as : {std::optional(id), std::optional<std::int64_t>()}) {
            Statement::Run run(
                insert_, as, source, std::string_view(snapshot->page_url), at, body,
                TextOrNull{snapshot->url}, std::int64_t{snapshot->url_given},
                TextOrNull{snapshot->media_type}, record.bytes(column::form),
                hash_in(record, column::rules), version, page, TextOrNull{snapshot->refusal},
                record.optional_integer(column::status), TextOrNull{record.bytes(column::headers)},
                record.integer(column::end_known), hash);
            if (!run.insert_unless_there()) continue;
            rescued_.insert(id);
            ++work_.counts.snapshots;
            return true;
        }
        return false;
    }

    void add_indexed_hashes() {
        work_.found.each(LogTable::hashes, [&](const FoundRows::Row& row) {
            const auto hash = hash_in(row.record, 0);
            if (!hash) return;
            const std::int64_t id = row.record.integer(1);
            for (auto* of : {&work_.bodies_of, &work_.pages_of}) {
                auto& hashes = (*of)[id];
                if (std::find(hashes.begin(), hashes.end(), *hash) == hashes.end()) {
                    hashes.push_back(*hash);
                }
            }
        });
    }

    // ---- what is lost

    Damage damage_of(std::int64_t id, const StoredRow& record, std::string_view name) const {
        Damage damage{"snapshots", std::to_string(id), "the snapshot", ""};
        damage.snapshot = id;
        damage.source = name;
        damage.page_url = record.bytes(column::page_url);
        damage.captured_at = possible_time(record.integer(column::captured_at));
        return damage;
    }

    std::string name_of(std::int64_t source) const {
        const auto at = work_.names_of.find(source);
        return at == work_.names_of.end() ? "" : at->second.front();
    }

    void note_lost(const FoundRows::Row& row) {
        lost_.emplace(row.id,
                      damage_of(row.id, row.record, name_of(row.record.integer(column::source))));
    }

    // Also those of which only an index tells, or the numbers of the others.
    void tell_lost() {
        work_.found.each(LogTable::places, [&](const FoundRows::Row& row) {
            const std::int64_t id = row.record.integer(4);
            Damage damage{"snapshots", std::to_string(id), "the snapshot", ""};
            damage.snapshot = id;
            damage.source = name_of(row.record.integer(0));
            damage.page_url = row.record.bytes(1);
            damage.captured_at = possible_time(row.record.integer(2));
            lost_.emplace(id, std::move(damage));
        });
        for (auto& [id, damage] : lost_) {
            if (!rescued_.contains(id)) work_.lost(std::move(damage));
        }
    }

    SalvageWork& work_;
    Bodies bodies_;
    WriteState state_;
    LogWriter log_;
    Statement page_, body_, rules_, there_, insert_body_, insert_;
    std::set<std::int64_t> rescued_;  // by the ids that they had
    std::map<std::int64_t, Damage> lost_;
    std::size_t tried_ = 0;
};

}  // namespace

void salvage_snapshots(SalvageWork& work) {
    Snapshots(work).run();
    // What no snapshot shows is of no use, nor are bodies that nothing needs.
    execute(
        work.db,
        "DELETE FROM main.bodies WHERE id NOT IN (WITH RECURSIVE needed (id) AS "
        "(SELECT body FROM main.snapshots UNION SELECT b.base FROM main.bodies b "
        "JOIN needed n ON b.id = n.id WHERE b.base IS NOT NULL) SELECT id FROM needed); "
        "DELETE FROM main.blocks WHERE id NOT IN "
        "(SELECT block FROM main.bodies WHERE block IS NOT NULL); "
        "DELETE FROM main.pages WHERE id NOT IN (SELECT page FROM main.snapshots WHERE page IS "
        "NOT NULL); "
        "CREATE TEMP TABLE shown (content INTEGER PRIMARY KEY); "
        "INSERT OR IGNORE INTO temp.shown SELECT e.value FROM main.pages p, "
        "json_each(p.contents) e; "
        "DELETE FROM main.contents WHERE id NOT IN (SELECT content FROM temp.shown); "
        "DELETE FROM main.rules WHERE hash NOT IN (SELECT rules FROM main.snapshots WHERE rules "
        "IS NOT NULL UNION SELECT rules FROM main.sources WHERE rules IS NOT NULL)");
    fill_search_index(work.db);
    execute(work.db, kCountTotals);
    work.counts.contents = integer_of(work.db, "SELECT count(*) FROM main.contents");
    work.counts.bodies =
        integer_of(work.db, fmt::format("SELECT count(*) FROM main.bodies b WHERE {}", kIsKept));
}

}  // namespace feedarc::sqlite
