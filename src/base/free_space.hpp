#pragma once

#include <cstdint>
#include <string>

namespace feedarc::base {

/// How many bytes a user may still write to the file system of a folder. Throws Error(io).
[[nodiscard]] std::uint64_t free_space(const std::string& folder);

/// `16.5 MiB`, `900 bytes`.
[[nodiscard]] std::string rough_size(std::uint64_t bytes);

}  // namespace feedarc::base
