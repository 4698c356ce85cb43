#pragma once

#include <feedarc/entry.hpp>

#include <optional>
#include <string_view>

namespace feedarc::text {

/// How dates of numbers alone are written: `31/12/2026`, `12/31/2026` or `26/12/31`.
enum class DateOrder { unknown, day_first, month_first, year_first };

/// A date of three numbers with the year last, as it stands: `11/05/2020`, `11.05.2020`,
/// `11. 5. 2020`.
struct NumberDate {
    unsigned first = 0;
    unsigned second = 0;
    int year = 0;
    char separator = '/';

    /// The order that the numbers themselves show: dots are day first wherever they are in use, and
    /// there are no more than twelve months.
    [[nodiscard]] DateOrder order() const noexcept;
    /// The date, as its own order or else `order` has it; nothing where neither says.
    [[nodiscard]] std::optional<Published> published(DateOrder order) const;
};

/// The first such date in a text.
[[nodiscard]] std::optional<NumberDate> find_number_date(std::string_view text) noexcept;

/// The first date of three numbers of which the year has two digits, where `order` is known:
/// `11.05.20`. Years from 69 on are of the last century (POSIX, strptime). Nothing for a date that
/// does not exist.
[[nodiscard]] std::optional<Published> find_short_date(std::string_view text, DateOrder order);

/// The order that a language tag stands for; unknown for English without a country, which has both.
[[nodiscard]] DateOrder order_of_language(std::string_view tag) noexcept;

/// A day of some year.
struct MonthDay {
    unsigned month = 0;
    unsigned day = 0;

    [[nodiscard]] std::optional<Published> in(int year) const;
    /// In the year in which it is the day of an instant, or the day before or after it; nothing
    /// where there is none.
    [[nodiscard]] std::optional<Published> beside(const Published& instant) const;
};

/// Reads `July 17`, `17. Juli`, `Jul 17th`, `7月17日`, `7月 17`, `17 7月`, `07-17`, where it is all
/// there is but for a weekday. Numbers joined by slashes or dots say nothing of their order and are
/// not read.
[[nodiscard]] std::optional<MonthDay> parse_month_day(std::string_view text);

/// Reads a day and a month that stand apart, as calendar leaves do: `11 2026-01`, `2026.01 11`,
/// `11 2026年1月`; the whole text.
[[nodiscard]] std::optional<Published> parse_split_date(std::string_view text);

/// The one year from 1970 to 2199 that a short text names: `2023`, `Posts in 2023`, `2023年`.
[[nodiscard]] std::optional<int> parse_year_heading(std::string_view text);

}  // namespace feedarc::text
