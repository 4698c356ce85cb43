#include "text/date.hpp"

#include "text/civil_time.hpp"
#include "text/date_cursor.hpp"
#include "text/date_labels.hpp"
#include "text/date_words.hpp"
#include "text/unicode.hpp"
#include "text/width.hpp"

#include <unicode/uchar.h>

namespace feedarc::text {
namespace {

constexpr std::size_t kLabelColumns = 12;

// No date is as long.
constexpr std::size_t kLongestMachineDate = 256;

// Before it there was no web; a listing page that shows an older year tells of something else.
constexpr int kFirstHumanYear = 1970;
constexpr int kLastHumanYear = 2199;

// Programs write a date that was never set as year 0 or 1.
constexpr int kFirstMachineYear = 1000;

bool is_joint(char32_t character) noexcept {
    return character == U'-' || character == U'/' || character == U'.' || character == U'_';
}

// The character before a position, and the one before that; 0 at the start of the text.
struct Before {
    char32_t last = 0;
    char32_t second_last = 0;

    void push(char32_t character) noexcept {
        second_last = last;
        last = character;
    }
};

// "v1.2026-01-11", "/archive/2026/01/11", "86-2026-01-11": a path, a version, a number.
bool glued_before(const Before& before) noexcept {
    return is_word_character(before.last) ||
           (is_joint(before.last) &&
            (is_word_character(before.second_last) || before.second_last == U'/'));
}

bool glued_behind(std::string_view text, std::size_t at) noexcept {
    if (at >= text.size()) return false;
    const char32_t next = next_character(text, at);
    if (is_word_character(next)) return true;
    if (!is_joint(next) || at >= text.size()) return false;
    const char32_t second = next_character(text, at);
    return is_word_character(second);
}

// "2026.1.2" behind a Latin word is a version ("IDEA 2026.1.2"), unless the word introduces a date.
bool may_be_version(std::string_view text, std::size_t begin, std::size_t end) {
    const std::string_view date = text.substr(begin, end - begin);
    if (date.find('.') == std::string_view::npos || date.find(' ') != std::string_view::npos ||
        date.size() >= std::string_view("2026.01.11").size()) {
        return false;
    }
    std::string_view before = text.substr(0, begin);
    while (!before.empty() && before.back() == ' ') before.remove_suffix(1);
    const std::size_t size = before.size();
    while (!before.empty() && before.back() > 0 &&
           is_word_character(static_cast<char32_t>(before.back()))) {
        before.remove_suffix(1);
    }
    const std::string_view word = text.substr(before.size(), size - before.size());
    return !word.empty() && !is_date_label(fold(word));
}

std::optional<CivilTime> read_at(std::string_view text, const Before& before, DateCursor& cursor) {
    const std::size_t begin = cursor.position();
    if (is_word_character(before.last)) return std::nullopt;
    if (auto date = cursor.east_asian_date()) {
        cursor.time_behind(*date);
        return date;
    }
    if (glued_before(before)) return std::nullopt;
    auto date = cursor.numeric_date();
    if (date && may_be_version(text, begin, cursor.position())) return std::nullopt;
    if (!date) date = cursor.day_month_year();
    if (!date) date = cursor.month_day_year();
    if (!date) date = cursor.year_month_day();
    if (!date) return std::nullopt;
    const CivilTime day = *date;
    const DateCursor behind_day = cursor;
    if (date->precision == DatePrecision::day) cursor.time_behind(*date);
    if (glued_behind(text, cursor.position())) {
        // No time of day that we know ("20:01.25"), but perhaps a day.
        if (glued_behind(text, behind_day.position())) return std::nullopt;
        date = day;
        cursor = behind_day;
    }
    // "/2026/01/11/" is a path.
    if (before.last == U'/' && cursor.peek() == U'/') return std::nullopt;
    return date;
}

bool is_ascii_digit(char byte) noexcept {
    return byte >= '0' && byte <= '9';
}

// Most of a text is no date, and this says so at once: whether one may begin with the run of ASCII
// letters and digits from `begin` to `end`, by their number and, behind letters, by the digit of a
// day.
bool may_begin(std::string_view text, std::size_t begin, std::size_t end) noexcept {
    if (is_ascii_digit(text[begin])) {
        std::size_t digits = 1;
        while (begin + digits < end && is_ascii_digit(text[begin + digits])) ++digits;
        return digits <= 2 || digits == 4;
    }
    constexpr std::size_t kShortestName = 3;
    constexpr std::size_t kLongestName = 12;
    if (end - begin < kShortestName || end - begin > kLongestName) return false;
    while (end < text.size() &&
           std::string_view(" .,-/").find(text[end]) != std::string_view::npos) {
        ++end;
    }
    // A letter with an accent, a space of another kind or a full-width digit is for the reader to
    // judge.
    return end < text.size() &&
           (is_ascii_digit(text[end]) || static_cast<unsigned char>(text[end]) >= 0x80);
}

// The same for a character that is not ASCII.
bool may_begin(char32_t character) noexcept {
    return (character >= 0xff10 && character <= 0xff19) || character == U'一' ||
           character == U'二' ||
           (character < 0x530 && u_isalpha(static_cast<UChar32>(character)) != 0);
}

// The end of the run of ASCII letters and digits at a position; the position itself where is none.
std::size_t end_of_run(std::string_view text, std::size_t at) noexcept {
    while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80 &&
           is_word_character(static_cast<char32_t>(text[at]))) {
        ++at;
    }
    return at;
}

// The text beside a date without punctuation and weekdays, folded.
std::string words_beside(std::string_view text) {
    std::string words;
    std::string word;
    const auto end_word = [&] {
        if (!is_weekday(word)) words += word;
        word.clear();
    };
    const std::string folded = fold(text);
    for (std::size_t at = 0; at < folded.size();) {
        const char32_t character = next_character(folded, at);
        if (u_isalnum(static_cast<UChar32>(character)) != 0) {
            append_utf8(word, character);
        } else {
            end_word();
        }
    }
    end_word();
    return words;
}

bool has_digit(std::string_view text) noexcept {
    return text.find_first_of("0123456789") != std::string_view::npos;
}

std::optional<Published> parse_mail_date(std::string_view text) {
    DateCursor cursor(text, 0);
    if (is_weekday(cursor.word())) {
        cursor.accept(U',');
        cursor.skip_spaces();
    } else {
        cursor = DateCursor(text, 0);
    }
    auto date = cursor.day_month_year(true);
    if (!date) return std::nullopt;
    cursor.time_behind(*date);
    if (!cursor.done() || date->year < kFirstMachineYear) return std::nullopt;
    return date->published();
}

}  // namespace

