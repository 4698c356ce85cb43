#include "unpack/codecs.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <limits>
#include <new>
#include <vector>

namespace feedarc::unpack {
namespace {

constexpr std::size_t kChunk = 64U << 10U;
constexpr int kGzipAlone = 16 + MAX_WBITS;  // zlib.h, inflateInit2: a gzip wrapper, nothing else

/// A zlib stream over bytes that stay where they are.
class Inflater {
public:
    explicit Inflater(std::string_view bytes) : rest_(bytes) {
        if (inflateInit2(&stream_, kGzipAlone) != Z_OK) throw std::bad_alloc();
    }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;
    ~Inflater() { inflateEnd(&stream_); }

    /// Unpacks until `buffer` is full, the member ends or the input does. Returns zlib's status;
    /// `produced` is how much of the buffer was filled.
    int step(std::vector<char>& buffer, std::size_t& produced) {
        // zlib counts in 32 bits.
        const std::size_t offered =
            std::min<std::size_t>(rest_.size(), std::numeric_limits<uInt>::max());
        stream_.next_in = reinterpret_cast<z_const Bytef*>(const_cast<char*>(rest_.data()));
        stream_.avail_in = static_cast<uInt>(offered);
        stream_.next_out = reinterpret_cast<Bytef*>(buffer.data());
        stream_.avail_out = static_cast<uInt>(buffer.size());
        const int status = inflate(&stream_, Z_NO_FLUSH);
        produced = buffer.size() - stream_.avail_out;
        rest_.remove_prefix(offered - stream_.avail_in);
        return status;
    }

    [[nodiscard]] std::string_view rest() const noexcept { return rest_; }
    [[nodiscard]] const char* reason() const noexcept {
        return stream_.msg != nullptr ? stream_.msg : "no detail";
    }
    void begin_member() { inflateReset(&stream_); }

private:
    z_stream stream_{};
    std::string_view rest_;
};

void unpack_member(Inflater& inflater, std::vector<char>& buffer, std::string_view name,
                   BoundedOutput& out) {
    for (;;) {
        std::size_t produced = 0;
        const int status = inflater.step(buffer, produced);
        out.append({buffer.data(), produced});
        if (status == Z_STREAM_END) return;
        if (status == Z_MEM_ERROR) throw std::bad_alloc();
        if (status != Z_OK && status != Z_BUF_ERROR) {
            throw_damaged(name, fmt::format("the gzip data is damaged ({})", inflater.reason()));
        }
        if (inflater.rest().empty() && produced < buffer.size()) {
            throw_damaged(name, "the gzip data is cut off");
        }
    }
}

}  // namespace

bool is_gzip(std::string_view bytes) noexcept {
    return bytes.substr(0, 2) == "\x1f\x8b";  // RFC 1952, 2.3.1
}

void unpack_gzip(std::string_view bytes, std::string_view name, BoundedOutput& out) {
    Inflater inflater(bytes);
    std::vector<char> buffer(kChunk);
    while (is_gzip(inflater.rest())) {
        out.begin_member();
        inflater.begin_member();
        unpack_member(inflater, buffer, name, out);
    }
    if (!is_padding(inflater.rest())) {
        throw_damaged(name, fmt::format("{} bytes behind the gzip data belong to no member",
                                        inflater.rest().size()));
    }
}

}  // namespace feedarc::unpack
