#include "read/text/classify.hpp"

#include "base/ascii.hpp"
#include "read/age_line.hpp"
#include "read/text/field_names.hpp"
#include "read/text/phrases.hpp"
#include "text/date.hpp"
#include "text/find_age.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace feedarc::read {
namespace {

using namespace std::literals;

constexpr std::size_t kMaxMetaColumns = 80;
constexpr std::size_t kMaxCategoryColumns = 32;

bool has_digit(std::string_view text) noexcept {
    return std::any_of(text.begin(), text.end(),
                       [](char byte) { return byte >= '0' && byte <= '9'; });
}

// Whether a character is drawn rather than read: arrows, box drawing, symbols, CJK punctuation.
// U+2000-2BFF are E2 80..AF xx, U+3000-303F are E3 80 xx, emoji are F0 9F xx xx.
bool is_symbol_at(std::string_view text, std::size_t at, std::size_t& length) noexcept {
    const auto byte = [&](std::size_t offset) {
        return at + offset < text.size() ? static_cast<unsigned char>(text[at + offset]) : 0U;
    };
    const unsigned first = byte(0);
    length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (first < 0x80) return std::isalnum(static_cast<int>(first)) == 0;
    if (first == 0xC2) return byte(1) != 0xAA && byte(1) != 0xB5 && byte(1) != 0xBA;
    if (first == 0xE2) return byte(1) < 0xB0;
    if (first == 0xE3) return byte(1) == 0x80;
    if (first == 0xEF) return byte(1) == 0xB8;
    return first == 0xF0 && byte(1) == 0x9F;
}

bool is_all_symbols(std::string_view text) noexcept {
    std::size_t length = 0;
    for (std::size_t at = 0; at < text.size(); at += length) {
        if (!is_symbol_at(text, at, length)) return false;
    }
    return true;
}

// The words of a line without symbols, white space and punctuation at its ends.
std::string_view bare(std::string_view text) noexcept {
    std::size_t length = 0;
    while (!text.empty() && is_symbol_at(text, 0, length)) {
        text.remove_prefix(std::min(length, text.size()));
    }
    std::size_t end = 0;
    for (std::size_t at = 0; at < text.size(); at += length) {
        if (!is_symbol_at(text, at, length)) end = std::min(at + length, text.size());
    }
    return text.substr(0, end);
}

bool is_number(std::string_view word) noexcept {
    return !word.empty() && std::all_of(word.begin(), word.end(), [](char byte) {
        return (byte >= '0' && byte <= '9') || byte == ',' || byte == '.';
    }) && has_digit(word);
}

// Every word of a pager is a number, an arrow, an ellipsis or a word of pagers, and there are two
// of them or a telling one: a number alone is a counter.
bool is_pager(std::string_view lowered) {
    if (is_pager_phrase(bare(lowered))) return true;
    std::size_t words = 0;
    for (std::size_t at = 0; at < lowered.size();) {
        const auto end = std::min(lowered.find_first_of(" \t|[]()", at), lowered.size());
        const auto word = lowered.substr(at, end - at);
        at = end + 1;
        if (word.empty()) continue;
        const auto naked = bare(word);
        if (!naked.empty() && !is_pager_word(naked) && !(is_number(naked) && naked.size() <= 5)) {
            return false;
        }
        ++words;
    }
    return words >= 2;
}

bool is_url(std::string_view text) noexcept {
    return !address_in(text).empty();
}

constexpr std::array kSeparators{"·"sv, "|"sv, "•"sv, "—"sv,      "–"sv,      " - "sv, "/"sv,
                                 "»"sv, "›"sv, "∙"sv, "\uFF0F"sv, "\uFF5C"sv, ","sv,   "・"sv};

// The first separator at or behind `at`; its length in `length`.
std::size_t find_separator(std::string_view text, std::size_t at, std::size_t& length) noexcept {
    auto best = std::string_view::npos;
    length = 0;
    for (const auto separator : kSeparators) {
        const auto found = text.find(separator, at);
        if (found < best) {
            best = found;
            length = separator.size();
        }
    }
    return best;
}

// Whether a date has a separator or an end of the line at either side; beside a word or two, a tab
// or two spaces will do.
bool is_set_off(std::string_view before, std::string_view after) noexcept {
    constexpr std::size_t kWordColumns = 16;
    const auto left = trimmed(before);
    const auto right = trimmed(after);
    const bool short_words =
        about_columns(left) <= kWordColumns && about_columns(right) <= kWordColumns;
    const auto is_wide = [short_words](std::string_view gap) {
        return short_words && (gap.find('\t') != std::string_view::npos ||
                               gap.find("  ") != std::string_view::npos);
    };
    std::size_t length = 0;
    const auto left_end = left.size() >= 3 ? left.size() - 3 : 0;
    const bool left_ok = left.empty() || left.back() == '-' || left.back() == ':' ||
                         find_separator(left, left_end, length) != std::string_view::npos ||
                         is_wide(before.substr(left.size()));
    const bool right_ok = right.empty() || right.front() == '-' ||
                          find_separator(right, 0, length) == 0 ||
                          is_wide(after.substr(0, after.size() - right.size()));
    return left_ok && right_ok;
}

// The piece of a line of metadata that names a category; empty when none plainly does.
std::string_view category_in(std::string_view text, std::size_t& pieces) {
    std::string_view found;
    for (std::size_t at = 0; at <= text.size();) {
        std::size_t length = 0;
        const auto end = std::min(find_separator(text, at, length), text.size());
        auto piece = trimmed(text.substr(at, end - at));
        at = end + std::max<std::size_t>(length, 1);
        const auto words = base::lowered(piece);
        if (const auto label = category_label(words)) return trimmed(piece.substr(label));
        if (words.substr(0, 3) == "in ") piece = trimmed(piece.substr(3));
        if (bare(piece).empty() || author_label(words) > 0 || is_number(words) ||
            is_counter(words) || text::find_age(words)) {
            continue;
        }
        ++pieces;
        if (found.empty()) found = piece;
    }
    return pieces == 1 && about_columns(found) <= kMaxCategoryColumns ? found : std::string_view{};
}

// `12 replies, 340 views`, `88 points by ada 5 hours ago | 12 comments`. A title may count
// something or say how long ago it was, but not that alone.
bool is_statistics(std::string_view lowered, std::size_t columns) {
    std::size_t counters = 0;
    std::size_t others = 0;
    for (std::size_t at = 0; at <= lowered.size();) {
        std::size_t length = 0;
        const auto end = std::min(find_separator(lowered, at, length), lowered.size());
        const auto piece = trimmed(lowered.substr(at, end - at));
        at = end + std::max<std::size_t>(length, 1);
        if (piece.empty()) continue;
        ++(is_counter(piece) || author_label(piece) > 0 ? counters : others);
    }
    if (others == 0) return true;
    constexpr std::size_t kShort = 24;
    return (columns <= kShort || counters > 0 || lowered.find(" by ") != std::string_view::npos) &&
           text::find_age(lowered);
}

bool is_metadata(std::string_view text) {
    const auto found = text::find_date(text);
    if (!found) return false;
    const auto before = text.substr(0, found->begin);
    const auto after = text.substr(found->end);
    if (author_label(base::lowered(trimmed(text))) > 0) return true;
    if (about_columns(before) + about_columns(after) > 56 || !is_set_off(before, after))
        return false;
    // `Acme, Inc. announces - 2026-01-11` is a title with its date; metadata are short words.
    std::size_t pieces = 0;
    for (const auto side : {before, after}) {
        const auto category = category_in(side, pieces);
        if (pieces > 0 && category.empty() && about_columns(side) > kMaxCategoryColumns)
            return false;
    }
    return pieces == 0 || about_columns(before) + about_columns(after) <= 40;
}

// `Last reply by ada, 2026-01-11`: its date is not that of the entry. `Begun 2026-01-09, last reply
// 2026-01-11` has one of each.
bool is_of_replies(std::string_view text) {
    if (!tells_of_replies(text)) return false;
    const auto date = text::find_date(text);
    if (!date) return text::find_age(text).has_value();
    return tells_of_replies(text.substr(0, date->begin)) ||
           !text::find_date(text.substr(date->end));
}

}  // namespace

