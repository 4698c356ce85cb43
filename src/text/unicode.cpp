#include "text/unicode.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace feedarc::text {
namespace {

constexpr char32_t kReplacement = 0xfffd;

// What starts at a position: a code point, or an ill-formed sequence of `length` bytes.
struct Decoded {
    char32_t character = kReplacement;
    std::size_t length = 1;
    bool valid = false;
};

std::uint8_t byte_at(std::string_view text, std::size_t at) noexcept {
    return static_cast<std::uint8_t>(text[at]);
}

// Unicode 15, table 3-7: the bounds of the second byte exclude overlong forms, surrogates and what
// is over U+10FFFF; on failure `length` is the maximal subpart (WHATWG Encoding, "UTF-8 decoder").
Decoded decode(std::string_view text, std::size_t at) noexcept {
    const std::uint8_t lead = byte_at(text, at);
    if (lead < 0x80) return {lead, 1, true};
    if (lead < 0xc2 || lead > 0xf4) return {};
    const std::size_t needed = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    std::uint8_t lower = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    std::uint8_t upper = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    char32_t character = lead & (0x3fU >> needed);
    for (std::size_t i = 1; i <= needed; ++i) {
        if (at + i >= text.size()) return {kReplacement, i, false};
        const std::uint8_t next = byte_at(text, at + i);
        if (next < lower || next > upper) return {kReplacement, i, false};
        lower = 0x80;
        upper = 0xbf;
        character = character << 6U | (next & 0x3fU);
    }
    return {character, needed + 1, true};
}

// The position of the first byte from `at` on that is ASCII's no more.
std::size_t skip_ascii(std::string_view text, std::size_t at) noexcept {
    constexpr std::uint64_t kHighBits = 0x8080808080808080U;
    while (text.size() - at >= sizeof(std::uint64_t)) {
        std::uint64_t block = 0;
        std::memcpy(&block, text.data() + at, sizeof block);
        if ((block & kHighBits) != 0) break;
        at += sizeof block;
    }
    while (at < text.size() && byte_at(text, at) < 0x80) ++at;
    return at;
}

// Whether bytes that begin a character, the last of which may be cut off, are well-formed, as far
// as all of them need no more than that each lead byte has as many continuation bytes as it asks
// for: without E0, ED and four bytes. Without branches, so that the compiler makes vectors of it.
bool is_plainly_valid(const char* text, std::size_t size) noexcept {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text);
    const auto continues = [](std::uint8_t byte) { return (byte & 0xc0U) == 0x80; };
    const auto leads_two = [](std::uint8_t byte) { return (byte >= 0xc2) & (byte <= 0xdf); };
    const auto leads_three = [](std::uint8_t byte) {
        return (byte >= 0xe1) & (byte <= 0xef) & (byte != 0xed);
    };
    const auto is_wrong = [&](std::uint8_t byte, bool wanted) {
        const bool known = (byte < 0x80) | continues(byte) | leads_two(byte) | leads_three(byte);
        return static_cast<std::uint8_t>(!known | (continues(byte) != wanted));
    };
    std::uint8_t wrong = is_wrong(bytes[0], false);
    wrong |= is_wrong(bytes[1], leads_two(bytes[0]) | leads_three(bytes[0]));
    for (std::size_t i = 2; i < size; ++i) {
        const bool wanted =
            leads_two(bytes[i - 1]) | leads_three(bytes[i - 1]) | leads_three(bytes[i - 2]);
        wrong = static_cast<std::uint8_t>(wrong | is_wrong(bytes[i], wanted));
    }
    return wrong == 0;
}

// The position of the first ill-formed sequence, or the size. What is in blocks of plain text is
// passed over by them: 5 times as fast as by characters.
std::size_t first_invalid(std::string_view text) noexcept {
    constexpr std::size_t kBlock = 512;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = std::min(text.size(), at + kBlock);
        if (end == at + kBlock && is_plainly_valid(text.data() + at, kBlock)) {
            // A character that the block cuts off begins in one of its last two bytes.
            at = byte_at(text, end - 1) >= 0xc0   ? end - 1
                 : byte_at(text, end - 2) >= 0xe0 ? end - 2
                                                  : end;
            continue;
        }
        while (at < end) {
            const Decoded decoded = decode(text, at);
            if (!decoded.valid) return at;
            at += decoded.length;
        }
    }
    return text.size();
}

