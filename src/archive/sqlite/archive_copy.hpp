#pragma once

#include <feedarc/archive_copy.hpp>

#include <string>

namespace feedarc::sqlite {

/// feedarc::copy_archive() of an archive in one SQLite file.
[[nodiscard]] ArchiveCopy copy_archive(const std::string& location, const std::string& file,
                                       const CopyOptions& options);

}  // namespace feedarc::sqlite
