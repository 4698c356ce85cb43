#pragma once

#include <feedarc/identity.hpp>

#include <string_view>

namespace feedarc {

/// A text shorter than this takes no part, even under an equal title.
inline constexpr std::size_t kShortestTitledText = 12;  // characters

/// The text keys of a title and a normalised excerpt.
///
/// The sketch is the smallest hashes of the runs of 12 characters (a bottom-k sketch: Broder, "On
/// the resemblance and containment of documents", 1997), so two texts that share most of their
/// characters share some of it wherever they were edited or cut.
[[nodiscard]] TextKeys make_text_keys(std::string_view title, std::string_view normal_excerpt);

}  // namespace feedarc
