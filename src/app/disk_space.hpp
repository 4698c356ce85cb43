#pragma once

#include <cstdint>
#include <string>

namespace feedarc::app {

/// Throws Error(io) unless there is room on the archive's disk for `bytes` that are to be stored:
/// three times as much, since they go into the log and from there into the archive, with what is
/// derived from them, and `min_free` beside. Where that is 0, nothing is asked.
void check_disk_space(const std::string& location, std::uint64_t bytes, std::uint64_t min_free);

}  // namespace feedarc::app
