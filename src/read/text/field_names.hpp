#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace feedarc::read {

/// What a label before a colon, or the head of a column, says of its value.
enum class Field : std::uint8_t {
    title,
    date,
    url,
    category,
    tags,
    excerpt,
    name,   ///< of a product or an author: a title where nothing is called one
    other,  ///< author, counters, numbers: known, and nothing that an entry has
};
inline constexpr std::size_t kFields = 8;

/// The field of a name such as `Title`, `**URL**`, `发布时间`, `Rubrik`; case, white space and the
/// stars of Markdown around it are not minded.
[[nodiscard]] std::optional<Field> field_named(std::string_view name) noexcept;

/// A line such as `Title: Tables beat code`, `日期：2026-01-11`.
struct Labelled {
    Field field = Field::other;
    std::string_view value;  ///< part of the line; may be empty
};
[[nodiscard]] std::optional<Labelled> read_label(std::string_view line) noexcept;

/// What stands before the colon of a line that may be labelled, known or not: at most three words.
/// Empty for other lines.
[[nodiscard]] std::string_view label_name(std::string_view line) noexcept;

}  // namespace feedarc::read
