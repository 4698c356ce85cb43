#pragma once

#include <feedarc/salvage.hpp>

#include "archive/salvage.hpp"
#include "archive/sqlite/found_rows.hpp"
#include "archive/sqlite/statement.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace feedarc::sqlite {

/// What the steps of a salvage share.
struct SalvageWork {
    SalvageWork(sqlite3& to, FoundRows& rows, const archive::LogRules& log_rules,
                const archive::ReadAgain& read_again, const archive::SalvageSink& told)
        : db(to), found(rows), rules(log_rules), read(read_again), sink(told) {}

    sqlite3& db;  ///< of the new archive
    FoundRows& found;
    const archive::LogRules& rules;
    const archive::ReadAgain& read;
    const archive::SalvageSink& sink;
    SalvagedLog counts;
    std::uint64_t patience =
        20'000'000;  ///< bits that are still flipped to see whether a row is right

    /// What the new archive has of a hash, or of several that an id may have stood for.
    std::unordered_map<std::int64_t, std::vector<Hash128>> bodies_of, pages_of;
    /// Names that the id of a source may have stood for, the surest first.
    std::unordered_map<std::int64_t, std::vector<std::string>> names_of;
    /// Bodies whose bytes were pruned, with their sizes.
    std::unordered_map<Hash128, std::int64_t> pruned;
    /// The ids that records had, by their uuids.
    std::unordered_map<Hash128, std::int64_t> record_ids;

    void lost(Damage damage) const {
        if (sink.lost) sink.lost(std::move(damage));
    }
    void progress(const char* doing, std::size_t done, std::size_t total) const {
        if (sink.progress) sink.progress(doing, done, total);
    }
};

[[nodiscard]] std::optional<Hash128> hash_in(const StoredRow& record, std::size_t column);

/// A record with the one bit flipped with which it is right; nothing where there is none.
[[nodiscard]] std::optional<std::string> mended(
    SalvageWork& work, std::string_view bytes,
    const std::function<bool(const StoredRow&)>& is_right);

/// An id and those that differ from it in one bit, itself first.
[[nodiscard]] std::vector<std::int64_t> alike_ids(std::int64_t id);

/// Adds what a map has for an id, and for those alike, to `all`, each once.
template <typename Value>
void add_alike(const std::unordered_map<std::int64_t, std::vector<Value>>& map, std::int64_t id,
               std::vector<Value>& all) {
    for (const std::int64_t alike : alike_ids(id)) {
        const auto at = map.find(alike);
        if (at == map.end()) continue;
        for (const Value& value : at->second) {
            if (std::find(all.begin(), all.end(), value) == all.end()) all.push_back(value);
        }
    }
}

/// Inserts rows as they were found into a table whose columns are those of their records.
class RecordInsert {
public:
    RecordInsert(sqlite3& db, std::string_view table, std::size_t columns, bool has_id);

    /// False where a row is in its way. Without an id the row gets a new one.
    bool run(std::optional<std::int64_t> id, const StoredRow& record);

private:
    sqlite3& db_;
    CHandle<sqlite3_stmt, sqlite3_finalize> statement_;
    std::size_t columns_;
    bool has_id_;
};

/// The steps, in their order.
void salvage_rules(SalvageWork& work);
void salvage_sources(SalvageWork& work);
void salvage_contents(SalvageWork& work);
void salvage_pages(SalvageWork& work);
void salvage_bodies(SalvageWork& work);
void salvage_snapshots(SalvageWork& work);
void salvage_corrections(SalvageWork& work);
void salvage_assignments(SalvageWork& work);
void salvage_fetches(SalvageWork& work);
/// Once snapshots have their places: lets records take back the ids that they had when they are
/// derived.
void salvage_record_ids(SalvageWork& work);
/// Once all is derived: ids that lead to other records. Returns how many records have the id that
/// they had.
std::int64_t salvage_aliases(SalvageWork& work);

/// Whether the source of an id is what it was.
[[nodiscard]] bool has_source(SalvageWork& work, std::int64_t id);
/// The id of a source in the new archive, made when it is new.
[[nodiscard]] std::int64_t salvaged_source(SalvageWork& work, std::string_view name);

}  // namespace feedarc::sqlite
