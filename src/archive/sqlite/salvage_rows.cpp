#include "archive/sqlite/log_writer.hpp"
#include "archive/sqlite/row_hash.hpp"
#include "archive/sqlite/salvage_state.hpp"
#include "archive/sqlite/stored_time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_set>

// Rows that a hash of their own vouches for.
namespace feedarc::sqlite {
namespace {

// Where the values of a row are that its hash is of.
struct Hashed {
    std::size_t first = 0, last = 0;
    std::size_t hash = 0;
    bool id_first = false;  // the row's id goes before them
};

constexpr Hashed kSources{1, 6, 7};
constexpr Hashed kFetches{1, 7, 8};
constexpr Hashed kCorrections{1, 11, 12};
constexpr Hashed kCorrectionContents{0, 4, 5};
constexpr Hashed kAssignments{1, 6, 7};
constexpr Hashed kWatches{1, 3, 4, true};
constexpr Hashed kHosts{0, 1, 2};
constexpr Hashed kRobots{0, 3, 4};

bool is_whole(const StoredRow& record, std::int64_t id, const Hashed& hashed) {
    RowHash hash;
    if (hashed.id_first) hash.add(id);
    for (std::size_t i = hashed.first; i <= hashed.last; ++i) {
        switch (record.type(i)) {
            case ValueType::integer: hash.add(record.integer(i)); break;
            case ValueType::text: hash.add_text(record.bytes(i)); break;
            case ValueType::blob: hash.add_blob(record.bytes(i)); break;
            case ValueType::null:
            case ValueType::real: hash.add_null(); break;
        }
    }
    return hash.finish() == hash_in(record, hashed.hash);
}

// Visits the rows that are whole, or are with a bit flipped; and those that are not.
void each_whole(SalvageWork& work, LogTable table, const Hashed& hashed,
                const std::function<void(std::int64_t, const StoredRow&)>& visit,
                const std::function<void(const FoundRows::Row&)>& broken) {
    std::vector<std::int64_t> rest;
    work.found.each(table, [&](const FoundRows::Row& row) {
        if (is_whole(row.record, row.id, hashed)) {
            visit(row.id, row.record);
            return;
        }
        const auto right = mended(work, row.bytes, [&](const StoredRow& record) {
            return is_whole(record, row.id, hashed);
        });
        if (right) {
            visit(row.id, *StoredRow::parse(*right));
        } else {
            broken(row);
        }
    });
}

std::int64_t id_of(sqlite3& db, std::string_view name) {
    Statement find(db, "SELECT id FROM main.sources WHERE name = ?");
    Statement::Run row(find, name);
    return row.next() ? row.integer(0) : 0;
}

void add_name(SalvageWork& work, std::int64_t id, std::string_view name) {
    auto& names = work.names_of[id];
    if (std::find(names.begin(), names.end(), name) == names.end()) names.emplace_back(name);
}

}  // namespace

bool has_source(SalvageWork& work, std::int64_t id) {
    const auto at = work.names_of.find(id);
    const std::int64_t now = at == work.names_of.end() ? 0 : id_of(work.db, at->second.front());
    return now == id;
}

std::int64_t salvaged_source(SalvageWork& work, std::string_view name) {
    if (const std::int64_t id = id_of(work.db, name); id != 0) return id;
    // Its row is lost, and snapshots vouch for its name.
    Damage damage{"sources", "", "its address, rules and category", ""};
    damage.source = name;
    work.lost(std::move(damage));
    std::optional<std::int64_t> id;
    for (const auto& [former, names] : work.names_of) {
        if (std::find(names.begin(), names.end(), name) != names.end()) id = former;
    }
    Statement insert(work.db,
                     "INSERT OR IGNORE INTO main.sources (id, uuid, name, row_hash) VALUES (?3, "
                     "?1, ?2, hash_of(?1, ?2, NULL, NULL, NULL, NULL))");
    if (const auto made =
            Statement::Run(insert, source_uuid(name), name, id).insert_unless_there()) {
        return *made;
    }
    return Statement::Run(insert, source_uuid(name), name, std::optional<std::int64_t>()).insert();
}

void salvage_rules(SalvageWork& work) {
    RecordInsert insert(work.db, "rules", 2, false);
    const auto is_right = [](const StoredRow& record) {
        return hash_of(record.bytes(1)) == hash_in(record, 0);
    };
    work.found.each(LogTable::rules, [&](const FoundRows::Row& row) {
        if (is_right(row.record)) {
            insert.run(std::nullopt, row.record);
        } else if (const auto right = mended(work, row.bytes, is_right)) {
            insert.run(std::nullopt, *StoredRow::parse(*right));
        }
    });
}

void salvage_sources(SalvageWork& work) {
    constexpr std::size_t kColumns = 8;
    RecordInsert insert(work.db, "sources", kColumns, true);
    const auto take = [&](std::int64_t id, const StoredRow& record) {
        const std::string_view name = record.bytes(2);
        if (hash_in(record, 1) != source_uuid(name)) return;
        add_name(work, id, name);
        if (id_of(work.db, name) != 0) return;
        if (!insert.run(id, record)) insert.run(std::nullopt, record);
    };
    each_whole(work, LogTable::sources, kSources, take, [&](const FoundRows::Row& row) {
        const std::string_view name = row.record.bytes(2);
        add_name(work, row.id, name);  // snapshots may vouch for it
        if (hash_in(row.record, 1) == source_uuid(name)) (void)salvaged_source(work, name);
    });
    Statement lost(
        work.db,
        "UPDATE main.sources SET rules = NULL, row_hash = hash_of(uuid, name, url, NULL, "
        "category, category_key) WHERE rules IS NOT NULL AND rules NOT IN "
        "(SELECT hash FROM main.rules) "
        "RETURNING id, name");
    Statement::Run row(lost);
    while (row.next()) {
        Damage damage{"sources", std::string(row.text(0)), "its rules", ""};
        damage.source = row.text(1);
        work.lost(std::move(damage));
    }
}

namespace {

// A join or a split that has lost all of one side says nothing any more.
void drop_empty_corrections(SalvageWork& work) {
    Statement empty(work.db,
                    "DELETE FROM main.corrections WHERE kind IN ('join', 'split') AND (SELECT "
                    "count(DISTINCT c.side) FROM main.correction_contents c WHERE c.correction = "
                    "corrections.id) < 2 RETURNING id, source");
    {
        Statement::Run row(empty);
        while (row.next()) {
            Damage damage{"corrections", std::string(row.text(0)), "the correction", ""};
            damage.source = row.text(1);
            work.lost(std::move(damage));
            --work.counts.corrections;
        }
    }
    execute(work.db,
            "DELETE FROM main.correction_contents WHERE correction NOT IN "
            "(SELECT id FROM main.corrections)");
}

}  // namespace

void salvage_corrections(SalvageWork& work) {
    constexpr std::size_t kColumns = 13;
    constexpr std::size_t kContentColumns = 6;
    RecordInsert insert(work.db, "corrections", kColumns, true);
    std::set<std::int64_t> there;
    const auto tell = [&](std::int64_t id, const char* what, std::string_view source) {
        Damage damage{"corrections", std::to_string(id), what, ""};
        damage.source = source;
        work.lost(std::move(damage));
    };
    std::map<std::int64_t, std::string> broken;
    each_whole(
        work, LogTable::corrections, kCorrections,
        [&](std::int64_t id, const StoredRow& record) {
            if (!insert.run(id, record)) return;
            there.insert(id);
            ++work.counts.corrections;
        },
        [&](const FoundRows::Row& row) { broken.emplace(row.id, row.record.bytes(5)); });
    for (const auto& [id, source] : broken) {
        if (!there.contains(id)) tell(id, "the correction", source);
    }
    RecordInsert insert_content(work.db, "correction_contents", kContentColumns, false);
    std::set<std::int64_t> incomplete;
    each_whole(
        work, LogTable::correction_contents, kCorrectionContents,
        [&](std::int64_t, const StoredRow& record) {
            if (there.contains(record.integer(0))) insert_content.run(std::nullopt, record);
        },
        [&](const FoundRows::Row& row) { incomplete.insert(row.record.integer(0)); });
    for (const std::int64_t id : incomplete) {
        if (there.contains(id)) tell(id, "a content that the correction speaks of", "");
    }
    drop_empty_corrections(work);
}

void salvage_assignments(SalvageWork& work) {
    constexpr std::size_t kColumns = 8;
    RecordInsert insert(work.db, "assignments", kColumns, true);
    std::unordered_set<std::int64_t> there;
    std::map<std::int64_t, Damage> broken;
    each_whole(
        work, LogTable::assignments, kAssignments,
        [&](std::int64_t id, const StoredRow& record) {
            if (!there.insert(id).second) return;
            if (insert.run(id, record)) ++work.counts.assignments;
        },
        [&](const FoundRows::Row& row) {
            Damage damage{"assignments", std::to_string(row.id), "the assigned category", ""};
            damage.source = row.record.bytes(1);
            broken.emplace(row.id, std::move(damage));
        });
    for (auto& [id, damage] : broken) {
        if (!there.contains(id)) work.lost(std::move(damage));
    }
}

void salvage_fetches(SalvageWork& work) {
    constexpr std::size_t kColumns = 9;
    RecordInsert insert(work.db, "fetches", kColumns, true);
    std::unordered_set<std::int64_t> there;
    std::map<std::int64_t, Damage> broken;
    each_whole(
        work, LogTable::fetches, kFetches,
        [&](std::int64_t id, const StoredRow& record) {
            if (!has_source(work, record.integer(1)) || !there.insert(id).second) return;
            if (insert.run(id, record)) ++work.counts.fetches;
        },
        [&](const FoundRows::Row& row) {
            Damage damage{"fetches", std::to_string(row.id), "the failed fetch", ""};
            damage.page_url = row.record.bytes(2);
            damage.captured_at = possible_time(row.record.integer(3));
            broken.emplace(row.id, std::move(damage));
        });
    for (auto& [id, damage] : broken) {
        if (!there.contains(id)) work.lost(std::move(damage));
    }
    // Of what capturing goes on from nothing that is lost is missed.
    const auto take = [&](LogTable table, const char* name, std::size_t columns,
                          const Hashed& hashed) {
        RecordInsert state(work.db, name, columns, hashed.id_first);
        each_whole(
            work, table, hashed,
            [&](std::int64_t id, const StoredRow& record) {
                if (!hashed.id_first || has_source(work, id)) state.run(id, record);
            },
            [](const FoundRows::Row&) {});
    };
    take(LogTable::watches, "watches", 5, kWatches);
    take(LogTable::hosts, "hosts", 3, kHosts);
    take(LogTable::robots, "robots", 5, kRobots);
}

}  // namespace feedarc::sqlite
