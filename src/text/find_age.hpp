#pragma once

#include <feedarc/entry.hpp>

#include <cstddef>
#include <optional>
#include <string_view>

namespace feedarc::text {

/// An age found in a text.
struct FoundAge {
    Age age;
    std::size_t begin = 0;  ///< bytes of the text that it takes
    std::size_t end = 0;
};

/// The first amount of time that is said to have passed: `3 hours ago`, `vor 3 Stunden`, `3小时前`,
/// `1 day, 2 hours ago` (to the smaller unit). Words that are ages alone where nothing else is said
/// (`yesterday`) are not looked for.
[[nodiscard]] std::optional<FoundAge> find_age(std::string_view text);

/// An amount as above, or words (`just now`, `yesterday at 14:05`, `昨天`, `last week`), where it
/// is all there is in the text but for what parse_date_line() allows.
[[nodiscard]] std::optional<Age> parse_age_line(std::string_view text);

/// parse_age_line() where the page marks the text as a date: `3h`, `5 min`, `2 days` are ages too.
[[nodiscard]] std::optional<Age> parse_marked_age(std::string_view text);

}  // namespace feedarc::text
