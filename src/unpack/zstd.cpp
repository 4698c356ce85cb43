#include <feedarc/error.hpp>

#include "base/c_handle.hpp"
#include "unpack/codecs.hpp"

#include <fmt/format.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <new>
#include <vector>

namespace feedarc::unpack {
namespace {

using Decompressor = CHandle<ZSTD_DCtx, ZSTD_freeDCtx>;

[[noreturn]] void refuse(std::size_t result, std::string_view name, const UnpackLimits& limits) {
    switch (ZSTD_getErrorCode(result)) {
        case ZSTD_error_memory_allocation: throw std::bad_alloc();
        case ZSTD_error_frameParameter_windowTooLarge:
            throw Error(ErrorCode::limit,
                        fmt::format("{}: needs a zstd window of more than {} MiB "
                                    "(limit unpack-window)",
                                    name, (std::size_t{1} << limits.window_log) >> 20U));
        case ZSTD_error_dictionary_wrong:
            throw_damaged(name, "the zstd data needs a dictionary that is not here");
        default:
            throw_damaged(name,
                          fmt::format("the zstd data is damaged ({})", ZSTD_getErrorName(result)));
    }
}

// The frame's own word on its size is not asked: memory is taken as bytes come out.
void unpack_frame(ZSTD_DCtx* context, ZSTD_inBuffer& in, std::vector<char>& buffer,
                  std::string_view name, const UnpackLimits& limits, BoundedOutput& out) {
    for (;;) {
        ZSTD_outBuffer chunk{buffer.data(), buffer.size(), 0};
        const std::size_t result = ZSTD_decompressStream(context, &chunk, &in);
        if (ZSTD_isError(result) != 0) refuse(result, name, limits);
        out.append({buffer.data(), chunk.pos});
        if (result == 0) return;
        if (in.pos == in.size && chunk.pos < chunk.size) {
            throw_damaged(name, "the zstd data is cut off");
        }
    }
}

}  // namespace

bool is_zstd(std::string_view bytes) noexcept {
    if (bytes.substr(0, 4) == "\x28\xb5\x2f\xfd") return true;  // RFC 8878, 3.1.1
    // RFC 8878, 3.1.2: a skippable frame, 0x184D2A50 to 0x184D2A5F, may come first.
    return bytes.size() >= 4 && (static_cast<unsigned char>(bytes[0]) & 0xf0U) == 0x50 &&
           bytes.substr(1, 3) == "\x2a\x4d\x18";
}

std::string_view unpack_zstd_frames(std::string_view bytes, std::string_view name,
                                    const UnpackLimits& limits, BoundedOutput& out) {
    const Decompressor context(ZSTD_createDCtx());
    if (!context) throw std::bad_alloc();
    const std::size_t set =
        ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, limits.window_log);
    if (ZSTD_isError(set) != 0) refuse(set, name, limits);

    std::vector<char> buffer(ZSTD_DStreamOutSize());
    ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
    while (is_zstd(bytes.substr(in.pos))) {
        out.begin_member();
        unpack_frame(context.get(), in, buffer, name, limits, out);
    }
    return bytes.substr(in.pos);
}

void unpack_zstd(std::string_view bytes, std::string_view name, const UnpackLimits& limits,
                 BoundedOutput& out) {
    const std::string_view rest = unpack_zstd_frames(bytes, name, limits, out);
    if (!is_padding(rest)) {
        throw_damaged(name,
                      fmt::format("{} bytes behind the zstd data belong to no frame", rest.size()));
    }
}

}  // namespace feedarc::unpack
