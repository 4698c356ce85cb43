#pragma once

#include <feedarc/body_store.hpp>

#include <sqlite3.h>

#include <string>

namespace feedarc::sqlite {

/// How the file of an archive is filled, and how much room VACUUM has.
[[nodiscard]] FileUse read_file_use(sqlite3& db, const std::string& path);

}  // namespace feedarc::sqlite
