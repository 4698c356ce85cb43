#pragma once

#include "text/charset_labels.hpp"
#include "text/unicode.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace feedarc::text {

/// Bytes as valid UTF-8 without NUL, as the decoder of the WHATWG standard gives it: what the
/// charset does not know becomes U+FFFD. Bytes of single-byte charsets map as the standard's
/// indexes say. Of multi-byte ones ICU's converters were compared with the indexes: they are the
/// same but for 157 rare characters of Big5 (HKSCS), and for how many U+FFFD some broken sequences
/// give.
struct DecodedText {
    std::string utf8;
    Repairs repairs;
    bool cut = false;  ///< the bytes end within a character, whose U+FFFD is counted as well
};

/// Stops when `utf8` has more than `limit` bytes, so that what comes out is little longer than
/// that. A byte order mark is text here. Throws Error(internal) for `replacement`.
[[nodiscard]] DecodedText decode_charset(std::string_view bytes, Charset charset,
                                         std::size_t limit);

}  // namespace feedarc::text
