#pragma once

#include <feedarc/explain.hpp>

#include <iosfwd>
#include <string_view>

namespace feedarc::render {

/// Prints what the finder weighed on a page: what the rules matched, the best candidates, and the
/// terms of the best two.
void print_explanation(std::ostream& out, std::string_view input, const Explanation& explanation);

}  // namespace feedarc::render
