#pragma once

#include "unpack/unpack.hpp"
#include "unpack/warc/fields.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc::unpack {

/// The head of an HTTP response as a crawler wrote it down.
struct HttpHead {
    int status = 0;
    Fields fields;
    std::size_t size = 0;  ///< of the head, with its blank line
};

/// Reads the head of a response (RFC 9112, 4 and 5), of at most 64 KiB; nothing where there is
/// none.
[[nodiscard]] std::optional<HttpHead> read_http_head(std::string_view message);

/// Takes `Transfer-Encoding: chunked` off a body (RFC 9112, 7.1). A body that is not chunked, as
/// many crawlers keep it, comes back as it is; one whose sizes are wrong as far as they are right.
[[nodiscard]] std::string dechunked(std::string_view body, std::vector<std::string>& warnings);

}  // namespace feedarc::unpack
