#include "text/find_age.hpp"

#include "text/age_words.hpp"
#include "text/date.hpp"
#include "text/date_cursor.hpp"
#include "text/unicode.hpp"
#include "text/words.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <utility>

namespace feedarc::text {
namespace {

using namespace std::string_view_literals;

// An age with label and time of day takes less.
constexpr std::size_t kLongestLine = 160;
constexpr std::size_t kLongestPhraseLine = 64;
constexpr int kMostAmounts = 3;
constexpr std::int32_t kMinutesOfDay = 24 * 60;

struct Amount {
    std::int64_t count = 0;
    AgeUnit unit{};
};

// Takes a word if it is of a kind, and white space before it.
bool accept_word(DateCursor& cursor, bool (*is_kind)(std::string_view) noexcept) {
    const DateCursor before = cursor;
    cursor.skip_spaces();
    if (is_kind(cursor.word())) return true;
    cursor = before;
    return false;
}

void skip_apostrophe(DateCursor& cursor) {
    cursor.accept_any(U"'’");
}

// `about`, `moins d'`, `~`
void skip_about(DateCursor& cursor) {
    constexpr int kMost = 3;
    for (int i = 0; i < kMost && accept_word(cursor, is_about); ++i) skip_apostrophe(cursor);
    cursor.skip_spaces();
    cursor.accept_any(U"~∼〜");
    cursor.skip_spaces();
}

// `三`, `十二`, `两`
std::optional<int> han_number(DateCursor& cursor) {
    const auto digit = [&]() -> std::optional<int> {
        constexpr std::u32string_view kDigits = U"〇一二三四五六七八九";
        const char32_t character = cursor.peek();
        if (cursor.accept_any(U"两兩")) return 2;
        const auto value = kDigits.find(character);
        if (value == std::u32string_view::npos || !cursor.accept(character)) return std::nullopt;
        return static_cast<int>(value);
    };
    const auto tens = digit();
    if (!cursor.accept(U'十')) return tens;
    return tens.value_or(1) * 10 + digit().value_or(0);
}

std::optional<AgeUnit> read_unit(DateCursor& cursor) {
    std::u32string ahead;
    constexpr std::size_t kLongestEastAsian = 3;
    for (DateCursor look = cursor; ahead.size() < kLongestEastAsian && !look.done();) {
        ahead += look.peek();
        look.accept(ahead.back());
    }
    if (const EastAsianUnit* unit = east_asian_age_unit_at(ahead)) {
        for (const char32_t character : unit->name) cursor.accept(character);
        return unit->unit;
    }
    return age_unit_of(cursor.word());
}

// Half of a unit, in the next smaller one that it is a whole number of.
std::optional<Amount> half_of(AgeUnit unit) {
    switch (unit) {
        case AgeUnit::minute: return Amount{30, AgeUnit::second};
        case AgeUnit::hour: return Amount{30, AgeUnit::minute};
        case AgeUnit::day: return Amount{12, AgeUnit::hour};
        case AgeUnit::year: return Amount{6, AgeUnit::month};
        default: return std::nullopt;
    }
}

// How much is said before the unit.
struct Quantity {
    int number = 1;
    bool few = false;
    bool half = false;
};

std::optional<Quantity> read_quantity(DateCursor& cursor) {
    if (const auto digits = cursor.number(1, 5)) {
        cursor.accept(U'+');
        return Quantity{static_cast<int>(*digits)};
    }
    if (cursor.accept(U'半')) return Quantity{1, false, true};
    if (cursor.accept_any(U"几幾数數")) return Quantity{0, true};
    const DateCursor before = cursor;
    if (const auto han = han_number(cursor)) return Quantity{*han};
    cursor = before;
    const std::string word = cursor.word();
    if (is_few(word)) {
        cursor.skip_spaces();  // "unas 3 horas"
        const auto digits = cursor.number(1, 5);
        return digits ? Quantity{static_cast<int>(*digits)} : Quantity{0, true};
    }
    if (word == "half") {
        cursor.accept_any(U"- ");
        const DateCursor behind = cursor;
        if (!number_of(cursor.word())) cursor = behind;
        return Quantity{1, false, true};
    }
    if (const auto number = number_of(word)) {
        // "a few"
        if (*number == 1 && accept_word(cursor, is_few)) return Quantity{0, true};
        return Quantity{*number};
    }
    cursor = before;
    return std::nullopt;
}

std::optional<Amount> read_amount(DateCursor& cursor) {
    const auto quantity = read_quantity(cursor);
    if (!quantity) return std::nullopt;
    skip_apostrophe(cursor);  // "un'ora"
    cursor.skip_spaces();
    const auto unit = read_unit(cursor);
    if (!unit) return std::nullopt;
    if (quantity->half) return half_of(*unit);
    // A few seconds are just now; how many days a few are is not known.
    if (quantity->few && *unit != AgeUnit::second) return std::nullopt;
    const DateCursor behind = cursor;
    if (cursor.accept(U'.') && cursor.peek() != U' ' && !cursor.done()) cursor = behind;  // "min."
    return Amount{quantity->number, *unit};
}

std::int64_t seconds_of(AgeUnit unit) {
    switch (unit) {
        case AgeUnit::minute: return 60;
        case AgeUnit::hour: return 3600;
        case AgeUnit::day: return 86400;
        case AgeUnit::week: return 604800;
        default: return 1;
    }
}

// `1 hour 5 minutes` as minutes. What is less than a month is left out beside months and years.
Amount sum_of(const Amount& whole, const Amount& part) {
    if (whole.unit == AgeUnit::year && part.unit == AgeUnit::month) {
        return {whole.count * 12 + part.count, AgeUnit::month};
    }
    if (whole.unit >= AgeUnit::month) return whole;
    return {whole.count * (seconds_of(whole.unit) / seconds_of(part.unit)) + part.count, part.unit};
}

Amount read_parts(DateCursor& cursor, Amount amount) {
    AgeUnit last = amount.unit;
    for (int i = 1; i < kMostAmounts; ++i) {
        const DateCursor before = cursor;
        cursor.skip_spaces();
        cursor.accept(U',');
        accept_word(cursor, is_and);
        cursor.skip_spaces();
        const auto part = read_amount(cursor);
        if (!part || part->unit >= last) {
            cursor = before;
            break;
        }
        last = part->unit;
        amount = sum_of(amount, *part);
    }
    return amount;
}

// `vor`, `il y a`
bool accept_since(DateCursor& cursor) {
    if (accept_word(cursor, is_since)) return true;
    const DateCursor before = cursor;
    for (const std::string_view word : {"il"sv, "y"sv, "a"sv}) {
        cursor.skip_spaces();
        if (cursor.word() != word) {
            cursor = before;
            return false;
        }
    }
    return true;
}

// `ago`, `前`, `之前`, ` 전`
bool accept_ago(DateCursor& cursor) {
    if (accept_word(cursor, is_ago)) return true;
    const DateCursor before = cursor;
    cursor.skip_spaces();
    cursor.accept_any(U"之以");
    if (cursor.accept_any(U"前전")) return true;
    cursor = before;
    return false;
}

// An amount of time that has passed; `bare`: also where no word says that it has.
std::optional<Age> read_age(DateCursor& cursor, bool bare) {
    const bool since = accept_since(cursor);
    skip_about(cursor);
    const DateCursor before = cursor;
    auto amount = read_amount(cursor);
    const bool counted = amount.has_value();
    if (counted) {
        amount = read_parts(cursor, *amount);
    } else {
        cursor = before;
        const std::string word = cursor.word();
        if (since || !is_lone_age_unit(word)) return std::nullopt;
        amount = Amount{1, age_unit_of(word).value_or(AgeUnit::second)};
    }
    const bool ago = accept_ago(cursor);
    if (!since && !ago && !(bare && counted)) return std::nullopt;
    if (amount->count > kMostAge || is_word_character(cursor.peek())) return std::nullopt;
    return Age{amount->unit, static_cast<std::int32_t>(amount->count), std::nullopt};
}

// The time of day behind a day that a word names.
void read_time_of_day(DateCursor& cursor, Age& age) {
    const DateCursor before = cursor;
    constexpr int kMostWords = 2;
    cursor.accept(U',');
    for (int i = 0; i < kMostWords && accept_word(cursor, is_at); ++i) {
    }
    CivilTime time;
    if (!cursor.time_behind(time)) {
        cursor = before;
        return;
    }
    accept_word(cursor, is_oclock);
    const auto written = std::chrono::floor<std::chrono::minutes>(time.time_of_day);
    auto minutes = static_cast<std::int32_t>((written - time.offset).count());
    const std::int32_t days = minutes < 0 ? 1 : minutes >= kMinutesOfDay ? -1 : 0;
    minutes += days * kMinutesOfDay;
    if (age.count + days < 0) return;
    age.count += days;
    age.minute_of_day = minutes;
}

std::optional<Age> read_phrase(std::string_view line, DateCursor& cursor) {
    const auto phrase = age_phrase_at(line.substr(cursor.position()));
    if (!phrase) return std::nullopt;
    cursor = DateCursor(line, cursor.position() + phrase->words.size());
    if (is_word_character(cursor.peek()) && static_cast<unsigned char>(phrase->words.back()) < 0x80)
        return std::nullopt;
    Age age{phrase->unit, phrase->count, std::nullopt};
    if (phrase->unit == AgeUnit::day) read_time_of_day(cursor, age);
    return age;
}

// Visits the positions of a text where a word or a number may begin, until `visit` returns true.
template <typename Visit>
void for_each_start(std::string_view text, Visit visit) {
    char32_t last = 0;
    char32_t second_last = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        const char32_t character = next_character(text, at);
        const bool within = is_word_character(last) && is_word_character(character);
        // "1.5 hours"
        const bool fraction = (last == U'.' || last == U',') && is_word_character(second_last);
        const bool blank = is_space(character);
        if (!within && !fraction && !blank && visit(begin)) return;
        second_last = std::exchange(last, character);
    }
}

// The last character of a text, which is taken from it; 0 of an empty one.
char32_t take_last(std::string_view& text) {
    if (text.empty()) return 0;
    std::size_t begin = text.size() - 1;
    while (begin > 0 && is_continuation(text[begin])) --begin;
    std::size_t at = begin;
    const char32_t character = next_character(text, at);
    text.remove_suffix(text.size() - begin);
    return character;
}

// Whether a unit may stand right before `前`: in nearly all words with it (`目前`, `前端`) none
// does.
bool may_end_amount(std::string_view text) {
    char32_t last = take_last(text);
    while (is_space(last)) last = take_last(text);
    if (last == U'之' || last == U'以') last = take_last(text);
    while (is_space(last)) last = take_last(text);
    return last != 0 && (!is_han_or_kana(last) || ends_east_asian_age_unit(last));
}

constexpr std::string_view kHanMark = "前";

bool holds_han_amount(std::string_view text) {
    for (std::size_t at = text.find(kHanMark); at != std::string_view::npos;
         at = text.find(kHanMark, at + kHanMark.size())) {
        if (may_end_amount(text.substr(0, at))) return true;
    }
    return false;
}

// What a text holds that says that an amount of time has passed: nearly none does. `前` besides.
bool holds_mark(std::string_view text) {
    constexpr std::array kMarks{"ago"sv,   "Ago"sv,     "AGO"sv,  "전"sv,   "vor "sv, "Vor "sv,
                                "l y a"sv, "назад"sv,   "ace "sv, "há "sv,  "Há "sv,  "ha "sv,
                                " fa"sv,   "geleden"sv, "temu"sv, "önce"sv, "trás"sv, "för "sv,
                                "För "sv,  "sedan"sv,   "siden"sv};
    return std::any_of(kMarks.begin(), kMarks.end(), [text](std::string_view mark) {
        return text.find(mark) != std::string_view::npos;
    });
}

std::optional<Age> parse_line(std::string_view text, bool marked) {
    // Amounts are looked for where one may be; words that are an age, where a line may begin.
    const bool amounts =
        marked || holds_mark(text) || text.find(kHanMark) != std::string_view::npos;
    if (text.size() > (amounts ? kLongestLine : kLongestPhraseLine)) return std::nullopt;
    std::string line = fold_space(fold(text));
    for (std::size_t at = line.find("’"); at != std::string::npos; at = line.find("’", at)) {
        line.replace(at, "’"sv.size(), "'");
    }
    constexpr int kMostStarts = 8;
    int starts = 0;
    std::optional<Age> found;
    for_each_start(line, [&](std::size_t begin) {
        // Only a label may stand before it.
        constexpr std::size_t kLongestLabel = 48;
        if (begin > kLongestLabel || (!amounts && ++starts > kMostStarts)) return true;
        for (const bool phrase : {true, false}) {
            if (!phrase && !amounts) continue;
            DateCursor cursor(line, begin);
            const auto age = phrase ? read_phrase(line, cursor) : read_age(cursor, marked);
            if (age && is_beside_date(line.substr(0, begin), true) &&
                is_beside_date(line.substr(cursor.position()), false)) {
                found = age;
                return true;
            }
        }
        return false;
    });
    return found;
}

}  // namespace

std::optional<FoundAge> find_age(std::string_view text) {
    std::optional<FoundAge> found;
    if (!holds_mark(text) && !holds_han_amount(text)) return found;
    for_each_start(text, [&](std::size_t begin) {
        DateCursor cursor(text, begin);
        const auto age = read_age(cursor, false);
        // "3年前的今天" tells of something else.
        const char32_t behind = cursor.peek();
        if (age && !is_word_character(behind) && behind < 0x2e80) {
            found = FoundAge{*age, begin, cursor.position()};
        }
        return found.has_value();
    });
    return found;
}

std::optional<Age> parse_age_line(std::string_view text) {
    return parse_line(text, false);
}

std::optional<Age> parse_marked_age(std::string_view text) {
    return parse_line(text, true);
}

}  // namespace feedarc::text
