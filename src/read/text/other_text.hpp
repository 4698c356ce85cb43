#pragma once

#include "read/text/line.hpp"
#include "read/text/markup.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace feedarc::read {

/// What a text plainly is that lists nothing, told by the forms of its lines: source code, a log,
/// a table of data, a difference of files, a transcript
/// of a shell, an e-mail. Nothing in doubt.
/// `lines` are as they stand, with their kinds.
[[nodiscard]] std::optional<std::string_view> other_text(std::string_view dump,
                                                         std::span<const Line> lines);

/// The same for texts to be read from start to end: prose, a licence, the description of a program.
/// `lines` are with wrapped ones joined. A text with anything that listings have (dates, texts cut
/// off, "read more", lists of links, a heading such as `Latest news`) is none.
[[nodiscard]] std::optional<std::string_view> running_text(std::string_view dump,
                                                           std::span<const Link> links,
                                                           std::span<const Line> lines);

}  // namespace feedarc::read
