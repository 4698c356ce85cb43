#pragma once

#include <feedarc/entry.hpp>

#include <string>
#include <string_view>

namespace feedarc::read {

/// What stands in the place of a listing: `captcha`, `denied`, `error`, `login`, `maintenance`;
/// empty where nothing says so. By the title of the page, of a text dump (`text`) by its first
/// line, and only where there are next to no entries: a blog may well be called "Maintenance".
[[nodiscard]] std::string obstacle_of(const Page& page, std::string_view text);

}  // namespace feedarc::read
