#pragma once

#include <feedarc/explain.hpp>

#include "read/html/listing.hpp"

#include <span>
#include <vector>

namespace feedarc::read {

/// How much a run of blocks looks like the listing of its page. From kEnough on it is taken for
/// one.
[[nodiscard]] double listing_score(const Outline& outline, const ListedLinks& listed,
                                   std::span<const Block> blocks);

/// The terms whose sum the score is.
[[nodiscard]] std::vector<ScoreTerm> listing_terms(const Outline& outline,
                                                   const ListedLinks& listed,
                                                   std::span<const Block> blocks);

/// A bound of the score that is cheap to know.
[[nodiscard]] double best_possible_score(const Outline& outline, const ListedLinks& listed,
                                         std::span<const Block> blocks);

inline constexpr double kEnough = 14.0;

/// Whether a link leads to a list of entries or a person rather than to an entry: `/tag/x`,
/// `/page/2`.
[[nodiscard]] bool leads_to_list(std::string_view href) noexcept;

}  // namespace feedarc::read
