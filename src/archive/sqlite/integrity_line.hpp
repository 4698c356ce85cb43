#pragma once

#include <string>
#include <string_view>

namespace feedarc::sqlite {

/// Throws Error(io) where a line of `PRAGMA integrity_check` or `quick_check` says that the disk
/// did not give a page: nothing is known of the page then. SQLite has only the code of it in the
/// line.
void throw_where_unread(std::string_view line, const std::string& path);

}  // namespace feedarc::sqlite
