#pragma once

#include <string_view>

namespace feedarc::read {

/// Whether the text of a link says that it leads to the whole of an entry: "Read more →", 阅读全文.
[[nodiscard]] bool says_more(std::string_view text);

}  // namespace feedarc::read
