#pragma once

#include "base/byte_sink.hpp"

#include <memory>
#include <string_view>

namespace feedarc::unpack {

/// Packs bytes into gzip members (RFC 1952), without a time and a name, so that equal bytes give
/// equal members.
class GzipWriter {
public:
    explicit GzipWriter(base::ByteSink sink);
    GzipWriter(const GzipWriter&) = delete;
    GzipWriter& operator=(const GzipWriter&) = delete;
    ~GzipWriter();

    void write(std::string_view bytes);
    /// What is written from now on is another member.
    void end_member();

private:
    class Deflater;

    base::ByteSink sink_;
    std::unique_ptr<Deflater> deflater_;
};

}  // namespace feedarc::unpack
