#pragma once

#include <feedarc/entry.hpp>

#include <optional>
#include <string_view>

namespace feedarc::text {

// The words of ages, in English, German, French, Spanish, Italian, Portuguese, Dutch, Swedish,
// Polish, Turkish, Russian, Chinese, Japanese and Korean. Words have gone through fold().

/// A unit, or its short form, of a language that parts its words: `hours`, `Std`, `часа`, `h`.
[[nodiscard]] std::optional<AgeUnit> age_unit_of(std::string_view word) noexcept;

/// Whether such a word means one of the unit where no number stands before it: `час назад`.
[[nodiscard]] bool is_lone_age_unit(std::string_view word) noexcept;

/// A unit of a language that does not, at the start of a text: `小时`, `か月`, `시간`.
struct EastAsianUnit {
    std::u32string_view name;
    AgeUnit unit;
};
[[nodiscard]] const EastAsianUnit* east_asian_age_unit_at(std::u32string_view text) noexcept;
/// Whether one of them ends so.
[[nodiscard]] bool ends_east_asian_age_unit(char32_t character) noexcept;

/// 1 to 12 for `a`, `einem`, `twelve`.
[[nodiscard]] std::optional<int> number_of(std::string_view word) noexcept;
/// `few`, `quelques`.
[[nodiscard]] bool is_few(std::string_view word) noexcept;

/// `about`, `etwa`, `约`.
[[nodiscard]] bool is_about(std::string_view word) noexcept;
/// What joins two amounts: `and`, `und`.
[[nodiscard]] bool is_and(std::string_view word) noexcept;
/// `ago`, `назад`, `fa`: behind an amount.
[[nodiscard]] bool is_ago(std::string_view word) noexcept;
/// `vor`, `hace`, `há`: before an amount.
[[nodiscard]] bool is_since(std::string_view word) noexcept;

/// An age of words alone, at the start of a text (through fold(), with ASCII apostrophes): `just
/// now`, `yesterday`, `last week`, `前天`. The longest that fits.
struct AgePhrase {
    std::string_view words;
    AgeUnit unit{};
    int count = 0;
};
[[nodiscard]] std::optional<AgePhrase> age_phrase_at(std::string_view text) noexcept;

/// What may stand between such a day and a time of day: `at`, `um`, `a las`; and behind it: `Uhr`.
[[nodiscard]] bool is_at(std::string_view word) noexcept;
[[nodiscard]] bool is_oclock(std::string_view word) noexcept;

}  // namespace feedarc::text
