#include "unpack/gzip_writer.hpp"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <new>
#include <utility>
#include <vector>

namespace feedarc::unpack {
namespace {

constexpr int kGzipAlone = 16 + MAX_WBITS;  // zlib.h, deflateInit2: a gzip wrapper
constexpr int kMemory = 8;                  // its default
constexpr std::size_t kChunk = 64U << 10U;

}  // namespace

class GzipWriter::Deflater {
public:
    Deflater() : buffer_(kChunk) {
        if (deflateInit2(&stream_, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzipAlone, kMemory,
                         Z_DEFAULT_STRATEGY) != Z_OK) {
            throw std::bad_alloc();
        }
    }
    Deflater(const Deflater&) = delete;
    Deflater& operator=(const Deflater&) = delete;
    ~Deflater() { deflateEnd(&stream_); }

    void write(std::string_view bytes, int flush, const base::ByteSink& sink) {
        // zlib counts in 32 bits.
        do {
            const std::size_t size =
                std::min<std::size_t>(bytes.size(), std::numeric_limits<uInt>::max());
            stream_.next_in = reinterpret_cast<z_const Bytef*>(const_cast<char*>(bytes.data()));
            stream_.avail_in = static_cast<uInt>(size);
            bytes.remove_prefix(size);
            do {
                stream_.next_out = reinterpret_cast<Bytef*>(buffer_.data());
                stream_.avail_out = static_cast<uInt>(buffer_.size());
                deflate(&stream_, bytes.empty() ? flush : Z_NO_FLUSH);
                sink({buffer_.data(), buffer_.size() - stream_.avail_out});
            } while (stream_.avail_out == 0);
        } while (!bytes.empty());
        if (flush == Z_FINISH) deflateReset(&stream_);
    }

private:
    z_stream stream_{};
    std::vector<char> buffer_;
};

GzipWriter::GzipWriter(base::ByteSink sink)
    : sink_(std::move(sink)), deflater_(std::make_unique<Deflater>()) {}
GzipWriter::~GzipWriter() = default;

void GzipWriter::write(std::string_view bytes) {
    deflater_->write(bytes, Z_NO_FLUSH, sink_);
}

void GzipWriter::end_member() {
    deflater_->write({}, Z_FINISH, sink_);
}

}  // namespace feedarc::unpack
