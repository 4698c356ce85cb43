#include "app/derive.hpp"

#include "app/assign.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace feedarc::app {
namespace {

// Carries decisions out on the archive.
class BatchTarget {
public:
    BatchTarget(WriteBatch& batch, PresenceUpdate& presence, SourceId source,
                const ContentLinks& links)
        : batch_(batch), presence_(presence), source_(source), links_(links) {}

    RecordIndex& index() { return batch_.records(source_); }
    [[nodiscard]] const ContentLinks& links() const { return links_; }
    RecordId new_record(const Content& first, ContentId content) {
        return batch_.new_record(source_, first, content);
    }
    void assign(ContentId content, RecordId record, const Joined& joined) {
        batch_.assign(source_, content, record, joined);
    }
    void claim(const EvidenceKey& key, RecordId record, ContentId content) {
        batch_.claim(source_, key, record, content);
    }
    void spoil(const EvidenceKey& key, ContentId content) { batch_.spoil(source_, key, content); }
    void add_text_key(TextKey key, ContentId content) {
        batch_.add_text_key(source_, key, content);
    }
    RecordId join(RecordId one, RecordId other) {
        presence_.renew_pages_of(one);
        presence_.renew_pages_of(other);
        return batch_.join(source_, one, other);
    }

private:
    WriteBatch& batch_;
    PresenceUpdate& presence_;
    SourceId source_;
    const ContentLinks& links_;
};

// A late snapshot changes nothing but counts and times when all its entries were there before it:
// identity looks at new contents alone. But two contents of one record may have been joined only
// because nobody had seen them stand together, as this one shows them.
bool harmless(Time at, std::span<const ContentId> contents,
              std::span<const std::optional<WriteBatch::Assigned>> before) {
    std::unordered_map<RecordId, ContentId> shown;
    for (std::size_t i = 0; i < contents.size(); ++i) {
        if (!before[i] || before[i]->first_seen >= at) return false;
        const auto [other, is_new] = shown.emplace(before[i]->record, contents[i]);
        if (!is_new && other->second != contents[i]) return false;
    }
    return true;
}

}  // namespace

Deriver::SourceState& Deriver::state_of(SourceId source) {
    const auto [at, is_new] = sources_.try_emplace(source);
    return at->second;
}

void Deriver::rederive(SourceId source, const Heirs& heirs) {
    SourceState& state = state_of(source);
    state.rederive = true;
    state.heirs.insert(state.heirs.end(), heirs.begin(), heirs.end());
}

void Deriver::begin(SourceId source) {
    const auto [at, is_new] = sources_.try_emplace(source);
    if (!is_new) return;
    at->second.latest = batch_.latest(source);
    at->second.links = links_of(batch_, source);
}

// Most pages show none.
void Deriver::note_ages(SourceId source, Time at, const WriteBatch::Added& added) {
    for (std::size_t i = 0; i < added.ages.size(); ++i) {
        if (!added.ages[i]) continue;
        const AgeSighting seen{*added.ages[i], at};
        const auto assigned = batch_.assigned(source, added.contents[i]);
        if (is_better_age(seen, assigned->age, assigned->first_seen)) {
            batch_.set_age(source, added.contents[i], seen);
        }
    }
}

std::size_t Deriver::see(SourceId source, const PreparedSnapshot& snapshot,
                         const WriteBatch::Added& added) {
    const CaptureOrder order{snapshot.captured_at, snapshot.body.hash};
    const ParsedPage& page = *snapshot.page;
    const std::span<const ContentId> contents = added.contents;
    const std::size_t result = results_.size();
    results_.emplace_back();
    SourceState& state = state_of(source);
    const bool late = state.latest && order <= *state.latest;
    if (!late) state.latest = order;
    presence_.add(source, snapshot.page_url, order.captured_at, added, late);
    std::vector<std::optional<WriteBatch::Assigned>> before;
    before.reserve(contents.size());
    for (const ContentId content : contents) before.push_back(batch_.assigned(source, content));
    if (state.rederive || (late && !harmless(order.captured_at, contents, before))) {
        state.rederive = true;
        Late& kept = state.late.emplace_back(Late{result, {}});
        for (std::size_t i = 0; i < contents.size(); ++i) {
            if (!before[i]) kept.unassigned.push_back(contents[i]);
        }
        return result;
    }
    if (!std::all_of(before.begin(), before.end(),
                     [](const auto& one) { return one.has_value(); })) {
        BatchTarget target(batch_, presence_, source, state.links);
        const PageContents shown = page_contents(
            contents,
            [&](std::size_t position) -> std::optional<RecordId> {
                if (!before[position]) return std::nullopt;
                return before[position]->record;
            },
            [&](std::size_t position) {
                return page.contents.empty() ? std::make_shared<const Content>(
                                                   make_content(batch_.entry(contents[position])))
                                             : page.contents[position];
            });
        const Assigned assigned = assign_page(shown, target);
        results_[result].new_records = static_cast<std::int64_t>(assigned.created.size());
        gained_.insert(assigned.created.begin(), assigned.created.end());
        gained_.insert(assigned.changed.begin(), assigned.changed.end());
        for (std::size_t i = 0; i < contents.size(); ++i) {
            if (before[i]) continue;
            const RecordId record = batch_.assigned(source, contents[i])->record;
            if (assigned.changed.contains(record)) fresh_.push_back({source, contents[i], result});
        }
    }
    std::int64_t position = 0;
    for (const ContentId content : contents) {
        batch_.sight(source, content, order.captured_at, position++);
    }
    note_ages(source, order.captured_at, added);
    return result;
}

