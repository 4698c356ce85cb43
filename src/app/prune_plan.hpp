#pragma once

#include <feedarc/archive.hpp>
#include <feedarc/body_store.hpp>
#include <feedarc/prune.hpp>

#include <vector>

namespace feedarc::app {

/// What a pruning is going to drop.
struct PrunePlan {
    PruneSummary summary;              ///< as if it were done
    std::vector<UnneededBody> bodies;  ///< each after those that are packed with it
};

/// Judges every snapshot whose bytes are kept. Throws Error(usage) and Error(not_found), as prune()
/// does.
[[nodiscard]] PrunePlan plan_pruning(Archive& archive, const PruneOptions& options);

}  // namespace feedarc::app
