#include <feedarc/error.hpp>

#include "text/unicode.hpp"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <string>
#include <utility>

namespace feedarc::text {
namespace {

// The fast path copies or maps characters one by one. That is right only while none of them
// composes with a neighbour, so it knows starters alone whose images are starters too, and gives
// the whole text to ICU when it meets anything else (combining marks first of all).
// tests/unit/text/fold_test.cpp holds each character of these tables, and mixtures of them, against
// ICU.

// What becomes of a character of U+0080..U+00BF or U+2000..U+206F.
enum class Action : std::uint8_t { slow, keep, space, drop };

struct Range {
    unsigned first;
    unsigned last;
    Action action;
};

template <std::size_t Size, std::size_t Ranges>
constexpr std::array<Action, Size> make_actions(const std::array<Range, Ranges>& ranges) {
    std::array<Action, Size> actions{};
    for (const Range& range : ranges) {
        for (unsigned i = range.first; i <= range.last; ++i) actions[i] = range.action;
    }
    return actions;
}

// U+0080..U+00BF by the low 6 bits; compatibility characters (¨ª¯²³´µ¸¹º¼½¾) go to ICU.
constexpr auto kLatin1Actions = make_actions<0x40>(std::array{
    Range{0x00, 0x1f, Action::keep},
    Range{0x20, 0x20, Action::space},
    Range{0x21, 0x27, Action::keep},
    Range{0x29, 0x29, Action::keep},
    Range{0x2b, 0x2c, Action::keep},
    Range{0x2d, 0x2d, Action::drop},
    Range{0x2e, 0x2e, Action::keep},
    Range{0x30, 0x31, Action::keep},
    Range{0x36, 0x37, Action::keep},
    Range{0x3b, 0x3b, Action::keep},
    Range{0x3f, 0x3f, Action::keep},
});

// General punctuation, U+2000..U+206F, by the low 7 bits. U+2026 is handled apart.
constexpr auto kPunctuationActions = make_actions<0x80>(std::array{
    Range{0x00, 0x0a, Action::space},
    Range{0x0b, 0x0f, Action::drop},
    Range{0x10, 0x10, Action::keep},
    Range{0x12, 0x16, Action::keep},
    Range{0x18, 0x23, Action::keep},
    Range{0x27, 0x29, Action::keep},
    Range{0x2a, 0x2e, Action::drop},
    Range{0x2f, 0x2f, Action::space},
    Range{0x30, 0x32, Action::keep},
    Range{0x39, 0x3b, Action::keep},
    Range{0x5f, 0x5f, Action::space},
    Range{0x60, 0x6f, Action::drop},
});

constexpr std::uint8_t lower_ascii(std::uint8_t byte) noexcept {
    return byte >= 'A' && byte <= 'Z' ? static_cast<std::uint8_t>(byte + 0x20) : byte;
}

enum class Spaces { kept, removed };

// Whether an ASCII character stays. NUL goes together with white space, as in repair_utf8().
template <Spaces spaces>
constexpr std::array<bool, 0x80> kAsciiStays = [] {
    std::array<bool, 0x80> table{};
    for (unsigned byte = 0; byte < table.size(); ++byte) {
        const bool space = byte == ' ' || (byte >= '\t' && byte <= '\r') || byte == 0;
        table[byte] = spaces == Spaces::kept || !space;
    }
    return table;
}();

template <Spaces spaces>
class FastFolder {
public:
    // `out` has room for as many bytes as there are in `in`: no image is longer than its character.
    FastFolder(std::string_view in, char* out) noexcept
        : in_(reinterpret_cast<const std::uint8_t*>(in.data())),
          end_(in_ + in.size()),
          out_(reinterpret_cast<std::uint8_t*>(out)),
          begin_(out_) {}

    // The number of bytes written, or nothing at the first character that needs ICU and at the
    // first byte that is not UTF-8.
    std::optional<std::size_t> run() noexcept {
        while (in_ != end_) {
            const std::uint8_t lead = *in_;
            if (lead < 0x80) {
                // Without a branch: words are short, so a processor could not foresee their ends.
                *out_ = lower_ascii(lead);
                out_ += kAsciiStays<spaces>[lead] ? 1 : 0;
                ++in_;
            } else if (is_han(lead)) {
                if (!copy_han()) return std::nullopt;
            } else if (!other(lead)) {
                return std::nullopt;
            }
        }
        return static_cast<std::size_t>(out_ - begin_);
    }

private:
    // U+4000..U+9FFF: Han and hexagrams.
    static bool is_han(std::uint8_t lead) noexcept { return lead >= 0xe4 && lead <= 0xe9; }

