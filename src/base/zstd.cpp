#include "base/zstd.hpp"

#include <feedarc/error.hpp>

#include "base/c_handle.hpp"

#include <fmt/format.h>
#include <zstd.h>

#include <algorithm>
#include <bit>

namespace feedarc::base {
namespace {

constexpr int kLevel = 2;  // 3 gains 2 % for up to twice the time, 6 another 8 % for four times
constexpr int kHardLevel = 19;  // of what is written once: 10 % less than 12
constexpr int kPrefixLevel =
    9;  // within a large prefix: 3 gives 2.5 times as much, 12 a quarter less
constexpr int kWindowLogMax = 26;  // 64 MiB: two pages at the largest size limit and some
constexpr int kWindowLogMin = 10;  // zstd's own least

// From here on a fast level forgets the start of a prefix before it is needed: 4 MB with twenty
// edits take 839 kB, with long-distance matching 0.7 kB. Below it, that costs 1.8 times the time
// for nothing.
constexpr std::size_t kLongPrefix = 2U << 20U;

using Compressor = CHandle<ZSTD_CCtx, ZSTD_freeCCtx>;
using Decompressor = CHandle<ZSTD_DCtx, ZSTD_freeDCtx>;

void check(std::size_t result, ErrorCode code, std::string_view doing) {
    if (ZSTD_isError(result) != 0) {
        throw Error(code, fmt::format("zstd: {} ({})", doing, ZSTD_getErrorName(result)));
    }
}

ZSTD_CCtx* context_of(void* context) {
    return static_cast<ZSTD_CCtx*>(context);
}

// The window must reach back over the data to the start of the prefix.
int window_log(std::size_t bytes) {
    return std::clamp(static_cast<int>(std::bit_width(bytes)), kWindowLogMin, kWindowLogMax);
}

// Compresses with what the context is set to.
std::string compress_with(ZSTD_CCtx* context, std::string_view data) {
    std::string frame(ZSTD_compressBound(data.size()), '\0');
    const std::size_t size =
        ZSTD_compress2(context, frame.data(), frame.size(), data.data(), data.size());
    check(size, ErrorCode::internal, "compress");
    frame.resize(size);
    frame.shrink_to_fit();
    return frame;
}

void set(ZSTD_CCtx* context, ZSTD_cParameter parameter, int value) {
    check(ZSTD_CCtx_setParameter(context, parameter, value), ErrorCode::internal, "set");
}

}  // namespace

ZstdCompressor::ZstdCompressor() : context_(ZSTD_createCCtx()) {
    if (context_ == nullptr) throw std::bad_alloc();
}

ZstdCompressor::~ZstdCompressor() {
    ZSTD_freeCCtx(context_of(context_));
}

std::string ZstdCompressor::compress(std::string_view data, std::string_view prefix) {
    ZSTD_CCtx* context = context_of(context_);
    constexpr auto kFailed = ErrorCode::internal;
    check(ZSTD_CCtx_reset(context, ZSTD_reset_session_and_parameters), kFailed, "reset");
    set(context, ZSTD_c_compressionLevel, kLevel);
    set(context, ZSTD_c_checksumFlag, 1);
    if (!prefix.empty()) {
        set(context, ZSTD_c_windowLog, window_log(data.size() + prefix.size()));
        if (prefix.size() > kLongPrefix) set(context, ZSTD_c_enableLongDistanceMatching, 1);
        check(ZSTD_CCtx_refPrefix(context, prefix.data(), prefix.size()), kFailed, "prefix");
    }
    return compress_with(context, data);
}

std::string zstd_compress_hard(std::string_view data) {
    const Compressor context(ZSTD_createCCtx());
    if (!context) throw std::bad_alloc();
    set(context.get(), ZSTD_c_compressionLevel, kHardLevel);
    set(context.get(), ZSTD_c_windowLog, window_log(data.size()));
    set(context.get(), ZSTD_c_checksumFlag, 1);
    return compress_with(context.get(), data);
}

ZstdPrefixCompressor::ZstdPrefixCompressor(std::string_view prefix, std::size_t largest)
    : context_(nullptr) {
    Compressor context(ZSTD_createCCtx());
    if (!context) throw std::bad_alloc();
    set(context.get(), ZSTD_c_compressionLevel, kPrefixLevel);
    set(context.get(), ZSTD_c_checksumFlag, 1);
    set(context.get(), ZSTD_c_windowLog, window_log(prefix.size() + largest));
    check(ZSTD_CCtx_loadDictionary(context.get(), prefix.data(), prefix.size()),
          ErrorCode::internal, "prefix");
    context_ = context.release();
}

ZstdPrefixCompressor::~ZstdPrefixCompressor() {
    ZSTD_freeCCtx(context_of(context_));
}

std::string ZstdPrefixCompressor::compress(std::string_view data) {
    return compress_with(context_of(context_), data);
}

std::string zstd_decompress(std::string_view frame, std::string_view prefix, std::size_t size) {
    const Decompressor context(ZSTD_createDCtx());
    if (!context) throw std::bad_alloc();
    constexpr auto kFailed = ErrorCode::archive;
    check(ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, kWindowLogMax), kFailed,
          "window");
    if (!prefix.empty()) {
        check(ZSTD_DCtx_refPrefix(context.get(), prefix.data(), prefix.size()), kFailed, "prefix");
    }
    std::string data(size, '\0');
    const std::size_t got =
        ZSTD_decompressDCtx(context.get(), data.data(), data.size(), frame.data(), frame.size());
    check(got, kFailed, "the stored body is damaged");
    if (got != size) {
        throw Error(kFailed,
                    fmt::format("zstd: the stored body is damaged ({} of {} bytes)", got, size));
    }
    return data;
}

std::optional<std::uint64_t> zstd_content_size(std::string_view frame) noexcept {
    const unsigned long long size = ZSTD_getFrameContentSize(frame.data(), frame.size());
    if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR) return std::nullopt;
    return size;
}

}  // namespace feedarc::base
