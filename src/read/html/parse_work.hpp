#pragma once

#include <cstddef>
#include <string_view>

namespace feedarc::read {

/// What Gumbo's time grows with, beside the size of the page: at each tag it may look at every
/// element that is open, and at each attribute at all earlier ones of the tag. Returns the elements
/// open summed over all tags plus half the square of each tag's attributes, or `enough` + 1 as soon
/// as the sum is more than `enough`.
///
/// The elements open are followed as HTML's rules say (end tags that may be omitted, void elements,
/// raw text, scopes) but approximately: a page made to be misjudged is left to the limit on time.
/// One pass; a page so small that no structure could cost more than `enough` is only counted
/// through.
[[nodiscard]] std::size_t parse_work(std::string_view html, std::size_t enough);

}  // namespace feedarc::read
