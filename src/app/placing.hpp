#pragma once

#include <feedarc/archive.hpp>
#include <feedarc/corrections.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace feedarc::app {

/// A snapshot that cannot have the place that corrections want for it, since another one has the
/// same bytes of the page at that time.
struct Clash {
    SnapshotId snapshot = 0;
    SnapshotId with = 0;
    bool is_new = false;  ///< it stood otherwise before
};

/// Where a snapshot stands, and where corrections want it.
struct WantedPlace {
    PlacedSnapshot now;
    PlacedSnapshot wanted;
};

/// Settles who has which place, of snapshots with the same bytes of the same page: who was ingested
/// there, else who was ingested first (then by source). A snapshot that does not get the place it
/// wants is there twice: it is forgotten where it was ingested. Sets `wanted` to the places that
/// they get. A function of the set: the order does not matter.
[[nodiscard]] std::vector<Clash> settle_places(std::vector<WantedPlace>& snapshots);

/// Gives snapshots the places that corrections say, within a transaction. Corrections are read once
/// they are asked for.
class Placing {
public:
    explicit Placing(WriteBatch& batch) : batch_(batch) {}

    /// Whether a correction speaks of the snapshot that was ingested as this, or wants its place
    /// for another one.
    [[nodiscard]] bool concerns(const SnapshotRef& ingested);

    struct Placed {
        std::set<SourceId> sources;  ///< that have, or had, a snapshot which changed its place
        std::vector<Clash> clashes;
    };
    /// Places the snapshots with the bytes and the page of this one.
    [[nodiscard]] Placed apply(const SnapshotRef& about);

private:
    // What corrections in force say of a snapshot.
    struct Said {
        bool forgotten = false;
        std::optional<std::string> source;
        std::optional<Time> captured_at;
    };
    using Group = std::map<SnapshotRef, Said>;  // of one page and body

    void load();
    [[nodiscard]] const Group* group_of(const SnapshotRef& ref);
    [[nodiscard]] std::vector<WantedPlace> members_of(const Group& group);

    WriteBatch& batch_;
    bool loaded_ = false;
    std::map<std::pair<std::string, Hash128>, Group> groups_;
};

}  // namespace feedarc::app
