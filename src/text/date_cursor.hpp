#pragma once

#include "text/civil_time.hpp"

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace feedarc::text {

/// Reads dates from a position of a text on. Full-width forms are read as ASCII. What cannot be
/// read leaves the position where it was. Every step reads a bounded number of characters.
class DateCursor {
public:
    DateCursor(std::string_view text, std::size_t at) noexcept : text_(text), at_(at) {}

    [[nodiscard]] std::size_t position() const noexcept { return at_; }
    [[nodiscard]] bool done() const noexcept { return at_ >= text_.size(); }

    /// The character here (0 at the end), full-width forms as ASCII, every white space as a space.
    [[nodiscard]] char32_t peek() const noexcept;

    void skip_spaces() noexcept;
    bool accept(char32_t character) noexcept;
    bool accept_any(std::u32string_view characters) noexcept;
    /// A word of a list, compared through fold().
    bool accept_one_of(std::initializer_list<std::string_view> folded);
    /// Up to 12 letters of one word through fold(); empty where none is here or it is longer.
    [[nodiscard]] std::string word();
    /// A number of `least` to `most` digits with no further digit behind it.
    [[nodiscard]] std::optional<unsigned> number(std::size_t least, std::size_t most) noexcept;

    /// `2026-01-11`, `2026/1/11`, `2026.01.11`, `2026. 1. 11.`
    [[nodiscard]] std::optional<CivilTime> numeric_date();
    /// `2026年1月11日`, `二〇二六年一月十一日`, `2026년 1월 11일`
    [[nodiscard]] std::optional<CivilTime> east_asian_date();
    /// `11 January 2026`, `11. Januar 2026`, `11-Jan-2026`; `11 1月 2026`; `11 Jan 26` when
    /// `short_year`. Like month_day_year() with `'26` for the year as well.
    [[nodiscard]] std::optional<CivilTime> day_month_year(bool short_year = false);
    /// `Jan. 11th, 2026`, `1月 11, 2026`, `Jan 11 08:30:00 2026` (the last with its time)
    [[nodiscard]] std::optional<CivilTime> month_day_year();
    /// `2026 Jan 11`, `2026-Jan-11`
    [[nodiscard]] std::optional<CivilTime> year_month_day();
    /// A time of day behind a date, with what stands between them, into `time`; whether there was
    /// one.
    bool time_behind(CivilTime& time);

private:
    char32_t take() noexcept;
    [[nodiscard]] std::optional<unsigned> month_name();
    [[nodiscard]] std::optional<unsigned> year_number() noexcept;
    [[nodiscard]] std::optional<CivilTime> year_behind_time(unsigned month, unsigned day);
    void skip_joints();
    void skip_ordinal();
    [[nodiscard]] std::optional<unsigned> east_asian_number(std::size_t digits) noexcept;
    [[nodiscard]] std::optional<unsigned> han_number(std::size_t digits) noexcept;
    bool skip_to_time();
    bool clock(CivilTime& time);
    void zone(CivilTime& time);

    std::string_view text_;
    std::size_t at_;
};

/// Letters and digits that would make a date part of a word or a longer number. Han, kana and
/// Hangul are written without spaces and may stand beside one.
[[nodiscard]] bool is_word_character(char32_t character) noexcept;

}  // namespace feedarc::text
