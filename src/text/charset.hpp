#pragma once

#include "text/charset_labels.hpp"
#include "text/unicode.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace feedarc::text {

/// The bytes of a page as text, and how that was found.
struct PageText {
    /// Valid UTF-8 without NUL or byte order mark. Nothing: the bytes are that already.
    std::optional<std::string> utf8;
    Charset charset = Charset::utf_8;
    std::optional<Charset> overruled;  ///< was declared, and the bytes speak against it
    Repairs repairs;
};

/// What speaks for a charset, in the order of weight: the byte order mark; UTF-16 and UTF-32 that
/// their NULs give away; `media_type`; what the page declares, looked for if `markup`; detection.
/// docs/reading.md has the rule by which a declaration loses.
///
/// Stops when the text is longer than `limit`. Throws Error(input) for ISO-2022-KR, ISO-2022-CN
/// and HZ, which are not decoded since text can hide in them.
[[nodiscard]] PageText read_charset(std::string_view bytes, std::string_view media_type,
                                    bool markup, std::size_t limit);

/// UTF-16 or UTF-32: by its byte order mark or its NULs. All other charsets have ASCII's bytes.
[[nodiscard]] std::optional<Charset> wide_charset(std::string_view bytes);

}  // namespace feedarc::text
