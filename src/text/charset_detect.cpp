#include "text/charset_detect.hpp"

#include "base/c_handle.hpp"
#include "text/charset_decode.hpp"

#include <fmt/format.h>
#include <unicode/ucsdet.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

namespace feedarc::text {
namespace {

using namespace std::literals;

using Detector = CHandle<UCharsetDetector, ucsdet_close>;

constexpr std::size_t kLookedForNuls = 4096;
// ICU's detector looks at no more than 8 KiB.
constexpr std::size_t kSample = 8192;

bool is_ascii(char byte) noexcept {
    return static_cast<unsigned char>(byte) < 0x80;
}

// Characters that texts are made of; what bytes of other charsets give as UTF-16 is spread widely.
bool is_usual(char32_t unit) noexcept {
    if (unit < 0x20) return unit == '\t' || unit == '\n' || unit == '\r' || unit == '\f';
    // Up to Arabic; India, South-East Asia, Georgia, Ethiopia; Khmer; signs; East Asia.
    return unit < 0x800 || (unit >= 0x900 && unit < 0x1400) || (unit >= 0x1780 && unit < 0x1800) ||
           (unit >= 0x1e00 && unit < 0x2800) || (unit >= 0x3000 && unit < 0x3400) ||
           (unit >= 0x4e00 && unit < 0xa000) || (unit >= 0xac00 && unit < 0xe000) || unit >= 0xff00;
}

bool is_utf_16(std::string_view head, bool little) noexcept {
    const std::size_t units = head.size() / 2;
    std::size_t narrow = 0;
    std::size_t unusual = 0;
    bool valid_otherwise = true;
    for (std::size_t i = 0; i < units; ++i) {
        const char32_t first = static_cast<unsigned char>(head[2 * i]);
        const char32_t second = static_cast<unsigned char>(head[2 * i + 1]);
        const char32_t unit = little ? first | second << 8U : first << 8U | second;
        if ((unit & 0xffU) == 0 && unit < 0x2000) return false;
        if (unit < 0x100) ++narrow;
        unusual += is_usual(unit) ? 0U : 1U;
        valid_otherwise = valid_otherwise && first < 0x80 && second < 0x80;
    }
    if (narrow * 4 >= units) return unusual * 20 <= units;
    return !valid_otherwise && narrow * 50 >= units && unusual * 20 <= units;
}

bool is_utf_32(std::string_view head, bool little) noexcept {
    for (std::size_t i = 0; i + 4 <= head.size(); i += 4) {
        const auto at = [&](std::size_t k) {
            return static_cast<unsigned char>(head[i + (little ? k : 3 - k)]);
        };
        if (at(3) != 0 || at(2) > 0x10 || (at(0) == 0 && at(1) == 0)) return false;
    }
    return true;
}

// The lines and the texts between tags that are not ASCII: `<`, `>` and line ends are never a part
// of a character in any charset that is looked for.
std::string sample_of(std::string_view bytes) {
    constexpr std::string_view kBorders = "<>\r\n";
    std::string sample;
    std::size_t begin = 0;
    while (begin < bytes.size() && sample.size() < kSample) {
        const auto end = std::min(bytes.find_first_of(kBorders, begin), bytes.size());
        const auto piece = bytes.substr(begin, end - begin);
        const auto first = std::find_if_not(piece.begin(), piece.end(), is_ascii);
        if (first != piece.end()) {
            // Of a long line, such as a script's, only what surrounds it.
            constexpr std::size_t kContext = 60;
            const auto at = static_cast<std::size_t>(first - piece.begin());
            const auto from = at > kContext ? at - kContext : 0;
            sample.append(piece.substr(from, kSample - sample.size()));
            // A character that the end of the page cuts off is left so.
            if (end < bytes.size()) sample += '\n';
        }
        begin = end + 1;
    }
    return sample;
}

std::size_t count_non_ascii(std::string_view bytes) noexcept {
    return bytes.size() -
           static_cast<std::size_t>(std::count_if(bytes.begin(), bytes.end(), is_ascii));
}

using Histogram = std::array<std::size_t, 0x100>;

Histogram histogram_of(std::string_view sample) noexcept {
    Histogram counts{};
    for (const char byte : sample) ++counts[static_cast<unsigned char>(byte)];
    return counts;
}

// The runs of bytes that are not ASCII.
struct Runs {
    std::size_t count = 0;
    std::size_t odd = 0;
    std::size_t bytes = 0;
};

Runs runs_of(std::string_view sample) noexcept {
    Runs runs;
    std::size_t length = 0;
    const auto close = [&] {
        if (length == 0) return;
        ++runs.count;
        runs.odd += length % 2;
        runs.bytes += length;
        length = 0;
    };
    for (const char byte : sample) is_ascii(byte) ? close() : void(++length);
    close();
    return runs;
}

// TIS-620: vowels and tone marks, a fifth of a text, stand above and below consonants, and behind
// nothing else. Characters of two bytes would give runs of even length.
bool is_thai(std::string_view sample, const Runs& runs) noexcept {
    std::size_t marks = 0;
    std::size_t wrong = 0;
    unsigned previous = 0;
    for (const char byte : sample) {
        const unsigned value = static_cast<unsigned char>(byte);
        if (value >= 0x80) {
            const bool consonant = previous >= 0xa1 && previous <= 0xce;
            const bool vowel = value == 0xd1 || (value >= 0xd4 && value <= 0xda);
            const bool tone = value >= 0xe7 && value <= 0xee;
            const bool on_vowel =
                tone && (previous == 0xd1 || (previous >= 0xd4 && previous <= 0xd9));
            const bool unknown = value < 0xa1 || (value >= 0xdb && value <= 0xde) || value >= 0xfc;
            marks += vowel || tone ? 1U : 0U;
            wrong += unknown || ((vowel || tone) && !consonant && !on_vowel) ? 1U : 0U;
        }
        previous = value;
    }
    return marks * 7 >= runs.bytes && wrong * 50 <= runs.bytes && runs.odd * 5 >= runs.count;
}

bool any_of(const Histogram& counts, std::string_view bytes) noexcept {
    return std::any_of(bytes.begin(), bytes.end(),
                       [&](char byte) { return counts[static_cast<unsigned char>(byte)] > 0; });
}

// What ICU takes for Western European where letters stand that do not go together there.
Charset instead_of_windows_1252(const Histogram& counts, const Runs& runs) noexcept {
    std::size_t hebrew = 0;
    for (std::size_t byte = 0xe0; byte <= 0xfa; ++byte) hebrew += counts[byte];
    if (runs.bytes >= 6 && runs.bytes * 2 >= runs.count * 5 && hebrew * 10 >= runs.bytes * 9)
        return Charset::windows_1255;
    // Baltic š and ž would be ð and þ, which are Icelandic, as these vowels are.
    if (any_of(counts, "\xF0") && any_of(counts, "\xFE\xFB\xE2\xEB\xF8") &&
        !any_of(counts, "\xF3\xF6\xFA\xFD")) {
        return Charset::windows_1257;
    }
    // Slavic š and ž go with č and ć, which would be è and æ.
    if (any_of(counts, "\x8A\x8E\x9A\x9E") && any_of(counts, "\xC6\xC8\xE6\xE8") &&
        !any_of(counts, "\xE4\xE9\xEA\xF5\xF6\xFC")) {
        return Charset::windows_1250;
    }
    return Charset::windows_1252;
}

// The accented alpha before a Greek letter: A2 in Windows' charset, B6 in ISO's.
bool has_windows_alpha(std::string_view sample) noexcept {
    std::size_t windows = 0;
    std::size_t iso = 0;
    for (std::size_t i = 0; i + 1 < sample.size(); ++i) {
        if (static_cast<unsigned char>(sample[i + 1]) < 0xc0) continue;
        windows += sample[i] == '\xA2' ? 1U : 0U;
        iso += sample[i] == '\xB6' ? 1U : 0U;
    }
    return windows > iso;
}

bool has_windows_range(std::string_view sample) noexcept {
    return std::any_of(sample.begin(), sample.end(), [](char byte) {
        const auto value = static_cast<unsigned char>(byte);
        return value >= 0x80 && value < 0xa0;
    });
}

// What ICU found, as the charset in use: those of Windows take the place of the parts of ISO 8859
// that they contain, and of the others where bytes stand that those do not have.
std::optional<Charset> charset_of_match(std::string_view name, bool windows_range) noexcept {
    struct Superset {
        Charset iso, windows;
    };
    static constexpr std::array kSupersets{
        Superset{Charset::iso_8859_2, Charset::windows_1250},
        Superset{Charset::iso_8859_5, Charset::windows_1251},
        Superset{Charset::iso_8859_6, Charset::windows_1256},
        Superset{Charset::iso_8859_7, Charset::windows_1253},
        Superset{Charset::iso_8859_8, Charset::windows_1255},
        Superset{Charset::iso_8859_8_i, Charset::windows_1255},
    };
    const auto charset = charset_of_label(name);
    if (!charset) return charset;
    if (*charset <= Charset::utf_32be || *charset >= Charset::x_user_defined ||
        *charset == Charset::iso_2022_jp) {
        return std::nullopt;
    }
    if (*charset == Charset::gb18030) return Charset::gbk;
    for (const Superset& superset : kSupersets) {
        if (windows_range && superset.iso == *charset) return superset.windows;
    }
    return charset;
}

// At most one fault in 50 characters. Control characters are faults too.
bool fits(std::string_view sample, Charset charset) {
    const DecodedText decoded = decode_charset(sample, charset, sample.size() * 4);
    std::size_t faults = decoded.repairs.replaced - (decoded.cut ? 1U : 0U);
    for (std::size_t at = 0; at < decoded.utf8.size();) {
        const char32_t character = next_character(decoded.utf8, at);
        if (character >= 0x80 && character < 0xa0) ++faults;
    }
    return faults * 50 <= count_non_ascii(sample);
}

}  // namespace

std::optional<Charset> detect_wide(std::string_view bytes) {
    const auto head = bytes.substr(0, kLookedForNuls);
    if (head.size() < 4 || head.find('\0') == std::string_view::npos) return std::nullopt;
    if (is_utf_32(head, true)) return Charset::utf_32le;
    if (is_utf_32(head, false)) return Charset::utf_32be;
    if (is_utf_16(head, true)) return Charset::utf_16le;
    if (is_utf_16(head, false)) return Charset::utf_16be;
    return std::nullopt;
}

bool has_iso_2022_jp_escapes(std::string_view bytes) noexcept {
    return bytes.find("\x1B$B") != std::string_view::npos ||
           bytes.find("\x1B$@") != std::string_view::npos;
}

std::optional<Charset> detect_legacy(std::string_view bytes) {
    const std::string sample = sample_of(bytes);
    if (sample.empty()) return std::nullopt;
    const Histogram counts = histogram_of(sample);
    const Runs runs = runs_of(sample);
    if (is_thai(sample, runs)) return Charset::windows_874;
    UErrorCode error = U_ZERO_ERROR;
    const Detector detector(ucsdet_open(&error));
    ucsdet_setText(detector.get(), sample.data(), static_cast<std::int32_t>(sample.size()), &error);
    std::int32_t found = 0;
    const UCharsetMatch** matches = ucsdet_detectAll(detector.get(), &found, &error);
    // ICU gives up on some bytes that no charset has (U_INVALID_CHAR_FOUND).
    if (U_FAILURE(error)) found = 0;
    const bool windows_range = has_windows_range(sample);
    for (std::int32_t i = 0; i < found; ++i) {
        auto charset = charset_of_match(ucsdet_getName(matches[i], &error), windows_range);
        if (charset == Charset::windows_1252) charset = instead_of_windows_1252(counts, runs);
        if (charset == Charset::iso_8859_7 && has_windows_alpha(sample)) {
            charset = Charset::windows_1253;
        }
        if (charset && fits(sample, *charset)) return charset;
    }
    if (fits(sample, Charset::windows_1252)) return Charset::windows_1252;
    return std::nullopt;
}

}  // namespace feedarc::text
