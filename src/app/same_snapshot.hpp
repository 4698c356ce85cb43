#pragma once

#include <feedarc/write_batch.hpp>

namespace feedarc::app {

// Two logs may say otherwise of one snapshot how it was read and how it was got. What the union of
// the logs says is the better of each: these are total orders of what is said, so that it does not
// depend on the order in which logs are put together.

/// One that was not refused is better, then that of the newer reader, then the smaller hash.
[[nodiscard]] bool is_better_read(const PreparedSnapshot& one, const PreparedSnapshot& than);

/// One that was captured is better than one that was ingested, then one whose end is known, then
/// the lesser status, then the smaller hash.
[[nodiscard]] bool is_better_got(const PreparedSnapshot& one, const PreparedSnapshot& than);

}  // namespace feedarc::app
