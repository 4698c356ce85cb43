#pragma once

#include "render/renderer.hpp"
#include "render/value.hpp"

#include <iosfwd>
#include <string>
#include <vector>

namespace feedarc::render {

/// One named value of a single thing that is shown whole.
struct Member {
    std::string name;
    Value value;
};

/// Writes a thing of which there is but one, a line for each member: names and values as two
/// columns (in tables a heading of colons instead, and nothing cut).
void write_members(const std::vector<Member>& members, const Format& format, const Style& style,
                   std::ostream& out);

}  // namespace feedarc::render
