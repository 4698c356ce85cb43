#include "text/date_cursor.hpp"

#include "text/date_words.hpp"
#include "text/unicode.hpp"

#include <unicode/uchar.h>

#include <algorithm>
#include <utility>

namespace feedarc::text {
namespace {

constexpr std::size_t kLongestWord = 12;

char32_t half_width(char32_t character) noexcept {
    if (character >= 0xff01 && character <= 0xff5e) return character - 0xff01 + U'!';
    return is_space(character) ? U' ' : character;
}

bool is_digit(char32_t character) noexcept {
    return character >= U'0' && character <= U'9';
}

bool is_letter(char32_t character) noexcept {
    if (character < 0x80)
        return is_word_character(character) && !is_digit(character) && character != U'_';
    return u_isalpha(static_cast<UChar32>(character)) != 0;
}

std::optional<unsigned> han_digit(char32_t character) noexcept {
    constexpr std::u32string_view kDigits = U"〇一二三四五六七八九";
    if (character == U'零' || character == U'○') return 0;
    const std::size_t value = kDigits.find(character);
    if (value == std::u32string_view::npos) return std::nullopt;
    return static_cast<unsigned>(value);
}

std::optional<CivilTime> checked(unsigned year, unsigned month, unsigned day) noexcept {
    CivilTime time;
    time.year = static_cast<int>(year);
    time.month = month;
    time.day = day;
    time.precision = DatePrecision::day;
    if (!time.ok()) return std::nullopt;
    return time;
}

}  // namespace

bool is_word_character(char32_t character) noexcept {
    if (character < 0x80) {
        return is_digit(character) || (character >= U'a' && character <= U'z') ||
               (character >= U'A' && character <= U'Z') || character == U'_';
    }
    const char32_t narrow = half_width(character);
    if (narrow < 0x80) return narrow != character && is_word_character(narrow);
    const bool east_asian = character >= 0x2e80;
    return !east_asian && u_isalnum(static_cast<UChar32>(character)) != 0;
}

char32_t DateCursor::peek() const noexcept {
    if (done()) return 0;
    std::size_t at = at_;
    return half_width(next_character(text_, at));
}

char32_t DateCursor::take() noexcept {
    return half_width(next_character(text_, at_));
}

void DateCursor::skip_spaces() noexcept {
    // More than a few spaces part two things rather than the pieces of one.
    constexpr int kMost = 4;
    for (int i = 0; i < kMost && peek() == U' '; ++i) take();
}

bool DateCursor::accept(char32_t character) noexcept {
    if (done() || peek() != character) return false;
    take();
    return true;
}

bool DateCursor::accept_any(std::u32string_view characters) noexcept {
    if (done() || characters.find(peek()) == std::u32string_view::npos) return false;
    take();
    return true;
}

std::string DateCursor::word() {
    const std::size_t start = at_;
    std::size_t count = 0;
    while (!done() && is_letter(peek())) {
        if (++count > kLongestWord) {
            at_ = start;
            return {};
        }
        take();
    }
    if (count == 0) return {};
    return fold(text_.substr(start, at_ - start));
}

std::optional<unsigned> DateCursor::number(std::size_t least, std::size_t most) noexcept {
    const std::size_t start = at_;
    unsigned value = 0;
    std::size_t count = 0;
    for (; count < most && is_digit(peek()); ++count) value = value * 10 + (take() - U'0');
    if (count < least || is_digit(peek())) {
        at_ = start;
        return std::nullopt;
    }
    return value;
}

std::optional<CivilTime> DateCursor::numeric_date() {
    const std::size_t start = at_;
    const auto year = number(4, 4);
    const char32_t separator = peek();
    std::optional<CivilTime> date;
    if (year && accept_any(U"-/.")) {
        const bool spaced = separator == U'.' && accept(U' ');
        const auto month = number(1, 2);
        if (month && accept(separator) && (!spaced || accept(U' '))) {
            const auto day = number(1, 2);
            if (day) date = checked(*year, *month, *day);
            if (spaced) accept(U'.');  // Korean: "2026. 1. 11."
        }
    }
    if (!date) at_ = start;
    return date;
}

// "二〇二六" as digits, or "三十一" as a number, by `digits`.
std::optional<unsigned> DateCursor::han_number(std::size_t digits) noexcept {
    unsigned value = 0;
    std::size_t count = 0;
    if (digits == 4) {
        for (; count < 4; ++count) {
            const auto digit = han_digit(peek());
            if (!digit) return std::nullopt;
            value = value * 10 + *digit;
            take();
        }
        return value;
    }
    const auto tens = han_digit(peek());
    if (tens) take();
    if (accept(U'十')) {
        const auto ones = han_digit(peek());
        if (ones) take();
        return tens.value_or(1) * 10 + ones.value_or(0);
    }
    return tens;
}

std::optional<unsigned> DateCursor::east_asian_number(std::size_t digits) noexcept {
    skip_spaces();
    auto value = number(digits == 4 ? 4 : 1, digits);
    if (!value) value = han_number(digits);
    skip_spaces();
    return value;
}

std::optional<CivilTime> DateCursor::east_asian_date() {
    const std::size_t start = at_;
    const auto piece = [this](std::size_t digits, std::u32string_view units) {
        auto value = east_asian_number(digits);
        return accept_any(units) ? value : std::nullopt;
    };
    std::optional<CivilTime> date;
    if (const auto year = piece(4, U"年년")) {
        if (const auto month = piece(2, U"月월")) {
            if (const auto day = piece(2, U"日号號일")) date = checked(*year, *month, *day);
        }
    }
    if (!date) at_ = start;
    return date;
}

// Takes one word of a list.
bool DateCursor::accept_one_of(std::initializer_list<std::string_view> folded) {
    const std::size_t start = at_;
    if (!is_letter(peek())) return false;
    const std::string here = word();
    if (std::find(folded.begin(), folded.end(), here) != folded.end()) return true;
    at_ = start;
    return false;
}

// What stands between the parts of a date: at most a few marks and one preposition.
void DateCursor::skip_joints() {
    skip_spaces();
    accept_any(U"-/.,");
    skip_spaces();
    if (accept_one_of({"de", "of", "del", "do"})) skip_spaces();
}

// "1st", "1er", "1º", "1."
void DateCursor::skip_ordinal() {
    if (!accept_one_of({"st", "nd", "rd", "th", "er"})) accept_any(U"ºª°");
}

// `Feb`, `2月`
std::optional<unsigned> DateCursor::month_name() {
    if (const std::string name = word(); !name.empty()) return month_of(name);
    const auto value = number(1, 2);
    return value && accept_any(U"月월") ? value : std::nullopt;
}

// `2026`, `'26`
std::optional<unsigned> DateCursor::year_number() noexcept {
    if (auto value = number(4, 4)) return value;
    if (!accept_any(U"'’")) return std::nullopt;
    auto value = number(2, 2);
    if (value) *value += *value < 69 ? 2000U : 1900U;  // POSIX, strptime
    return value;
}

std::optional<CivilTime> DateCursor::day_month_year(bool short_year) {
    const std::size_t start = at_;
    std::optional<CivilTime> date;
    if (const auto day = number(1, 2)) {
        skip_ordinal();
        skip_joints();
        if (const auto of_year = month_name()) {
            skip_joints();
            auto in = year_number();
            if (!in && short_year) {
                // RFC 2822, 4.3
                in = number(2, 2);
                if (in) *in += *in < 50 ? 2000U : 1900U;
            }
            if (in) date = checked(*in, *of_year, *day);
        }
    }
    if (!date) at_ = start;
    return date;
}

std::optional<CivilTime> DateCursor::month_day_year() {
    const std::size_t start = at_;
    std::optional<CivilTime> date;
    const std::string name = word();
    const auto value = name.empty() ? number(1, 2) : std::nullopt;
    if (!name.empty() || (value && accept_any(U"月월"))) {
        skip_joints();
        // Most words are followed by another word: the table is asked only before a number.
        const auto day = number(1, 2);
        if (const auto month = !day || value ? value : month_of(name); month && day) {
            if (!value) skip_ordinal();
            if (value) accept_any(U"日号號일");
            const std::size_t behind_day = at_;
            skip_joints();
            if (const auto in = year_number()) {
                date = checked(*in, *month, *day);
            } else if (!value) {
                at_ = behind_day;
                date = year_behind_time(*month, *day);
            }
        }
    }
    if (!date) at_ = start;
    return date;
}

// `14:00:00 2026`, `14:00:00 UTC 2026`, `14:00:00 2026 +0100`, behind a month and its day.
std::optional<CivilTime> DateCursor::year_behind_time(unsigned month, unsigned day) {
    CivilTime time;
    skip_spaces();
    if (!clock(time)) return std::nullopt;
    zone(time);
    skip_spaces();
    const auto in = number(4, 4);
    const auto date = in ? checked(*in, month, day) : std::nullopt;
    if (!date) return std::nullopt;
    if (time.offset.count() == 0) zone(time);
    time.year = date->year;
    time.month = month;
    time.day = day;
    return time;
}

std::optional<CivilTime> DateCursor::year_month_day() {
    const std::size_t start = at_;
    std::optional<CivilTime> date;
    const auto in = number(4, 4);
    if (in && accept_any(U" -")) {
        const std::string name = word();
        if (!name.empty() && accept_any(U" -.")) {
            skip_spaces();
            const auto day = number(1, 2);
            const std::size_t behind_day = at_;
            skip_joints();
            // "in 2025 March 14, 2026": the year is that behind the day.
            const bool goes_on = number(4, 4).has_value();
            at_ = behind_day;
            if (const auto of_year = day && !goes_on ? month_of(name) : std::nullopt) {
                date = checked(*in, *of_year, *day);
            }
        }
    }
    if (!date) at_ = start;
    return date;
}

}  // namespace feedarc::text