std::string_view address_in(std::string_view text) noexcept {
    constexpr std::size_t kMaxLabel = 32;
    const auto begin = text.substr(0, kMaxLabel + 4).find("http");
    if (begin == std::string_view::npos) return {};
    auto address = text.substr(begin);
    if (!address.starts_with("http://"sv) && !address.starts_with("https://"sv)) return {};
    if (begin > 0) {
        const auto before = text.substr(0, begin);
        const auto label = read_label(before);
        const bool named = label && label->field == Field::url && label->value.empty();
        if (!named && !is_all_symbols(before)) return {};
        while (!address.empty() && ")]>"sv.find(address.back()) != std::string_view::npos) {
            address.remove_suffix(1);
        }
    }
    return address.find_first_of(" \t") == std::string_view::npos ? address : std::string_view{};
}

bool ends_cut(std::string_view text) noexcept {
    while (!text.empty() && (text.back() == ']' || text.back() == ')' || text.back() == ' ')) {
        text.remove_suffix(1);
    }
    const auto ends = [text](std::string_view mark) {
        return text.size() > mark.size() && text.substr(text.size() - mark.size()) == mark;
    };
    return ends("..."sv) || ends("…"sv) || ends("。。。"sv) || ends("・・・"sv);
}

bool ends_sentence(std::string_view text) noexcept {
    if (text.empty()) return false;
    if (".!?;"sv.find(text.back()) != std::string_view::npos) return true;
    const auto last = text.size() >= 3 ? text.substr(text.size() - 3) : text;
    return last == "。"sv || last == "\uFF01"sv || last == "\uFF1F"sv || last == "\uFF1B"sv ||
           last == "…"sv;
}

