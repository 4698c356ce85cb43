#pragma once

#include "unpack/output.hpp"

#include <string>
#include <string_view>

namespace feedarc::unpack {

// One function per packing, tried in the order of the table in unpack.cpp. `is_*` looks at the
// magic bytes alone; the other takes every member apart and throws Error(input) for damage.

[[nodiscard]] bool is_gzip(std::string_view bytes) noexcept;
void unpack_gzip(std::string_view bytes, std::string_view name, BoundedOutput& out);

[[nodiscard]] bool is_zstd(std::string_view bytes) noexcept;
void unpack_zstd(std::string_view bytes, std::string_view name, const UnpackLimits& limits,
                 BoundedOutput& out);
/// Returns what follows the frames; it is the caller's to judge.
[[nodiscard]] std::string_view unpack_zstd_frames(std::string_view bytes, std::string_view name,
                                                  const UnpackLimits& limits, BoundedOutput& out);

/// Error(input) that says how the packed bytes are broken and what to do about it.
[[noreturn]] void throw_damaged(std::string_view name, std::string_view what);

/// Whether nothing but zeros follows: archivers and tapes pad with them.
[[nodiscard]] bool is_padding(std::string_view bytes) noexcept;

}  // namespace feedarc::unpack
