#pragma once

#include <optional>
#include <string_view>

namespace feedarc::text {

/// 1 to 12 for a month's name in English, German, French, Spanish, Catalan, Italian, Portuguese,
/// Romanian, Dutch, Danish, Norwegian, Swedish, Finnish, Polish, Czech, Slovak, Russian, Ukrainian,
/// Turkish, Greek, Arabic (of the Gregorian calendar), Hebrew or Indonesian, as dates have it, and
/// for its usual short form in the larger ones. `word` has gone through fold().
[[nodiscard]] std::optional<unsigned> month_of(std::string_view word) noexcept;

/// Whether a word (through fold()) names a day of the week, in any of these languages, Chinese,
/// Japanese or Korean.
[[nodiscard]] bool is_weekday(std::string_view word) noexcept;

}  // namespace feedarc::text
