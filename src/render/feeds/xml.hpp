#pragma once

#include "base/byte_sink.hpp"

#include <pugixml.hpp>

#include <string>
#include <string_view>

namespace feedarc::render {

/// Adds an element with a text.
void add_text(pugi::xml_node parent, const char* name, std::string_view text);
void set_attribute(pugi::xml_node node, const char* name, std::string_view value);

/// Writes the children of a node, so many levels below the root.
void print_children(const pugi::xml_node& node, unsigned depth, const base::ByteSink& sink);

}  // namespace feedarc::render
