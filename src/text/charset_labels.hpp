#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace feedarc::text {

/// The encodings of the WHATWG Encoding standard, section 4.2, and UTF-32, which only a byte order
/// mark or its NULs give away.
enum class Charset : std::uint8_t {
    utf_8,
    utf_16le,
    utf_16be,
    utf_32le,
    utf_32be,
    ibm866,
    iso_8859_2,
    iso_8859_3,
    iso_8859_4,
    iso_8859_5,
    iso_8859_6,
    iso_8859_7,
    iso_8859_8,
    iso_8859_8_i,
    iso_8859_10,
    iso_8859_13,
    iso_8859_14,
    iso_8859_15,
    iso_8859_16,
    koi8_r,
    koi8_u,
    macintosh,
    windows_874,
    windows_1250,
    windows_1251,
    windows_1252,
    windows_1253,
    windows_1254,
    windows_1255,
    windows_1256,
    windows_1257,
    windows_1258,
    x_mac_cyrillic,
    gbk,
    gb18030,
    big5,
    euc_jp,
    iso_2022_jp,
    shift_jis,
    euc_kr,
    x_user_defined,
    replacement,  ///< HZ, ISO-2022-KR and ISO-2022-CN, which are never decoded
};

/// The name that the standard gives it.
[[nodiscard]] std::string_view name_of(Charset charset) noexcept;

/// The standard's "get an encoding": ASCII case and white space around the label do not count.
/// Nothing for labels that it does not know, such as UTF-7 and UTF-32.
[[nodiscard]] std::optional<Charset> charset_of_label(std::string_view label) noexcept;

}  // namespace feedarc::text
