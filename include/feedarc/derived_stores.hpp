#pragma once

#include <feedarc/presence.hpp>
#include <feedarc/record.hpp>
#include <feedarc/variation.hpp>

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace feedarc {

using PageId = std::int64_t;

/// What is stored of the presence of records on pages, within a write transaction.
class PresenceStore {
public:
    PresenceStore() = default;
    PresenceStore(const PresenceStore&) = delete;
    PresenceStore& operator=(const PresenceStore&) = delete;
    virtual ~PresenceStore() = default;

    /// The id of a watched page, made when it is new. `page_url` is canonical.
    virtual PageId page(SourceId source, std::string_view page_url) = 0;
    virtual std::vector<std::string> pages_of(SourceId source) = 0;
    /// The pages on which a record stood, each with its source.
    virtual std::vector<std::pair<SourceId, std::string>> pages_of_record(RecordId record) = 0;

    virtual PresenceTail tail(PageId page) = 0;
    /// Ends what is said of a page: its new runs are stored with it.
    virtual void set_tail(PageId page, const PresenceTail& tail) = 0;
    /// Takes back all that was said by the unsettled states of a tail, but their health. Gives the
    /// runs that were open before.
    virtual std::vector<PresenceWalk::OpenRun> rewind(PageId page, const PresenceTail& tail) = 0;
    /// Takes back all that was said of a page.
    virtual void forget(PageId page) = 0;

    struct Shown {
        SnapshotId snapshot = 0;
        Time captured_at{};
        std::vector<ContentId> contents;
        bool obstacle = false;
        bool end_known = true;
    };
    virtual Shown shown(SnapshotId snapshot) = 0;
    /// Visits the snapshots of a page that could be read, in capture order.
    virtual void walk(PageId page, const std::function<void(Shown)>& visit) = 0;

    virtual void add_run(PageId page, const PresenceSink::Run& run) = 0;
    virtual void add_shift(SnapshotId snapshot, RecordId record, Shift shift) = 0;
    virtual void add_gap(SnapshotId snapshot) = 0;
    virtual void set_health(SnapshotId snapshot, Health health) = 0;
    /// Changes that of all snapshots of a page from one to another.
    virtual void change_health(PageId page, SnapshotId first, SnapshotId last, Health health) = 0;
    virtual bool stood_before(PageId page, RecordId record) = 0;
};

/// What is known of the volatile places of sources. A record that is joined into another or derived
/// again takes what was known of it along: it is to be set anew.
class VariationStore {
public:
    VariationStore() = default;
    VariationStore(const VariationStore&) = delete;
    VariationStore& operator=(const VariationStore&) = delete;
    virtual ~VariationStore() = default;

    virtual SourceId source_of(RecordId record) = 0;
    /// What is known of a record; an empty variation is not kept.
    virtual void set(RecordId record, const Variation& variation) = 0;
    /// The records of a source that have one.
    virtual std::vector<RecordId> records(SourceId source) = 0;
    /// The places at which as many records of a source changed, and those that are volatile by now.
    virtual std::vector<PlaceCount> places(SourceId source, std::int64_t least_records) = 0;
    /// Says which places of a source are volatile, instead of those that were.
    virtual void set_volatile(SourceId source, std::span<const Place> places) = 0;
    /// How many records a source has, as far as `most`.
    virtual std::int64_t count_records(SourceId source, std::int64_t most) = 0;
};

}  // namespace feedarc
