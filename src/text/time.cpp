#include <feedarc/time.hpp>

#include "text/civil_time.hpp"

#include <array>
#include <charconv>
#include <cstdint>

namespace feedarc {
namespace {

using std::chrono::days;
using std::chrono::seconds;

// Instants are kept to the years 0000 to 9999, which RFC 3339 can write and no arithmetic
// overflows.
constexpr Time kEarliest = std::chrono::sys_days(std::chrono::year(0) / 1 / 1);
constexpr Time kLatest = Time(std::chrono::sys_days(std::chrono::year(10000) / 1 / 1)) - seconds(1);

std::optional<Time> within_bounds(Time time) {
    if (time < kEarliest || time > kLatest) return std::nullopt;
    return time;
}

std::optional<std::int64_t> read_number(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

// "7d": seconds, minutes, hours, days or weeks back.
std::optional<seconds> read_distance(std::string_view text) {
    struct Unit {
        char letter;
        std::int64_t seconds;
    };
    constexpr std::array kUnits{Unit{'s', 1}, Unit{'m', 60}, Unit{'h', 3600}, Unit{'d', 86400},
                                Unit{'w', 604800}};
    if (text.size() < 2) return std::nullopt;
    const auto number = read_number(text.substr(0, text.size() - 1));
    // More than any two instants lie apart, and little enough to be multiplied.
    constexpr std::int64_t kMost = 400'000'000'000;
    if (!number || *number < 0 || *number > kMost) return std::nullopt;
    for (const Unit& unit : kUnits) {
        if (unit.letter == text.back()) return seconds(*number * unit.seconds);
    }
    return std::nullopt;
}

}  // namespace

std::string format_time(Time time) {
    return text::rfc3339(time);
}

std::optional<Time> parse_time(std::string_view text, Time now) {
    const Time today = std::chrono::floor<days>(now);
    if (text == "now") return now;
    if (text == "today") return today;
    if (text == "yesterday") return today - days(1);
    if (!text.empty() && text.front() == '@') {
        const auto number = read_number(text.substr(1));
        if (!number) return std::nullopt;
        return within_bounds(Time(seconds(*number)));
    }
    if (const auto distance = read_distance(text)) return within_bounds(now - *distance);
    // Only the extended form with a day: "2026" could be anything, "20260111" is a number.
    constexpr std::size_t kDateSize = std::string_view("2026-01-11").size();
    if (text.size() < kDateSize || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto time = text::read_iso_time(text);
    if (!time || time->precision < DatePrecision::day) return std::nullopt;
    return within_bounds(time->utc());
}

}  // namespace feedarc
