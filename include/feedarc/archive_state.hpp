#pragma once

#include <feedarc/error.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace feedarc {

/// How an archive stands in its folder, without what it holds.
struct ArchiveState {
    std::string path;  ///< by its own name, where the location is a symbolic link
    bool found = false;
    std::optional<Error> error;  ///< why it cannot be read, where it cannot
    int version = 0;             ///< of the schema; 0: it is empty
    int newest_version = 0;      ///< that this program knows
    std::uint64_t bytes = 0;
    std::uint64_t log_bytes = 0;          ///< what is not in the main file yet
    bool locked = false;                  ///< by somebody who writes to it now
    std::vector<std::string> belongings;  ///< files beside it that go with it
    std::vector<std::string> old_copies;  ///< of before migrations: ARCHIVE.version-N
};

/// Looks at an archive, whatever state it is in, and makes nothing. Throws nothing but
/// std::bad_alloc: what is wrong is in `error`.
[[nodiscard]] ArchiveState archive_state(const std::string& location);

}  // namespace feedarc
