#include "text/charset.hpp"

#include <feedarc/error.hpp>

#include "text/charset_declared.hpp"
#include "text/charset_decode.hpp"
#include "text/charset_detect.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace feedarc::text {
namespace {

// From here on it is no accident: of Chinese text in GBK one character in seven looks like UTF-8.
constexpr std::size_t kEnough = 4;

bool is_multi_byte(Charset charset) noexcept {
    return charset >= Charset::gbk && charset <= Charset::euc_kr;
}

bool is_wide(Charset charset) noexcept {
    return charset >= Charset::utf_16le && charset <= Charset::utf_32be;
}

// Three bytes that fit together say more than two.
std::size_t weight_of(const Utf8Census& census) noexcept {
    return census.pairs + 2 * census.longer;
}

std::size_t faults_of(const DecodedText& decoded) noexcept {
    return decoded.repairs.replaced - (decoded.cut ? 1U : 0U);
}

PageText text_of(DecodedText decoded, Charset charset) {
    PageText text;
    text.utf8 = std::move(decoded.utf8);
    text.charset = charset;
    text.repairs = decoded.repairs;
    return text;
}

PageText as_charset(std::string_view bytes, Charset charset, std::size_t limit) {
    return text_of(decode_charset(bytes, charset, limit), charset);
}

PageText as_utf_8(std::string_view bytes, std::size_t valid_bytes, std::size_t limit) {
    if (valid_bytes == bytes.size() && bytes.find('\0') == std::string_view::npos) return {};
    return as_charset(bytes, Charset::utf_8, limit);
}

// Bytes that are ASCII: they may hold characters in escape sequences.
PageText read_ascii(std::string_view bytes, std::optional<Charset> declared, std::size_t limit) {
    if (declared == Charset::replacement && (bytes.find("\x1B$") != std::string_view::npos ||
                                             bytes.find("~{") != std::string_view::npos)) {
        throw Error(ErrorCode::input,
                    "charset: HZ, ISO-2022-KR and ISO-2022-CN are not read; convert it to UTF-8");
    }
    if (has_iso_2022_jp_escapes(bytes)) return as_charset(bytes, Charset::iso_2022_jp, limit);
    return as_utf_8(bytes, bytes.size(), limit);
}

// Whether bytes that are not ASCII are UTF-8 in spite of another declaration, or of none.
bool is_utf_8(std::string_view bytes, const Utf8Census& census, std::optional<Charset> declared) {
    const std::size_t weight = weight_of(census);
    if (!declared) return census.broken <= weight;
    if (*declared == Charset::utf_8) return census.broken < kEnough || census.broken <= weight;
    if (census.broken > 0) return weight >= kEnough && census.broken * 4 <= weight;
    if (weight == 0) return false;
    if (!is_multi_byte(*declared) || weight >= kEnough) return true;
    return faults_of(decode_charset(bytes, *declared, bytes.size() * 4)) > 0;
}

PageText read_legacy(std::string_view bytes, std::optional<Charset> declared, std::size_t limit) {
    if (!declared || *declared == Charset::utf_8) {
        if (const auto detected = detect_legacy(bytes)) return as_charset(bytes, *detected, limit);
        return as_charset(bytes, Charset::utf_8, limit);
    }
    DecodedText decoded = decode_charset(bytes, *declared, limit);
    const std::size_t faults = faults_of(decoded);
    const auto characters = static_cast<std::size_t>(
        std::count_if(bytes.begin(), bytes.end(), [](char byte) { return byte < 0; }));
    if (faults >= kEnough && faults * 10 > characters) {
        const auto detected = detect_legacy(bytes);
        if (detected && *detected != *declared) {
            DecodedText other = decode_charset(bytes, *detected, limit);
            if (faults_of(other) * 4 < faults) return text_of(std::move(other), *detected);
        }
    }
    return text_of(std::move(decoded), *declared);
}

PageText read_unmarked(std::string_view bytes, std::optional<Charset> declared, std::size_t limit) {
    const std::size_t ascii = ascii_prefix(bytes);
    if (ascii == bytes.size()) return read_ascii(bytes, declared, limit);
    // What was declared so has been looked for by its NULs, and is not there.
    const bool usable = declared && *declared != Charset::replacement && !is_wide(*declared);
    const auto candidate = usable ? declared : std::nullopt;
    const std::size_t valid = valid_utf8_prefix(bytes);
    const bool plain = valid == bytes.size() && (!candidate || *candidate == Charset::utf_8);
    if (plain || is_utf_8(bytes, utf8_census(bytes), candidate)) {
        return as_utf_8(bytes, valid, limit);
    }
    return read_legacy(bytes, candidate, limit);
}

}  // namespace

std::optional<Charset> wide_charset(std::string_view bytes) {
    const auto mark = byte_order_mark(bytes);
    if (!mark) return detect_wide(bytes);
    return is_wide(mark->charset) ? std::optional(mark->charset) : std::nullopt;
}

PageText read_charset(std::string_view bytes, std::string_view media_type, bool markup,
                      std::size_t limit) {
    if (const auto mark = byte_order_mark(bytes)) {
        return as_charset(bytes.substr(mark->length), mark->charset, limit);
    }
    if (const auto wide = detect_wide(bytes)) return as_charset(bytes, *wide, limit);
    auto declared = charset_of_media_type(media_type);
    if (!declared && markup) declared = charset_of_markup(bytes);
    PageText text = read_unmarked(bytes, declared, limit);
    // Of ASCII alone every charset makes the same.
    if (declared && *declared != text.charset &&
        (text.charset != Charset::utf_8 || ascii_prefix(bytes) < bytes.size())) {
        text.overruled = declared;
    }
    return text;
}

}  // namespace feedarc::text
