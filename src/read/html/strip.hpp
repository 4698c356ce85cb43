#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace feedarc::read {

/// Less is not worth a copy of the page.
inline constexpr std::size_t kLeastStripped = 1024;

/// The page without what its scripts and styles hold, which is often half of its bytes and would be
/// parsed letter by letter; nothing where that is less than `least` bytes. The elements
/// stay, and so does all data (a script whose tag says "json").
///
/// The tree is the same but for the text of those elements. Wherever a parser might see markup in
/// what looks like a script's text, nothing is taken out: within `<select>` and odd SVG, behind
/// `<frameset>` and `<plaintext>`, and where a comment starts in it.
[[nodiscard]] std::optional<std::string> without_scripts(std::string_view html,
                                                         std::size_t least = kLeastStripped);

}  // namespace feedarc::read
