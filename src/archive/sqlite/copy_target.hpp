#pragma once

#include <string>

namespace feedarc::sqlite {

/// The path of a file that a copy of the archive may be put at, with the links on the way to it
/// resolved. That is where nothing is, or an earlier copy: a file with the application id of an
/// archive in rollback mode. One in WAL mode was written to since, so it is an archive of its own.
/// Throws Error(usage) for all else, Error(io) where its folder is not to be had.
[[nodiscard]] std::string checked_copy_target(const std::string& archive, const std::string& file);

}  // namespace feedarc::sqlite
