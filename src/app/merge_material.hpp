#pragma once

#include <feedarc/merge_store.hpp>

#include "app/log_reader.hpp"
#include "app/prefixes.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace feedarc::app {

/// The bodies and pages that the snapshots of another archive refer to, brought into an archive.
/// What is read ahead costs nothing within a transaction; what is missing there after all, since
/// others wrote meanwhile, is read then.
///
/// Bodies go over as they are packed, with the same body as prefix; what is compressed anew is only
/// what is packed with a block there, or where the chain would be too long here. Nothing refers to
/// such rows yet, so that storing them changes nothing.
class MergeMaterial {
public:
    MergeMaterial(LogReader& log, Prefixes& prefixes) : log_(log), prefixes_(prefixes) {}

    /// Finds out what is missing, in a transaction that changes nothing, to be read by
    /// read_ahead().
    void look_for(MergeStore& store, std::span<const LoggedSnapshot> snapshots);
    void read_ahead();
    /// Stores all that was read ahead, and forgets it.
    void store_all(MergeStore& store);

    /// Sees to it that the body of a snapshot is stored, where it is kept at all.
    void store_body(MergeStore& store, const LoggedSnapshot& logged);
    /// How many bodies were there without their bytes; counts from 0 again.
    [[nodiscard]] std::int64_t take_filled() { return std::exchange(filled_, 0); }
    /// Sees to it that the page of a snapshot can be stored with it.
    void complete_page(MergeStore& store, LoggedSnapshot& logged);

private:
    // A body that is missing, and the page for which it is.
    struct Missing {
        Hash128 body;
        Prefixes::PageKey page;
    };

    void add_chain(MergeStore& store, const LoggedSnapshot& logged);
    [[nodiscard]] PackedBody read(const Missing& missing);
    [[nodiscard]] PackedBody packed_alone(const Hash128& body);
    void store_packed(MergeStore& store, PackedBody&& body);

    LogReader& log_;
    Prefixes& prefixes_;
    std::vector<Missing> missing_bodies_;  ///< each after its base
    std::unordered_set<Hash128> listed_;   ///< among them
    std::unordered_map<Hash128, std::int64_t> missing_pages_;
    std::vector<PackedBody> bodies_;
    std::int64_t filled_ = 0;
    std::unordered_map<Hash128, std::shared_ptr<const ParsedPage>> pages_;
};

}  // namespace feedarc::app
