#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace feedarc::unpack {

/// Bounds of one unpacking; over one, Error(limit) that names it.
struct UnpackLimits {
    std::size_t bytes = 16U << 20;  ///< `page-size`: of what comes out
    std::size_t ratio = 200;        ///< `unpack-ratio`: out to in, once more than 1 MiB is out
    int window_log = 25;            ///< `unpack-window`: of zstd, as a power of two
    std::size_t members = 10'000;   ///< `unpack-members`: of gzip, or frames of zstd
    int layers = 2;                 ///< `unpack-layers`: a .gz of a .zst and the like
};

/// Unpacks gzip and zstd, told by their magic bytes; other bytes come back as they are. A stream
/// that is cut, fails its checksum, or is followed by what is neither zeros nor a further member
/// throws Error(input). `name` stands in messages.
[[nodiscard]] std::string unpack(std::string bytes, const std::string& name,
                                 const UnpackLimits& limits = {});

}  // namespace feedarc::unpack
