#include "app/stored_snapshot.hpp"

namespace feedarc::app {

std::optional<std::size_t> see_stored(WriteBatch& batch, Deriver& deriver, Placing& placing,
                                      SourceId source, const PreparedSnapshot& snapshot,
                                      const WriteBatch::Added& added) {
    const SnapshotRef ref{snapshot.source, snapshot.page_url, snapshot.captured_at,
                          snapshot.body.hash};
    if (placing.concerns(ref)) {
        for (const SourceId moved : placing.apply(ref).sources) deriver.rederive(moved);
        if (const auto placed = batch.placed(added.snapshot); placed && !placed->forgotten) {
            deriver.rederive(placed->source);
        }
        return std::nullopt;
    }
    if (!snapshot.page) return std::nullopt;
    return deriver.see(source, snapshot, added);
}

}  // namespace feedarc::app
