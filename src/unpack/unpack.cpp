#include "unpack/unpack.hpp"

#include <feedarc/error.hpp>

#include "unpack/codecs.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace feedarc::unpack {

void throw_damaged(std::string_view name, std::string_view what) {
    throw Error(ErrorCode::input,
                fmt::format("{}: {}; get the file again from where it came", name, what));
}

bool is_padding(std::string_view bytes) noexcept {
    return std::all_of(bytes.begin(), bytes.end(), [](char byte) { return byte == '\0'; });
}

std::string unpack(std::string bytes, const std::string& name, const UnpackLimits& limits) {
    const std::size_t packed_size = bytes.size();
    for (int layer = 0;; ++layer) {
        const bool gzip = is_gzip(bytes);
        if (!gzip && !is_zstd(bytes)) return bytes;
        if (layer == limits.layers) {
            throw Error(ErrorCode::limit, fmt::format("{}: packed more than {} times "
                                                      "(limit unpack-layers)",
                                                      name, limits.layers));
        }
        BoundedOutput out(name, limits, packed_size);
        if (gzip) {
            unpack_gzip(bytes, name, out);
        } else {
            unpack_zstd(bytes, name, limits, out);
        }
        bytes = out.take();
    }
}

}  // namespace feedarc::unpack
