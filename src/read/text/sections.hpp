#pragma once

#include <feedarc/entry.hpp>

#include "read/text/line.hpp"
#include "read/text/markup.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc::read {

/// A heading or a date that stands above several items of a list and holds for all of them.
struct Section {
    std::uint32_t begin = 0;  ///< bytes of the dump; it ends where the next begins
    Published published;
    std::string category;
};

/// Takes the headings of sections out of a dump of lists. A heading is that of a section where the
/// items below it are links, or where the headings are dates; else it is an entry, and the list
/// below is its text. Names in brackets (`[Culture]`) head all lines up to the next. `links` are by
/// `begin`.
[[nodiscard]] std::vector<Section> take_sections(std::string_view dump, std::span<const Link> links,
                                                 std::vector<Line>& lines);

/// Gives an entry what it lacks and its section has.
void apply_section(std::span<const Section> sections, const Line& line, Entry& entry);

}  // namespace feedarc::read
