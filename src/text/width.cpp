#include "text/width.hpp"

#include "text/unicode.hpp"

#include <unicode/uchar.h>

#include <algorithm>

namespace feedarc::text {
namespace {

constexpr std::string_view kEllipsis = "…";

UGraphemeClusterBreak break_class(char32_t character) noexcept {
    return static_cast<UGraphemeClusterBreak>(
        u_getIntPropertyValue(static_cast<UChar32>(character), UCHAR_GRAPHEME_CLUSTER_BREAK));
}

bool is_pictograph(char32_t character) noexcept {
    return u_hasBinaryProperty(static_cast<UChar32>(character), UCHAR_EXTENDED_PICTOGRAPHIC) != 0;
}

std::size_t character_width(char32_t character) noexcept {
    if (character >= 0x20 && character < 0x7f) return 1;
    if (character == 0xad) return 1;  // terminals show a soft hyphen
    const auto point = static_cast<UChar32>(character);
    switch (u_charType(point)) {
        case U_CONTROL_CHAR:
        case U_FORMAT_CHAR:
        case U_NON_SPACING_MARK:
        case U_ENCLOSING_MARK:
        case U_LINE_SEPARATOR:
        case U_PARAGRAPH_SEPARATOR:
        case U_SURROGATE: return 0;
        default: break;
    }
    const int east_asian = u_getIntPropertyValue(point, UCHAR_EAST_ASIAN_WIDTH);
    return east_asian == U_EA_WIDE || east_asian == U_EA_FULLWIDTH ? 2 : 1;
}

// Walks a text by extended grapheme clusters (Unicode Standard Annex 29, rules GB3 to GB13).
class Clusters {
public:
    explicit Clusters(std::string_view text) noexcept : text_(text) {}

    [[nodiscard]] bool done() const noexcept { return at_ >= text_.size(); }
    [[nodiscard]] std::size_t position() const noexcept { return at_; }

    // Moves behind the next cluster and returns the columns it takes.
    std::size_t next() noexcept {
        char32_t character = next_character(text_, at_);
        if (is_plain(character) && (done() || is_plain_byte(text_[at_]))) return 1;

        std::size_t width = character_width(character);
        UGraphemeClusterBreak before = break_class(character);
        pictograph_ = is_pictograph(character);
        joined_ = false;
        lone_flag_ = before == U_GCB_REGIONAL_INDICATOR;
        while (!done()) {
            std::size_t behind = at_;
            character = next_character(text_, behind);
            const UGraphemeClusterBreak after = break_class(character);
            if (breaks(before, after, character)) break;
            width = std::max(width, widened(character, after));
            before = after;
            at_ = behind;
        }
        return width;
    }

private:
    static bool is_plain(char32_t character) noexcept {
        return character >= 0x20 && character < 0x7f;
    }
    static bool is_plain_byte(char byte) noexcept { return byte >= 0x20 && byte < 0x7f; }

    // The columns that a cluster takes at least with this character in it: a variation selector 16
    // asks for the emoji form, and two regional indicators are one flag.
    static std::size_t widened(char32_t character, UGraphemeClusterBreak type) noexcept {
        if (character == 0xfe0f || type == U_GCB_REGIONAL_INDICATOR) return 2;
        // A spacing mark is part of its base's picture; the vowels and finals of a Hangul syllable
        // written in parts are as well.
        if (type == U_GCB_V || type == U_GCB_T) return 0;
        return character_width(character);
    }

    // Whether a boundary lies between two characters of these classes; rule numbers as in the
    // annex.
    static bool plain_break(UGraphemeClusterBreak before, UGraphemeClusterBreak after) noexcept {
        if (before == U_GCB_CR && after == U_GCB_LF) return false;  // GB3
        if (is_control(before) || is_control(after)) return true;   // GB4, GB5
        if (before == U_GCB_L &&
            (after == U_GCB_L || after == U_GCB_V || after == U_GCB_LV || after == U_GCB_LVT)) {
            return false;  // GB6
        }
        if ((before == U_GCB_LV || before == U_GCB_V) && (after == U_GCB_V || after == U_GCB_T)) {
            return false;  // GB7
        }
        if ((before == U_GCB_LVT || before == U_GCB_T) && after == U_GCB_T) return false;  // GB8
        if (after == U_GCB_EXTEND || after == U_GCB_ZWJ) return false;                     // GB9
        return after != U_GCB_SPACING_MARK && before != U_GCB_PREPEND;  // GB9a, GB9b
    }

    // The same with what the cluster holds so far: emoji sequences and flags.
    bool breaks(UGraphemeClusterBreak before, UGraphemeClusterBreak after,
                char32_t character) noexcept {
        const bool pictograph = is_pictograph(character);
        const bool emoji_sequence = joined_ && pictograph;                  // GB11
        const bool flag = lone_flag_ && after == U_GCB_REGIONAL_INDICATOR;  // GB12, GB13
        joined_ = after == U_GCB_ZWJ && pictograph_;
        pictograph_ = pictograph || (after == U_GCB_EXTEND && pictograph_);
        lone_flag_ = after == U_GCB_REGIONAL_INDICATOR && !flag;
        return !emoji_sequence && !flag && plain_break(before, after);
    }

    static bool is_control(UGraphemeClusterBreak type) noexcept {
        return type == U_GCB_CONTROL || type == U_GCB_CR || type == U_GCB_LF;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    bool pictograph_ = false;  // a pictograph and its modifiers came last
    bool joined_ = false;      // ... and then a zero-width joiner
    bool lone_flag_ = false;   // an unpaired regional indicator came last
};

}  // namespace

std::size_t display_width(std::string_view utf8) {
    std::size_t width = 0;
    Clusters clusters(utf8);
    while (!clusters.done()) width += clusters.next();
    return width;
}

std::string truncate_to_width(std::string_view utf8, std::size_t columns) {
    std::size_t width = 0;
    std::size_t fitting = 0;  // bytes that leave a column for the ellipsis
    Clusters clusters(utf8);
    while (!clusters.done()) {
        width += clusters.next();
        if (width > columns) {
            if (columns == 0) return {};
            return std::string(utf8.substr(0, fitting)).append(kEllipsis);
        }
        if (width < columns) fitting = clusters.position();
    }
    return std::string(utf8);
}

}  // namespace feedarc::text
