#pragma once

#include "archive/sqlite/statement.hpp"

#include <chrono>
#include <string>

namespace feedarc::sqlite {

/// Connections with everything set that feedarc relies on: extended result codes, defensive mode,
/// no trust in the schema, no extensions, limits.

/// Throws Error(archive) where something stands at the path that is no file, such as a folder.
void check_is_file(const std::string& path);

/// Changes nothing. Throws Error(archive) where there is no archive.
[[nodiscard]] Connection open_for_reading(const std::string& path);

/// Makes the file (mode 0600) where it is missing. WAL and synchronous=FULL
/// are set and read back. The caller holds the writer lock.
[[nodiscard]] Connection open_for_writing(const std::string& path);

/// A database of its own that goes with the connection: in memory, or in a temporary file with a
/// copy of the archive at `copy_of` in it.
[[nodiscard]] Connection open_in_memory();
[[nodiscard]] Connection open_copy(const std::string& copy_of);

}  // namespace feedarc::sqlite
