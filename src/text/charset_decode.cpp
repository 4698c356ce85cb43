#include "text/charset_decode.hpp"

#include <feedarc/error.hpp>

#include "base/c_handle.hpp"

#include <fmt/format.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/utf16.h>

#include <algorithm>
#include <array>

namespace feedarc::text {
namespace {

using Converter = CHandle<UConverter, ucnv_close>;

constexpr char32_t kReplacement = 0xfffd;

// ICU's name of the converter that maps as the standard's index does; null for what is decoded
// here. By the order of Charset.
constexpr std::array<const char*, static_cast<std::size_t>(Charset::replacement) + 1> kConverters{
    nullptr,  // UTF-8: repair_utf8()
    "UTF-16LE",
    "UTF-16BE",
    "UTF-32LE",
    "UTF-32BE",
    "ibm-866_P100-1995",
    "iso-8859-2",
    "iso-8859-3",
    "iso-8859-4",
    "iso-8859-5",
    "iso-8859-6",
    "iso-8859-7",
    "iso-8859-8",
    "iso-8859-8",
    "iso-8859_10-1998",
    "iso-8859-13",
    "iso-8859_14-1998",
    "iso-8859-15",
    nullptr,  // ISO-8859-16: ICU has none
    "KOI8-R",
    "KOI8-U",
    "macos-0_2-10.2",
    "windows-874-2000",
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "windows-1257",
    "windows-1258",
    "macos-7_3-10.2",
    "gb18030",
    "gb18030",
    "Big5-HKSCS",
    "euc-jp-2007",
    "ISO-2022-JP",
    "ibm-943_P15A-2003",
    "windows-949-2000",
    nullptr,  // x-user-defined
    nullptr,  // replacement
};

// ISO-8859-16, Latin-10, from A0 on; below it is ISO-8859-1.
constexpr std::u16string_view kLatin10 =
    u"\u00A0ĄąŁ€„Š§š©Ș«Ź\u00ADźŻ°±ČłŽ”¶·žčș»ŒœŸż"
    u"ÀÁÂĂÄĆÆÇÈÉÊËÌÍÎÏĐŃÒÓÔŐÖŚŰÙÚÛÜĘȚßàáâăäćæçèéêëìíîïđńòóôőöśűùúûüęțÿ";
static_assert(kLatin10.size() == 0x60);

// Where ICU's single-byte tables differ from the standard's.
struct Exception {
    Charset charset;
    unsigned first, last;
    char32_t character;
};
constexpr std::array kExceptions{
    Exception{Charset::koi8_u, 0xae, 0xae, 0x45e},
    Exception{Charset::koi8_u, 0xbe, 0xbe, 0x40e},
    Exception{Charset::windows_1253, 0xaa, 0xaa, kReplacement},
    Exception{Charset::windows_1255, 0xca, 0xca, 0x5ba},
    Exception{Charset::windows_874, 0xdb, 0xde, kReplacement},
    Exception{Charset::windows_874, 0xfc, 0xff, kReplacement},
};

bool is_single_byte(Charset charset) noexcept {
    return (charset >= Charset::ibm866 && charset <= Charset::x_mac_cyrillic) ||
           charset == Charset::x_user_defined;
}

// What the callback needs and counts.
struct Faults {
    std::size_t replaced = 0;
    bool gbk = false;
};

// Called from C, so nothing may be thrown. Whatever is ill-formed or unknown becomes one U+FFFD.
void replace(const void* context, UConverterToUnicodeArgs* arguments, const char* bytes,
             std::int32_t length, UConverterCallbackReason reason, UErrorCode* error) noexcept {
    if (reason > UCNV_IRREGULAR) return;  // the converter is reset or closed
    auto& faults = *static_cast<Faults*>(const_cast<void*>(context));
    // WHATWG Encoding, 10.2.1: 80 is the euro sign.
    const bool euro = faults.gbk && length == 1 && *bytes == '\x80';
    const UChar character = euro ? u'\u20AC' : u'\uFFFD';
    if (!euro) ++faults.replaced;
    *error = U_ZERO_ERROR;
    ucnv_cbToUWriteUChars(arguments, &character, 1, 0, error);
}

Converter open_converter(Charset charset) {
    UErrorCode error = U_ZERO_ERROR;
    const char* name = kConverters[static_cast<std::size_t>(charset)];
    Converter converter(name == nullptr ? nullptr : ucnv_open(name, &error));
    if (!converter) {
        throw Error(ErrorCode::internal,
                    fmt::format("charset {}: ICU has no converter for it", name_of(charset)));
    }
    return converter;
}

// Takes UTF-16 piece by piece; a pair of surrogates may be torn apart between two of them.
class Utf8Writer {
public:
    explicit Utf8Writer(DecodedText& decoded) : decoded_(decoded) {}

    void add(std::u16string_view piece) {
        for (const char16_t unit : piece) {
            if (lead_ != 0 && U16_IS_TRAIL(unit)) {
                append_utf8(decoded_.utf8,
                            static_cast<char32_t>(U16_GET_SUPPLEMENTARY(lead_, unit)));
                lead_ = 0;
                continue;
            }
            if (U16_IS_LEAD(unit)) {
                lead_ = unit;
            } else {
                add(static_cast<char32_t>(unit));
            }
        }
    }

