#pragma once

#include <feedarc/archive.hpp>
#include <feedarc/identity.hpp>

#include "app/derive.hpp"
#include "base/zstd.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <random>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace feedarc::test {

inline constexpr std::chrono::milliseconds kWait{1000};

/// A snapshot that shows these entries, whatever its bytes are.
inline PreparedSnapshot snapshot_of(std::int64_t at, const std::string& bytes,
                                    const std::vector<Entry>& entries) {
    PreparedSnapshot snapshot;
    snapshot.source = "blog";
    snapshot.captured_at = Time{std::chrono::seconds{at}};
    snapshot.body = {hash_of(bytes), bytes.size(), base::ZstdCompressor().compress(bytes, ""),
                     std::nullopt, 0};
    auto page = std::make_shared<ParsedPage>();
    FieldHash hash;
    for (const Entry& entry : entries) {
        page->contents.push_back(std::make_shared<const Content>(make_content(entry)));
        hash.add(page->contents.back()->hash);
    }
    page->entries = page->contents.size();
    page->hash = hash.finish();
    snapshot.page = page;
    return snapshot;
}

/// Stores one snapshot in a transaction of its own; gives its id.
inline SnapshotId store(Archive& archive, const PreparedSnapshot& snapshot) {
    const auto batch = archive.begin(kWait);
    app::Deriver deriver(*batch);
    const SourceId source = batch->source(snapshot.source, "");
    deriver.begin(source);
    const auto added = batch->add(source, snapshot);
    if (added.status != SnapshotStatus::known && snapshot.page) {
        deriver.see(source, snapshot, added);
    }
    deriver.finish();
    batch->commit();
    return added.snapshot;
}

inline std::string text_of(const Entry& entry) {
    return entry.title + "|" + entry.url + "|" + entry.category + "|" + entry.published.value +
           "|" + entry.excerpt;
}

/// All that a user could tell two archives apart by, ids left out: a text for each record.
inline std::vector<std::string> describe(Archive& archive) {
    std::vector<RecordId> ids;
    archive.find({}, [&](const Record& record) {
        ids.push_back(record.id);
        return true;
    });
    std::vector<std::string> records;
    for (const RecordId id : ids) {
        const auto detail = *archive.record(id);
        const Record& record = detail.record;
        std::string text = record.source + ": " + text_of(record.best) + " " +
                           format_time(record.first_seen) + " " + format_time(record.last_seen) +
                           " x" + std::to_string(record.sightings);
        for (std::size_t i = 0; i < detail.revisions.size(); ++i) {
            const Revision& revision = detail.revisions[i];
            const JoinRow& join = detail.joins.at(i);
            text += "\n    " + text_of(revision.entry) + " " + format_time(revision.first_seen) +
                    " " + format_time(revision.last_seen) + " x" +
                    std::to_string(revision.sightings) + " by " + join.kind + " with " +
                    join.with_title + " " + join.key + " also " + join.connected_by;
        }
        for (const PresenceRun& run : detail.runs) {
            text += "\n    on " + run.page_url + " from " + format_time(run.first_seen) + " " +
                    std::to_string(static_cast<int>(run.end));
            if (run.ended_at) text += " until " + format_time(*run.ended_at);
        }
        for (const EvidenceRow& row : detail.evidence) text += "\n    " + row.kind + " " + row.key;
        records.push_back(text);
    }
    return records;
}

inline std::vector<RecordId> all_ids(Archive& archive) {
    std::vector<RecordId> ids;
    archive.find({}, [&](const Record& record) {
        ids.push_back(record.id);
        return true;
    });
    std::sort(ids.begin(), ids.end());
    return ids;
}

}  // namespace feedarc::test
