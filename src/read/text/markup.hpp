#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc::read {

/// A link of a dump: the bytes of its text in Markup::text, and where it leads.
struct Link {
    std::uint32_t begin = 0, end = 0;
    std::string target;  ///< as written
};

/// A dump without its inline markup.
struct Markup {
    std::string text;
    std::vector<Link> links;  ///< by `begin`; none overlaps another
};

/// Takes the links out of a Markdown dump (`[text](url)`, `[text][id]` with its definition,
/// `<url>`, with bold marks and backslash escapes) or a dump of a text browser (`[12]text` with a
/// list of references at the end). Nothing for a dump without links: `[Math]` is text.
[[nodiscard]] std::optional<Markup> strip_markup(std::string_view dump);

/// Whether one of the links, by `begin`, begins at a byte or right behind it.
[[nodiscard]] bool begins_with_link(std::span<const Link> links, std::uint32_t at) noexcept;

}  // namespace feedarc::read
