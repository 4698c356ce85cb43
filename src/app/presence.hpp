#pragma once

#include <feedarc/archive.hpp>

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace feedarc::app {

/// Keeps the presence of records on pages in step with the snapshots of one transaction. Pages to
/// which snapshots were only added at their end are judged on from their tail; others are judged
/// anew from their first snapshot.
class PresenceUpdate {
public:
    explicit PresenceUpdate(WriteBatch& batch) : batch_(batch) {}

    /// A snapshot that was added; those of a page come in capture order unless they are `late`.
    void add(SourceId source, const std::string& page_url, Time captured_at,
             const WriteBatch::Added& added, bool late);
    /// All pages of a source are to be judged anew.
    void renew(SourceId source);
    /// The pages on which a record stood are to be judged anew; before it is joined into another.
    void renew_pages_of(RecordId record);

    /// Judges the pages. Records must have their final ids and rows by then.
    void finish();

    /// The verdict on a snapshot of this transaction, after finish().
    [[nodiscard]] std::optional<Health> health_of(SnapshotId snapshot) const;

private:
    struct Pending {
        std::vector<PresenceStore::Shown> added;
        bool anew = false;
    };
    class Sink;

    void go_on(SourceId source, PageId page, PresenceWalk& walk,
               const std::vector<PresenceStore::Shown>& added);
    void begin_anew(SourceId source, PageId page, PresenceWalk& walk);
    [[nodiscard]] PageState state_of(SourceId source, const PresenceStore::Shown& shown);

    WriteBatch& batch_;
    std::map<std::pair<SourceId, std::string>, Pending> pages_;
    std::unordered_map<SnapshotId, Health> health_;
};

}  // namespace feedarc::app
