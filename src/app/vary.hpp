#pragma once

#include <feedarc/archive.hpp>

#include <map>
#include <span>
#include <vector>

namespace feedarc::app {

/// Keeps what is volatile in the texts of sources, and so what counts as a revision, in step with
/// their records.
class Varying {
public:
    explicit Varying(WriteBatch& batch) : batch_(batch) {}

    /// Takes a record with all its contents, which may have changed.
    void see(RecordId record, std::span<const Revision> contents);

    /// Learns anew which places of a source are volatile, after all its records were seen. Where
    /// that changed, so do the revisions of every record of the source.
    void learn(SourceId source);

    /// Sorted.
    const std::vector<Place>& volatile_places(SourceId source);

private:
    WriteBatch& batch_;
    std::map<SourceId, std::vector<Place>> known_;  // volatile places, sorted
};

}  // namespace feedarc::app
