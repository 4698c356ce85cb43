#include "text/civil_time.hpp"

#include <fmt/compile.h>
#include <fmt/format.h>

#include <cstddef>

namespace feedarc::text {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// Takes a text apart from its front; every step says whether it could be taken.
class Reader {
public:
    explicit Reader(std::string_view text) noexcept : rest_(text) {}

    [[nodiscard]] bool done() const noexcept { return rest_.empty(); }
    [[nodiscard]] std::string_view rest() const noexcept { return rest_; }

    // Exactly `count` digits.
    std::optional<unsigned> digits(std::size_t count) noexcept {
        if (rest_.size() < count) return std::nullopt;
        unsigned value = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (rest_[i] < '0' || rest_[i] > '9') return std::nullopt;
            value = value * 10 + static_cast<unsigned>(rest_[i] - '0');
        }
        rest_.remove_prefix(count);
        return value;
    }

    bool any_of(std::string_view characters) noexcept {
        if (done() || characters.find(rest_.front()) == std::string_view::npos) return false;
        rest_.remove_prefix(1);
        return true;
    }

    void skip_digits() noexcept {
        while (digits(1)) {
        }
    }

private:
    std::string_view rest_;
};

bool read_date(Reader& reader, CivilTime& time) {
    const auto year = reader.digits(4);
    if (!year) return false;
    time.year = static_cast<int>(*year);
    const bool extended = reader.any_of("-");
    const auto month = reader.digits(2);
    if (!month) return !extended && reader.done();
    time.month = *month;
    time.precision = DatePrecision::month;
    // "202601" is no month: it would be a date of six digits, or a number.
    if (extended ? !reader.any_of("-") : reader.done()) return extended && reader.done();
    const auto day = reader.digits(2);
    if (!day) return false;
    time.day = *day;
    time.precision = DatePrecision::day;
    return true;
}

bool read_time_of_day(Reader& reader, CivilTime& time) {
    const auto hour = reader.digits(2);
    if (!hour) return false;
    const bool extended = reader.any_of(":");
    const auto minute = reader.digits(2);
    if (!minute) return false;
    time.time_of_day = hours(*hour) + minutes(*minute);
    time.precision = DatePrecision::minute;
    if (*hour > 24 || *minute > 59) return false;
    const bool colon = extended && reader.any_of(":");
    const auto second = reader.digits(2);
    if (!second) return !colon;
    if (!extended && colon) return false;
    if (extended != colon || *second > 60 || (*second == 60 && *minute != 59)) return false;
    time.time_of_day += seconds(*second);
    time.precision = DatePrecision::second;
    if (reader.any_of(".,")) {
        if (!reader.digits(1)) return false;
        reader.skip_digits();
    }
    return true;
}

}  // namespace

CivilTime civil_time_of(std::chrono::sys_seconds time, DatePrecision precision) noexcept {
    const auto midnight = std::chrono::floor<days>(time);
    const std::chrono::year_month_day date(midnight);
    CivilTime civil;
    civil.year = static_cast<int>(date.year());
    civil.month = static_cast<unsigned>(date.month());
    civil.day = static_cast<unsigned>(date.day());
    civil.time_of_day = time - midnight;
    civil.zoned = true;
    civil.precision = precision;
    return civil;
}

bool CivilTime::ok() const noexcept {
    using namespace std::chrono;
    const year_month_day date{std::chrono::year{year}, std::chrono::month{month},
                              std::chrono::day{day}};
    return date.ok() && time_of_day >= seconds(0) && time_of_day <= hours(24);
}

std::chrono::sys_seconds CivilTime::utc() const noexcept {
    using namespace std::chrono;
    const sys_days date =
        year_month_day{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
    return date + time_of_day - offset;
}

std::optional<Published> CivilTime::published() const {
    if (!ok() || year < 0 || year > 9999) return std::nullopt;
    switch (precision) {
        case DatePrecision::none: return std::nullopt;
        case DatePrecision::year: return Published{fmt::format("{:04}", year), precision};
        case DatePrecision::month:
            return Published{fmt::format("{:04}-{:02}", year, month), precision};
        case DatePrecision::week:
        case DatePrecision::day:
            return Published{fmt::format("{:04}-{:02}-{:02}", year, month, day), precision};
        case DatePrecision::hour:
        case DatePrecision::minute:
        case DatePrecision::second: break;
    }
    std::string value = rfc3339(utc());
    if (value.size() != std::string_view("2026-01-11T08:30:00Z").size()) return std::nullopt;
    return Published{std::move(value), precision, !zoned};
}

std::optional<minutes> read_offset(std::string_view text) {
    if (text == "Z" || text == "z" || text == "UTC" || text == "GMT") return minutes(0);
    Reader reader(text);
    const bool behind = reader.any_of("-");
    if (!behind && !reader.any_of("+")) return std::nullopt;
    const auto hour = reader.digits(2);
    if (!hour) return std::nullopt;
    unsigned minute = 0;
    if (!reader.done()) {
        reader.any_of(":");
        const auto digits = reader.digits(2);
        if (!digits || !reader.done()) return std::nullopt;
        minute = *digits;
    }
    if (*hour > 18 || minute > 59) return std::nullopt;
    const minutes offset = hours(*hour) + minutes(minute);
    return behind ? -offset : offset;
}

std::optional<CivilTime> read_iso_time(std::string_view text) {
    CivilTime time;
    Reader reader(text);
    if (!read_date(reader, time)) return std::nullopt;
    if (!reader.done()) {
        if (!reader.any_of("Tt ") || !read_time_of_day(reader, time)) return std::nullopt;
        const bool spaced = reader.any_of(" ");
        if (!reader.done()) {
            const auto offset = read_offset(reader.rest());
            if (!offset) return std::nullopt;
            time.offset = *offset;
            time.zoned = true;
        } else if (spaced) {
            return std::nullopt;
        }
    }
    if (!time.ok()) return std::nullopt;
    return time;
}

std::string rfc3339(std::chrono::sys_seconds time) {
    using namespace std::chrono;
    const auto date = floor<days>(time);
    const year_month_day calendar(date);
    const hh_mm_ss clock(time - date);
    // Each row of a list has several: to read the format takes longer than to follow it.
    return fmt::format(FMT_COMPILE("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z"),
                       static_cast<int>(calendar.year()), static_cast<unsigned>(calendar.month()),
                       static_cast<unsigned>(calendar.day()), clock.hours().count(),
                       clock.minutes().count(), clock.seconds().count());
}

}  // namespace feedarc::text
