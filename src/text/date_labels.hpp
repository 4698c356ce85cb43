#pragma once

#include <string_view>

namespace feedarc::text {

/// Whether a text (through fold(), without white space and punctuation) introduces a date:
/// "postedon", "发布于", ...
[[nodiscard]] bool is_date_label(std::string_view text) noexcept;

/// Whether the words before a date say that it is the one of the last change: "Updated on",
/// "更新于:", ...
[[nodiscard]] bool ends_with_update_label(std::string_view text);

}  // namespace feedarc::text
