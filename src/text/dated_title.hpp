#pragma once

#include <feedarc/entry.hpp>

#include "text/number_date.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace feedarc::text {

/// What stands before the title in `2026-01-11 - Title`, `[2026-01-11] Title`, `11 Jan » Title`.
struct DatedTitle {
    std::optional<Published> date;  ///< one with a year, else
    std::optional<MonthDay> day;
    std::size_t end = 0;  ///< bytes of the date and of what parts it from the title
};

/// Reads the date that a text begins with, where a separator (`-`, `:`, `|`, `»`, brackets around
/// the date) and more text follow: "2025 in review" and "May 5 meeting" have none.
[[nodiscard]] std::optional<DatedTitle> find_dated_title(std::string_view text);

/// Bytes of the separators and white space that a text begins with, as `- ` and ` » `.
[[nodiscard]] std::size_t leading_separator(std::string_view text) noexcept;

}  // namespace feedarc::text
