#pragma once

#include "text/charset_labels.hpp"

#include <optional>
#include <string_view>

namespace feedarc::text {

/// The encoding that a byte order mark tells, and the mark's length.
struct ByteOrderMark {
    Charset charset{};
    std::size_t length = 0;
};
[[nodiscard]] std::optional<ByteOrderMark> byte_order_mark(std::string_view bytes) noexcept;

/// The `charset` parameter of a Content-Type, in quotes or not: `text/html; charset=gb2312`.
[[nodiscard]] std::optional<Charset> charset_of_media_type(std::string_view media_type) noexcept;

/// What a page declares in its first 1024 bytes: HTML standard, 13.2.3.2 "prescan a byte stream to
/// determine its encoding", with the XML declaration as its fallback. Of a document that begins
/// with an XML declaration and has no `<html` there, such as a feed, the declaration comes first.
[[nodiscard]] std::optional<Charset> charset_of_markup(std::string_view bytes);

}  // namespace feedarc::text
