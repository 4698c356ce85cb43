#include <feedarc/entry.hpp>

#include "text/civil_time.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace feedarc {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::months;
using std::chrono::seconds;
using std::chrono::year_month_day;
using std::chrono::years;

// Before it there was no web; what is older is not the age of an entry.
constexpr Time kEarliest{seconds{0}};

constexpr std::array kUnitNames{"second", "minute", "hour", "day", "week", "month", "year"};

Published written(Time time, DatePrecision precision) {
    return text::civil_time_of(time, precision).published().value_or(Published{});
}

Published days_ago(const Age& age, Time captured_at) {
    const Time day = floor<days>(captured_at) - days(age.count);
    if (day < kEarliest) return {};
    if (age.minute_of_day && day + minutes(*age.minute_of_day) <= captured_at) {
        return written(day + minutes(*age.minute_of_day), DatePrecision::minute);
    }
    return written(day, DatePrecision::day);
}

// A month or year back from the one of the capture; the day in it does not matter.
Published months_ago(months back, Time captured_at, DatePrecision precision) {
    const year_month_day today{floor<days>(captured_at)};
    const auto month = today.year() / today.month() - back;
    const Time first = std::chrono::sys_days(month / 1);
    return first < kEarliest ? Published{} : written(first, precision);
}

bool read_number(std::string_view& text, std::int32_t& number) {
    const char* last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data(), last, number);
    if (error != std::errc{} || text.starts_with('-')) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return true;
}

bool accept(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

std::optional<std::int32_t> clock_from(std::string_view text) {
    std::int32_t hour = 0;
    std::int32_t minute = 0;
    if (!read_number(text, hour) || !accept(text, ":") || !read_number(text, minute) ||
        !text.empty() || hour > 23 || minute > 59) {
        return std::nullopt;
    }
    return hour * 60 + minute;
}

}  // namespace

Published published_at(const Age& age, Time captured_at) {
    if (age.count < 0 || age.count > kMostAge) return {};
    const auto exact = [&](seconds back, DatePrecision precision) {
        const Time time = captured_at - back;
        if (time < kEarliest) return Published{};
        return precision == DatePrecision::hour ? written(floor<hours>(time), precision)
                                                : written(floor<minutes>(time), precision);
    };
    switch (age.unit) {
        case AgeUnit::second: return exact(seconds(age.count), DatePrecision::minute);
        case AgeUnit::minute: return exact(minutes(age.count), DatePrecision::minute);
        case AgeUnit::hour: return exact(hours(age.count), DatePrecision::hour);
        case AgeUnit::day: return days_ago(age, captured_at);
        case AgeUnit::week: {
            const Time day = floor<days>(captured_at) - days(7 * age.count);
            return day < kEarliest ? Published{} : written(day, DatePrecision::week);
        }
        case AgeUnit::month:
            return months_ago(months(age.count), captured_at, DatePrecision::month);
        case AgeUnit::year:
            // More would leave the years that a calendar has.
            if (age.count > 9999) return {};
            return months_ago(years(age.count), captured_at, DatePrecision::year);
    }
    return {};
}

std::string to_string(const Age& age) {
    std::string text =
        fmt::format("{} {}", age.count, kUnitNames[static_cast<std::size_t>(age.unit)]);
    if (age.minute_of_day) {
        text += fmt::format(" {:02}:{:02}", *age.minute_of_day / 60, *age.minute_of_day % 60);
    }
    return text;
}

std::optional<Age> age_from(std::string_view text) {
    Age age;
    if (!read_number(text, age.count) || age.count > kMostAge || !accept(text, " ")) {
        return std::nullopt;
    }
    const std::string_view name = text.substr(0, text.find(' '));
    std::size_t unit = 0;
    while (unit < kUnitNames.size() && name != kUnitNames[unit]) ++unit;
    if (unit == kUnitNames.size()) return std::nullopt;
    age.unit = static_cast<AgeUnit>(unit);
    text.remove_prefix(name.size());
    if (text.empty()) return age;
    if (age.unit == AgeUnit::day && accept(text, " ")) age.minute_of_day = clock_from(text);
    return age.minute_of_day ? std::optional(age) : std::nullopt;
}

}  // namespace feedarc
