#pragma once

#include <feedarc/archive.hpp>

#include "archive/sqlite/bodies.hpp"
#include "archive/sqlite/statement.hpp"
#include "archive/sqlite/text_key_filter.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace feedarc::sqlite {

/// What the writer remembers from transaction to transaction, so that a repeated entry costs no
/// query and last seen is written once per batch. Dropped whenever somebody else wrote or a batch
/// failed.
struct WriteState {
    enum class RowState {
        clean,
        dirty,
        missing,  ///< it is written once, when all of it is known
    };
    struct PageRow {
        std::int64_t id = 0;
        std::vector<ContentId> contents;
        Ages ages;
        bool obstacle = false;
    };
    struct RevisionRow {
        RecordId record = 0;
        Time first_seen{}, last_seen{};
        std::int64_t sightings = 0;  ///< 0: assigned, not yet seen
        RowState state = RowState::clean;
        std::optional<AgeSighting> age;
        Joined joined;  ///< of a missing one
    };
    struct RecordRow {
        Time first_seen{}, last_seen{};
        std::int64_t last_position = 0;
        std::int64_t sightings = 0;
        std::int64_t revisions = 0;
        bool dirty = false;
        bool best_is_stale = false;
        bool awaits_best = false;  ///< touched, and maybe written, since set_best()
        bool has_age = false;      ///< noted since it was read; its date may be of that
        SourceId source = 0;
        /// What its row has, of what costs an index or a comparison to write.
        struct Stored {
            Time first_seen{};
            ContentId excerpt_content = 0;
            Hash128 list_key;
            DatePrecision precision{};
        };
        Stored stored{};

        /// Whether its best values may have changed, since it was touched.
        [[nodiscard]] bool needs_best() const { return best_is_stale || revisions > 1; }
    };
    /// A record whose row is not written yet: it is written once, when all of it is known.
    struct NewRecord {
        SourceId source = 0;
        Hash128 uuid;
        ContentId content = 0;  ///< that it began with
        Fingerprint fingerprint;
        Entry entry;  ///< of that content
    };
    struct SourceState {
        std::optional<Hash128> uuid;
        std::unordered_map<ContentId, RevisionRow> revisions;
        ContentId knows_from = 0;  ///< the first content that was stored later than this was made
        std::optional<TextKeyFilter> text_keys;  ///< all of the source, once they are many
        std::size_t text_keys_asked = 0;
        std::unordered_map<TextKey, std::vector<ContentId>> new_text_keys;  ///< not written yet
    };

    std::vector<std::pair<SourceId, ContentId>> new_revisions, dirty_revisions, dirty_ages;
    std::vector<RecordId> dirty_records, awaiting_best;
    /// The rows of runs that began, of the page whose tail is not set yet.
    std::vector<Cell> new_runs;

    std::unordered_map<Hash128, BodyId> bodies;
    std::unordered_map<Hash128, ContentId> contents;
    std::unordered_map<Hash128, PageRow> pages;
    std::unordered_map<std::string, SourceId> source_ids;
    std::unordered_set<SourceId> sources_with_url;
    std::unordered_set<Hash128> rules;
    std::unordered_map<SourceId, SourceState> sources;
    std::unordered_map<RecordId, RecordRow> records;
    std::unordered_map<RecordId, NewRecord> new_records;
    std::unordered_set<Hash128> new_uuids;
    RecordId last_record_id = 0;  ///< that was ever given; 0: not read yet
    ContentId first_new_content = 0, last_new_content = 0;  ///< of those stored here; 0: none
    ContentId first_unindexed = 0;  ///< of those that the search index has yet to get; 0: none
    std::optional<bool> any_assignments;  ///< nothing: not looked yet
    std::int64_t data_version = -1;       ///< of the database, as these were read

    SourceState& source(SourceId id) {
        const auto [at, is_new] = sources.try_emplace(id);
        if (is_new) at->second.knows_from = last_new_content + 1;
        return at->second;
    }
    /// Whether a content was stored here, and not taken from a record since.
    [[nodiscard]] bool is_new(ContentId content) const {
        return first_new_content != 0 && content >= first_new_content;
    }
    /// Whether a content is so new that it has no revision in the source but one remembered.
    [[nodiscard]] bool is_new_to(const SourceState& source, ContentId content) const {
        return is_new(content) && content >= source.knows_from;
    }

    void clear() { *this = WriteState{}; }
    /// About how many rows are remembered.
    [[nodiscard]] std::size_t size() const {
        std::size_t rows = bodies.size() + contents.size() + pages.size() + records.size();
        for (const auto& [id, source] : sources) rows += source.revisions.size();
        return rows;
    }
};

}  // namespace feedarc::sqlite
