// Any bytes unpack to no more than the limit, or are refused with an Error.

#include "unpack/unpack.hpp"

#include <feedarc/error.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    feedarc::unpack::UnpackLimits limits;
    limits.bytes = 1U << 20U;
    limits.members = 100;
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    try {
        const std::string unpacked = feedarc::unpack::unpack(bytes, "page", limits);
        // Plain bytes come back as they are, whatever their size.
        if (unpacked != bytes && unpacked.size() > limits.bytes) std::abort();
    } catch (const feedarc::Error&) {
    }
    return 0;
}
