#pragma once

#include <string>
#include <string_view>

namespace feedarc::render {

/// A text that XML 1.0 may hold: what is unsafe made visible, and U+FFFE and U+FFFF, which are no
/// characters of XML, as U+FFFD. The markup is escaped by who writes it.
[[nodiscard]] std::string xml_text(std::string_view text);

/// A text as the content of an HTML element. What is unsafe stays: see html_visible().
[[nodiscard]] std::string html_text(std::string_view text);

/// Text from outside as the content of an element or as the value of a quoted attribute of an HTML
/// document: what is unsafe made visible, what is no character as U+FFFD, the markup escaped.
[[nodiscard]] std::string html_visible(std::string_view text);

}  // namespace feedarc::render
