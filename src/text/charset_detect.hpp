#pragma once

#include "text/charset_labels.hpp"

#include <optional>
#include <string_view>

namespace feedarc::text {

/// UTF-16 or UTF-32 without a byte order mark, told by its NULs: they stand on one side of the code
/// units alone, in a quarter of them, or in one of 50 where nearly all others are characters of
/// scripts in use.
[[nodiscard]] std::optional<Charset> detect_wide(std::string_view bytes);

/// Whether the escape sequences of ISO-2022-JP for two-byte characters are there.
[[nodiscard]] bool has_iso_2022_jp_escapes(std::string_view bytes) noexcept;

/// The likeliest charset of bytes that are no UTF-8: ICU's detector on the lines that are not
/// ASCII, and a rule for Thai, of which it knows nothing. Nothing where none fits.
[[nodiscard]] std::optional<Charset> detect_legacy(std::string_view bytes);

}  // namespace feedarc::text
