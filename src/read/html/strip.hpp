#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace feedarc::read {

/// The page without what its scripts and styles hold, which is often half of its bytes and would be
/// parsed letter by letter; nothing where there is not enough of it to be worth while. The elements
/// stay, and so does all data (a script whose tag says "json").
///
/// The tree is the same but for the text of those elements. Wherever a parser might see markup in
/// what looks like a script's text, nothing is taken out: within `<select>` and odd SVG, behind
/// `<frameset>` and `<plaintext>`, and where a comment starts in it.
[[nodiscard]] std::optional<std::string> without_scripts(std::string_view html);

}  // namespace feedarc::read
