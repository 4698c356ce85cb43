#pragma once

#include <feedarc/archive_names.hpp>

#include <string>

namespace feedarc::sqlite {

/// feedarc::archive_names() of an archive in one SQLite file.
[[nodiscard]] ArchiveNames archive_names(const std::string& location);

}  // namespace feedarc::sqlite
