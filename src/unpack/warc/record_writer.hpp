#pragma once

#include "base/byte_sink.hpp"
#include "unpack/gzip_writer.hpp"
#include "unpack/warc/fields.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace feedarc::unpack {

/// A text as the value of a field: what would end it, and other control characters, are spaces.
[[nodiscard]] std::string field_value(std::string_view text);
/// Whether a text may be the name of a field of HTTP (RFC 9110, 5.1: a token).
[[nodiscard]] bool is_field_name(std::string_view text) noexcept;

/// Writes records of WARC/1.1 (ISO 28500:2017), each in a gzip member of its own where they are to
/// be packed (annex D).
class RecordWriter {
public:
    RecordWriter(base::ByteSink sink, bool gzip);

    /// Writes a record whose block is `head` followed by `body`. WARC-Record-ID, WARC-Block-Digest
    /// and Content-Length are added to the fields, whose values may be any text. The id is a hash
    /// of all the record says, and is returned: equal records have equal ids.
    std::string write(Fields fields, std::string_view head, std::string_view body = {});

private:
    void put(std::string_view bytes);

    base::ByteSink sink_;
    std::unique_ptr<GzipWriter> gzip_;
};

}  // namespace feedarc::unpack
