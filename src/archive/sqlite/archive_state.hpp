#pragma once

#include <feedarc/archive_state.hpp>

#include <string>

namespace feedarc::sqlite {

/// feedarc::archive_state() of an archive in one SQLite file.
[[nodiscard]] ArchiveState archive_state(const std::string& location);

}  // namespace feedarc::sqlite
