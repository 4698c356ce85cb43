#pragma once

#include "unpack/unpack.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace feedarc::unpack {

/// Who says that a body is packed.
enum class CodedBy {
    crawler,  ///< a file of a crawler, which may have unpacked the body or cut its checksum
    server,   ///< the server itself: what does not unpack whole and right is damaged
};

/// Takes `Content-Encoding` off a body: gzip, deflate (with and without zlib's wrapper), zstd and
/// br, in the order given. Throws Error(input) for one that is damaged or cut, and Error(limit).
///
/// Of a crawler's, a body that is not packed at all comes back as it is, and so does one of unknown
/// coding; of a server's both are Error(input), and every end and checksum must be there and right.
/// Bytes behind the packed body are a warning.
[[nodiscard]] std::string decoded(std::string body, std::string_view codings, CodedBy by,
                                  const UnpackLimits& limits, std::vector<std::string>& warnings);

}  // namespace feedarc::unpack
