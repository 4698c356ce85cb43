#include "support/web_archive.hpp"

#include <zlib.h>

#include <stdexcept>

namespace feedarc::test {

std::string warc_record(std::string_view type, std::string_view url, std::string_view date,
                        std::string_view block, std::string_view fields) {
    std::string record("WARC/1.1\r\nWARC-Type: ");
    record.append(type).append("\r\nWARC-Target-URI: ").append(url);
    record.append("\r\nWARC-Date: ").append(date).append("\r\n").append(fields);
    record.append("Content-Length: ").append(std::to_string(block.size()));
    return record.append("\r\n\r\n").append(block).append("\r\n\r\n");
}

std::string warc_response(std::string_view url, std::string_view date, std::string_view body,
                          std::string_view http_fields, std::string_view fields) {
    std::string block("HTTP/1.1 200 OK\r\n");
    if (http_fields.empty()) http_fields = "Content-Type: text/html; charset=utf-8\r\n";
    block.append(http_fields).append("\r\n").append(body);
    return warc_record(
        "response", url, date, block,
        std::string("Content-Type: application/http; msgtype=response\r\n").append(fields));
}

std::string gzipped(std::string_view bytes) {
    z_stream stream{};
    // zlib.h, deflateInit2: 16 more stand for a gzip wrapper.
    if (deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
        throw std::runtime_error("deflateInit2");
    }
    std::string packed(deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = reinterpret_cast<z_const Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

std::string listing_page(std::string_view word, int entries) {
    std::string page("<!DOCTYPE html><html><head><title>Latest</title></head><body><main>");
    for (int i = 1; i <= entries; ++i) {
        const std::string number = std::to_string(i);
        page.append("<article><h2><a href=\"/").append(word).append("/").append(number);
        page.append("\">").append(word).append(" title number ").append(number);
        page.append("</a></h2><p>What the article ").append(number);
        page.append(" of this list is about, in one sentence or so.</p></article>\n");
    }
    return page + "</main></body></html>\n";
}

}  // namespace feedarc::test
