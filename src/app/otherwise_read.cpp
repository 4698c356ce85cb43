#include "app/otherwise_read.hpp"

#include "app/heirs.hpp"
#include "app/same_snapshot.hpp"

#include <algorithm>
#include <memory>
#include <set>

namespace feedarc::app {
namespace {

// Adds to a side of a correction what stands now where something that it speaks of stood.
bool add_heir(std::vector<ContentRef>& side, const ContentRef& before, const ContentRef& now) {
    const auto is = [](const ContentRef& wanted) {
        return [&wanted](const ContentRef& ref) { return ref == wanted; };
    };
    if (std::none_of(side.begin(), side.end(), is(before))) return false;
    if (std::any_of(side.begin(), side.end(), is(now))) return false;
    side.push_back(now);
    return true;
}

}  // namespace

OtherwiseRead::Contents OtherwiseRead::contents_of(const std::vector<ContentId>& ids) {
    Contents contents;
    contents.reserve(ids.size());
    for (const ContentId id : ids) contents.push_back(make_content(batch_.entry(id)));
    return contents;
}

OtherwiseRead::Contents OtherwiseRead::contents_of(const ParsedPage& page) {
    Contents contents;
    contents.reserve(page.contents.size());
    for (const auto& content : page.contents) contents.push_back(*content);
    return contents;
}

Heirs OtherwiseRead::heirs_of(const std::vector<ContentId>& before,
                              const std::vector<ContentId>& after, const Places& places) {
    Heirs heirs;
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (places[i] && after[i] != before[*places[i]]) {
            heirs.emplace_back(after[i], before[*places[i]]);
        }
    }
    return heirs;
}

void OtherwiseRead::load_corrections() {
    if (corrections_) return;
    corrections_ = batch_.corrections(std::nullopt);
    for (std::size_t i = 0; i < corrections_->size(); ++i) {
        for (const auto* side : {&(*corrections_)[i].one, &(*corrections_)[i].other}) {
            for (const ContentRef& ref : *side) {
                by_place_.emplace(std::pair(ref.content, ref.body), i);
                bodies_.insert(ref.body);
            }
        }
    }
}

// A correction keeps what it spoke of: elsewhere that may still be shown.
void OtherwiseRead::follow(const Hash128& body, const Contents& before, const Contents& after,
                           const Places& places) {
    load_corrections();
    std::set<std::size_t> moved;
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (!places[i]) continue;
        const ContentRef was{before[*places[i]].hash, body, static_cast<std::int64_t>(*places[i])};
        const ContentRef now{after[i].hash, body, static_cast<std::int64_t>(i)};
        const auto [begin, end] = by_place_.equal_range({was.content, body});
        for (auto at = begin; at != end; ++at) {
            Correction& correction = (*corrections_)[at->second];
            const bool one = add_heir(correction.one, was, now);
            const bool other = add_heir(correction.other, was, now);
            if (one || other) moved.insert(at->second);
        }
    }
    for (const std::size_t i : moved) {
        (void)batch_.merging().take((*corrections_)[i]);
        const auto source = batch_.merging().find_source((*corrections_)[i].source);
        if (source) deriver_.rederive(*source);
    }
}

bool OtherwiseRead::mentioned(const Hash128& body) {
    load_corrections();
    return bodies_.contains(body);
}

bool OtherwiseRead::settle(SnapshotId here, const LoggedSnapshot& there) {
    MergeStore& store = batch_.merging();
    const LoggedSnapshot ours = store.as_ingested(here);
    const bool read = is_better_read(there.snapshot, ours.snapshot);
    const bool got = is_better_got(there.snapshot, ours.snapshot);
    const Hash128& body = there.snapshot.body.hash;
    const bool pages_differ =
        ours.page != 0 && there.page != 0 && ours.snapshot.page->hash != there.snapshot.page->hash;
    if (!read && !got && !(pages_differ && mentioned(body))) return false;

    std::shared_ptr<const ParsedPage> page;
    if (there.page != 0) page = log_.page(there.page);
    const std::vector<ContentId> before = store.contents_of(ours.page);
    Places places;
    if (pages_differ) {
        Contents from = contents_of(before);
        Contents to = contents_of(*page);
        if (!read) std::swap(from, to);
        places = find_heirs(from, to);
        follow(body, from, to, places);
    }
    if (!read && !got) return false;

    PreparedSnapshot both = read ? there.snapshot : ours.snapshot;
    both.fetched = got ? there.snapshot.fetched : ours.snapshot.fetched;
    if (read) both.page = page;
    const WriteBatch::Added added = store.replace(here, both);
    derive_again(here, both, read ? heirs_of(before, added.contents, places) : Heirs{});
    return true;
}

// One that could not be read here may have been forgotten there.
void OtherwiseRead::derive_again(SnapshotId snapshot, const PreparedSnapshot& both,
                                 const Heirs& heirs) {
    const SnapshotRef ref{both.source, both.page_url, both.captured_at, both.body.hash};
    if (placing_.concerns(ref)) {
        for (const SourceId moved : placing_.apply(ref).sources) deriver_.rederive(moved);
    }
    const auto placed = batch_.placed(snapshot);
    if (placed && !placed->forgotten) deriver_.rederive(placed->source, heirs);
}

}  // namespace feedarc::app