    void add(char32_t character) {
        if (character == 0) {
            ++decoded_.repairs.dropped;
        } else if (character < 0x80) {
            decoded_.utf8 += static_cast<char>(character);
        } else {
            append_utf8(decoded_.utf8, character);
        }
    }

private:
    DecodedText& decoded_;
    char16_t lead_ = 0;
};

// Gives the standard's character for ICU's, where they differ: control characters and private use
// for single bytes that the standard knows nothing of, and A3 A0 of GBK, which is a space.
char16_t amended(char16_t unit, Charset charset) noexcept {
    switch (charset) {
        case Charset::gbk:
        case Charset::gb18030: return unit == 0xe5e5 ? u'\u3000' : unit;
        case Charset::euc_jp: return unit >= 0x80 && unit < 0xa0 ? u'\uFFFD' : unit;
        case Charset::euc_kr: return unit == 0x80 || unit == 0xf8f7 ? u'\uFFFD' : unit;
        default: return unit;
    }
}

void decode_multi_byte(std::string_view bytes, Charset charset, std::size_t limit,
                       DecodedText& decoded) {
    Faults faults;
    faults.gbk = charset == Charset::gbk || charset == Charset::gb18030;
    const Converter converter = open_converter(charset);
    UErrorCode error = U_ZERO_ERROR;
    ucnv_setToUCallBack(converter.get(), replace, &faults, nullptr, nullptr, &error);
    Utf8Writer writer(decoded);
    std::array<UChar, 4096> buffer{};
    const char* source = bytes.data();
    const char* const end = source + bytes.size();
    do {
        UChar* target = buffer.data();
        error = U_ZERO_ERROR;
        // Never told that this is the end, the converter keeps a character that was cut off.
        ucnv_toUnicode(converter.get(), &target, buffer.data() + buffer.size(), &source, end,
                       nullptr, 0, &error);
        for (UChar* unit = buffer.data(); unit < target; ++unit) {
            const UChar right = amended(*unit, charset);
            if (right != *unit && right == u'\uFFFD') ++faults.replaced;
            *unit = right;
        }
        writer.add({buffer.data(), static_cast<std::size_t>(target - buffer.data())});
    } while (error == U_BUFFER_OVERFLOW_ERROR && decoded.utf8.size() <= limit);
    if (U_FAILURE(error) && error != U_BUFFER_OVERFLOW_ERROR) {
        throw Error(ErrorCode::internal,
                    fmt::format("charset {}: {}", name_of(charset), u_errorName(error)));
    }
    decoded.repairs.replaced += faults.replaced;
    error = U_ZERO_ERROR;
    decoded.cut = source == end && ucnv_toUCountPending(converter.get(), &error) > 0;
    if (decoded.cut) {
        append_utf8(decoded.utf8, kReplacement);
        ++decoded.repairs.replaced;
    }
}

using Upper = std::array<char32_t, 0x80>;

// What the bytes from 80 on are.
Upper upper_half(Charset charset) {
    Upper upper{};
    if (charset == Charset::x_user_defined) {
        for (char32_t i = 0; i < upper.size(); ++i) upper[i] = 0xf780 + i;
        return upper;
    }
    if (charset == Charset::iso_8859_16) {
        for (char32_t i = 0; i < upper.size(); ++i) {
            upper[i] = i < 0x20 ? 0x80 + i : kLatin10[i - 0x20];
        }
        return upper;
    }
    const Converter converter = open_converter(charset);
    for (std::size_t i = 0; i < upper.size(); ++i) {
        const char byte = static_cast<char>(0x80 + i);
        const char* source = &byte;
        UErrorCode error = U_ZERO_ERROR;
        const UChar32 character = ucnv_getNextUChar(converter.get(), &source, source + 1, &error);
        upper[i] = U_FAILURE(error) ? kReplacement : static_cast<char32_t>(character);
    }
    for (const Exception& exception : kExceptions) {
        if (exception.charset != charset) continue;
        std::fill(upper.begin() + (exception.first - 0x80), upper.begin() + (exception.last - 0x7f),
                  exception.character);
    }
    return upper;
}

void decode_single_byte(std::string_view bytes, Charset charset, std::size_t limit,
                        DecodedText& decoded) {
    const Upper upper = upper_half(charset);
    Utf8Writer writer(decoded);
    for (const char byte : bytes) {
        const auto value = static_cast<unsigned char>(byte);
        const char32_t character = value < 0x80 ? value : upper[value - 0x80U];
        decoded.repairs.replaced += character == kReplacement ? 1U : 0U;
        writer.add(character);
        if (decoded.utf8.size() > limit) return;
    }
}

}  // namespace

DecodedText decode_charset(std::string_view bytes, Charset charset, std::size_t limit) {
    DecodedText decoded;
    if (charset == Charset::utf_8) {
        decoded.utf8 = repair_utf8(std::string(bytes), decoded.repairs);
        return decoded;
    }
    decoded.utf8.reserve(std::min(bytes.size() + bytes.size() / 2, limit));
    if (is_single_byte(charset)) {
        decode_single_byte(bytes, charset, limit, decoded);
    } else {
        decode_multi_byte(bytes, charset, limit, decoded);
    }
    return decoded;
}

}  // namespace feedarc::text
