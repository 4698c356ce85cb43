#include "text/number_date.hpp"

#include "base/ascii.hpp"
#include "text/civil_time.hpp"
#include "text/date.hpp"
#include "text/date_cursor.hpp"
#include "text/date_words.hpp"
#include "text/unicode.hpp"
#include "text/width.hpp"

#include <algorithm>
#include <array>

namespace feedarc::text {
namespace {

using base::is_digit;

constexpr int kFirstYear = 1970;
constexpr int kLastYear = 2199;
constexpr unsigned kMonths = 12;

std::optional<Published> day_of(int year, unsigned month, unsigned day) {
    CivilTime date;
    date.year = year;
    date.month = month;
    date.day = day;
    date.precision = DatePrecision::day;
    return date.ok() ? date.published() : std::nullopt;
}

// One or two digits (or exactly four) that begin here and end before a byte that is none.
std::optional<unsigned> digits_at(std::string_view text, std::size_t& at, bool four) noexcept {
    std::size_t end = at;
    unsigned value = 0;
    while (end < text.size() && is_digit(text[end]) && end - at < 5) {
        value = value * 10 + static_cast<unsigned>(text[end++] - '0');
    }
    const std::size_t count = end - at;
    if (four ? count != 4 : count != 1 && count != 2) return std::nullopt;
    at = end;
    return value;
}

// Whether what begins here is part of a longer number or date.
bool is_glued(std::string_view text, std::size_t at) noexcept {
    return at > 0 && (is_digit(text[at - 1]) || text[at - 1] == '/' || text[at - 1] == '-' ||
                      text[at - 1] == '.');
}

// One blank, or one that does not break the line.
bool skip_space(std::string_view text, std::size_t& at) noexcept {
    for (const std::string_view space : {std::string_view(" "), std::string_view("\u00a0")}) {
        if (!text.substr(at).starts_with(space)) continue;
        at += space.size();
        return true;
    }
    return false;
}

struct ShortNumber {
    unsigned value = 0;
    std::size_t digits = 0;
};

// Three numbers of one or two digits with one separator.
std::optional<std::array<ShortNumber, 3>> short_numbers_at(std::string_view text,
                                                           std::size_t at) noexcept {
    std::array<ShortNumber, 3> numbers{};
    char separator = '\0';
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const std::size_t begin = at;
        const auto number = digits_at(text, at, false);
        if (!number) return std::nullopt;
        numbers[i] = {*number, at - begin};
        if (i + 1 == numbers.size()) break;
        if (at >= text.size() || (i > 0 && text[at] != separator)) return std::nullopt;
        separator = text[at++];
        if (separator != '/' && separator != '.' && separator != '-') return std::nullopt;
    }
    const bool goes_on = at + 1 < text.size() && text[at] == separator && is_digit(text[at + 1]);
    return goes_on ? std::nullopt : std::optional(numbers);
}

std::optional<NumberDate> number_date_at(std::string_view text, std::size_t at) noexcept {
    NumberDate date;
    const auto first = digits_at(text, at, false);
    if (!first || at >= text.size()) return std::nullopt;
    date.separator = text[at++];
    if (date.separator != '/' && date.separator != '.' && date.separator != '-') {
        return std::nullopt;
    }
    // "14. 2. 2026"
    const bool spaced = date.separator == '.' && skip_space(text, at);
    const auto second = digits_at(text, at, false);
    if (!second || at >= text.size() || text[at++] != date.separator) return std::nullopt;
    if (spaced && !skip_space(text, at)) return std::nullopt;
    const auto year = digits_at(text, at, true);
    if (!year || (at < text.size() && text[at] == date.separator)) return std::nullopt;
    date.first = *first;
    date.second = *second;
    date.year = static_cast<int>(*year);
    const auto [least, most] = std::minmax(date.first, date.second);
    if (least == 0 || least > kMonths || most > 31 || date.year < kFirstYear ||
        date.year > kLastYear) {
        return std::nullopt;
    }
    return date;
}

std::optional<MonthDay> month_day(DateCursor& cursor) {
    const DateCursor start = cursor;
    if (const auto month = month_of(cursor.word())) {
        cursor.accept(U'.');
        cursor.skip_spaces();
        const auto day = cursor.number(1, 2);
        cursor.accept_one_of({"st", "nd", "rd", "th"});
        if (day) return MonthDay{*month, *day};
        return std::nullopt;
    }
    cursor = start;
    const auto first = cursor.number(1, 2);
    if (!first) return std::nullopt;
    if (cursor.accept(U'月')) {
        cursor.skip_spaces();
        const auto day = cursor.number(1, 2);
        if (!day) return std::nullopt;
        cursor.accept_any(U"日号號");
        return MonthDay{*first, *day};
    }
    if (cursor.accept(U'-')) {
        const auto day = cursor.number(1, 2);
        if (!day) return std::nullopt;
        return MonthDay{*first, *day};
    }
    cursor.accept_one_of({"st", "nd", "rd", "th"});
    cursor.accept(U'.');
    cursor.skip_spaces();
    if (const auto month = cursor.number(1, 2)) {
        if (cursor.accept(U'月')) return MonthDay{*month, *first};
        return std::nullopt;
    }
    if (const auto month = month_of(cursor.word())) {
        cursor.accept(U'.');
        return MonthDay{*month, *first};
    }
    return std::nullopt;
}

}  // namespace

