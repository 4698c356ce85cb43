#pragma once

#include <feedarc/audit.hpp>
#include <feedarc/record.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace feedarc::app {

/// What speaks against taking the revisions of one record for one article.
struct UnlikeRevisions {
    double score = 0;                  ///< 0: nothing
    std::vector<std::string> reasons;  ///< in words for a person
    std::vector<std::size_t> odd;      ///< the revisions that are most unlike the first, by index
};

[[nodiscard]] UnlikeRevisions find_unlike(const std::vector<Revision>& revisions);

}  // namespace feedarc::app
