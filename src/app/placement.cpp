#include "app/placement.hpp"

namespace feedarc::app {

void place(std::span<const Correction> corrections, PlacedSnapshot& snapshot) {
    snapshot.forgotten = false;
    snapshot.source_name = snapshot.ingested.source;
    snapshot.captured_at = snapshot.ingested.captured_at;
    for (const Correction& correction : corrections) {
        if (!correction.in_force || correction.snapshot != snapshot.ingested) continue;
        if (correction.kind == CorrectionKind::forget) snapshot.forgotten = true;
        if (correction.new_source) snapshot.source_name = *correction.new_source;
        if (correction.new_captured_at) snapshot.captured_at = *correction.new_captured_at;
    }
}

}  // namespace feedarc::app
