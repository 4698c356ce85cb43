#include "text/loose_date.hpp"

#include "text/civil_time.hpp"
#include "text/date.hpp"
#include "text/date_cursor.hpp"
#include "text/date_words.hpp"
#include "text/unicode.hpp"

#include <charconv>
#include <chrono>
#include <cstdint>
#include <string>
#include <system_error>

namespace feedarc::text {
namespace {

constexpr std::size_t kLongest = 128;
constexpr int kFirstYear = 1000;  // programs write a date that was never set as year 0 or 1

bool skip_weekday(DateCursor& cursor) {
    const DateCursor before = cursor;
    cursor.skip_spaces();
    // "Tues" and "Thur" are no names of days elsewhere.
    const std::string word = cursor.word();
    const bool known = is_weekday(word) || word == "tues" || word == "thur" || word == "thurs";
    if (known || !word.empty()) {
        cursor.accept(U'.');
        cursor.skip_spaces();
        // RFC 5322, 3.3: a comma follows a weekday, and nothing else; so other languages' will do.
        if (!cursor.accept(U',') && !known) {
            cursor = before;
            return false;
        }
        cursor.skip_spaces();
        return true;
    }
    cursor = before;
    return false;
}

// `8:5:3`, `08:30`, `0830`, fractions; what follows is left to the zone.
bool loose_clock(DateCursor& cursor, CivilTime& time) {
    const DateCursor before = cursor;
    auto hour = cursor.number(1, 2);
    std::optional<unsigned> minute;
    if (hour) {
        if (cursor.accept_any(U":.")) minute = cursor.number(1, 2);
    } else if ((hour = cursor.number(4, 4))) {
        minute = *hour % 100;
        *hour /= 100;
    }
    if (!hour || !minute || *hour > 24 || *minute > 59) {
        cursor = before;
        return false;
    }
    time.time_of_day = std::chrono::hours(*hour) + std::chrono::minutes(*minute);
    time.precision = DatePrecision::minute;
    const DateCursor behind_minute = cursor;
    if (cursor.accept_any(U":.")) {
        if (const auto second = cursor.number(1, 2); second && *second <= 60) {
            time.time_of_day += std::chrono::seconds(*second);
            time.precision = DatePrecision::second;
            if (cursor.accept_any(U".,")) static_cast<void>(cursor.number(1, 12));
        } else {
            cursor = behind_minute;
        }
    }
    return true;
}

bool is_zone_character(char32_t character) noexcept {
    return is_word_character(character) ||
           std::u32string_view(U" +-:()/_.,").find(character) != std::u32string_view::npos;
}

// What stands behind the time: a zone that means something is found as behind any date; another
// name (`(Pacific Standard Time)`, `Europe/Berlin`) is left out, the offset before it not.
bool loose_zone(std::string_view rest, CivilTime& time) {
    for (std::size_t at = 0; at < rest.size();) {
        if (!is_zone_character(next_character(rest, at))) return false;
    }
    if (rest.empty()) return true;
    // Reads `00:00` and the zone behind it as every other date does.
    CivilTime zoned;
    const std::string with_clock =
        "T00:00 " + std::string(rest.substr(rest.front() == ' ' ? 1 : 0));
    DateCursor cursor(with_clock, 0);
    if (cursor.time_behind(zoned)) {
        time.offset = zoned.offset;
        time.zoned = zoned.zoned;
    }
    return true;
}

std::optional<CivilTime> loose_day(DateCursor& cursor) {
    if (auto date = cursor.numeric_date()) return date;
    if (auto date = cursor.day_month_year(true)) return date;
    return cursor.month_day_year();
}

// `Sun Jan 11 08:30:00 PST 2026`
std::optional<CivilTime> asctime(std::string_view text) {
    DateCursor cursor(text, 0);
    static_cast<void>(skip_weekday(cursor));
    const auto month = month_of(cursor.word());
    cursor.skip_spaces();
    const auto day = cursor.number(1, 2);
    cursor.skip_spaces();
    CivilTime time;
    if (!month || !day || !loose_clock(cursor, time)) return std::nullopt;
    const std::size_t year_at = text.find_last_of(' ');
    if (year_at == std::string_view::npos || year_at < cursor.position()) return std::nullopt;
    DateCursor last(text, year_at + 1);
    const auto year = last.number(4, 4);
    if (!year || !last.done()) return std::nullopt;
    time.year = static_cast<int>(*year);
    time.month = *month;
    time.day = *day;
    if (!loose_zone(text.substr(cursor.position(), year_at - cursor.position()), time)) {
        return std::nullopt;
    }
    return time;
}

std::optional<CivilTime> day_and_time(std::string_view text) {
    DateCursor cursor(text, 0);
    static_cast<void>(skip_weekday(cursor));
    auto date = loose_day(cursor);
    if (!date) return std::nullopt;
    CivilTime day = *date;
    const DateCursor behind_day = cursor;
    if (cursor.time_behind(*date)) {
        if (cursor.done()) return date;
        *date = day;
        cursor = behind_day;
    }
    cursor.accept_any(U"Tt");
    cursor.skip_spaces();
    cursor.accept_any(U",-");
    cursor.skip_spaces();
    if (cursor.done()) return day;
    static_cast<void>(skip_weekday(cursor));
    if (loose_clock(cursor, *date) && loose_zone(text.substr(cursor.position()), *date)) {
        return date;
    }
    // A time that is none, or a zone without a time: the day still stands.
    const std::string_view rest = text.substr(behind_day.position());
    return loose_zone(rest, day) ? std::optional(day) : std::nullopt;
}

// Seconds since 1970, as programs write that never met a reader; from 2001 on they have ten digits.
std::optional<Published> unix_seconds(std::string_view text) {
    constexpr std::size_t kDigits = 10;
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (text.size() != kDigits || error != std::errc() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return civil_time_of(Time{std::chrono::seconds(seconds)}, DatePrecision::second).published();
}

}  // namespace

std::optional<Published> parse_loose_date(std::string_view text) {
    if (text.size() > kLongest * 2) return std::nullopt;
    if (auto date = parse_machine_date(text)) return date;
    const std::string trimmed = fold_space(text);
    if (trimmed.size() > kLongest) return std::nullopt;
    if (auto date = unix_seconds(trimmed)) return date;
    for (const auto read : {day_and_time, asctime}) {
        const auto time = read(trimmed);
        if (!time || time->year < kFirstYear) continue;
        if (auto published = time->published()) return published;
    }
    return parse_date_line(trimmed);
}

}  // namespace feedarc::text
