#include "text/date_cursor.hpp"
#include "text/date_words.hpp"
#include "text/unicode.hpp"

#include <array>

namespace feedarc::text {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

enum class Half { none, morning, afternoon };

struct DayPart {
    std::u32string_view name;
    Half half;
};

// What stands before the hour in Chinese, Japanese and Korean.
constexpr std::array kDayParts{
    DayPart{U"上午", Half::morning},   DayPart{U"凌晨", Half::morning},
    DayPart{U"早上", Half::morning},   DayPart{U"午前", Half::morning},
    DayPart{U"오전", Half::morning},   DayPart{U"下午", Half::afternoon},
    DayPart{U"晚上", Half::afternoon}, DayPart{U"中午", Half::afternoon},
    DayPart{U"午後", Half::afternoon}, DayPart{U"오후", Half::afternoon},
};

struct Zone {
    std::string_view name;
    int hours;
};

// RFC 822, 5.1, and those of other places that mean one thing alone.
constexpr std::array kZones{
    Zone{"z", 0},    Zone{"utc", 0},  Zone{"gmt", 0},  Zone{"ut", 0},
    Zone{"est", -5}, Zone{"edt", -4}, Zone{"cst", -6}, Zone{"cdt", -5},
    Zone{"mst", -7}, Zone{"mdt", -6}, Zone{"pst", -8}, Zone{"pdt", -7},
    Zone{"cet", 1},  Zone{"cest", 2}, Zone{"jst", 9},  Zone{"kst", 9},
};

// The hour of 24, or nothing for what is none.
std::optional<unsigned> whole_hour(unsigned hour, Half half) noexcept {
    if (half == Half::none) return hour <= 24 ? std::optional(hour) : std::nullopt;
    // "下午15:30" is written too.
    if (hour > 12) return hour < 24 && half == Half::afternoon ? std::optional(hour) : std::nullopt;
    return hour % 12 + (half == Half::afternoon ? 12 : 0);
}

}  // namespace

// Marks, a weekday in brackets or not, "at"; whether a time may follow.
bool DateCursor::skip_to_time() {
    const std::size_t start = at_;
    if (accept_any(U"Tt")) return peek() >= U'0' && peek() <= U'9';
    skip_spaces();
    accept_any(U",-–—|·@");
    skip_spaces();
    const std::size_t before_weekday = at_;
    const bool bracket = accept_any(U"(（");
    if (!is_weekday(word()) || (bracket && !accept_any(U")）"))) at_ = before_weekday;
    skip_spaces();
    if (accept_one_of({"at", "um", "à", "alle"})) skip_spaces();
    return at_ != start;
}

bool DateCursor::clock(CivilTime& time) {
    Half half = Half::none;
    for (const DayPart& part : kDayParts) {
        const std::size_t start = at_;
        if (accept(part.name[0]) && accept(part.name[1])) {
            half = part.half;
            skip_spaces();
            break;
        }
        at_ = start;
    }
    const auto hour = number(1, 2);
    if (!hour) return false;
    skip_spaces();
    if (!accept_any(U":点點时時시")) return false;
    skip_spaces();
    const auto minute = number(2, 2);
    if (!minute || *minute > 59) return false;
    std::optional<unsigned> second;
    const std::size_t behind_minute = at_;
    if (accept_any(U":分분")) {
        skip_spaces();
        second = number(2, 2);
        if (!second || *second > 59) {
            second.reset();
            at_ = behind_minute;
            accept_any(U"分분");
        } else {
            accept_any(U"秒초");
            if (accept(U'.') && !number(1, 9)) return false;
        }
    }
    if (half == Half::none) {
        const std::size_t behind = at_;
        skip_spaces();
        const bool morning = accept_any(U"aA");
        const bool afternoon = !morning && accept_any(U"pP");
        accept(U'.');
        const bool marked = (morning || afternoon) && accept_any(U"mM");
        if (marked) accept(U'.');
        if (marked && !is_word_character(peek())) {
            half = morning ? Half::morning : Half::afternoon;
        } else {
            at_ = behind;
        }
    }
    const auto whole = whole_hour(*hour, half);
    if (!whole) return false;
    time.time_of_day = hours(*whole) + minutes(*minute) + seconds(second.value_or(0));
    time.precision = second ? DatePrecision::second : DatePrecision::minute;
    return time.ok();
}

void DateCursor::zone(CivilTime& time) {
    const std::size_t start = at_;
    skip_spaces();
    const std::size_t name_start = at_;
    const std::string name = word();
    bool known = false;
    for (const Zone& zone : kZones) {
        if (zone.name == name) {
            time.offset = hours(zone.hours);
            time.zoned = true;
            known = true;
        }
    }
    if (!known) at_ = name_start;
    const std::size_t behind_name = at_;
    // "+0800", "+08:00"; behind UTC or GMT "+8" as well.
    const bool behind = accept(U'-');
    if (behind || accept(U'+')) {
        auto hour = number(4, 4);
        unsigned minute = 0;
        if (hour) {
            minute = *hour % 100;
            hour = *hour / 100;
        } else if ((hour = number(known ? 1 : 2, 2)) && accept(U':')) {
            const auto digits = number(2, 2);
            if (!digits) hour.reset();
            minute = digits.value_or(0);
        }
        if (hour && *hour <= 18 && minute <= 59) {
            const minutes offset = hours(*hour) + minutes(minute);
            time.offset = behind ? -offset : offset;
            time.zoned = true;
            return;
        }
        at_ = behind_name;
    }
    if (!known) at_ = start;
}

bool DateCursor::time_behind(CivilTime& time) {
    const std::size_t start = at_;
    CivilTime with_time = time;
    // A day part in Chinese may stand right behind the date.
    skip_to_time();
    if (!clock(with_time)) {
        at_ = start;
        return false;
    }
    zone(with_time);
    time = with_time;
    return true;
}

}  // namespace feedarc::text