    static bool are_continuations(unsigned second, unsigned third) noexcept {
        return ((second ^ 0x80U) | (third ^ 0x80U)) <= 0x3f;
    }

    // Whether a whole character of `length` bytes is here; its lead byte is known.
    [[nodiscard]] bool has(unsigned length) const noexcept {
        if (end_ - in_ < static_cast<std::ptrdiff_t>(length)) return false;
        for (unsigned i = 1; i < length; ++i) {
            if ((in_[i] & 0xc0U) != 0x80) return false;
        }
        return true;
    }

    void copy(unsigned length) noexcept {
        for (unsigned i = 0; i < length; ++i) out_[i] = in_[i];
        in_ += length;
        out_ += length;
    }

    // Four bytes are moved faster than three; the one too many is overwritten by what follows.
    bool copy_han() noexcept {
        while (end_ - in_ > 3 && is_han(*in_)) {
            if (!are_continuations(in_[1], in_[2])) return false;
            std::memcpy(out_, in_, 4);
            in_ += 3;
            out_ += 3;
        }
        if (end_ - in_ > 3 || in_ == end_ || !is_han(*in_)) return true;
        if (!has(3)) return false;
        copy(3);
        return true;
    }

    void put_space() noexcept {
        if constexpr (spaces == Spaces::kept) *out_++ = ' ';
    }

    void replace(unsigned length, std::uint8_t byte) noexcept {
        *out_++ = byte;
        in_ += length;
    }

    bool act(Action action, unsigned length) noexcept {
        switch (action) {
            case Action::slow: return false;
            case Action::keep: copy(length); break;
            case Action::space:
                put_space();
                in_ += length;
                break;
            case Action::drop: in_ += length; break;
        }
        return true;
    }

    bool other(std::uint8_t lead) noexcept {
        if (!has(lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4)) return false;
        switch (lead) {
            case 0xc2: return latin_sign();
            case 0xc3: return latin_letter();
            case 0xd0: return cyrillic();
            case 0xd1: return in_[1] <= 0x9f && act(Action::keep, 2);  // U+0440..U+045F
            case 0xe2: return symbol();
            case 0xe3: return kana();
            // U+AC00..U+D77F: Hangul. What else begins with these bytes is not plain.
            case 0xea: return in_[1] >= 0xb0 && act(Action::keep, 3);
            case 0xeb:
            case 0xec: return act(Action::keep, 3);
            case 0xed: return in_[1] <= 0x9d && act(Action::keep, 3);
            case 0xef: return full_width();
            case 0xf0: return emoji();
            default: return false;
        }
    }

    // U+0080..U+00BF
    bool latin_sign() noexcept {
        if (spaces == Spaces::removed && in_[1] == 0x85) return act(Action::drop, 2);  // next line
        return act(kLatin1Actions[in_[1] & 0x3fU], 2);
    }

    // U+00C0..U+00FF; ß becomes "ss", which ICU may do.
    bool latin_letter() noexcept {
        const std::uint8_t next = in_[1];
        if (next == 0x9f) return false;
        const bool upper = next < 0x9f && next != 0x97;
        *out_++ = 0xc3;
        *out_++ = upper ? static_cast<std::uint8_t>(next + 0x20) : next;
        in_ += 2;
        return true;
    }

    // U+0400..U+043F: Ѐ..Џ become ѐ..џ, А..Я become а..я.
    bool cyrillic() noexcept {
        const unsigned low = in_[1] & 0x3fU;
        const unsigned mapped = low < 0x10 ? low + 0x50 : low < 0x30 ? low + 0x20 : low;
        *out_++ = static_cast<std::uint8_t>(0xd0U | mapped >> 6U);
        *out_++ = static_cast<std::uint8_t>(0x80U | (mapped & 0x3fU));
        in_ += 2;
        return true;
    }

