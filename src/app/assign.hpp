#pragma once

#include <feedarc/archive.hpp>
#include <feedarc/identity.hpp>

#include <algorithm>
#include <cstddef>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <unordered_set>
#include <vector>

namespace feedarc::app {

/// The distinct contents of one page, each once, with the record that it already has.
struct PageContents {
    std::vector<ContentId> ids;
    std::vector<std::shared_ptr<const Content>> contents;
    std::vector<std::optional<RecordId>> known;
};

/// Gathers them in the order in which they first stand on the page: `record_of(i)` gives the
/// record and `content_at(i)` the content of the i-th entry.
template <typename RecordOf, typename ContentAt>
[[nodiscard]] PageContents page_contents(std::span<const ContentId> ids, RecordOf record_of,
                                         ContentAt content_at) {
    PageContents page;
    std::unordered_set<ContentId> taken;
    taken.reserve(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (!taken.insert(ids[i]).second) continue;
        page.ids.push_back(ids[i]);
        page.known.push_back(record_of(i));
        page.contents.push_back(content_at(i));
    }
    return page;
}

/// Decides about the entries of one snapshot and carries it out on a target, which is an archive's
/// transaction or the memory of a re-derivation. A target has:
///   RecordIndex& index(); const ContentLinks& links();
///   RecordId new_record(const Content&, ContentId);
///   void assign(ContentId, RecordId, const Joined&);
///   void claim(const EvidenceKey&, RecordId, ContentId);
///   void spoil(const EvidenceKey&, ContentId); void add_text_key(TextKey, ContentId);
///   RecordId join(RecordId, RecordId)
/// where join() gives the one of two records that stays. Returns the records that are new and those
/// that were there and have a new revision.
struct Assigned {
    std::set<RecordId> created;
    std::set<RecordId> changed;
};

template <typename Target>
Assigned assign_page(const PageContents& page, Target& target) {
    std::vector<SeenEntry> seen;
    seen.reserve(page.contents.size());
    for (std::size_t i = 0; i < page.contents.size(); ++i) {
        seen.push_back({page.contents[i].get(), page.known[i]});
    }
    const std::vector<Decision> decisions = decide(seen, target.index(), target.links());

    Assigned result;
    std::map<std::size_t, RecordId> of_group;
    std::map<RecordId, RecordId> joined;  // on this page: where a record went
    for (std::size_t i = 0; i < decisions.size(); ++i) {
        const Decision& decision = decisions[i];
        for (const EvidenceKey& key : decision.spoiled) target.spoil(key, page.ids[i]);
        if (page.known[i]) continue;
        RecordId record = 0;
        if (decision.record) {
            const auto moved = joined.find(*decision.record);
            record = moved == joined.end() ? *decision.record : moved->second;
        } else if (const auto at = of_group.find(decision.group); at != of_group.end()) {
            record = at->second;
        } else {
            record = target.new_record(*page.contents[i], page.ids[i]);
            of_group.emplace(decision.group, record);
            result.created.insert(record);
        }
        for (const RecordId other : decision.also) {
            const RecordId kept = target.join(record, other);
            joined[kept == record ? other : record] = kept;
            record = kept;
        }
        target.assign(page.ids[i], record,
                      {decision.joined_by, decision.joined_with, decision.connected_by});
        if (!result.created.contains(record)) result.changed.insert(record);
        for (const EvidenceKey& key : decision.claims) target.claim(key, record, page.ids[i]);
        for (const TextKey key : decision.text_keys) target.add_text_key(key, page.ids[i]);
    }
    return result;
}

}  // namespace feedarc::app
