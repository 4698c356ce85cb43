#pragma once

#include <feedarc/archive.hpp>

#include <set>
#include <string>
#include <vector>

namespace feedarc::app {

/// The ids of sources by their names. Throws Error(not_found) for one that is not in the archive.
[[nodiscard]] std::set<SourceId> source_ids(Archive& archive,
                                            const std::vector<std::string>& names);

}  // namespace feedarc::app