// A record is new when none of its contents had a record before.
void Deriver::count(SourceId source, const SourceState& state, const DerivedSource& derived) {
    std::unordered_map<ContentId, std::size_t> record_of;
    std::vector<std::size_t> contents_of(derived.records.size());
    for (const auto& row : derived.contents) {
        record_of.emplace(row.content, row.record);
        ++contents_of[row.record];
    }
    std::set<ContentId> fresh;
    for (const Late& late : state.late)
        fresh.insert(late.unassigned.begin(), late.unassigned.end());
    std::vector<std::size_t> fresh_of(derived.records.size());
    for (const ContentId content : fresh) ++fresh_of[record_of.at(content)];

    std::set<std::size_t> counted;
    for (const Late& late : state.late) {
        for (const ContentId content : late.unassigned) {
            if (fresh.erase(content) == 0) continue;  // another late snapshot brought it
            const std::size_t record = record_of.at(content);
            const bool is_new = fresh_of[record] == contents_of[record];
            if (is_new && counted.insert(record).second) {
                ++results_[late.result].new_records;
            } else if (!counted.contains(record)) {
                fresh_.push_back({source, content, late.result});
            }
        }
    }
}

std::unordered_map<RecordId, Deriver::Gained> Deriver::gained_contents() {
    std::unordered_map<RecordId, Gained> gained;
    for (const Fresh& fresh : fresh_) {
        const RecordId record = batch_.assigned(fresh.source, fresh.content)->record;
        gained[record].fresh.push_back(fresh);
    }
    return gained;
}

// A content makes a revision where it shows what no content before it showed.
void Deriver::count_changed(const Gained& gained) {
    const auto& places = varying_.volatile_places(gained.fresh.front().source);
    std::unordered_map<ContentId, Hash128> faces;
    for (const Revision& content : gained.contents) {
        faces.emplace(content.content, revision_face(content.entry, places));
    }
    std::unordered_set<ContentId> fresh_contents;
    for (const Fresh& fresh : gained.fresh) fresh_contents.insert(fresh.content);
    std::set<Hash128> shown;
    for (const auto& [content, face] : faces) {
        if (!fresh_contents.contains(content)) shown.insert(face);
    }
    std::set<std::size_t> changed;
    for (const Fresh& fresh : gained.fresh) {
        if (!shown.insert(faces.at(fresh.content)).second) continue;
        if (changed.insert(fresh.result).second) ++results_[fresh.result].changed_records;
    }
}

void Deriver::finish() {
    for (auto& [source, state] : sources_) {
        if (!state.rederive) continue;
        DerivedSource derived = derive_source(batch_, source);
        derived.heirs = std::move(state.heirs);
        const std::vector<RecordId> records = batch_.replace_derived(source, derived);
        gained_.insert(records.begin(), records.end());
        presence_.renew(source);
        count(source, state, derived);
    }
    auto gained = gained_contents();
    for (const RecordId record : batch_.touched()) {
        std::vector<Revision> contents = batch_.revisions(record);
        batch_.set_best(record, best_fields(contents));
        if (gained_.contains(record)) varying_.see(record, contents);
        const auto at = gained.find(record);
        if (at != gained.end()) at->second.contents = std::move(contents);
    }
    for (const auto& [source, state] : sources_) varying_.learn(source);
    for (const auto& [record, contents] : gained) count_changed(contents);
    presence_.finish();
}

}  // namespace feedarc::app
