#include "unpack/library_version.hpp"

#include <brotli/decode.h>
#include <fmt/format.h>
#include <nettle/version.h>
#include <zlib.h>

namespace feedarc::unpack {

std::vector<std::pair<std::string, std::string>> library_versions() {
    const unsigned brotli = BrotliDecoderVersion();  // decode.h: 12 bits, 12 bits for the last two
    return {
        {"brotli", fmt::format("{}.{}.{}", brotli >> 24U, brotli >> 12U & 0xfffU, brotli & 0xfffU)},
        {"nettle", fmt::format("{}.{}", nettle_version_major(), nettle_version_minor())},
        {"zlib", zlibVersion()}};
}

}  // namespace feedarc::unpack
