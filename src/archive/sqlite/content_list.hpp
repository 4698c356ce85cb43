#pragma once

#include <feedarc/archive.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc::sqlite {

/// The contents of a page as `pages.contents` keeps them: a JSON array of numbers, so that SQL
/// reads it with json_each().
[[nodiscard]] std::string write_content_list(const std::vector<ContentId>& contents);

/// The reverse. Throws Error(archive) for anything but such an array.
[[nodiscard]] std::vector<ContentId> read_content_list(std::string_view json);

/// What a row of `pages` says.
struct StoredPage {
    std::vector<ContentId> contents;
    Ages ages;  ///< empty, or as many
};

/// Throws Error(archive) where the lists are not as long as `entries` says.
[[nodiscard]] StoredPage read_stored_page(std::int64_t entries, std::string_view contents,
                                          std::string_view ages);

}  // namespace feedarc::sqlite