// Whether the first byte begins a character, of more bytes than are here.
bool may_begin(std::string_view cut) noexcept {
    const std::uint8_t lead = byte_at(cut, 0);
    return lead >= 0xc2 && lead <= 0xf4;
}

// A zero-width space or a byte order mark: invisible, so it must not stay at the end of a text.
bool is_invisible(char32_t character) noexcept {
    return character == 0x200b || character == 0xfeff;
}

// Whether folding may change a text: it looks at three bytes at a time without branches, so that
// the compiler makes vectors of it. A text is folded every time it is seen, and hardly any needs
// it.
bool may_change(std::string_view utf8) noexcept {
    if (utf8.size() < 3 || utf8.front() == ' ' || utf8.back() == ' ') return true;
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(utf8.data());
    const auto special = [](std::uint8_t first, std::uint8_t second, std::uint8_t third) {
        const bool found =
            (first < 0x20) | ((first == 0x20) & (second == 0x20)) | (first == 0xc2) |
            ((first == 0xe1) & (second == 0x9a)) |
            ((first == 0xe2) & (second == 0x80) & ((third < 0x90) | ((third & 0xf8U) == 0xa8))) |
            ((first == 0xe2) & (second == 0x81)) |
            ((first == 0xe3) & (second == 0x80) & (third == 0x80)) |
            ((first == 0xef) & (second == 0xbb));
        return static_cast<std::uint8_t>(found);
    };
    std::uint8_t found = 0;
    const std::size_t last = utf8.size() - 2;
    for (std::size_t at = 0; at < last; ++at) {
        found = static_cast<std::uint8_t>(found | special(bytes[at], bytes[at + 1], bytes[at + 2]));
    }
    return (found | special(bytes[last], bytes[last + 1], 0) | special(bytes[last + 1], 0, 0)) != 0;
}

// The end of the characters from `at` on that folding leaves as they are: no white space but single
// spaces, and nothing invisible. A text is folded every time it is seen, and hardly any needs it,
// so this decodes nothing. `utf8` is valid.
std::size_t skip_folded(std::string_view utf8, std::size_t at) noexcept {
    while (at < utf8.size()) {
        const std::uint8_t lead = byte_at(utf8, at);
        if (lead < 0x80) {
            if (lead < 0x20) return at;
            if (lead == 0x20) {
                if (at + 1 >= utf8.size()) return at;
                const std::uint8_t next = byte_at(utf8, at + 1);
                if (next <= 0x20 || (next >= 0x80 && next < 0xe4)) return at;
            }
            ++at;
        } else if (lead < 0xe0) {
            if (lead == 0xc2) return at;  // U+0085, U+00A0
            at += 2;
        } else if (lead < 0xf0) {
            const std::uint8_t next = byte_at(utf8, at + 1);
            const std::uint8_t last = byte_at(utf8, at + 2);
            if ((lead == 0xe3 && next == 0x80 && last == 0x80) ||  // U+3000
                (lead == 0xe2 && next == 0x80 && (last < 0x90 || (last & 0xf8U) == 0xa8)) ||
                (lead == 0xe2 && next == 0x81) || (lead == 0xe1 && next == 0x9a) ||
                (lead == 0xef && next == 0xbb)) {
                return at;
            }
            at += 3;
        } else {
            at += 4;
        }
    }
    return at;
}

}  // namespace

bool is_space(char32_t character) noexcept {
    if (character <= 0x20) return character == 0x20 || (character >= 0x09 && character <= 0x0d);
    if (character < 0x1680) return character == 0x85 || character == 0xa0;
    return character == 0x1680 || (character >= 0x2000 && character <= 0x200a) ||
           character == 0x2028 || character == 0x2029 || character == 0x202f ||
           character == 0x205f || character == 0x3000;
}

