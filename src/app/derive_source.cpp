#include "app/assign.hpp"
#include "app/derive.hpp"
#include "app/recent_contents.hpp"

#include <algorithm>
#include <unordered_map>

namespace feedarc::app {
namespace {

// The records of a source while its snapshots are walked once more. Records are numbered from 1 in
// the order of their oldest observation, so of two that are joined the lower number stays.
class MemoryTarget final : public RecordIndex {
public:
    MemoryTarget(WriteBatch& batch, SourceId source)
        : batch_(batch), links_(links_of(batch, source)) {}

    // ---- what identity asks

    Bearer bearer(const EvidenceKey& key) override {
        const auto at = evidence_.find(key);
        if (at == evidence_.end()) return {};
        if (!at->second.record) return {Bearer::State::several, 0};
        return {Bearer::State::record, stays(*at->second.record), at->second.content};
    }

    std::optional<Place> place_of(const Hash128& content) override {
        const auto at = linked_.find(content);
        if (at == linked_.end()) return std::nullopt;
        return Place{stays(contents_.at(at->second).record), at->second};
    }

    std::vector<Entry> contents_of(RecordId record) override {
        std::vector<Entry> entries;
        for (const ContentId content : row(record).contents)
            entries.push_back(batch_.entry(content));
        return entries;
    }

    bool stood_together(RecordId one, RecordId other) override {
        const std::set<std::size_t> first = snapshots_of(one);
        const std::set<std::size_t> second = snapshots_of(other);
        return std::any_of(first.begin(), first.end(),
                           [&](std::size_t snapshot) { return second.contains(snapshot); });
    }

    std::vector<TextBearer> text_bearers(TextKey key, std::size_t most) override {
        std::vector<TextBearer> bearers;
        const auto at = text_keys_.find(key);
        if (at == text_keys_.end()) return bearers;
        for (const ContentId content : at->second) {
            if (bearers.size() > most) break;
            bearers.push_back({content, *record_of(content)});
        }
        return bearers;
    }

    Entry entry_of(ContentId content) override { return batch_.entry(content); }

    // ---- what assign_page() does

    RecordIndex& index() { return *this; }
    const ContentLinks& links() const { return links_; }

    RecordId new_record(const Content&, ContentId) {
        records_.emplace_back();
        joined_into_.push_back(0);
        return static_cast<RecordId>(records_.size());
    }

    void assign(ContentId content, RecordId record, const Joined& joined) {
        ContentRow& assigned = contents_[content];
        assigned.record = record;
        assigned.joined = joined;
        order_.push_back(content);
        row(record).contents.push_back(content);
    }

    void claim(const EvidenceKey& key, RecordId record, ContentId content) {
        evidence_.try_emplace(key, Evidence{record, content});
    }

    void spoil(const EvidenceKey& key, ContentId content) {
        evidence_.try_emplace(key, Evidence{std::nullopt, content}).first->second.record.reset();
    }

    void add_text_key(TextKey key, ContentId content) { text_keys_[key].push_back(content); }

    RecordId join(RecordId one, RecordId other) {
        const auto [to, from] = std::minmax(one, other);
        RecordRow& kept = row(to);
        const RecordRow gone = std::move(row(from));
        kept.contents.insert(kept.contents.end(), gone.contents.begin(), gone.contents.end());
        if (gone.last_seen > kept.last_seen) {
            kept.last_position = gone.last_position;
        } else if (gone.last_seen == kept.last_seen) {
            kept.last_position = std::min(kept.last_position, gone.last_position);
        }
        kept.first_seen = std::min(kept.first_seen, gone.first_seen);
        kept.last_seen = std::max(kept.last_seen, gone.last_seen);
        kept.sightings += gone.sightings;
        joined_into_[static_cast<std::size_t>(from - 1)] = to;
        return to;
    }

    // ---- the walk

    // What corrections speak of is looked up by its hash once it has a record.
    void remember_linked(const PageContents& shown) {
        for (std::size_t i = 0; i < shown.ids.size() && !links_.empty(); ++i) {
            const Hash128& hash = shown.contents[i]->hash;
            if (links_.mention(hash)) linked_.emplace(hash, shown.ids[i]);
        }
    }

    std::optional<RecordId> record_of(ContentId content) {
        const auto at = contents_.find(content);
        if (at == contents_.end()) return std::nullopt;
        return stays(at->second.record);
    }