    bool symbol() noexcept {
        const unsigned low = (in_[1] & 0x3fU) << 6U | (in_[2] & 0x3fU);  // U+2000 is 0
        if (low == 0x26) {
            std::memcpy(out_, "...", 3);
            out_ += 3;
            in_ += 3;
            return true;
        }
        // Line and paragraph separator are white space.
        if (spaces == Spaces::removed && (low == 0x28 || low == 0x29)) return act(Action::drop, 3);
        if (low < kPunctuationActions.size()) return act(kPunctuationActions[low], 3);
        // Arrows and mathematical operators; box drawing to dingbats. Integrals are compatibility
        // characters, circled letters and digits are too.
        const bool operators = low >= 0x190 && low <= 0x2ff && (low < 0x22c || low > 0x230);
        const bool pictures = low >= 0x500 && low <= 0x7bf;
        return (operators || pictures) && act(Action::keep, 3);
    }

    // U+3000..U+30FF and the ideographs from U+3400 on.
    bool kana() noexcept {
        const unsigned low = (in_[1] & 0x3fU) << 6U | (in_[2] & 0x3fU);  // U+3000 is 0
        if (low == 0) return act(Action::space, 3);
        const bool punctuation = low <= 0x29;
        const bool hiragana = low >= 0x41 && low <= 0x96;
        const bool katakana = (low >= 0x9d && low <= 0xfe && low != 0x9f);
        return (punctuation || hiragana || katakana || low >= 0x400) && act(Action::keep, 3);
    }

    bool full_width() noexcept {
        const unsigned low = (in_[1] & 0x3fU) << 6U | (in_[2] & 0x3fU);  // U+F000 is 0
        if (low >= 0xf01 && low <= 0xf5e) {                              // U+FF01..U+FF5E
            replace(3, lower_ascii(static_cast<std::uint8_t>(low - 0xf01 + '!')));
            return true;
        }
        const bool variation_selector = low >= 0xe00 && low <= 0xe0f;
        if (variation_selector || low == 0xeff) return act(Action::drop, 3);
        return low == 0xffd && act(Action::keep, 3);  // U+FFFD, which repaired text holds
    }

    // U+1F300..U+1FAFF
    bool emoji() noexcept {
        return in_[1] == 0x9f && in_[2] >= 0x8c && in_[2] <= 0xab && act(Action::keep, 4);
    }

    const std::uint8_t* in_;
    const std::uint8_t* end_;
    std::uint8_t* out_;
    std::uint8_t* begin_;
};

void check(UErrorCode status) {
    if (U_FAILURE(status) != 0) {
        throw Error(ErrorCode::internal,
                    std::string("ICU: cannot normalise (") + u_errorName(status) + ")");
    }
}

std::string fold_with_icu(std::string_view utf8) {
    if (utf8.size() > std::numeric_limits<std::int32_t>::max()) {
        throw Error(ErrorCode::limit, "text: more than 2147483647 bytes cannot be normalised");
    }
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* normalizer = icu::Normalizer2::getNFKCCasefoldInstance(status);
    check(status);
    std::string folded;
    icu::StringByteSink<std::string> sink(&folded, static_cast<std::int32_t>(utf8.size()));
    normalizer->normalizeUTF8(0,
                              icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())),
                              sink, nullptr, status);
    check(status);
    return folded;
}

template <Spaces spaces>
std::optional<std::string> fold_fast(std::string_view text) {
    std::string folded(text.size(), '\0');
    const auto size = FastFolder<spaces>(text, folded.data()).run();
    if (!size) return std::nullopt;
    folded.resize(*size);
    return folded;
}

std::string without_space(std::string_view utf8) {
    std::string text;
    text.reserve(utf8.size());
    for (std::size_t at = 0; at < utf8.size();) {
        const std::size_t start = at;
        if (!is_space(next_character(utf8, at))) text.append(utf8, start, at - start);
    }
    return text;
}

}  // namespace

std::string fold(std::string_view utf8) {
    auto folded = fold_fast<Spaces::kept>(utf8);
    return folded ? std::move(*folded) : fold_with_icu(utf8);
}

std::string fold_without_space(std::string_view bytes) {
    if (auto folded = fold_fast<Spaces::removed>(bytes)) return std::move(*folded);
    Repairs repairs;
    const std::string repaired = repair_utf8(std::string(bytes), repairs);
    // A combining mark that white space kept apart composes once that is gone, so folding comes
    // twice; the second time makes no new white space.
    return fold_with_icu(without_space(fold_with_icu(repaired)));
}

}  // namespace feedarc::text
