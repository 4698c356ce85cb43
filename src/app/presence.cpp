#include "app/presence.hpp"

#include <array>
#include <unordered_set>
#include <utility>

namespace feedarc::app {

// Hands what a walk finds to the archive.
class PresenceUpdate::Sink final : public PresenceSink {
public:
    Sink(WriteBatch& batch, PageId page, std::unordered_map<SnapshotId, Health>& health)
        : batch_(batch), store_(batch.presence()), page_(page), health_(health) {}

    void set_health(const PageState& state, Health health) override {
        if (state.stored && *state.stored != health) {
            store_.change_health(page_, state.first, state.stored_last, health);
        }
        for (const SnapshotId snapshot : state.fresh) {
            if (health != Health::healthy) store_.set_health(snapshot, health);
            health_[snapshot] = health;
        }
    }
    void add_run(const Run& run) override { store_.add_run(page_, run); }
    void add_shift(SnapshotId snapshot, RecordId record, Shift shift) override {
        store_.add_shift(snapshot, record, shift);
    }
    void add_gap(SnapshotId snapshot) override { store_.add_gap(snapshot); }
    bool stood_before(RecordId record) override { return store_.stood_before(page_, record); }

    PageProfile profile(SnapshotId snapshot) override {
        PageProfile profile;
        for (const ContentId content : store_.shown(snapshot).contents) {
            const Entry entry = batch_.entry(content);
            ++profile.entries;
            const std::array shows{!entry.title.empty(), !entry.url.empty(),
                                   !entry.published.value.empty(), !entry.category.empty(),
                                   !entry.excerpt.empty()};
            for (std::size_t i = 0; i < shows.size(); ++i) {
                if (shows[i]) ++profile.with[i];
            }
        }
        return profile;
    }

private:
    WriteBatch& batch_;
    PresenceStore& store_;
    PageId page_;
    std::unordered_map<SnapshotId, Health>& health_;
};

void PresenceUpdate::add(SourceId source, const std::string& page_url, Time captured_at,
                         const WriteBatch::Added& added, bool late) {
    Pending& pending = pages_[{source, page_url}];
    pending.anew |= late;
    pending.added.push_back(
        {added.snapshot, captured_at, added.contents, added.obstacle, added.end_known});
}

void PresenceUpdate::renew(SourceId source) {
    for (std::string& url : batch_.presence().pages_of(source)) {
        pages_[{source, std::move(url)}].anew = true;
    }
}

void PresenceUpdate::renew_pages_of(RecordId record) {
    for (auto& page : batch_.presence().pages_of_record(record))
        pages_[std::move(page)].anew = true;
}

PageState PresenceUpdate::state_of(SourceId source, const PresenceStore::Shown& shown) {
    PageState state;
    state.first = state.last = shown.snapshot;
    state.began = shown.captured_at;
    state.obstacle = shown.obstacle;
    state.end_known = shown.end_known;
    std::unordered_set<RecordId> taken;
    state.records.reserve(shown.contents.size());
    for (const ContentId content : shown.contents) {
        const auto assigned = batch_.assigned(source, content);
        if (assigned && taken.insert(assigned->record).second)
            state.records.push_back(assigned->record);
    }
    return state;
}

void PresenceUpdate::go_on(SourceId source, PageId page, PresenceWalk& walk,
                           const std::vector<PresenceStore::Shown>& added) {
    PresenceStore& store = batch_.presence();
    const PresenceTail tail = store.tail(page);
    std::vector<PageState> states;
    for (const PresenceTail::Span& span : tail.states) {
        PageState state = state_of(source, store.shown(span.first));
        state.last = state.stored_last = span.last;
        state.stored = span.health;
        states.push_back(std::move(state));
    }
    const std::vector<PresenceWalk::OpenRun> open = store.rewind(page, tail);
    const auto unsettled = states.begin() + static_cast<std::ptrdiff_t>(tail.settled);
    if (tail.settled > 0) {
        walk.resume({std::make_move_iterator(states.begin()), std::make_move_iterator(unsettled)},
                    open);
    }
    for (auto state = unsettled; state != states.end(); ++state) walk.push(std::move(*state));
    for (const PresenceStore::Shown& shown : added) {
        PageState state = state_of(source, shown);
        state.fresh.push_back(shown.snapshot);
        walk.push(std::move(state));
    }
}

void PresenceUpdate::begin_anew(SourceId source, PageId page, PresenceWalk& walk) {
    batch_.presence().forget(page);
    batch_.presence().walk(page, [&](const PresenceStore::Shown& shown) {
        PageState state = state_of(source, shown);
        state.fresh.push_back(shown.snapshot);
        walk.push(std::move(state));
    });
}

void PresenceUpdate::finish() {
    PresenceStore& store = batch_.presence();
    for (auto& [key, pending] : pages_) {
        const auto& [source, url] = key;
        const PageId page = store.page(source, url);
        Sink sink(batch_, page, health_);
        PresenceWalk walk(sink, !url.empty());
        if (pending.anew) {
            begin_anew(source, page, walk);
        } else {
            go_on(source, page, walk, pending.added);
        }
        store.set_tail(page, walk.finish());
    }
}

std::optional<Health> PresenceUpdate::health_of(SnapshotId snapshot) const {
    const auto at = health_.find(snapshot);
    if (at == health_.end()) return std::nullopt;
    return at->second;
}

}  // namespace feedarc::app
