#pragma once

#include <feedarc/entry.hpp>

#include "read/text/layout.hpp"
#include "read/text/markup.hpp"
#include "read/text/sections.hpp"

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace feedarc::read {

/// A dump made ready for its entries to be read.
struct Dump {
    std::string_view text;
    std::span<const Line> lines;
    std::span<const Link> links;        ///< by `begin`
    std::string_view url;               ///< of the page; may be empty
    std::span<const Section> sections;  ///< by `begin`
};

/// A file of more lines than this is no listing; what follows is left out.
inline constexpr std::size_t kMaxEntries = 100'000;

/// Turns records into entries. Which text is the category, the title, the excerpt is decided for
/// the dump as a whole: a short first text whose values repeat, or which few records have, is a
/// category.
[[nodiscard]] std::vector<Entry> read_entries(const Dump& dump, const Layout& layout);

/// The URL of the first link that begins in a line; empty without one, or where it cannot be
/// resolved.
[[nodiscard]] std::string link_of(const Dump& dump, const Line& line);

}  // namespace feedarc::read