Kind classify(std::string_view text, std::size_t columns) {
    if (columns < 2) return Kind::chrome;  // a lone letter or digit is no field
    if (columns > kMaxMetaColumns || text.size() > 3 * kMaxMetaColumns) {
        return is_url(text) ? Kind::url : is_all_symbols(text) ? Kind::rule : Kind::text;
    }
    if (is_all_symbols(text)) return columns >= 3 ? Kind::rule : Kind::chrome;
    const auto lowered = base::lowered(text);
    const auto words = bare(lowered);
    if (is_more_phrase(words)) return Kind::more;
    if (is_heading_phrase(words)) return Kind::heading;
    if (is_chrome_phrase(words) || starts_as_chrome(lowered) || is_invitation(words)) {
        return Kind::chrome;
    }
    if (is_number(words)) return text::parse_date_line(text) ? Kind::date : Kind::statistics;
    if (is_pager(lowered)) return Kind::pager;
    if (is_url(text)) return Kind::url;
    if (category_label(lowered) > 0) return Kind::category;
    const bool digits = has_digit(text);
    constexpr std::size_t kMaxReplyColumns = 64;
    if (digits && columns <= kMaxReplyColumns && !ends_sentence(text) && is_of_replies(text)) {
        return Kind::statistics;
    }
    constexpr auto kFullWidth = "\xEF\xBC"sv;
    if ((digits || text.find(kFullWidth) != std::string_view::npos) &&
        text::parse_date_line(text)) {
        return Kind::date;
    }
    constexpr std::size_t kMaxAgeColumns = 48;
    if (columns <= kMaxAgeColumns && text::parse_age_line(text)) return Kind::date;
    if (digits && is_metadata(text)) return Kind::meta;
    if (author_label(lowered) > 0 && columns <= 48 && !ends_sentence(text)) return Kind::statistics;
    if (digits && is_statistics(lowered, columns)) return Kind::statistics;
    return Kind::text;
}

Metadata read_metadata(std::string_view text) {
    Metadata metadata;
    const auto lowered = base::lowered(text);
    if (const auto label = category_label(lowered)) {
        metadata.category = trimmed(text.substr(label));
        return metadata;
    }
    std::size_t pieces = 0;
    const auto found = text::find_date(text);
    if (!found) return metadata;
    metadata.published = found->published;
    const auto before = category_in(text.substr(0, found->begin), pieces);
    const auto after = category_in(text.substr(found->end), pieces);
    // Two unlabelled pieces may be an author and a category in either order: neither is guessed.
    if (pieces <= 1) metadata.category = before.empty() ? after : before;
    return metadata;
}

std::optional<Age> read_line_age(std::string_view text) {
    if (tells_of_replies(text)) return std::nullopt;
    if (auto age = age_in_pieces(text)) return age;
    const auto found = text::find_age(text);
    return found ? std::optional(found->age) : std::nullopt;
}

std::optional<DatedText> split_date(std::string_view text) {
    const auto find_at = [](std::string_view part) { return text::find_date(part); };
    // Only the ends are looked at: a date inside a long text is no business of its entry.
    constexpr std::size_t kLooked = 48;
    std::size_t looked = std::min(kLooked, text.size());
    while (looked < text.size() && (static_cast<unsigned char>(text[looked]) & 0xC0U) == 0x80U) {
        ++looked;
    }
    const auto head = find_at(text.substr(0, looked));
    const auto strip = [](std::string_view rest) {
        rest = trimmed(rest);
        std::size_t length = 0;
        while (!rest.empty() && (":-,])"sv.find(rest.front()) != std::string_view::npos ||
                                 find_separator(rest, 0, length) == 0)) {
            rest = trimmed(rest.substr(std::max<std::size_t>(length, 1)));
            length = 0;
        }
        return rest;
    };
    if (head && head->published.precision >= DatePrecision::day &&
        bare(text.substr(0, head->begin)).empty() && head->end < text.size()) {
        const auto rest = strip(text.substr(head->end));
        if (!rest.empty()) return DatedText{head->published, rest};
    }
    std::size_t begin = text.size() > kLooked ? text.size() - kLooked : 0;
    while (begin < text.size() && (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80U)
        ++begin;
    const auto tail = find_at(text.substr(begin));
    if (tail && bare(text.substr(begin + tail->end)).empty()) {
        auto rest = trimmed(text.substr(0, begin + tail->begin));
        const auto last = rest.find_last_not_of(" -,([|:");
        rest = trimmed(rest.substr(0, last == std::string_view::npos ? 0 : last + 1));
        for (const auto separator : kSeparators) {
            if (rest.size() > separator.size() &&
                rest.substr(rest.size() - separator.size()) == separator) {
                rest = trimmed(rest.substr(0, rest.size() - separator.size()));
            }
        }
        // `Notes of January 2026` is a title; a date that is set off is more precise.
        if (!rest.empty() && tail->published.precision >= DatePrecision::day) {
            return DatedText{tail->published, rest};
        }
    }
    return std::nullopt;
}

}  // namespace feedarc::read
