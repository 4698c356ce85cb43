#pragma once

#include "base/byte_sink.hpp"

#include <pugixml.hpp>

#include <string>
#include <string_view>

namespace feedarc::render {

/// A text that XML 1.0 may hold: what is unsafe made visible, and U+FFFE and U+FFFF, which are no
/// characters of XML, as U+FFFD. The markup is escaped by who writes it.
[[nodiscard]] std::string xml_text(std::string_view text);

/// The same text as HTML.
[[nodiscard]] std::string html_text(std::string_view text);

/// Adds an element with a text.
void add_text(pugi::xml_node parent, const char* name, std::string_view text);
void set_attribute(pugi::xml_node node, const char* name, std::string_view value);

/// Writes the children of a node, so many levels below the root.
void print_children(const pugi::xml_node& node, unsigned depth, const base::ByteSink& sink);

}  // namespace feedarc::render
