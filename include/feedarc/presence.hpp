#pragma once

#include <feedarc/health.hpp>
#include <feedarc/record.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace feedarc {

/// Consecutive snapshots of one page that show the same records in the same order, and are equally
/// sure to be whole.
struct PageState {
    SnapshotId first = 0, last = 0;
    Time began{};                   ///< when the first was captured
    std::vector<RecordId> records;  ///< in order, each once
    bool obstacle = false;          ///< the page says itself that it is no listing now
    bool end_known = true;          ///< else they may be cut, and end no run
    std::vector<SnapshotId> fresh;  ///< those whose health is not stored yet
    std::optional<Health> stored;   ///< that of the others
    SnapshotId stored_last = 0;     ///< the last of the others
};

/// How many of the entries of a snapshot show a title, a URL, a date, a category, an excerpt.
struct PageProfile {
    std::size_t entries = 0;
    std::array<std::size_t, 5> with{};
};

/// Where the runs and verdicts of one page go, and what is known of it besides.
class PresenceSink {
public:
    PresenceSink() = default;
    PresenceSink(const PresenceSink&) = delete;
    PresenceSink& operator=(const PresenceSink&) = delete;
    virtual ~PresenceSink() = default;

    virtual void set_health(const PageState& state, Health health) = 0;
    /// A run that ended, or with RunEnd::present one that did not.
    struct Run {
        RecordId record = 0;
        SnapshotId first = 0, last = 0;
        RunEnd end = RunEnd::present;
        SnapshotId ended_by = 0;  ///< 0: present
        bool stored = false;      ///< its beginning is stored already
    };
    virtual void add_run(const Run& run) = 0;
    virtual void add_shift(SnapshotId snapshot, RecordId record, Shift shift) = 0;
    /// The snapshot shares no entry with the one before: some may have been missed.
    virtual void add_gap(SnapshotId snapshot) = 0;

    /// Whether a record stood on the page in a run that is stored.
    virtual bool stood_before(RecordId record) = 0;
    virtual PageProfile profile(SnapshotId snapshot) = 0;
};

/// Where a walk over the snapshots of a page can be taken up again: its last states, of which the
/// first `settled` cannot change any more. The last settled one is healthy and whole.
struct PresenceTail {
    struct Span {
        SnapshotId first = 0, last = 0;
        Health health{};
    };
    std::size_t settled = 0;
    std::vector<Span> states;
};

/// Walks the snapshots of one page in capture order and says how healthy each is, in which runs of
/// snapshots each record stood on the page, and why each run ended (docs/identity.md, "Presence").
/// The verdict on a state depends on at most kReach states before it and behind it, so the result
/// is a function of the set of snapshots, and a walk can be taken up near its end.
///
/// Costs a few microseconds a state; keeps the states within reach and the open runs.
class PresenceWalk {
public:
    static constexpr std::size_t kReach = 3;

    /// `has_url`: whether the snapshots are known to be of one page. Those without a URL may be of
    /// several, so less is claimed of them.
    PresenceWalk(PresenceSink& sink, bool has_url);
    PresenceWalk(const PresenceWalk&) = delete;
    PresenceWalk& operator=(const PresenceWalk&) = delete;
    ~PresenceWalk();

    struct OpenRun {
        RecordId record = 0;
        SnapshotId first = 0;
        Time began{};
    };
    /// Takes up a walk: the settled states of a tail, and the runs that were open at the last of
    /// them. The others are given to push() again.
    void resume(std::vector<PageState> settled, std::span<const OpenRun> open);

    void push(PageState state);

    /// Judges what is left with what is known so far, and gives the tail. The last call.
    PresenceTail finish();

private:
    class Walk;
    std::unique_ptr<Walk> walk_;
};

}  // namespace feedarc
