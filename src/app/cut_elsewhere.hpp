#pragma once

#include <feedarc/archive.hpp>
#include <feedarc/cluster.hpp>
#include <feedarc/record.hpp>

#include <vector>

namespace feedarc {

/// The records of other sources that show the text of a record cut or longer, by the rung
/// truncation as decide() climbs it within a source. Each of the two must be the only one that it
/// leads to from the other, so whichever of them is asked names the other.
[[nodiscard]] std::vector<AlsoOn> cut_elsewhere(Archive& archive, const RecordDetail& detail);

}  // namespace feedarc
