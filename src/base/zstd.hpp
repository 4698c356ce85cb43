#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace feedarc::base {

/// Compresses into one zstd frame (fast, content size and checksum in it). With a `prefix` that
/// resembles the data the frame is a few per cent of its size, and needs the same prefix again.
/// One per thread; keeps its working memory from call to call.
class ZstdCompressor {
public:
    ZstdCompressor();
    ZstdCompressor(const ZstdCompressor&) = delete;
    ZstdCompressor& operator=(const ZstdCompressor&) = delete;
    ~ZstdCompressor();

    [[nodiscard]] std::string compress(std::string_view data, std::string_view prefix);

private:
    void* context_;
};

/// Compresses data alone into a frame that is written once and read often: 1 MB takes 0.5 s.
[[nodiscard]] std::string zstd_compress_hard(std::string_view data);

/// Compresses many pieces of data that are nearly wholly in one prefix, which is made ready once:
/// with the compressor above that would be most of the work. The frames are like its own.
class ZstdPrefixCompressor {
public:
    /// `prefix` must not begin like a dictionary of zstd (0x37 0xa4 0x30 0xec). No data is larger
    /// than `largest`.
    ZstdPrefixCompressor(std::string_view prefix, std::size_t largest);
    ZstdPrefixCompressor(const ZstdPrefixCompressor&) = delete;
    ZstdPrefixCompressor& operator=(const ZstdPrefixCompressor&) = delete;
    ~ZstdPrefixCompressor();

    [[nodiscard]] std::string compress(std::string_view data);

private:
    void* context_;
};

/// Takes a frame apart. `size` is what the caller expects: Error(archive) for any other size, for a
/// damaged frame, and for a window over 64 MiB. Nothing is allocated on the frame's word.
[[nodiscard]] std::string zstd_decompress(std::string_view frame, std::string_view prefix,
                                          std::size_t size);

/// The size that a frame says it unpacks to; nothing where it says none.
[[nodiscard]] std::optional<std::uint64_t> zstd_content_size(std::string_view frame) noexcept;

}  // namespace feedarc::base
