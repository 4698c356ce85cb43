#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <span>
#include <string>

namespace feedarc::sqlite {

/// "FDAR": what `file` and SQLite know an archive by.
inline constexpr std::int32_t kApplicationId = 0x46444152;

/// One step of the schema. A released migration is never edited; the next one is a further file in
/// migrations/, numbered, and is embedded by CMake.
struct Migration {
    const char* name;
    const char* sql;
};

/// All of them; migration N takes an archive from version N to N + 1.
[[nodiscard]] std::span<const Migration> migrations() noexcept;

/// Throws Error(archive) unless the file is an archive of a version that this program knows. An
/// empty file is one of version 0. Returns the version.
[[nodiscard]] int check_version(sqlite3& db, const std::string& path);

/// Brings an archive to the newest version in one transaction. The caller holds the writer lock.
void migrate(sqlite3& db, int from);

}  // namespace feedarc::sqlite
