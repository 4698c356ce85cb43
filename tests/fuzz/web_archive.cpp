// Any bytes are read as WARC or ARC in bounded memory, and each record gives a page or an Error.

#include "unpack/web_archive.hpp"

#include <feedarc/error.hpp>

#include "unpack/content_coding.hpp"
#include "unpack/member_stream.hpp"
#include "unpack/warc/http_message.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

using feedarc::unpack::CodedBy;
using feedarc::unpack::UnpackLimits;

void read_web_archive(std::string_view bytes, const UnpackLimits& limits) {
    feedarc::unpack::WebArchiveReader reader(
        [bytes](char* to, std::size_t size) mutable {
            const std::size_t used = bytes.copy(to, std::min<std::size_t>(size, 100));
            bytes.remove_prefix(used);
            return used;
        },
        "file", limits);
    // Each record takes at least a byte.
    for (std::size_t left = (1U << 22U) + bytes.size(); auto record = reader.next(); --left) {
        if (left == 0) std::abort();
        if (record->kind != feedarc::unpack::WebRecord::Kind::page) continue;
        try {
            if (decode(*record, limits).bytes.size() > limits.bytes) std::abort();
        } catch (const feedarc::Error&) {
        }
    }
}

void decode_body(std::string_view bytes, const UnpackLimits& limits) {
    std::vector<std::string> warnings;
    for (const char* coding : {"gzip", "deflate", "br", "zstd", "gzip, br, deflate"}) {
        for (const auto by : {CodedBy::crawler, CodedBy::server}) {
            try {
                std::string body = feedarc::unpack::dechunked(bytes, warnings);
                (void)feedarc::unpack::decoded(std::move(body), coding, by, limits, warnings);
            } catch (const feedarc::Error&) {
            }
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    UnpackLimits limits;
    limits.bytes = 1U << 16U;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    (void)feedarc::unpack::begins_web_archive(bytes);
    read_web_archive(bytes, limits);
    // Most inputs are no records: give them heads, too.
    const std::string head =
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nWARC-Date: "
        "2026-01-01T00:00:00Z\r\nContent-Type: application/http\r\nContent-Length: ";
    const std::string http = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    read_web_archive(head + std::to_string(http.size() + size) + "\r\n\r\n" + http +
                         std::string(bytes) + "\r\n\r\n",
                     limits);
    decode_body(bytes, limits);
    return 0;
}