DateOrder NumberDate::order() const noexcept {
    if (first > kMonths || separator == '.') return DateOrder::day_first;
    return second > kMonths ? DateOrder::month_first : DateOrder::unknown;
}

std::optional<Published> NumberDate::published(DateOrder usual) const {
    const DateOrder own = order() == DateOrder::unknown ? usual : order();
    if (own != DateOrder::day_first && own != DateOrder::month_first) return std::nullopt;
    return own == DateOrder::day_first ? day_of(year, second, first) : day_of(year, first, second);
}

std::optional<NumberDate> find_number_date(std::string_view text) noexcept {
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!is_digit(text[at])) continue;
        if (!is_glued(text, at)) {
            if (const auto date = number_date_at(text, at)) return date;
        }
    }
    return std::nullopt;
}

std::optional<Published> find_short_date(std::string_view text, DateOrder order) {
    if (order == DateOrder::unknown) return std::nullopt;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!is_digit(text[at]) || is_glued(text, at)) continue;
        const auto numbers = short_numbers_at(text, at);
        if (!numbers) continue;
        const auto [first, second, third] = *numbers;
        const ShortNumber year = order == DateOrder::year_first ? first : third;
        const ShortNumber month = order == DateOrder::month_first ? first : second;
        const ShortNumber day = order == DateOrder::year_first    ? third
                                : order == DateOrder::month_first ? second
                                                                  : first;
        if (year.digits != 2) continue;
        const int century = year.value < 69 ? 2000 : 1900;
        return day_of(century + static_cast<int>(year.value), month.value, day.value);
    }
    return std::nullopt;
}

DateOrder order_of_language(std::string_view tag) noexcept {
    // By the short dates of Unicode CLDR.
    constexpr std::array<std::string_view, 30> kDayFirst{
        "ar", "bg", "ca", "cs", "da", "de", "el", "es", "fi", "fr", "gl", "he", "hr", "id", "it",
        "ms", "nb", "nl", "nn", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "tr", "uk", "vi"};
    const auto lower = [](char byte) {
        return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
    };
    std::string folded(tag.substr(0, std::min<std::size_t>(tag.size(), 16)));
    std::transform(folded.begin(), folded.end(), folded.begin(), lower);
    std::replace(folded.begin(), folded.end(), '_', '-');
    const std::string_view language = std::string_view(folded).substr(0, folded.find('-'));
    if (language != "en") {
        return std::find(kDayFirst.begin(), kDayFirst.end(), language) == kDayFirst.end()
                   ? DateOrder::unknown
                   : DateOrder::day_first;
    }
    if (folded == "en-us" || folded == "en-ph") return DateOrder::month_first;
    constexpr std::array<std::string_view, 6> kBritish{"en-au", "en-gb", "en-ie",
                                                       "en-in", "en-nz", "en-za"};
    return std::find(kBritish.begin(), kBritish.end(), folded) == kBritish.end()
               ? DateOrder::unknown
               : DateOrder::day_first;
}

