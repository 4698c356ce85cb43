#pragma once

#include "read/html/rules/css.hpp"
#include "read/html/rules/xpath.hpp"

#include <string_view>
#include <variant>

namespace feedarc::read {

using Selector = std::variant<Css, XPath>;

/// Whether a text is XPath: it begins with `/`, `./`, `(` or `xpath:`.
[[nodiscard]] bool is_xpath(std::string_view text) noexcept;

/// Throws SelectorError.
[[nodiscard]] Selector parse_selector(std::string_view text);

}  // namespace feedarc::read
