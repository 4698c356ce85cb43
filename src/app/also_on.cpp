#include <feedarc/cluster.hpp>

#include "app/cut_elsewhere.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace feedarc {
namespace {

ClusterReason reason_of(EvidenceKind kind) noexcept {
    return kind == EvidenceKind::permalink ? ClusterReason::permalink : ClusterReason::fingerprint;
}

// The keys by which a record is found in other sources. What tells articles of one source apart,
// such as a GUID or a short text, says nothing across sources.
std::vector<EvidenceKey> keys_of(const RecordDetail& detail) {
    std::set<EvidenceKey> keys;
    for (const Revision& revision : detail.revisions) {
        const Content content = make_content(revision.entry);
        if (content.permalink) keys.insert({EvidenceKind::permalink, *content.permalink});
        if (content.text.strong) {
            keys.insert({EvidenceKind::fingerprint, content.text.fingerprint});
        }
    }
    return {keys.begin(), keys.end()};
}

}  // namespace

const char* to_string(ClusterReason reason) noexcept {
    switch (reason) {
        case ClusterReason::permalink: return "permalink";
        case ClusterReason::fingerprint: return "fingerprint";
        case ClusterReason::truncation: return "truncation";
    }
    return "";
}

std::vector<AlsoOn> also_on(Archive& archive, const RecordDetail& detail) {
    const std::vector<KeyBearer> bearers = archive.bearers(keys_of(detail));
    // Of the record's keys, those that identify it in its own source.
    std::set<EvidenceKey> own;
    for (const KeyBearer& bearer : bearers) {
        if (bearer.record == detail.record.id) own.insert(bearer.key);
    }
    std::map<RecordId, AlsoOn> found;
    const auto add = [&](const AlsoOn& one) {
        const auto [at, is_new] = found.emplace(one.id, one);
        if (!is_new) at->second.by = std::min(at->second.by, one.by);
    };
    for (const KeyBearer& bearer : bearers) {
        if (bearer.source == detail.record.source || !own.contains(bearer.key)) continue;
        add({bearer.source, bearer.record, bearer.first_seen, reason_of(bearer.key.kind)});
    }
    for (const AlsoOn& one : cut_elsewhere(archive, detail)) add(one);
    std::vector<AlsoOn> sorted;
    sorted.reserve(found.size());
    for (auto& [id, one] : found) sorted.push_back(std::move(one));
    std::sort(sorted.begin(), sorted.end(), [](const AlsoOn& a, const AlsoOn& b) {
        return std::tie(a.first_seen, a.source, a.id) < std::tie(b.first_seen, b.source, b.id);
    });
    return sorted;
}

}  // namespace feedarc