bool is_beside_date(std::string_view text, bool before) {
    const std::string words = words_beside(text);
    if (words.empty() || is_date_label(words)) return true;
    const std::string label = fold_space(fold(text));
    return before && !label.empty() && label.back() == ':' && !has_digit(words) &&
           display_width(label) <= kLabelColumns;
}

std::optional<Published> parse_machine_date(std::string_view text) {
    if (text.size() > kLongestMachineDate) return std::nullopt;
    const std::string trimmed = fold_space(text);
    if (const auto time = read_iso_time(trimmed)) {
        if (time->year < kFirstMachineYear) return std::nullopt;
        return time->published();
    }
    return parse_mail_date(trimmed);
}

std::optional<Published> parse_local_date(std::string_view text) {
    const std::string trimmed = fold_space(text.substr(0, kLongestMachineDate + 1));
    if (const auto time = read_iso_time(trimmed)) {
        if (time->offset.count() != 0 && time->time_of_day.count() == 0) {
            CivilTime day = *time;
            day.offset = {};
            day.precision = DatePrecision::day;
            if (day.year >= kFirstMachineYear) return day.published();
        }
    }
    return parse_machine_date(text);
}

bool are_neighbours(const Published& one, const Published& other) {
    const auto day_of = [](const Published& date) -> std::optional<std::chrono::sys_days> {
        const auto time = read_iso_time(date.value);
        if (!time || time->precision < DatePrecision::day) return std::nullopt;
        return std::chrono::floor<std::chrono::days>(time->utc());
    };
    const auto a = day_of(one);
    const auto b = day_of(other);
    return a && b && std::chrono::abs(*a - *b) <= std::chrono::days{1};
}

std::optional<FoundDate> find_date(std::string_view text) {
    Before before;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t behind = end_of_run(text, at);
        const bool run = behind != at;
        const char32_t character = run ? 0 : next_character(text, behind);
        if (run ? may_begin(text, at, behind) : may_begin(character)) {
            DateCursor cursor(text, at);
            const auto date = read_at(text, before, cursor);
            if (date && date->year >= kFirstHumanYear && date->year <= kLastHumanYear) {
                if (auto published = date->published()) {
                    return FoundDate{std::move(*published), at, cursor.position()};
                }
            }
        }
        // Within a run no date begins: it would be glued to what stands before it.
        if (run && behind - at > 1) before.push(static_cast<char32_t>(text[behind - 2]));
        before.push(run ? static_cast<char32_t>(text[behind - 1]) : character);
        at = behind;
    }
    return std::nullopt;
}

std::optional<Published> parse_date_line(std::string_view text) {
    // A date with weekday, time and label on both sides takes far less.
    constexpr std::size_t kLongest = 256;
    if (text.size() > kLongest) return std::nullopt;
    auto found = find_date(text);
    if (!found || !is_beside_date(text.substr(0, found->begin), true) ||
        !is_beside_date(text.substr(found->end), false)) {
        return std::nullopt;
    }
    return std::move(found->published);
}

}  // namespace feedarc::text