std::string fold_space(std::string_view utf8) {
    if (!may_change(utf8)) return std::string(utf8);
    const std::size_t plain = utf8.empty() || utf8.front() == ' ' ? 0 : skip_folded(utf8, 0);
    std::string folded;
    folded.reserve(utf8.size());
    folded.append(utf8, 0, plain);
    // `kept` is where the text ends if nothing but white space and invisible characters follows.
    std::size_t kept = plain;
    bool gap = false;
    for (std::size_t at = plain; at < utf8.size();) {
        const std::size_t start = at;
        const char32_t character = next_character(utf8, at);
        if (is_space(character)) {
            gap = true;
            continue;
        }
        if (kept == 0 && is_invisible(character)) continue;
        if (gap && kept != 0) folded += ' ';
        gap = false;
        if (is_invisible(character)) {
            folded.append(utf8, start, at - start);
            continue;
        }
        at = skip_folded(utf8, at);
        folded.append(utf8, start, at - start);
        kept = folded.size();
    }
    folded.resize(kept);
    return folded;
}

std::string repair_utf8(std::string bytes, Repairs& repairs) {
    const std::size_t first = first_invalid(bytes);
    const std::size_t first_nul = bytes.find('\0');
    std::size_t at = std::min(first, first_nul);
    if (at >= bytes.size()) return bytes;

    std::string repaired(bytes, 0, at);
    repaired.reserve(bytes.size() + bytes.size() / 8);
    while (at < bytes.size()) {
        const Decoded decoded = decode(bytes, at);
        if (!decoded.valid) {
            append_utf8(repaired, kReplacement);
            ++repairs.replaced;
        } else if (decoded.character == 0) {
            ++repairs.dropped;
        } else {
            repaired.append(bytes, at, decoded.length);
        }
        at += decoded.length;
    }
    return repaired;
}

bool is_valid_utf8(std::string_view bytes) noexcept {
    return first_invalid(bytes) == bytes.size();
}

std::size_t valid_utf8_prefix(std::string_view bytes) noexcept {
    return first_invalid(bytes);
}

std::size_t ascii_prefix(std::string_view bytes) noexcept {
    return skip_ascii(bytes, 0);
}

Utf8Census utf8_census(std::string_view bytes) noexcept {
    Utf8Census census;
    for (std::size_t at = skip_ascii(bytes, 0); at < bytes.size(); at = skip_ascii(bytes, at)) {
        const Decoded decoded = decode(bytes, at);
        at += decoded.length;
        if (decoded.valid) {
            ++(decoded.length == 2 ? census.pairs : census.longer);
        } else if (at < bytes.size() || !may_begin(bytes.substr(at - decoded.length))) {
            ++census.broken;
        }
    }
    return census;
}

std::size_t count_characters(std::string_view utf8) noexcept {
    return static_cast<std::size_t>(
        std::count_if(utf8.begin(), utf8.end(), [](char byte) { return !is_continuation(byte); }));
}

char32_t decode_character(std::string_view bytes, std::size_t& at) noexcept {
    const Decoded decoded = decode(bytes, at);
    at += decoded.length;
    return decoded.character;
}

void append_utf8(std::string& out, char32_t character) {
    const auto continuation = [character](unsigned shift) {
        return static_cast<char>(0x80U | (character >> shift & 0x3fU));
    };
    if (character < 0x80) {
        out += static_cast<char>(character);
    } else if (character < 0x800) {
        out += static_cast<char>(0xc0U | character >> 6U);
        out += continuation(0);
    } else if (character < 0x10000) {
        const bool surrogate = character >= 0xd800 && character <= 0xdfff;
        if (surrogate) return append_utf8(out, kReplacement);
        out += static_cast<char>(0xe0U | character >> 12U);
        out += continuation(6);
        out += continuation(0);
    } else if (character <= 0x10ffff) {
        out += static_cast<char>(0xf0U | character >> 18U);
        out += continuation(12);
        out += continuation(6);
        out += continuation(0);
    } else {
        append_utf8(out, kReplacement);
    }
}

}  // namespace feedarc::text
