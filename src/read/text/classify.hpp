#pragma once

#include <feedarc/entry.hpp>

#include "read/text/line.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace feedarc::read {

/// Judges one line by itself. Cheap: words are looked at only where the line is short.
[[nodiscard]] Kind classify(std::string_view text, std::size_t columns);

/// Whether a text ends where a page cut it: `…`, `...`, `[...]`.
[[nodiscard]] bool ends_cut(std::string_view text) noexcept;

/// Whether a text ends as a sentence does.
[[nodiscard]] bool ends_sentence(std::string_view text) noexcept;

/// The address in a line that holds nothing else but a symbol, a label or brackets: `🔗
/// https://…`, `Link: https://…`, `<https://…>`. Empty where there is none.
[[nodiscard]] std::string_view address_in(std::string_view text) noexcept;

/// What a line of metadata says: `NLP · 2026-01-11`, `Posted in NLP`, `Category: NLP`.
struct Metadata {
    Published published;
    std::string_view category;  ///< part of the line
};
[[nodiscard]] Metadata read_metadata(std::string_view text);

/// The age that a line of metadata or counters shows: `88 points by ada 5 hours ago`.
[[nodiscard]] std::optional<Age> read_line_age(std::string_view text);

/// A date at the start or the end of a title, set off from it: `2026-01-11 Title`, `Title (Jan 11,
/// 2026)`.
struct DatedText {
    Published published;
    std::string_view rest;
};
[[nodiscard]] std::optional<DatedText> split_date(std::string_view text);

}  // namespace feedarc::read
