#pragma once

#include <feedarc/archive.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace feedarc::sqlite {

/// The contents of a page as `pages.contents` keeps them: a JSON array of numbers, so that SQL
/// reads it with json_each().
[[nodiscard]] std::string write_content_list(const std::vector<ContentId>& contents);

/// The reverse. Throws Error(archive) for anything but such an array.
[[nodiscard]] std::vector<ContentId> read_content_list(std::string_view json);

}  // namespace feedarc::sqlite
