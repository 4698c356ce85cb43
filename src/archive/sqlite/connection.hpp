#pragma once

#include "archive/sqlite/statement.hpp"

#include <chrono>
#include <string>

namespace feedarc::sqlite {

/// Connections with everything set that feedarc relies on: extended result codes, and what
/// restrict_connection() takes from them. An archive may be named by symbolic links: they are
/// resolved first, and SQLite follows none.

/// The archive that a path leads to, by its own name: what is kept beside it goes by that.
[[nodiscard]] std::string real_path(const std::string& path);

/// Throws Error(archive) where something stands at the path that is no file, such as a folder, and
/// Error(io) for a link to nothing.
void check_is_file(const std::string& path);

/// Changes nothing. Throws Error(archive) where there is no archive.
[[nodiscard]] Connection open_for_reading(const std::string& path);

/// Makes the file (mode 0600) where it is missing. WAL and synchronous=FULL
/// are set and read back. The caller holds the writer lock.
[[nodiscard]] Connection open_for_writing(const std::string& path);

/// A file that nobody writes to any more, in place or not: without locks, and nothing is made
/// beside it. The path has no symbolic links in it.
[[nodiscard]] Connection open_immutable(const std::string& path);

/// An empty file that is to become a copy, and that nobody else knows of: without locks, which not
/// every file system has, without journal, and without syncing, which is up to the caller. The path
/// has no symbolic links in it.
[[nodiscard]] Connection open_to_fill(const std::string& path);

/// Throws Error(io) where the name no longer stands for the file that is open.
void check_not_moved(sqlite3& db, const std::string& path);

/// A database of its own that goes with the connection: in memory, or in a temporary file with a
/// copy of the archive at `copy_of` in it.
[[nodiscard]] Connection open_in_memory();
[[nodiscard]] Connection open_copy(const std::string& copy_of);
/// The same of an archive that is open, as its transaction sees it.
[[nodiscard]] Connection open_copy(sqlite3& source);

}  // namespace feedarc::sqlite