    void sight(ContentId content, Time at, std::int64_t position, std::size_t snapshot) {
        ContentRow& seen = contents_.at(content);
        if (seen.sightings++ == 0) seen.first_seen = at;
        seen.last_seen = at;
        if (seen.snapshots.empty() || seen.snapshots.back() != snapshot) {
            seen.snapshots.push_back(snapshot);
        }
        auto& record = row(seen.record);
        if (record.sightings++ == 0) record.first_seen = at;
        record.last_position = record.sightings > 1 && record.last_seen == at
                                   ? std::min(record.last_position, position)
                                   : position;
        record.last_seen = at;
    }

    void note_age(ContentId content, const AgeSighting& seen) {
        ContentRow& row = contents_.at(content);
        if (is_better_age(seen, row.age, row.first_seen)) row.age = seen;
    }

    [[nodiscard]] DerivedSource take() const {
        DerivedSource derived;
        std::vector<std::size_t> number(records_.size());
        for (std::size_t i = 0; i < records_.size(); ++i) {
            if (joined_into_[i] != 0) continue;
            number[i] = derived.records.size();
            const RecordRow& row = records_[i];
            derived.records.push_back(
                {row.first_seen, row.last_seen, row.last_position, row.sightings});
        }
        const auto index_of = [&](RecordId record) {
            return number[static_cast<std::size_t>(stays(record) - 1)];
        };
        for (const ContentId content : order_) {
            const ContentRow& row = contents_.at(content);
            derived.contents.push_back({content, index_of(row.record), row.first_seen,
                                        row.last_seen, row.sightings, row.age, row.joined});
        }
        for (const auto& [key, evidence] : evidence_) {
            std::optional<std::size_t> record;
            if (evidence.record) record = index_of(*evidence.record);
            derived.evidence.push_back({key, record, evidence.content});
        }
        for (const auto& [key, contents] : text_keys_) {
            for (const ContentId content : contents) derived.text_keys.push_back({key, content});
        }
        return derived;
    }

private:
    struct ContentRow {
        RecordId record = 0;
        Time first_seen{}, last_seen{};
        std::int64_t sightings = 0;
        std::vector<std::size_t> snapshots;
        std::optional<AgeSighting> age;
        Joined joined;
    };
    struct RecordRow {
        std::vector<ContentId> contents;
        Time first_seen{}, last_seen{};
        std::int64_t last_position = 0;
        std::int64_t sightings = 0;
    };
    struct Evidence {
        std::optional<RecordId> record;
        ContentId content = 0;
    };

    RecordId stays(RecordId record) const {
        while (joined_into_[static_cast<std::size_t>(record - 1)] != 0) {
            record = joined_into_[static_cast<std::size_t>(record - 1)];
        }
        return record;
    }
    RecordRow& row(RecordId record) {
        return records_[static_cast<std::size_t>(stays(record) - 1)];
    }

    std::set<std::size_t> snapshots_of(RecordId record) {
        std::set<std::size_t> snapshots;
        for (const ContentId content : row(record).contents) {
            const auto& seen = contents_.at(content).snapshots;
            snapshots.insert(seen.begin(), seen.end());
        }
        return snapshots;
    }

    WriteBatch& batch_;
    const ContentLinks links_;
    std::unordered_map<Hash128, ContentId> linked_;
    std::unordered_map<ContentId, ContentRow> contents_;
    std::vector<ContentId> order_;  // of their oldest observation
    std::vector<RecordRow> records_;
    std::vector<RecordId> joined_into_;  // 0: stays
    std::map<EvidenceKey, Evidence> evidence_;
    std::map<TextKey, std::vector<ContentId>> text_keys_;
};

}  // namespace

ContentLinks links_of(WriteBatch& batch, SourceId source) {
    std::vector<Correction> corrections = batch.corrections(source);
    mark_in_force(corrections);
    return ContentLinks(corrections);
}

DerivedSource derive_source(WriteBatch& batch, SourceId source) {
    MemoryTarget target(batch, source);
    RecentContents recent(batch);
    std::size_t snapshot = 0;
    batch.walk(source, [&](SnapshotId, const CaptureOrder& order,
                           std::span<const ContentId> contents, const Ages& ages) {
        ++snapshot;
        const bool any_new = std::any_of(contents.begin(), contents.end(), [&](ContentId content) {
            return !target.record_of(content);
        });
        if (any_new) {
            const PageContents shown = page_contents(
                contents,
                [&](std::size_t position) { return target.record_of(contents[position]); },
                [&](std::size_t position) { return recent.of(contents[position]); });
            assign_page(shown, target);
            target.remember_linked(shown);
        }
        std::int64_t position = 0;
        for (const ContentId content : contents) {
            target.sight(content, order.captured_at, position++, snapshot);
        }
        for (std::size_t i = 0; i < ages.size(); ++i) {
            if (ages[i]) target.note_age(contents[i], {*ages[i], order.captured_at});
        }
    });
    return target.take();
}

}  // namespace feedarc::app
