#pragma once

#include <feedarc/write_batch.hpp>

#include <span>

namespace feedarc::app {

/// Gives a snapshot, of which it is known how it was ingested, the source and the time that
/// corrections say, and whether it is forgotten. They are as mark_in_force() leaves them.
void place(std::span<const Correction> corrections, PlacedSnapshot& snapshot);

}  // namespace feedarc::app
