#pragma once

#include <feedarc/body_store.hpp>
#include <feedarc/pack.hpp>

namespace feedarc::app {

/// Writes the file of an archive anew where `when` says so and there is room for it.
[[nodiscard]] ShrinkSummary shrink(BodyStore& store, Shrink when, std::chrono::milliseconds wait);

}  // namespace feedarc::app