std::optional<Published> MonthDay::in(int year) const {
    return day_of(year, month, day);
}

std::optional<Published> MonthDay::beside(const Published& instant) const {
    const auto time = read_iso_time(instant.value);
    if (!time) return std::nullopt;
    for (const int year : {time->year, time->year - 1, time->year + 1}) {
        if (auto date = in(year); date && are_neighbours(*date, instant)) return date;
    }
    return std::nullopt;
}

std::optional<MonthDay> parse_month_day(std::string_view text) {
    constexpr std::size_t kLongest = 48;
    const std::string folded = fold_space(text);
    if (folded.size() > kLongest) return std::nullopt;
    DateCursor cursor(folded, 0);
    if (is_weekday(cursor.word())) {
        cursor.accept_any(U",.");
        cursor.skip_spaces();
    } else {
        cursor = DateCursor(folded, 0);
    }
    const auto found = month_day(cursor);
    cursor.accept_any(U",:");
    cursor.skip_spaces();
    if (!found || !cursor.done()) return std::nullopt;
    constexpr int kLeapYear = 2000;
    return found->in(kLeapYear) ? found : std::nullopt;
}

std::optional<Published> parse_split_date(std::string_view text) {
    constexpr std::size_t kLongest = 32;
    const std::string folded = fold_space(text);
    if (folded.size() > kLongest) return std::nullopt;
    DateCursor words(folded, 0);
    auto named = words.day_month_year();
    if (!named) named = words.month_day_year();
    if (named && words.done()) return named->published();
    DateCursor cursor(folded, 0);
    auto day = cursor.number(1, 2);
    if (day) {
        cursor.accept(U'日');
        cursor.skip_spaces();
        cursor.accept_any(U"/,");
        cursor.skip_spaces();
    }
    const auto year = cursor.number(4, 4);
    if (!year || !cursor.accept_any(U"-./年")) return std::nullopt;
    const auto month = cursor.number(1, 2);
    cursor.accept(U'月');
    if (!day) {
        cursor.skip_spaces();
        cursor.accept_any(U"/,");
        cursor.skip_spaces();
        day = cursor.number(1, 2);
        cursor.accept(U'日');
    }
    if (!month || !day || !cursor.done()) return std::nullopt;
    const int of_year = static_cast<int>(*year);
    if (of_year < kFirstYear || of_year > kLastYear) return std::nullopt;
    return day_of(of_year, *month, *day);
}

std::optional<int> parse_year_heading(std::string_view text) {
    constexpr std::size_t kMostColumns = 30;
    const std::string folded = fold_space(text);
    if (folded.size() > 4 * kMostColumns || display_width(folded) > kMostColumns) {
        return std::nullopt;
    }
    std::optional<int> year;
    for (std::size_t at = 0; at < folded.size();) {
        if (!is_digit(folded[at])) {
            ++at;
            continue;
        }
        std::size_t end = at;
        while (end < folded.size() && is_digit(folded[end])) ++end;
        std::size_t begin = at;
        const auto value = digits_at(folded, begin, true);
        if (end - at != 4 || !value || year) return std::nullopt;  // other numbers: no heading
        year = static_cast<int>(*value);
        at = end;
    }
    if (!year || *year < kFirstYear || *year > kLastYear) return std::nullopt;
    return year;
}

}  // namespace feedarc::text
